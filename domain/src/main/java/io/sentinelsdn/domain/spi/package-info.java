/** Interfaces with two sides in different modules, or with two implementations. */
package io.sentinelsdn.domain.spi;

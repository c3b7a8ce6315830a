/** The databases of Open vSwitch: what is read from them for others, behind interfaces of {@code domain.spi}. */
package io.sentinelsdn.ovsdb;

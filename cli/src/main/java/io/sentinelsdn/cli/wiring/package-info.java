/** All constructors of the platform are called here, by hand: no container, no locator. */
package io.sentinelsdn.cli.wiring;

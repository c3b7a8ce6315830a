/** The {@code sentinel} command: {@link io.sentinelsdn.cli.Main}, one class per command, profiles, and the wiring. */
package io.sentinelsdn.cli;

/** One class per command; each asks the wiring for what it needs and ends with exit code 0, 1 or 2. */
package io.sentinelsdn.cli.command;

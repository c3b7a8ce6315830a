/** The log of a running Sentinel: its last lines in memory, and all of them in files of bounded size. */
package io.sentinelsdn.cli.log;

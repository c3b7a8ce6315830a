/** What an analysis of a file says, for people: a table, JSON, and a page that needs nothing else. */
package io.sentinelsdn.cli.report;

/** A client of OVSDB servers (RFC 7047): one connection each, rows it watches, transactions. */
package io.sentinelsdn.ovsdb.client;

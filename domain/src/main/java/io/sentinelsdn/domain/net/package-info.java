/** Network words: datapath ids, addresses, prefixes, and switches as people see them. */
package io.sentinelsdn.domain.net;

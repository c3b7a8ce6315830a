/**
 * From evidence to matches: by source where sources are few and real, by victim with a meter otherwise, aggregated into
 * prefixes where a budget asks for it. Pure functions; nothing here speaks to a switch.
 */
package io.sentinelsdn.mitigation.compile;

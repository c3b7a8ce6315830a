package io.sentinelsdn.domain.gateway;

/**
 * A request and its number in the store.
 *
 * @param id grows in the order in which requests were stored
 */
public record StoredRequest(long id, RequestLog log) {}

package io.sentinelsdn.domain.auth;

import java.time.Instant;

/**
 * One change that somebody asked for.
 *
 * @param id unique
 * @param actor the key's id and name, {@code local} when the API is open, {@code shell} for a command on this machine
 * @param role what the actor may do, in lower case
 * @param address where the request came from
 * @param action method and path
 * @param status the answer's HTTP status
 * @param detail what was sent, shortened, without secrets; may be empty
 */
public record AuditEntry(
        String id, Instant at, String actor, String role, String address, String action, int status, String detail) {}

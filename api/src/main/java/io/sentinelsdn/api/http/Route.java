package io.sentinelsdn.api.http;

import io.sentinelsdn.domain.auth.Role;
import java.util.Set;

/**
 * A method, a path, what answers it, and who may ask. The routes together are the one table of who may do what.
 *
 * @param method upper case; GET answers HEAD too
 * @param template segments with names in braces: {@code /api/switches/{dpid}}; a last {@code {entry...}} takes the rest
 * @param query the query parameters it knows
 * @param handler answers on a worker thread, may wait
 * @param traits who may ask and how it is answered
 */
public record Route(String method, String template, Set<String> query, Handler handler, Traits traits) {
    /** What answers a request. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Request request);
    }

    /**
     * How a route is answered.
     *
     * @param role the least role that may ask; null for everybody
     * @param changes whether it changes something: audited, and refused to pages of others
     * @param large whether its body may be sixteen times as large as others
     * @param live whether it goes on for as long as the client likes; takes a token in the query too
     * @param snapshotMs how long an answer may be given again to others, 0 for never
     */
    public record Traits(Role role, boolean changes, boolean large, boolean live, int snapshotMs) {}

    private static final Traits READ = new Traits(Role.VIEWER, false, false, false, 0);
    private static final Traits CHANGE = new Traits(Role.OPERATOR, true, false, false, 0);

    /** Reads; for viewers and up. */
    public static Route get(String template, Handler handler) {
        return new Route("GET", template, Set.of(), handler, READ);
    }

    /** Changes something; for operators and up. */
    public static Route post(String template, Handler handler) {
        return new Route("POST", template, Set.of(), handler, CHANGE);
    }

    /** Changes something; for operators and up. */
    public static Route put(String template, Handler handler) {
        return new Route("PUT", template, Set.of(), handler, CHANGE);
    }

    /** Changes something; for operators and up. */
    public static Route delete(String template, Handler handler) {
        return new Route("DELETE", template, Set.of(), handler, CHANGE);
    }

    /** The same route with query parameters. */
    public Route query(String... names) {
        return new Route(method, template, Set.of(names), handler, traits);
    }

    public Route query(Set<String> names) {
        return new Route(method, template, names, handler, traits);
    }

    /** The same route for those who have this role or one that includes it. */
    public Route role(Role least) {
        return with(new Traits(least, traits.changes, traits.large, traits.live, traits.snapshotMs));
    }

    /** The same route for everybody, with a key or without. */
    public Route open() {
        return role(null);
    }

    /** The same route as a question: it is sent with a body and changes nothing, so viewers may ask. */
    public Route question() {
        return with(new Traits(Role.VIEWER, false, traits.large, traits.live, traits.snapshotMs));
    }

    /** The same route for large bodies. */
    public Route large() {
        return with(new Traits(traits.role, traits.changes, true, traits.live, traits.snapshotMs));
    }

    /** The same route as one that goes on for as long as the client likes. */
    public Route live() {
        return with(new Traits(traits.role, traits.changes, traits.large, true, traits.snapshotMs));
    }

    /** The same route with answers that are made at most once in this time and given to all who ask meanwhile. */
    public Route snapshot(int milliseconds) {
        return with(new Traits(traits.role, traits.changes, traits.large, traits.live, milliseconds));
    }

    public boolean isLarge() {
        return traits.large;
    }

    /** Whether this caller may ask. Operators may do what gateways may, so that a report can be tried by hand. */
    public boolean admits(Role caller) {
        if (traits.role == null) {
            return true;
        }
        return caller != null
                && (caller.includes(traits.role) || (traits.role == Role.GATEWAY && caller.includes(Role.OPERATOR)));
    }

    private Route with(Traits other) {
        return new Route(method, template, query, handler, other);
    }
}

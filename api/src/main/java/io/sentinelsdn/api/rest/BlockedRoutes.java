package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.api.rest.RequestJson.BlockedIpJson;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.MitigationDesk;
import io.sentinelsdn.domain.spi.RequestStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Addresses that gateways or people blocked. Orders of people become rules on the switches too. */
public final class BlockedRoutes {
    private static final int MOST_ADDRESSES = 10_000;
    /** The store keeps so many. */
    private static final int MOST_SKIPPED = 100_000;
    /** A rule lives for 65,535 s at most. */
    private static final int MOST_MINUTES = 1092;

    private static final long STANDARD_MINUTES = 10;

    private final RequestStore store;
    private final MitigationDesk desk;
    private final Answers answers;

    public BlockedRoutes(RequestStore store, MitigationDesk desk, Answers answers) {
        this.store = store;
        this.desk = desk;
        this.answers = answers;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/blocked-ips", this::list).query("hours", "limit", "offset"),
                Route.post("/api/block-ip", this::block),
                Route.post("/api/unblock-ip", this::unblock));
    }

    record DoneJson(String status, String message) {}

    private Response list(Request request) {
        Instant now = Instant.now();
        Instant since = now.minus(Duration.ofHours(RequestQuery.hours(request.query())));
        int limit = request.query().number("limit", 1, MOST_ADDRESSES, MOST_ADDRESSES);
        int offset = request.query().number("offset", 0, MOST_SKIPPED, 0);
        return Response.ok(store.blockedSince(since, offset + limit).stream()
                .skip(offset)
                .map(address -> BlockedIpJson.of(address, now))
                .toList());
    }

    private Response block(Request request) {
        JsonBody body = request.body(List.of("ip", "duration_minutes"));
        IpAddress ip = ip(body);
        long minutes = body.number("duration_minutes", 1, MOST_MINUTES, STANDARD_MINUTES);
        Duration duration = Duration.ofMinutes(minutes);
        MitigationRule rule =
                answers.await(() -> desk.block(Prefix.host(ip), duration, "blocked by a person for gateways"), "ip");
        RuleState state = rule.state();
        if (state != null && state.status() == RuleState.Status.FAILED) {
            throw Problem.unavailable("no-switch", "no switch took the rule: " + state.error());
        }
        Instant now = Instant.now();
        store.block(ip.toString(), now, now.plus(duration), "blocked by a person");
        return done(ip + " is blocked for " + minutes + " minutes");
    }

    private Response unblock(Request request) {
        IpAddress ip = ip(request.body(List.of("ip")));
        List<String> rules = desk.rules().stream()
                .filter(rule -> Prefix.host(ip).equals(rule.rule().match().src()))
                .map(rule -> rule.rule().id())
                .toList();
        boolean removed = false;
        for (String id : rules) {
            removed |= answers.await(() -> desk.remove(id), "ip");
        }
        if (!(store.unblock(ip.toString(), Instant.now()) || removed)) {
            throw Problem.notFound(ip + " is not blocked");
        }
        return done(ip + " is not blocked any more");
    }

    private static IpAddress ip(JsonBody body) {
        return Inputs.address("ip", body.text("ip", 64).orElseThrow(() -> Problem.missing("ip", "an address")));
    }

    private static Response done(String message) {
        return Response.ok(new DoneJson("success", message));
    }
}

package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.QueryParams;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.spi.SwitchStatistics;
import io.sentinelsdn.domain.spi.SwitchStatistics.Answer;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Function;

/** {@code /api/switches/{dpid}/…}: statistics read from the switch at this moment. */
public final class SwitchStatsRoutes {
    private static final Set<String> WINDOW = Set.of("limit", "offset");
    private static final Set<String> FILTER = Set.of("table_id", "cookie", "cookie_mask", "out_port", "out_group");
    private static final int ANY = -1;

    private final SwitchStatistics statistics;
    private final Answers answers;
    private final Semaphore questions;

    /**
     * @param questions that may wait for switches at once; fewer than there are worker threads
     */
    public SwitchStatsRoutes(SwitchStatistics statistics, Answers answers, int questions) {
        this.statistics = statistics;
        this.answers = answers;
        this.questions = new Semaphore(questions);
    }

    public List<Route> routes() {
        Set<String> flows = new TreeSet<>(WINDOW);
        flows.addAll(FILTER);
        return List.of(
                Route.get("/api/switches/{dpid}/flows", this::flows).query(flows),
                Route.get("/api/switches/{dpid}/aggregate", this::aggregate).query(FILTER),
                Route.get("/api/switches/{dpid}/ports", rows(SwitchStatistics::ports))
                        .query(WINDOW),
                Route.get("/api/switches/{dpid}/meters", rows(SwitchStatistics::meters))
                        .query(WINDOW),
                Route.get("/api/switches/{dpid}/queues", rows(SwitchStatistics::queues))
                        .query(WINDOW),
                Route.get("/api/switches/{dpid}/groups", rows(SwitchStatistics::groups))
                        .query(WINDOW),
                Route.get("/api/switches/{dpid}/tables", rows(SwitchStatistics::tables))
                        .query(WINDOW));
    }

    /** A kind of statistics without a filter. */
    @FunctionalInterface
    private interface Kind<T> {
        CompletableFuture<Answer<T>> ask(SwitchStatistics statistics, Dpid dpid, Window window);
    }

    private <T> Route.Handler rows(Kind<T> kind) {
        return request -> {
            Window window = window(request.query());
            return answer(request, dpid -> kind.ask(statistics, dpid, window), Function.identity());
        };
    }

    private Response flows(Request request) {
        FlowFilter filter = filter(request.query());
        Window window = window(request.query());
        return answer(request, dpid -> statistics.flows(dpid, filter, window), FlowEntryJson::of);
    }

    private Response aggregate(Request request) {
        FlowFilter filter = filter(request.query());
        return answer(request, dpid -> statistics.aggregate(dpid, filter), Function.identity());
    }

    private <D, J> Response answer(
            Request request, Function<Dpid, CompletableFuture<Answer<D>>> question, Function<D, J> shape) {
        Dpid dpid = Inputs.dpid("dpid", request.path("dpid"));
        if (!questions.tryAcquire()) {
            throw Problem.unavailable("busy", "too many questions wait for switches, try again");
        }
        try {
            return StatsJson.of(dpid, answers.await(() -> question.apply(dpid), "dpid"), shape);
        } finally {
            questions.release();
        }
    }

    private static Window window(QueryParams query) {
        return new Window(query.number("limit", 1, 1000, 100), query.number("offset", 0, Integer.MAX_VALUE, 0));
    }

    private static FlowFilter filter(QueryParams query) {
        long cookie = number(query, "cookie", 0, Integers::unsigned);
        long everyBit = query.text("cookie").isPresent() ? -1L : 0L;
        return new FlowFilter(
                query.number("table_id", 0, FlowFilter.ALL_TABLES, FlowFilter.ALL_TABLES),
                cookie,
                number(query, "cookie_mask", everyBit, Integers::unsigned),
                (int) number(query, "out_port", ANY, SwitchStatsRoutes::word),
                (int) number(query, "out_group", ANY, SwitchStatsRoutes::word));
    }

    private static long number(QueryParams query, String name, long standard, BiFunction<String, Object, Long> read) {
        return query.text(name).map(text -> read.apply(name, text)).orElse(standard);
    }

    /** A number of 32 bits. */
    private static long word(String field, Object written) {
        long number = Integers.unsigned(field, written);
        if (number >>> 32 != 0) {
            String allowed = "between 0 and 4294967295";
            throw Problem.invalidValue(field, field + " must be " + allowed + ": " + written, allowed);
        }
        return number;
    }
}

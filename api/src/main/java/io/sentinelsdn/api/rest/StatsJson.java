package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.spi.SwitchStatistics.Answer;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Rows that a switch has just told. */
record StatsJson<T>(String dpid, Instant readAt, List<T> items, long total, boolean truncated, boolean supported) {
    static <D, J> Response of(Dpid dpid, Answer<D> answer, Function<D, J> shape) {
        return Response.ok(new StatsJson<>(
                Words.text(dpid),
                Instant.now(),
                answer.items().stream().map(shape).toList(),
                answer.total(),
                answer.truncated(),
                answer.supported()));
    }
}

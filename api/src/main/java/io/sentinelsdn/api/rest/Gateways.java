package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.gateway.RequestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which gateways there are, by what they report and by the logs they send. At most {@value #MOST}; the one that was
 * silent longest makes room. Any thread may call; one lock, held for microseconds.
 */
public final class Gateways {
    /** Gateways remembered at most. */
    static final int MOST = 1000;

    private static final Duration SILENT = Duration.ofSeconds(60);

    /** A back end as its gateway sees it. */
    record BackendJson(String url, boolean healthy, double responseTimeMs) {}

    /**
     * What a gateway says about itself.
     *
     * @param ip where it is
     */
    record Report(
            String ip,
            double uptimeSeconds,
            long requestsProcessed,
            long blockedCount,
            double avgResponseTimeMs,
            List<BackendJson> backends) {}

    record GatewayJson(
            String id,
            String ip,
            String status,
            double uptimeSeconds,
            long requestsProcessed,
            long blockedCount,
            double avgResponseTimeMs,
            Instant lastSeen,
            List<BackendJson> backends) {}

    private static final class Seen {
        private final Instant first;
        private Instant last;
        private long requests;
        private long blocked;
        private double responseMs;
        private String address;
        private Report report;

        Seen(Instant first) {
            this.first = first;
        }
    }

    private final Map<String, Seen> gateways = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST;
        }
    };

    /** Counts what gateways sent; logs without a gateway's id count for none. */
    void heard(List<RequestLog> logs, String address, Instant now) {
        Map<String, Seen> sums = new HashMap<>();
        for (RequestLog log : logs) {
            if (!log.gatewayId().isEmpty()) {
                Seen sum = sums.computeIfAbsent(log.gatewayId(), unused -> new Seen(now));
                sum.requests++;
                sum.blocked += log.blocked() ? 1 : 0;
                sum.responseMs += log.responseTimeMs();
            }
        }
        synchronized (gateways) {
            sums.forEach((id, sum) -> {
                Seen seen = seen(id, now);
                seen.address = address;
                seen.requests += sum.requests;
                seen.blocked += sum.blocked;
                seen.responseMs += sum.responseMs;
            });
        }
    }

    /** Takes a report, which from then on counts more than what the logs say. */
    void reported(String id, Report report, Instant now) {
        synchronized (gateways) {
            seen(id, now).report = report;
        }
    }

    /** All of them, the one heard last first. */
    List<GatewayJson> list(Instant now) {
        synchronized (gateways) {
            return gateways.entrySet().stream()
                    .map(each -> shown(each.getKey(), each.getValue(), now))
                    .sorted(java.util.Comparator.comparing(GatewayJson::lastSeen)
                            .reversed()
                            .thenComparing(GatewayJson::id))
                    .toList();
        }
    }

    private Seen seen(String id, Instant now) {
        Seen seen = gateways.computeIfAbsent(id, unused -> new Seen(now));
        seen.last = now;
        return seen;
    }

    private static GatewayJson shown(String id, Seen seen, Instant now) {
        String status = seen.last.isBefore(now.minus(SILENT)) ? "offline" : "online";
        Report report = seen.report != null
                ? seen.report
                : new Report(
                        seen.address,
                        Duration.between(seen.first, now).toMillis() / 1000.0,
                        seen.requests,
                        seen.blocked,
                        seen.requests == 0 ? 0 : seen.responseMs / seen.requests,
                        List.of());
        return new GatewayJson(
                id,
                report.ip(),
                status,
                report.uptimeSeconds(),
                report.requestsProcessed(),
                report.blockedCount(),
                report.avgResponseTimeMs(),
                seen.last,
                report.backends());
    }
}

package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.gateway.BlockedAddress;
import io.sentinelsdn.domain.gateway.Prediction;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.gateway.RequestStats;
import io.sentinelsdn.domain.gateway.StoredRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request of a gateway in a list, and what is said about many of them. */
record RequestJson(
        String id,
        Instant timestamp,
        String sourceIp,
        String requestPath,
        String requestMethod,
        String prediction,
        double confidenceScore,
        int isBlocked,
        int responseStatusCode,
        double responseTimeMs,
        String gatewayId) {
    static RequestJson of(StoredRequest stored) {
        RequestLog log = stored.log();
        return new RequestJson(
                Long.toString(stored.id()),
                log.timestamp(),
                log.sourceIp(),
                log.path(),
                log.method(),
                log.prediction().wireName(),
                log.confidence(),
                log.blocked() ? 1 : 0,
                log.status(),
                log.responseTimeMs(),
                log.gatewayId());
    }

    record PageJson(long total, int page, int limit, long pages, List<RequestJson> requests) {}

    record BlockedPageJson(long totalBlocked, int page, List<RequestJson> requests) {}

    record AttackerJson(String ip, long count, double avgConfidence) {}

    record TargetJson(String path, long count) {}

    record HourJson(Instant hour, long requests, long blocked) {}

    record ShareJson(long count, double percentage) {}

    /** Rates and percentages: {@code blocking_rate} and {@code percentage} in [0, 100]. */
    record StatsJson(
            String timeRange,
            long totalRequests,
            long blockedRequests,
            long normalRequests,
            double blockingRate,
            double avgConfidence,
            double requestsPerSecond,
            List<AttackerJson> topAttackingIps,
            List<TargetJson> topTargetedPaths,
            List<HourJson> byHour,
            Map<String, ShareJson> byPrediction) {
        static StatsJson of(RequestStats stats, int hours) {
            Map<String, ShareJson> shares = new LinkedHashMap<>();
            for (Prediction prediction : Prediction.values()) {
                long count = stats.byPrediction().get(prediction);
                shares.put(prediction.wireName(), new ShareJson(count, percent(count, stats.total())));
            }
            return new StatsJson(
                    hours + "h",
                    stats.total(),
                    stats.blocked(),
                    stats.total() - stats.blocked(),
                    percent(stats.blocked(), stats.total()),
                    mean(stats.confidenceSum(), stats.total()),
                    stats.total() / (hours * 3600.0),
                    stats.attackers().stream()
                            .map(each -> new AttackerJson(
                                    each.name(), each.count(), mean(each.confidenceSum(), each.count())))
                            .toList(),
                    stats.targets().stream()
                            .map(each -> new TargetJson(each.name(), each.count()))
                            .toList(),
                    stats.byHour().stream()
                            .map(each -> new HourJson(each.hour(), each.requests(), each.blocked()))
                            .toList(),
                    shares);
        }

        private static double percent(long part, long all) {
            return all == 0 ? 0 : 100.0 * part / all;
        }

        private static double mean(double sum, long count) {
            return count == 0 ? 0 : sum / count;
        }
    }

    record BlockedIpJson(
            String ip, Instant firstSeen, Instant lastBlocked, long blockCount, double avgConfidence, String status) {
        static BlockedIpJson of(BlockedAddress address, Instant now) {
            return new BlockedIpJson(
                    address.ip(),
                    address.firstSeen(),
                    address.lastBlocked(),
                    address.count(),
                    address.avgConfidence(),
                    address.isActive(now) ? "active" : "expired");
        }
    }
}

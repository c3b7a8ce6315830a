package io.sentinelsdn.store.memory;

import io.sentinelsdn.domain.gateway.BlockedAddress;
import io.sentinelsdn.domain.gateway.Prediction;
import io.sentinelsdn.domain.gateway.RequestFilter;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.gateway.RequestStats;
import io.sentinelsdn.domain.gateway.RequestStats.Hour;
import io.sentinelsdn.domain.gateway.RequestStats.Ranked;
import io.sentinelsdn.domain.gateway.StoredRequest;
import io.sentinelsdn.domain.spi.HistoryStore.Page;
import io.sentinelsdn.domain.spi.RequestStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The newest requests of gateways, without a disk. Any thread may call; one lock. */
public final class MemoryRequestStore implements RequestStore {
    /** Requests, and as many blocked addresses, kept at most. */
    public static final int CAPACITY = 50_000;

    private static final Comparator<StoredRequest> NEWEST_FIRST = Comparator.<StoredRequest, Instant>comparing(
                    request -> request.log().timestamp())
            .thenComparing(StoredRequest::id)
            .reversed();

    private final Deque<StoredRequest> requests = new ArrayDeque<>();
    private final Map<String, MemoryBlock> blocks = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MemoryBlock> eldest) {
            return size() > CAPACITY;
        }
    };
    private long ids;

    @Override
    public synchronized void append(List<RequestLog> logs) {
        for (RequestLog log : logs) {
            requests.add(new StoredRequest(++ids, log));
            if (requests.size() > CAPACITY) {
                requests.remove();
            }
            if (log.blocked()) {
                block(log.sourceIp()).refused(log);
            }
        }
    }

    @Override
    public synchronized Page<StoredRequest> requests(RequestFilter filter, int limit, int offset) {
        List<StoredRequest> all = matching(filter).sorted(NEWEST_FIRST).toList();
        return new Page<>(all.stream().skip(offset).limit(limit).toList(), all.size());
    }

    @Override
    public synchronized List<StoredRequest> after(RequestFilter filter, StoredRequest last, int limit) {
        return matching(filter)
                .filter(request -> last == null || NEWEST_FIRST.compare(last, request) < 0)
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized RequestStats stats(Instant since, Instant until) {
        List<RequestLog> logs = matching(RequestFilter.between(since, until))
                .map(StoredRequest::log)
                .toList();
        Map<Prediction, Long> byPrediction = new EnumMap<>(Prediction.class);
        for (Prediction prediction : Prediction.values()) {
            byPrediction.put(
                    prediction,
                    logs.stream().filter(log -> log.prediction() == prediction).count());
        }
        Map<Instant, List<RequestLog>> hours = logs.stream()
                .collect(Collectors.groupingBy(
                        log -> log.timestamp().truncatedTo(ChronoUnit.HOURS), TreeMap::new, Collectors.toList()));
        return new RequestStats(
                logs.size(),
                blocked(logs),
                logs.stream().mapToDouble(RequestLog::confidence).sum(),
                byPrediction,
                ranked(logs, RequestLog::sourceIp),
                ranked(logs, RequestLog::path),
                hours.entrySet().stream()
                        .map(hour -> new Hour(hour.getKey(), hour.getValue().size(), blocked(hour.getValue())))
                        .toList());
    }

    @Override
    public synchronized List<BlockedAddress> blockedSince(Instant since, int limit) {
        return blocks.entrySet().stream()
                .map(each -> each.getValue().shown(each.getKey()))
                .filter(address -> !address.lastBlocked().isBefore(since))
                .sorted(Comparator.comparing(BlockedAddress::lastBlocked)
                        .reversed()
                        .thenComparing(BlockedAddress::ip))
                .limit(limit)
                .toList();
    }

    /** What is in memory is bounded by number, and gone at the end of the process. */
    @Override
    public void keep(Duration retention, long most) {}

    @Override
    public synchronized void block(String ip, Instant at, Instant until, String reason) {
        block(ip).ordered(at, until, reason);
    }

    @Override
    public synchronized boolean unblock(String ip, Instant at) {
        MemoryBlock block = blocks.get(ip);
        return block != null && block.end(at);
    }

    private MemoryBlock block(String ip) {
        return blocks.computeIfAbsent(ip, unused -> new MemoryBlock());
    }

    private Stream<StoredRequest> matching(RequestFilter filter) {
        return requests.stream().filter(request -> filter.matches(request.log()));
    }

    private static long blocked(List<RequestLog> logs) {
        return logs.stream().filter(RequestLog::blocked).count();
    }

    private static List<Ranked> ranked(List<RequestLog> logs, Function<RequestLog, String> name) {
        Map<String, List<RequestLog>> attacks =
                logs.stream().filter(RequestLog::isAttack).collect(Collectors.groupingBy(name));
        return attacks.entrySet().stream()
                .map(each -> new Ranked(
                        each.getKey(),
                        each.getValue().size(),
                        each.getValue().stream()
                                .mapToDouble(RequestLog::confidence)
                                .sum()))
                .sorted(Comparator.comparingLong(Ranked::count).reversed().thenComparing(Ranked::name))
                .limit(RequestStats.MOST_RANKED)
                .toList();
    }
}

package io.sentinelsdn.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.gateway.BlockedAddress;
import io.sentinelsdn.domain.gateway.Prediction;
import io.sentinelsdn.domain.gateway.RequestFilter;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.gateway.RequestStats;
import io.sentinelsdn.domain.gateway.RequestStats.Hour;
import io.sentinelsdn.domain.gateway.RequestStats.Ranked;
import io.sentinelsdn.domain.gateway.StoredRequest;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.domain.spi.RequestStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of requests must do. */
public abstract class RequestStoreContract {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private HouseStore house;
    private RequestStore store;

    /** A fresh, empty store. */
    protected abstract HouseStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        house = open();
        store = house.requests();
    }

    @AfterEach
    void closeStore() {
        house.close();
    }

    @Test
    void shouldGiveBackARequestExactlyAsItCame() {
        RequestLog log = new RequestLog(
                now,
                "2001:db8::1",
                "/a?b='\"",
                "POST",
                "Mozilla ü",
                Prediction.DDOS,
                0.1 + 0.2,
                true,
                429,
                1.5,
                77,
                "g1");

        store.append(List.of(log));

        assertThat(store.requests(lastDay(), 10, 0).items())
                .extracting(StoredRequest::log)
                .containsExactly(log);
    }

    @Test
    void shouldPageNewestFirstWithTheSizeOfTheWhole() {
        store.append(logs(5));

        var page = store.requests(lastDay(), 2, 1);

        assertThat(page.items()).extracting(request -> request.log().path()).containsExactly("/3", "/2");
        assertThat(page.total()).isEqualTo(5);
    }

    @Test
    void shouldFilterByEachColumnAndByAllOfThem() {
        RequestLog wanted = log(now.minusSeconds(1), "192.0.2.1", Prediction.BLOCKED, true);
        store.append(List.of(
                wanted,
                log(now.minusSeconds(2), "192.0.2.1", Prediction.BLOCKED, false),
                log(now.minusSeconds(3), "192.0.2.1", Prediction.DDOS, true),
                log(now.minusSeconds(4), "192.0.2.2", Prediction.BLOCKED, true),
                log(now.minus(Duration.ofHours(3)), "192.0.2.1", Prediction.BLOCKED, true)));
        Instant since = now.minus(Duration.ofHours(1));

        assertThat(count(new RequestFilter(since, now, true, null, null))).isEqualTo(3);
        assertThat(count(new RequestFilter(since, now, null, "192.0.2.1", null)))
                .isEqualTo(3);
        assertThat(count(new RequestFilter(since, now, null, null, Prediction.BLOCKED)))
                .isEqualTo(3);
        assertThat(store.requests(new RequestFilter(since, now, true, "192.0.2.1", Prediction.BLOCKED), 10, 0)
                        .items())
                .extracting(StoredRequest::log)
                .containsExactly(wanted);
    }

    @Test
    void shouldWalkThroughAllOfThemOnce() {
        store.append(logs(25));
        List<String> seen = new ArrayList<>();
        StoredRequest last = null;

        List<StoredRequest> part = store.after(lastDay(), last, 10);
        while (!part.isEmpty()) {
            part.forEach(request -> seen.add(request.log().path()));
            last = part.get(part.size() - 1);
            part = store.after(lastDay(), last, 10);
        }

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(seen.get(0)).isEqualTo("/24");
    }

    @Test
    void shouldSumUpWhatCameInTheRangeAndNothingElse() {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        Instant longAgo = now.minus(Duration.ofHours(5));
        store.append(List.of(
                log(now.minusSeconds(1), "192.0.2.1", Prediction.DDOS, true),
                log(now.minusSeconds(1), "192.0.2.1", Prediction.BLOCKED, true),
                log(now.minusSeconds(1), "192.0.2.2", Prediction.DDOS, false),
                log(now.minusSeconds(1), "192.0.2.3", Prediction.NORMAL, false),
                log(longAgo, "192.0.2.9", Prediction.DDOS, true)));

        RequestStats stats = store.stats(now.minus(Duration.ofHours(1)), now);

        assertThat(stats.total()).isEqualTo(4);
        assertThat(stats.blocked()).isEqualTo(2);
        assertThat(stats.confidenceSum()).isEqualTo(2.0);
        assertThat(stats.byPrediction())
                .containsEntry(Prediction.NORMAL, 1L)
                .containsEntry(Prediction.DDOS, 2L)
                .containsEntry(Prediction.BLOCKED, 1L);
        assertThat(stats.attackers()).containsExactly(new Ranked("192.0.2.1", 2, 1.0), new Ranked("192.0.2.2", 1, 0.5));
        assertThat(stats.targets()).containsExactly(new Ranked("/", 3, 1.5));
        assertThat(stats.byHour().stream().mapToLong(Hour::requests).sum()).isEqualTo(4);
        assertThat(stats.byHour()).allSatisfy(each -> assertThat(each.hour()).isBetween(hour.minusSeconds(3600), hour));
        assertThat(store.stats(now.minus(Duration.ofHours(6)), now).total()).isEqualTo(5);
        assertThat(store.stats(now.minus(Duration.ofHours(6)), now.minus(Duration.ofHours(4)))
                        .attackers())
                .containsExactly(new Ranked("192.0.2.9", 1, 0.5));
    }

    @Test
    void shouldAnswerZeroesWhenNothingCame() {
        RequestStats stats = store.stats(now.minus(Duration.ofHours(1)), now);

        assertThat(stats.total()).isZero();
        assertThat(stats.byPrediction()).hasSize(3).containsEntry(Prediction.DDOS, 0L);
        assertThat(stats.byHour()).isEmpty();
    }

    @Test
    void shouldCountRefusedRequestsOfAnAddressAndEndItsBlockByItself() {
        Instant at = now.minusSeconds(30);
        store.append(List.of(
                log(at, "192.0.2.1", Prediction.BLOCKED, true),
                log(at.minusSeconds(9), "192.0.2.1", Prediction.DDOS, true),
                log(at, "192.0.2.2", Prediction.DDOS, false)));

        List<BlockedAddress> blocked = store.blockedSince(now.minusSeconds(3600), 10);

        assertThat(blocked)
                .containsExactly(new BlockedAddress(
                        "192.0.2.1", at.minusSeconds(9), at, "refused by a gateway", 2, 0.5, at.plusSeconds(600)));
        assertThat(blocked.get(0).isActive(now)).isTrue();
        assertThat(blocked.get(0).isActive(at.plusSeconds(600))).isFalse();
        assertThat(store.blockedSince(now, 10)).isEmpty();
    }

    @Test
    void shouldBlockAndUnblockByOrder() {
        store.block("192.0.2.1", now, now.plusSeconds(60), "asked for");
        assertThat(store.blockedSince(now, 10))
                .containsExactly(new BlockedAddress("192.0.2.1", now, now, "asked for", 1, 0, now.plusSeconds(60)));

        assertThat(store.unblock("192.0.2.1", now.plusSeconds(1))).isTrue();
        assertThat(store.unblock("192.0.2.1", now.plusSeconds(2))).isFalse();
        assertThat(store.unblock("192.0.2.7", now)).isFalse();

        assertThat(store.blockedSince(now, 10).get(0).isActive(now.plusSeconds(1)))
                .isFalse();
    }

    @Test
    void shouldNotBlockAgainForWhatCameBeforeTheUnblocking() {
        store.append(List.of(log(now.minusSeconds(9), "192.0.2.1", Prediction.BLOCKED, true)));
        store.unblock("192.0.2.1", now);

        store.append(List.of(log(now.minusSeconds(5), "192.0.2.1", Prediction.BLOCKED, true)));
        assertThat(store.blockedSince(Instant.EPOCH, 10).get(0).isActive(now)).isFalse();

        store.append(List.of(log(now.plusSeconds(5), "192.0.2.1", Prediction.BLOCKED, true)));
        BlockedAddress again = store.blockedSince(Instant.EPOCH, 10).get(0);
        assertThat(again.isActive(now.plusSeconds(5))).isTrue();
        assertThat(again.reason()).isEqualTo("refused by a gateway");
        assertThat(again.count()).isEqualTo(3);
    }

    private long count(RequestFilter filter) {
        return store.requests(filter, 1, 0).total();
    }

    private RequestFilter lastDay() {
        return RequestFilter.between(now.minus(Duration.ofDays(1)), now.plusSeconds(1));
    }

    private List<RequestLog> logs(int count) {
        List<RequestLog> logs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            logs.add(new RequestLog(
                    now.minusSeconds(count - i),
                    "192.0.2.1",
                    "/" + i,
                    "GET",
                    "",
                    Prediction.NORMAL,
                    0,
                    false,
                    200,
                    1,
                    0,
                    "g1"));
        }
        return logs;
    }

    private static RequestLog log(Instant at, String ip, Prediction prediction, boolean blocked) {
        return new RequestLog(at, ip, "/", "GET", "", prediction, 0.5, blocked, 200, 1, 0, "g1");
    }
}

package io.sentinelsdn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.metric.Counters;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WriteQueueTest {
    private final Counters counters = new Counters();
    private final WriteQueue queue = new WriteQueue(4, Duration.ofMillis(20), counters);

    @Test
    void shouldHandOutWritesInOrder() throws InterruptedException {
        queue.add(durable("a", "1"));
        queue.add(lossy("b", "2"));

        assertThat(taken()).containsExactly("1", "2");
    }

    @Test
    void shouldReplaceAWaitingWriteOfTheSameKeyInItsPlace() throws InterruptedException {
        queue.add(durable("a", "1"));
        queue.add(durable("b", "2"));
        queue.add(durable("a", "3"));

        assertThat(taken()).containsExactly("3", "2");
        assertThat(count("sentinel_store_coalesced_total")).isEqualTo(1);
    }

    @Test
    void shouldDropAndCountWhatMayBeDroppedWhenHalfFull() throws InterruptedException {
        queue.add(lossy("a", "1"));
        queue.add(lossy("b", "2"));
        queue.add(lossy("c", "3"));
        queue.add(lossy("b", "4"));
        queue.add(durable("d", "5"));

        assertThat(taken()).containsExactly("1", "4", "5");
        assertThat(count("sentinel_store_dropped_total")).isEqualTo(1);
    }

    @Test
    void shouldLetTheCallerOfADurableWriteWaitABoundedTime() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            queue.add(durable("key-" + i, Integer.toString(i)));
        }

        assertThatThrownBy(() -> queue.add(durable("one-more", "4")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the store is behind, 4 writes wait");
        assertThat(taken()).containsExactly("0", "1", "2", "3");
    }

    @Test
    void shouldNotAcknowledgeBeforeTheBatchInHandIsDone() throws InterruptedException {
        queue.add(durable("a", "1"));
        List<Write> batch = queue.take(10, Duration.ZERO);

        assertThat(batch).hasSize(1);
        assertThatThrownBy(queue::awaitWritten).isInstanceOf(UncheckedIOException.class);
        queue.done(List.of(), null);
        queue.awaitWritten();
    }

    @Test
    void shouldTryFailedWritesAgainBeforeTheOthersUnlessANewerOneWaits() throws InterruptedException {
        queue.add(durable("a", "1"));
        queue.add(durable("b", "2"));
        List<Write> batch = queue.take(10, Duration.ZERO);
        queue.add(durable("c", "3"));
        queue.add(durable("a", "4"));

        queue.done(batch, "the disk is full");

        assertThatThrownBy(queue::awaitWritten).hasMessageContaining("the disk is full");
        assertThat(taken()).containsExactly("4", "2", "3");
        queue.done(List.of(), null);
        queue.awaitWritten();
    }

    @Test
    void shouldRefuseADurableWriteAtOnceWhenFullAndTheDiskTakesNone() throws InterruptedException {
        WriteQueue patient = new WriteQueue(4, Duration.ofDays(1), new Counters());
        List<Write> batch = List.of(durable("a", "1"), durable("b", "2"), durable("c", "3"), durable("d", "4"));
        batch.forEach(patient::add);
        patient.done(patient.take(10, Duration.ZERO), "the disk is full");

        assertThatThrownBy(() -> patient.add(durable("e", "5")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("4 writes wait: the disk is full");
        patient.add(durable("a", "6"));
        assertThat(names(patient.take(10, Duration.ZERO))).containsExactly("6", "2", "3", "4");
    }

    @Test
    void shouldLetADurableWriteWaitForOneTransactionOfRequestsAtMost() throws InterruptedException {
        queue.add(bulk("1", 1_000));
        queue.add(bulk("2", 1_000));
        queue.add(bulk("3", 1));
        queue.add(bulk("4", 20_000));
        assertThat(taken()).containsExactly("1", "2");
        queue.add(durable("a", "rule"));

        assertThat(taken()).containsExactly("rule");
        queue.done(List.of(), null);
        queue.awaitWritten();
        queue.add(durable("b", "another"));
        assertThat(taken()).containsExactly("3");
        assertThat(taken()).containsExactly("another");
        assertThat(taken()).containsExactly("4");
    }

    @Test
    void shouldRefuseRequestsAtOnceWhenTooManyRowsWait() throws InterruptedException {
        queue.add(bulk("1", BulkLane.MOST_ROWS));
        Write more = bulk("2", 1);
        queue.add(more);

        assertThat(more.written()).isCompletedExceptionally();
        assertThat(count("sentinel_store_refused_total")).isEqualTo(1);
        assertThat(taken()).containsExactly("1");
        Write later = bulk("3", 1);
        queue.add(later);
        assertThat(later.written()).isNotDone();
        assertThat(taken()).containsExactly("3");
    }

    @Test
    void shouldNotWriteRequestsNobodyWaitsForAnyMore() throws InterruptedException {
        Write late = bulk("1", 1);
        queue.add(late);
        queue.add(bulk("2", 1));
        late.written().cancel(false);

        assertThat(taken()).containsExactly("2");
    }

    private List<String> taken() throws InterruptedException {
        return names(queue.take(10, Duration.ZERO));
    }

    private static List<String> names(List<Write> writes) {
        return writes.stream().map(write -> ((Named) write.work()).name()).toList();
    }

    private long count(String name) {
        return counters.counters().get(name).value();
    }

    private static Write durable(String key, String sql) {
        return new Write(key, true, new Named(sql));
    }

    private static Write lossy(String key, String sql) {
        return new Write(key, false, new Named(sql));
    }

    private static Write bulk(String name, int rows) {
        return new Write("requests:" + name, false, new Named(name), new CompletableFuture<>(), rows);
    }

    private record Named(String name) implements Write.Work {
        @Override
        public void run(Statements statements) {
            throw new AssertionError("not run here");
        }
    }
}

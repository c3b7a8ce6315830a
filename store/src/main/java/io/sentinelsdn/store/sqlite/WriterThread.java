package io.sentinelsdn.store.sqlite;

import io.sentinelsdn.domain.metric.Counters;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes writes from the queue, writes them, cleans up once an hour, and goes on when the disk is in trouble. */
final class WriterThread extends Thread {
    private static final Logger log = LoggerFactory.getLogger(WriterThread.class);
    private static final Duration TURN = Duration.ofSeconds(1);

    private final Database database;
    private final WriteQueue queue;
    private final SqliteSettings settings;
    private final BatchWriter writer;
    private final Cleaner cleaner;
    private final Counters.Counter writes;
    private final Counters.Counter failures;
    private final Counters.Counter lost;
    private volatile String trouble;

    WriterThread(Database database, WriteQueue queue, SqliteSettings settings, Clock clock, Counters counters) {
        super("store-writer");
        this.database = database;
        this.queue = queue;
        this.settings = settings;
        this.writer = new BatchWriter(database.writer());
        this.cleaner = new Cleaner(writer, settings, clock);
        this.writes = counters.counter("sentinel_store_writes_total", "Writes that are on disk");
        this.failures = counters.counter("sentinel_store_failures_total", "Attempts to write that failed");
        this.lost = counters.counter("sentinel_store_lost_total", "Writes given up because they failed");
        counters.gauge(
                "sentinel_store_in_trouble",
                "1 while the disk takes no writes, or the database was found damaged",
                () -> trouble == null && !database.isDamaged() ? 0 : 1);
        setDaemon(true);
    }

    @Override
    public void run() {
        while (!queue.isFinished() && !Thread.interrupted()) {
            try {
                turn();
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException unexpected) {
                failures.increment();
                log.error("store writer goes on after an error", unexpected);
            }
        }
    }

    /** Brings the next cleaning forward. Any thread may call. */
    void cleanSoon() {
        cleaner.soon();
    }

    /** Other bounds for requests of gateways. Any thread may call. */
    void keep(Duration retention, long most) {
        cleaner.keep(retention, most);
    }

    /** Waits until the closed queue is empty, or stops the thread after the time. */
    void finish(Duration patience) {
        try {
            join(patience.toMillis());
            if (isAlive()) {
                log.error("store closes with writes that never reached the disk count={}", queue.size());
                interrupt();
                join(patience.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() throws InterruptedException {
        List<Write> batch = queue.take(settings.batchSize(), cleaner.isDue() ? Duration.ZERO : TURN);
        List<Write> again = new ArrayList<>();
        try {
            again = write(batch);
        } finally {
            queue.done(again, trouble);
        }
        if (!again.isEmpty()) {
            LockSupport.parkNanos(TURN.toNanos());
        }
        if (cleaner.isDue()) {
            clean();
        }
    }

    /** Writes and answers what has to be tried again. */
    private List<Write> write(List<Write> batch) {
        if (batch.isEmpty()) {
            return batch;
        }
        try {
            writer.write(batch);
            written(batch);
            return List.of();
        } catch (SQLException | RuntimeException failed) {
            failures.increment();
            return oneByOne(batch);
        }
    }

    /** One bad write must not take its neighbours with it. The durable ones go first. */
    private List<Write> oneByOne(List<Write> batch) {
        List<Write> again = new ArrayList<>();
        boolean stuck = false;
        for (Write write : durableFirst(batch)) {
            stuck = stuck || !writeOne(write);
            if (stuck && write.durable()) {
                again.add(write);
            } else if (stuck) {
                lost.increment();
                write.givenUp(trouble);
            }
        }
        return again;
    }

    /** Whether it makes sense to go on with the next one; false when the disk is in trouble. */
    private boolean writeOne(Write write) {
        try {
            writer.write(List.of(write));
            written(List.of(write));
            return true;
        } catch (SQLException failed) {
            failures.increment();
            if (SqliteErrors.mayPass(failed)) {
                inTrouble(SqliteErrors.say(failed));
                return false;
            }
            giveUp(write, SqliteErrors.say(failed));
            return true;
        } catch (RuntimeException notStorable) {
            failures.increment();
            giveUp(write, String.valueOf(notStorable.getMessage()));
            return true;
        }
    }

    private static List<Write> durableFirst(List<Write> batch) {
        return Stream.concat(
                        batch.stream().filter(Write::durable), batch.stream().filter(write -> !write.durable()))
                .toList();
    }

    private void giveUp(Write write, String reason) {
        lost.increment();
        write.givenUp(reason);
        log.error("store gives up a write key={} reason={}", write.key(), reason);
    }

    private void inTrouble(String reason) {
        if (!reason.equals(trouble)) {
            trouble = reason;
            log.error("store cannot write, it will try again file={} reason={}", database.file(), reason);
        }
    }

    private void written(List<Write> batch) {
        writes.add(batch.size());
        recovered();
        batch.forEach(Write::committed);
    }

    private void recovered() {
        if (trouble != null) {
            log.info("store writes again file={}", database.file());
            trouble = null;
        }
    }

    private void clean() {
        try {
            cleaner.step();
        } catch (SQLException failed) {
            failures.increment();
            log.warn("store cannot clean up reason={}", SqliteErrors.say(failed));
        }
    }
}

package io.sentinelsdn.detector;

import io.sentinelsdn.detector.threshold.Baseline;
import io.sentinelsdn.detector.threshold.BaselineFile;
import io.sentinelsdn.detector.track.FeedbackFile;
import io.sentinelsdn.detector.track.Said;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.FeedbackDesk.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps on disk what the detector has learned, every minute and at the end, in a thread of its own. */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long EVERY_SECONDS = 60;

    private final BaselineFile file;
    private final FeedbackFile feedback;
    private final Supplier<List<Baseline>> baselines;
    private final Counters.Counter failures;
    private ScheduledExecutorService timer;
    private List<Baseline> written = List.of();

    Keeper(Path folder, Supplier<List<Baseline>> baselines, Counters.Counter failures) {
        file = new BaselineFile(folder);
        feedback = new FeedbackFile(folder);
        this.baselines = baselines;
        this.failures = failures;
    }

    List<Baseline> read() {
        BaselineFile.Read read = file.read();
        if (read.trouble() != null) {
            failures.increment();
            LOG.warn(
                    "{}; goes on with {} baselines of before",
                    read.trouble(),
                    read.baselines().size());
        }
        return read.baselines();
    }

    void start() {
        timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "sentinel-baselines");
            thread.setDaemon(true);
            return thread;
        });
        var unused = timer.scheduleWithFixedDelay(this::write, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void write() {
        List<Baseline> now = baselines.get();
        if (now.equals(written)) {
            return;
        }
        try {
            file.write(now);
            written = now;
        } catch (IOException | RuntimeException unwritten) {
            failures.increment();
            LOG.warn("baselines cannot be kept: {}", unwritten.toString());
        }
    }

    void keep(Said said, Verdict verdict) {
        try {
            feedback.add(said.detection(), said.features(), verdict, Instant.now());
        } catch (IOException unwritten) {
            throw new IllegalStateException(
                    "it was heard, but cannot be kept in " + feedback.path() + ": " + unwritten.getMessage(),
                    unwritten);
        }
    }

    void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
        write();
    }
}

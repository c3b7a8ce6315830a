package io.sentinelsdn.detector.serve;

import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.training.ModelTrainers;
import io.sentinelsdn.detector.training.Trainer;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.model.TrainingJob;
import io.sentinelsdn.domain.model.TrainingJob.State;
import io.sentinelsdn.domain.model.TrainingRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains or adapts one model at a time in the background; up to {@value #MOST_WAITING} may wait, the last {@value #MOST_KEPT} are
 * remembered. Any thread may call.
 */
public final class TrainingJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingJobs.class);
    private static final int MOST_WAITING = 8;
    private static final int MOST_KEPT = 100;
    private static final double TELL_EVERY = 0.01;

    private final ModelRegistry registry;
    private final DataFolder folder;
    private final EventSink events;
    private final Clock clock;
    private final String codeVersion;
    private final Map<String, TrainingJob> jobs = new LinkedHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread training = new Thread(work, "training");
        training.setDaemon(true);
        return training;
    });
    private long number;

    public TrainingJobs(ModelRegistry registry, DataFolder folder, EventSink events, Clock clock, String codeVersion) {
        this.registry = registry;
        this.folder = folder;
        this.events = events;
        this.clock = clock;
        this.codeVersion = codeVersion;
    }

    /** As {@link io.sentinelsdn.domain.spi.ModelDesk#train}. */
    public TrainingJob add(TrainingRequest request) {
        if (request.adaptedFrom() == null && !ModelTrainers.kinds().contains(request.modelType())) {
            throw new IllegalArgumentException("model_type must be one of " + String.join(", ", ModelTrainers.kinds())
                    + ": " + request.modelType());
        }
        Path file = folder.resolve(request.datasetPath());
        TrainingJob job;
        synchronized (jobs) {
            long waiting = jobs.values().stream()
                    .filter(other -> other.state() == State.QUEUED)
                    .count();
            if (waiting >= MOST_WAITING) {
                throw new IllegalStateException(waiting + " trainings wait already; cancel one or try later");
            }
            job = new TrainingJob(
                    "job-" + ++number, request, State.QUEUED, "queued", 0, clock.instant(), null, null, null, null);
            jobs.put(job.id(), job);
            forgetOldest();
        }
        events.publish(new Event.JobChanged(job));
        thread.execute(() -> run(job.id(), file));
        return job;
    }

    private void forgetOldest() {
        Optional<String> oldest = jobs.values().stream()
                .filter(job -> job.state().hasEnded())
                .map(TrainingJob::id)
                .findFirst();
        if (jobs.size() > MOST_KEPT && oldest.isPresent()) {
            jobs.remove(oldest.get());
        }
    }

    /** Newest first. */
    public List<TrainingJob> all() {
        synchronized (jobs) {
            List<TrainingJob> all = new ArrayList<>(jobs.values());
            Collections.reverse(all);
            return all;
        }
    }

    public Optional<TrainingJob> get(String id) {
        synchronized (jobs) {
            return Optional.ofNullable(jobs.get(id));
        }
    }

    /** As {@link io.sentinelsdn.domain.spi.ModelDesk#cancel}. */
    public TrainingJob cancel(String id) {
        return change(id, job -> job.ended(State.CANCELLED, clock.instant(), null, null))
                .or(() -> get(id))
                .orElseThrow(() -> new NoSuchElementException("no such job: " + id));
    }

    private void run(String id, Path file) {
        Optional<TrainingJob> begun = change(id, job -> job.begun(clock.instant()));
        if (begun.isEmpty()) {
            return;
        }
        TrainingRequest request = begun.get().request();
        try {
            keep(id, request.adaptedFrom() == null ? train(id, request, file) : adapt(id, request, file));
        } catch (CancellationException cancelled) {
            change(id, job -> job.ended(State.CANCELLED, clock.instant(), null, null));
        } catch (RuntimeException | OutOfMemoryError failed) {
            LOG.warn("training failed job={} reason={}", id, failed.toString());
            boolean theirs = failed instanceof IllegalArgumentException;
            String why = theirs ? failed.getMessage().replace(file.toString(), request.datasetPath()) : "" + failed;
            change(id, job -> job.ended(State.FAILED, clock.instant(), null, why));
        }
    }

    private TrainedModel train(String id, TrainingRequest request, Path file) {
        Trainer.Job work = new Trainer.Job(
                ModelTrainers.of(request.modelType()),
                file,
                request.labelColumn(),
                request.testSize(),
                request.randomState(),
                1,
                true,
                List.of(),
                codeVersion,
                clock.instant());
        return Trainer.train(work, (stage, part) -> report(id, stage.name(), part))
                .model();
    }

    /** Few rows, so that reading is most of it. */
    private TrainedModel adapt(String id, TrainingRequest request, Path file) {
        FlowFile rows = AdaptedModel.read(file, request.labelColumn(), part -> report(id, "reading", part / 2));
        if (!report(id, "learning", 0.5)) {
            throw new CancellationException("adapting was cancelled");
        }
        ModelRegistry.Entry from = new ModelRegistry.Entry(request.adaptedFrom(), registry.load(request.adaptedFrom()));
        return AdaptedModel.of(from, rows, file, request.randomState(), codeVersion, clock.instant())
                .model();
    }

    /** A job that was cancelled while its last step ran leaves no model behind. */
    private void keep(String id, TrainedModel trained) {
        if (get(id).map(job -> job.state().hasEnded()).orElse(true)) {
            return;
        }
        String model = registry.add(trained);
        if (change(id, job -> job.ended(State.SUCCEEDED, clock.instant(), model, null))
                .isEmpty()) {
            registry.delete(model);
        }
    }

    private boolean report(String id, String stage, double part) {
        TrainingJob now = get(id).orElseThrow();
        if (now.state().hasEnded()) {
            return false;
        }
        String words = stage.toLowerCase(Locale.ROOT).replace('_', ' ');
        if (part - now.progress() >= TELL_EVERY || !words.equals(now.stage())) {
            change(id, job -> job.at(words, part));
        }
        return !Thread.currentThread().isInterrupted();
    }

    /** Changes a job that has not ended and tells of it; empty if it has. */
    private Optional<TrainingJob> change(String id, UnaryOperator<TrainingJob> change) {
        TrainingJob changed;
        synchronized (jobs) {
            TrainingJob job = jobs.get(id);
            if (job == null || job.state().hasEnded()) {
                return Optional.empty();
            }
            changed = change.apply(job);
            jobs.put(id, changed);
        }
        events.publish(new Event.JobChanged(changed));
        return Optional.of(changed);
    }

    /** Cancels what runs and waits. */
    @Override
    public void close() {
        all().forEach(job -> cancel(job.id()));
        thread.shutdownNow();
    }
}

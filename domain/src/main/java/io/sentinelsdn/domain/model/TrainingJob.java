package io.sentinelsdn.domain.model;

import java.time.Instant;
import java.util.Locale;

/**
 * A training, an immutable snapshot.
 *
 * @param id unique in this process
 * @param request what was asked for
 * @param state where it stands
 * @param stage what it does, for people
 * @param progress part done, in [0, 1]
 * @param createdAt when it was asked for
 * @param startedAt when it began, or null
 * @param endedAt when it ended, or null
 * @param modelId the model that came of it, or null
 * @param error why it failed, or null
 */
public record TrainingJob(
        String id,
        TrainingRequest request,
        State state,
        String stage,
        double progress,
        Instant createdAt,
        Instant startedAt,
        Instant endedAt,
        String modelId,
        String error) {
    /** Where a training stands. */
    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        public boolean hasEnded() {
            return this != QUEUED && this != RUNNING;
        }

        /** The name on the wire. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TrainingJob begun(Instant at) {
        return new TrainingJob(id, request, State.RUNNING, "reading", 0, createdAt, at, null, null, null);
    }

    public TrainingJob at(String newStage, double newProgress) {
        return new TrainingJob(
                id, request, state, newStage, newProgress, createdAt, startedAt, endedAt, modelId, error);
    }

    /** The same, ended. */
    public TrainingJob ended(State how, Instant at, String newModelId, String why) {
        double done = how == State.SUCCEEDED ? 1 : progress;
        return new TrainingJob(id, request, how, how.wireName(), done, createdAt, startedAt, at, newModelId, why);
    }
}

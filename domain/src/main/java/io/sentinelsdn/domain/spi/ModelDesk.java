package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowFacts;
import io.sentinelsdn.domain.model.ModelInfo;
import io.sentinelsdn.domain.model.TrainingJob;
import io.sentinelsdn.domain.model.TrainingRequest;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Where models are kept, trained and asked. Any thread may call; calls may read files. */
public interface ModelDesk {
    /** All models that can be read, the one in the program first. */
    List<ModelInfo> models();

    /**
     * One model.
     *
     * @throws NoSuchElementException if there is none of this id
     * @throws IllegalArgumentException if its file is refused; says why
     */
    ModelInfo model(String id);

    /**
     * Makes a model score live traffic, at once.
     *
     * @throws NoSuchElementException if there is none of this id
     * @throws IllegalArgumentException if its file is refused; the active one stays
     */
    ModelInfo activate(String id);

    /**
     * Deletes a model.
     *
     * @throws NoSuchElementException if there is none of this id
     * @throws IllegalStateException if it is active or part of the program
     */
    void delete(String id);

    /**
     * Puts a training or an adaptation in the queue.
     *
     * @throws NoSuchElementException if there is no such model to adapt
     * @throws IllegalArgumentException if the request cannot be carried out; names the field first
     * @throws IllegalStateException if too many wait already
     */
    TrainingJob train(TrainingRequest request);

    /** Trainings that run, wait, or ended lately, newest first. */
    List<TrainingJob> jobs();

    Optional<TrainingJob> job(String id);

    /**
     * Cancels a training: at once while it waits, else at the next step. One that has ended stays as it is.
     *
     * @throws NoSuchElementException if there is none of this id
     */
    TrainingJob cancel(String id);

    /**
     * How flows are to be judged.
     *
     * @param modelId which model, or null for the active one
     * @param explain {@code none}, {@code path} (cheap, by the model's own method) or {@code shap}
     * @param verdicts verdicts to tell of, the first so many
     */
    record Question(String modelId, String explain, int verdicts) {}

    /**
     * Judges flows.
     *
     * @throws NoSuchElementException if there is no such model
     * @throws IllegalArgumentException if a flow makes no sense; names its place
     */
    FlowAnalysis analyze(List<FlowFacts> flows, Question question);

    /**
     * Judges the flows in a file: CSV in a known layout or a capture, plain or gzip.
     *
     * @param name for messages
     * @throws NoSuchElementException if there is no such model
     * @throws IllegalArgumentException if it cannot be read; says why
     */
    FlowAnalysis analyze(byte[] file, String name, Question question);

    /** Analyses, also those before a restart, newest first, without single verdicts; at most 1000 are remembered. */
    List<FlowAnalysis> history();

    /** Counts of what has been analysed since the start, by name. */
    Map<String, Object> statistics();
}

package io.sentinelsdn.detector.serve;

import io.sentinelsdn.detector.ensemble.Adaptation;
import io.sentinelsdn.detector.explain.VerdictExplainer;
import io.sentinelsdn.detector.input.FeedbackRows;
import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.Provenance;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.track.FeedbackFile;
import io.sentinelsdn.detector.tree.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model that was fitted to a network, ready to be kept: the same for the shell and for REST.
 *
 * @param result what the adaptation says of itself
 * @param model with its provenance, and figures of the rows it was adapted with only; those of the model it comes from
 *     hold no longer
 */
public record AdaptedModel(Adaptation.Result result, TrainedModel model) {
    /**
     * Reads labelled flows; of {@link FeedbackFile#NAME} the words about the same detection count once.
     *
     * @param labelColumn column of the label, or null for the layout's own
     * @throws IllegalArgumentException if the file cannot be used; says why
     */
    public static FlowFile read(Path data, String labelColumn, Progress progress) {
        boolean feedback = data.getFileName().toString().equals(FeedbackFile.NAME);
        if (feedback && labelColumn != null) {
            throw new IllegalArgumentException("label_column does not go with " + FeedbackFile.NAME);
        }
        return feedback ? FeedbackRows.read(data) : FlowFile.read(data, labelColumn, progress);
    }

    /**
     * Adapts.
     *
     * @param from the model, not changed
     * @param data where the rows come from, for the provenance and for messages
     * @param codeVersion version of Sentinel, for the provenance
     * @param now for the provenance
     * @throws IllegalArgumentException if it cannot be adapted with these rows; says why
     */
    public static AdaptedModel of(
            ModelRegistry.Entry from, FlowFile file, Path data, long seed, String codeVersion, Instant now) {
        Adaptation.Result result;
        try {
            result = Adaptation.adapt(from.model().model(), file.flows(), seed);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(data + ": " + refused.getMessage(), refused);
        }
        Provenance before = from.model().provenance();
        Map<String, String> configuration = new LinkedHashMap<>(before.configuration());
        configuration.put("adapted_from", from.id());
        configuration.put("adapted_from_sha256", from.sha256());
        configuration.put("adapted_with_seed", Long.toString(seed));
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("adapt.rows", (double) result.rows());
        metrics.put("adapt.mcc_before", result.mccBefore());
        metrics.put("adapt.mcc_after", result.mccAfter());
        from.model().metrics().forEach((name, value) -> {
            if (name.startsWith(VerdictExplainer.BENIGN)) {
                metrics.put(name, value);
            }
        });
        Provenance provenance = new Provenance(
                before.data() + "; adapted with " + data.getFileName(),
                file.sha256(),
                result.rows(),
                before.seed(),
                codeVersion,
                now,
                configuration);
        return new AdaptedModel(result, new TrainedModel(result.model(), provenance, metrics));
    }
}

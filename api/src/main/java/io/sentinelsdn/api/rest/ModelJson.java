package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.model.ModelInfo;
import io.sentinelsdn.domain.model.TrainingJob;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models and trainings on the wire. */
final class ModelJson {
    private ModelJson() {}

    /** A model in a list. */
    record Brief(
            String id,
            String kind,
            boolean active,
            Instant createdAt,
            String data,
            long rows,
            Map<String, Double> metrics) {}

    /** A model. */
    record Full(
            String id,
            String kind,
            boolean active,
            Instant createdAt,
            String sha256,
            SchemaJson schema,
            List<String> classes,
            ProvenanceJson provenance,
            Map<String, String> configuration,
            Map<String, Double> metrics) {}

    record SchemaJson(int version, String hash, List<String> features) {}

    record ProvenanceJson(String data, String dataSha256, long rows, long randomState, String codeVersion) {}

    /** A training. */
    record Job(
            String id,
            String status,
            String stage,
            double progress,
            String modelType,
            String datasetPath,
            Double testSize,
            long randomState,
            String adaptedFrom,
            Instant createdAt,
            Instant startedAt,
            Instant endedAt,
            String modelId,
            String error) {}

    static Brief brief(ModelInfo model) {
        Map<String, Double> main = new LinkedHashMap<>();
        for (String name : List.of("accuracy", "precision", "recall", "f1", "fpr", "roc_auc", "pr_auc", "mcc")) {
            if (model.metrics().containsKey(name)) {
                main.put(name, model.metrics().get(name));
            }
        }
        return new Brief(model.id(), model.kind(), model.active(), model.createdAt(), model.data(), model.rows(), main);
    }

    static Full of(ModelInfo model) {
        return new Full(
                model.id(),
                model.kind(),
                model.active(),
                model.createdAt(),
                model.sha256(),
                new SchemaJson(model.schemaVersion(), model.schemaHash(), model.features()),
                model.classes(),
                new ProvenanceJson(model.data(), model.dataSha256(), model.rows(), model.seed(), model.codeVersion()),
                model.configuration(),
                model.metrics());
    }

    static Job of(TrainingJob job) {
        return new Job(
                job.id(),
                job.state().wireName(),
                job.stage(),
                job.progress(),
                job.request().modelType(),
                job.request().datasetPath(),
                job.request().adaptedFrom() == null ? job.request().testSize() : null,
                job.request().randomState(),
                job.request().adaptedFrom(),
                job.createdAt(),
                job.startedAt(),
                job.endedAt(),
                job.modelId(),
                job.error());
    }
}

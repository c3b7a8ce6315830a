package io.sentinelsdn.api;

import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowFacts;
import io.sentinelsdn.domain.model.FlowVerdict;
import io.sentinelsdn.domain.model.ModelInfo;
import io.sentinelsdn.domain.model.TrainingJob;
import io.sentinelsdn.domain.model.TrainingJob.State;
import io.sentinelsdn.domain.model.TrainingRequest;
import io.sentinelsdn.domain.spi.ModelDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two models, of which the default one scores; a flow of more than 1000 packets is an attack. */
final class FakeModels implements ModelDesk {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final List<FlowAnalysis> analyses = new CopyOnWriteArrayList<>();
    final Map<String, TrainingJob> jobs = new LinkedHashMap<>();
    private final List<String> ids = new CopyOnWriteArrayList<>(List.of("default-forest", "mine"));
    private String active = "default-forest";

    @Override
    public List<ModelInfo> models() {
        return ids.stream().map(this::model).toList();
    }

    @Override
    public ModelInfo model(String id) {
        requireThere(id);
        return new ModelInfo(
                id,
                "random_forest",
                id.equals(active),
                "ab",
                1,
                "cd",
                List.of("log_pps"),
                List.of("normal", "syn_flood"),
                "flows.csv",
                "ef",
                1000,
                42,
                "1.2.3",
                NOW,
                Map.of("trees", "50"),
                Map.of("f1", 0.9, "mcc", Double.NaN));
    }

    private void requireThere(String id) {
        if (!ids.contains(id)) {
            throw new NoSuchElementException("no such model: " + id);
        }
    }

    @Override
    public ModelInfo activate(String id) {
        requireThere(id);
        active = id;
        return model(id);
    }

    @Override
    public void delete(String id) {
        requireThere(id);
        if (id.equals(active)) {
            throw new IllegalStateException("model is active: " + id);
        }
        ids.remove(id);
    }

    @Override
    public synchronized TrainingJob train(TrainingRequest request) {
        if (request.datasetPath().contains("..")) {
            throw new IllegalArgumentException(
                    "dataset_path must stay inside the data folder: " + request.datasetPath());
        }
        TrainingJob job = new TrainingJob(
                "job-" + (jobs.size() + 1), request, State.QUEUED, "queued", 0, NOW, null, null, null, null);
        jobs.put(job.id(), job);
        return job;
    }

    @Override
    public synchronized List<TrainingJob> jobs() {
        return new ArrayList<>(jobs.values());
    }

    @Override
    public synchronized Optional<TrainingJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized TrainingJob cancel(String id) {
        TrainingJob job = job(id).orElseThrow(() -> new NoSuchElementException("no such job: " + id));
        jobs.put(id, job.ended(State.CANCELLED, NOW, null, null));
        return jobs.get(id);
    }

    @Override
    public FlowAnalysis analyze(List<FlowFacts> flows, Question question) {
        List<FlowVerdict> verdicts = new ArrayList<>();
        for (FlowFacts flow : flows) {
            boolean attack = flow.packets() > 1000;
            verdicts.add(new FlowVerdict(
                    verdicts.size() + 1,
                    null,
                    attack,
                    attack ? 0.9 : 0.1,
                    attack ? "syn_flood" : "normal",
                    false,
                    question.explain(),
                    0.3,
                    List.of(new Contribution("log_pps", flow.packets(), 2, attack ? 0.6 : -0.2)),
                    "because"));
        }
        return remember("json", verdicts, question);
    }

    @Override
    public FlowAnalysis analyze(byte[] file, String name, Question question) {
        if (file.length > 0 && file[0] == '?') {
            throw new IllegalArgumentException("data file " + name + ": row 2: not a number");
        }
        return remember("csv of " + file.length, List.of(), question);
    }

    private FlowAnalysis remember(String layout, List<FlowVerdict> verdicts, Question question) {
        if (question.modelId() != null) {
            requireThere(question.modelId());
        }
        long attacks = verdicts.stream().filter(FlowVerdict::attack).count();
        FlowAnalysis analysis = new FlowAnalysis(
                "a-" + analyses.size(),
                NOW,
                question.modelId() == null ? active : question.modelId(),
                "ab",
                layout,
                "cd",
                verdicts.size(),
                attacks,
                0,
                List.of(),
                Map.of("syn_flood", attacks),
                List.of(),
                verdicts.subList(0, Math.min(verdicts.size(), question.verdicts())));
        analyses.add(0, analysis);
        return analysis;
    }

    @Override
    public List<FlowAnalysis> history() {
        return analyses;
    }

    @Override
    public Map<String, Object> statistics() {
        return Map.of("analyses", analyses.size(), "flows", 0, "attacks", 0, "skipped", 0, "types", Map.of());
    }
}

package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.Provenance;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the model that ships in the jar, from the earlier runs of AdDDoSDN without its adversarial phases and from
 * generated flows. See {@code docs/models.md} for why, and {@code scripts/train-default-model} to run it. The same data
 * gives the same file, bit for bit.
 */
public final class DefaultModel {
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String DATA = "AdDDoSDN cicflow_features, runs of 12 and 13 Sep 2025 (MIT, nqmn/adddosdn"
            + " 341164b85d77), earlier runs, without ad_ phases; and generated flows, see docs/models.md";

    private DefaultModel() {}

    /**
     * Trains, writes the model, and prints its figures as Markdown.
     *
     * @param arguments the AdDDoSDN file, the model file to write, and other labelled files to be judged by
     */
    public static void main(String[] arguments) {
        if (arguments.length < 2) {
            System.err.println("usage: DefaultModel ADDDOSDN_CICFLOW.csv[.gz] OUT.model [OTHER.csv[.gz] …]");
            System.exit(2);
        }
        try {
            DefaultRecipe recipe = new DefaultRecipe(
                    FlowFile.read(Path.of(arguments[0]), null, Progress.SILENT).flows());
            Baselines baselines = Baselines.of(recipe.earlierRuns());
            TrainedModel model = model(recipe, baselines);
            ModelFile.write(Path.of(arguments[1]), model);
            List<Path> others = Stream.of(arguments).skip(2).map(Path::of).toList();
            new DefaultModelReport(System.out, model).print(recipe, baselines, others);
        } catch (IllegalArgumentException e) {
            System.err.println("train-default-model: " + e.getMessage());
            System.exit(1);
        }
    }

    private static TrainedModel model(DefaultRecipe recipe, Baselines baselines) {
        LabelledFlows flows = recipe.learntFrom();
        RandomForest forest = DefaultRecipe.grow(flows);
        LabelledFlows later = recipe.laterRuns();
        int[] rows = DefaultRecipe.rows(later);
        Evaluation judged = Evaluation.of(forest, later);
        Map<String, Double> metrics = new LinkedHashMap<>();
        put(metrics, "", judged.all());
        put(metrics, "distinct.", judged.distinct());
        put(metrics, "stump.", baselines.stump().judge(later, rows));
        put(metrics, "volume.", baselines.volume().judge(later, rows));
        put(
                metrics,
                "generated.",
                Evaluation.of(forest, DefaultRecipe.otherGenerated()).all());
        metrics.putAll(BenignMedians.of(flows, DefaultRecipe.rows(flows)));
        return new TrainedModel(
                forest,
                new Provenance(
                        DATA,
                        DefaultRecipe.fingerprint(flows),
                        flows.size(),
                        DefaultRecipe.FOREST.seed(),
                        "0.1.0",
                        CREATED,
                        DefaultRecipe.FOREST.byName()),
                metrics);
    }

    private static void put(Map<String, Double> metrics, String prefix, Figures figures) {
        figures.byName().forEach((name, value) -> metrics.put(prefix + name, value));
    }
}

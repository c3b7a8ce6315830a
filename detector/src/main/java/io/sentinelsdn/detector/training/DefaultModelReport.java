package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The figures of the model in the jar, as Markdown for {@code docs/models.md}. */
final class DefaultModelReport {
    private final PrintStream out;
    private final TrainedModel model;

    DefaultModelReport(PrintStream out, TrainedModel model) {
        this.out = out;
        this.model = model;
    }

    void print(DefaultRecipe recipe, Baselines baselines, List<Path> others) {
        out.printf(
                Locale.ROOT,
                "%d rows learnt from, %d nodes, %d bytes, fingerprint %s%n%n",
                model.provenance().rows(),
                ((RandomForest) model.model()).nodeCount(),
                ModelFile.write(model).length,
                model.provenance().dataSha256());
        out.println(
                "| rows judged by | model | rows | accuracy | precision | recall | F1 | FPR | ROC-AUC | PR-AUC | MCC |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        LabelledFlows later = recipe.laterRuns();
        LabelledFlows generated = DefaultRecipe.otherGenerated();
        print("AdDDoSDN, later runs, same phases", later, baselines);
        print("the same runs, normal and `ad_…`", recipe.laterAdversarial(), baselines);
        print("generated, another seed", generated, Baselines.of(DefaultRecipe.generated()));
        for (Path file : others) {
            print(
                    file.getFileName().toString(),
                    FlowFile.read(file, null, Progress.SILENT).flows(),
                    baselines);
        }
        out.println();
        leaveOneAttackOut(recipe.learntFrom(), later, generated);
    }

    private void print(String what, LabelledFlows flows, Baselines baselines) {
        int[] rows = DefaultRecipe.rows(flows);
        Evaluation judged = Evaluation.of(model.model(), flows);
        print(what, "forest", judged.all());
        print("", "forest, distinct", judged.distinct());
        print("", "stump `" + baselines.stump() + "`", baselines.stump().judge(flows, rows));
        print("", "volume `" + baselines.volume() + "`", baselines.volume().judge(flows, rows));
    }

    private void print(String what, String judge, Figures figures) {
        out.printf(Locale.ROOT, "| %s | %s | %,d |", what, judge, figures.rows());
        figures.byName().entrySet().stream()
                .filter(figure -> !figure.getKey().equals("fpr_at_recall_99"))
                .forEach(figure -> out.printf(Locale.ROOT, " %.4f |", figure.getValue()));
        out.println();
    }

    /** How much of an attack is found by a forest that has learnt everything but this attack. */
    private void leaveOneAttackOut(LabelledFlows learntFrom, LabelledFlows later, LabelledFlows generated) {
        out.println("| attack left out | found in AdDDoSDN's later runs | found among generated flows |");
        out.println("|---|---|---|");
        for (int left = 1; left < Labels.ALL.size(); left++) {
            int attack = left;
            RandomForest forest = DefaultRecipe.grow(DefaultRecipe.only(learntFrom, other -> other != attack));
            out.printf(
                    "| `%s` | %s | %s |%n",
                    Labels.ALL.get(attack), found(forest, later, attack), found(forest, generated, attack));
        }
    }

    private static String found(RandomForest forest, LabelledFlows flows, int attack) {
        LabelledFlows rows = DefaultRecipe.only(flows, other -> other == attack);
        if (rows.size() == 0) {
            return "-";
        }
        Figures figures = Evaluation.of(forest, rows).all();
        return String.format(Locale.ROOT, "%.3f of %,d", figures.recall(), figures.rows());
    }
}

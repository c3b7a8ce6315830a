package io.sentinelsdn.cli.command;

import io.sentinelsdn.detector.explain.Replay;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel replay}: makes a stored decision again. */
@Command(
        name = "replay",
        description =
                "Make the last decision about a detection again, from what was stored of it, and compare bit for bit."
                        + " Works beside 'sentinel run' on the same data folder.")
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DataDirOption dataDir;

    @Parameters(paramLabel = "DETECTION_ID", description = "Which detection.")
    private String id;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Decision decision = decision();
        Replay replay = Replay.of(decision.explanation(), model(decision).model());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ModelReport.print(out, json(decision, replay));
        } else {
            print(out, decision, replay);
        }
        out.flush();
        if (!replay.same()) {
            throw new IllegalStateException("the decision comes out differently now: " + id);
        }
        return 0;
    }

    private Decision decision() throws IOException {
        return Stores.readDecision(dataDir.dataDir(), id)
                .orElseThrow(() -> new IllegalArgumentException("no decision is stored about detection " + id));
    }

    /** The model that scored then; refuses another one of its name. */
    private TrainedModel model(Decision decision) {
        TrainedModel model;
        try {
            model = new ModelRegistry(dataDir.models()).load(decision.modelId());
        } catch (IllegalArgumentException gone) {
            throw new IllegalArgumentException(
                    "the model that decided is not here any more: " + decision.modelId() + ", sha256 "
                            + decision.modelSha256() + " (" + gone.getMessage() + ")",
                    gone);
        }
        String now = ModelFile.sha256(model);
        if (!now.equals(decision.modelSha256())) {
            throw new IllegalArgumentException("the model that decided is not here any more: " + decision.modelId()
                    + " had sha256 " + decision.modelSha256() + ", the one of that name has " + now);
        }
        return model;
    }

    private static void print(PrintWriter out, Decision decision, Replay replay) {
        out.println("detection    " + decision.detectionId() + ", decided at " + decision.at());
        out.println("model        " + decision.modelId() + ", sha256 "
                + decision.modelSha256().substring(0, 16) + ", still here, scored " + replay.rows() + " rows again");
        out.println("settings     sha256 " + decision.configurationSha256().substring(0, 16));
        for (Contribution c : replay.contributions()) {
            out.printf(Locale.ROOT, "  %-24s observed %14.6g  %+.6f%n", c.feature(), c.observed(), c.contribution());
        }
        out.println("confidence   " + replay.confidence());
        out.println("replayed     " + (replay.same() ? "the same, bit for bit" : "differently"));
    }

    private static Map<String, Object> json(Decision decision, Replay replay) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("detection_id", decision.detectionId());
        json.put("decided_at", decision.at().toString());
        json.put("model", decision.modelId());
        json.put("model_sha256", decision.modelSha256());
        json.put("rows", replay.rows());
        json.put("configuration", decision.configuration());
        json.put("configuration_sha256", decision.configurationSha256());
        json.put("confidence", replay.confidence());
        json.put("same", replay.same());
        return json;
    }
}

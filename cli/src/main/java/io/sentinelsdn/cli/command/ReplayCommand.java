package io.sentinelsdn.cli.command;

import io.sentinelsdn.detector.explain.Replay;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HistoryStore;
import io.sentinelsdn.store.StoreConfig;
import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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
                        + " Not while 'sentinel run' uses the same data folder.")
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
        Replay replay = Replay.of(decision.explanation());
        String model = modelNow(decision);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ModelReport.print(out, json(decision, replay, model));
        } else {
            print(out, decision, replay, model);
        }
        out.flush();
        if (!replay.same()) {
            throw new IllegalStateException("the decision comes out differently now: " + id);
        }
        return 0;
    }

    private Decision decision() throws IOException {
        if (!Files.exists(dataDir.dataDir().resolve("sentinel.db"))) {
            throw new IllegalArgumentException("nothing is stored in " + dataDir.dataDir());
        }
        try (HistoryStore store = Stores.open(dataDir.dataDir(), StoreConfig.defaults(), new Counters())) {
            return store.decision(id)
                    .orElseThrow(() -> new IllegalArgumentException("no decision is stored about detection " + id));
        }
    }

    /** The id of the model of that hash, or why there is none. */
    private String modelNow(Decision decision) {
        ModelRegistry registry = new ModelRegistry(dataDir.models());
        try {
            boolean same = ModelFile.sha256(registry.load(decision.modelId())).equals(decision.modelSha256());
            return same ? "still here" : "another one has its name now";
        } catch (IllegalArgumentException gone) {
            return "not here any more";
        }
    }

    private static void print(PrintWriter out, Decision decision, Replay replay, String model) {
        out.println("detection    " + decision.detectionId() + ", decided at " + decision.at());
        out.println("model        " + decision.modelId() + ", sha256 "
                + decision.modelSha256().substring(0, 16) + ", " + model);
        out.println("settings     sha256 " + decision.configurationSha256().substring(0, 16));
        for (Contribution c : replay.contributions()) {
            out.printf(Locale.ROOT, "  %-24s observed %14.6g  %+.6f%n", c.feature(), c.observed(), c.contribution());
        }
        out.println("confidence   " + replay.confidence());
        out.println("replayed     " + (replay.same() ? "the same, bit for bit" : "differently"));
    }

    private static Map<String, Object> json(Decision decision, Replay replay, String model) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("detection_id", decision.detectionId());
        json.put("decided_at", decision.at().toString());
        json.put("model", decision.modelId());
        json.put("model_sha256", decision.modelSha256());
        json.put("model_now", model);
        json.put("configuration", decision.configuration());
        json.put("configuration_sha256", decision.configurationSha256());
        json.put("confidence", replay.confidence());
        json.put("same", replay.same());
        return json;
    }
}

package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sentinel models}: the models of a running Sentinel. */
@Command(name = "models", description = "List, show, activate, delete and train models of a running Sentinel.")
public final class ModelsCommand implements Runnable {
    private static final long ASK_EVERY_NS = 300_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RestOptions rest;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list, show, activate, delete or train");
    }

    @Command(name = "list", description = "All models.")
    void list() {
        JsonNode answer = client().get("/api/models?limit=1000");
        PrintWriter out = out();
        if (!told(answer)) {
            out.printf(Locale.ROOT, "%-36s %-18s %-7s %9s %7s %7s%n", "id", "kind", "active", "rows", "f1", "mcc");
            for (JsonNode model : answer.path("items")) {
                out.printf(
                        Locale.ROOT,
                        "%-36s %-18s %-7s %9d %7s %7s%n",
                        model.path("id").asText(),
                        model.path("kind").asText(),
                        model.path("active").asBoolean() ? "yes" : "",
                        model.path("rows").asLong(),
                        figure(model.at("/metrics/f1")),
                        figure(model.at("/metrics/mcc")));
            }
        }
        out.flush();
    }

    @Command(name = "show", description = "Where a model comes from and what it is worth.")
    void show(@Parameters(paramLabel = "ID") String id) {
        tell(client().get(path(id)));
    }

    @Command(name = "activate", description = "Let a model score live traffic, at once.")
    void activate(@Parameters(paramLabel = "ID") String id) {
        JsonNode answer = client().post(path(id) + "/activate", Map.of());
        if (!told(answer)) {
            out().println("active       " + answer.path("id").asText());
        }
        out().flush();
    }

    @Command(name = "delete", description = "Delete a model that is not active.")
    void delete(@Parameters(paramLabel = "ID") String id) {
        client().delete(path(id));
        out().println("deleted      " + id);
        out().flush();
    }

    @Command(name = "train", description = "Train a model there, from a file in its data folder, and wait for it.")
    int train(
            @Option(names = "--model", paramLabel = "KIND", defaultValue = "random_forest") String kind,
            @Option(names = "--data", required = true, paramLabel = "FILE") String data,
            @Option(names = "--label-column", paramLabel = "NAME") String labelColumn,
            @Option(names = "--test-size", paramLabel = "SHARE", defaultValue = "0.2") double testSize,
            @Option(names = "--random-state", paramLabel = "SEED", defaultValue = "42") long seed) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("model_type", kind);
        request.put("dataset_path", data);
        if (labelColumn != null) {
            request.put("label_column", labelColumn);
        }
        request.put("test_size", testSize);
        request.put("random_state", seed);
        JsonNode job = client().post("/api/models/train", request);
        String jobPath = "/api/models/jobs/" + RestClient.part(job.path("id").asText());
        try (ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), ProgressBar.onTerminal())) {
            while (job.path("ended_at").isNull() || job.path("ended_at").isMissingNode()) {
                bar.report(job.path("progress").asDouble());
                LockSupport.parkNanos(ASK_EVERY_NS);
                job = client().get(jobPath);
            }
        }
        if (!job.path("status").asText().equals("succeeded")) {
            String why = job.path("error").asText("");
            throw new IllegalArgumentException("training " + job.path("status").asText() + ": " + why);
        }
        if (!told(job)) {
            out().println("model        " + job.path("model_id").asText());
        }
        out().flush();
        return 0;
    }

    private RestClient client() {
        return rest.client();
    }

    private static String path(String id) {
        return "/api/models/" + RestClient.part(id);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private boolean told(JsonNode answer) {
        return rest.told(answer);
    }

    private void tell(JsonNode model) {
        PrintWriter out = out();
        if (!told(model)) {
            out.println("model        " + model.path("id").asText()
                    + (model.path("active").asBoolean() ? " (active)" : ""));
            out.println("kind         " + model.path("kind").asText());
            out.println("trained      " + model.path("created_at").asText() + " from "
                    + model.at("/provenance/rows").asText() + " rows of "
                    + model.at("/provenance/data").asText());
            out.println("sha256       " + model.path("sha256").asText());
            model.path("configuration")
                    .properties()
                    .forEach(entry -> out.printf(
                            Locale.ROOT,
                            "  %-34s %s%n",
                            entry.getKey(),
                            entry.getValue().asText()));
            model.path("metrics")
                    .properties()
                    .forEach(
                            entry -> out.printf(Locale.ROOT, "  %-34s %s%n", entry.getKey(), figure(entry.getValue())));
        }
        out.flush();
    }

    private static String figure(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "-";
    }
}

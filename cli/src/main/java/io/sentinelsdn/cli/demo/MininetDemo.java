package io.sentinelsdn.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demo on real Open vSwitch: runs the Mininet harness as a child and shows what it says. */
public final class MininetDemo {
    private static final long STOP_SECONDS = 20;

    private final Path harness;
    private final DemoScreen screen;

    /**
     * @param home root of the repository or of the distribution; holds {@code mininet-topologies}
     */
    public MininetDemo(Path home, DemoScreen screen) {
        this.harness = home.resolve("mininet-topologies").resolve("run-scenario");
        this.screen = screen;
    }

    /** Why it cannot run here, in a few words for a person; empty when it can. */
    public String hindrance() throws IOException, InterruptedException {
        if (!Files.isExecutable(harness)) {
            return harness + " is missing";
        }
        Process check = new ProcessBuilder(harness.toString(), "--check")
                .redirectErrorStream(true)
                .start();
        check.getOutputStream().close();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return check.waitFor() == 0 ? "" : said.replaceFirst("^run-scenario: ", "");
    }

    /**
     * Runs the attacks one after the other and waits for their end. The network is removed also when this thread is
     * interrupted or the process ends.
     *
     * @param options more options for {@code run-scenario}
     * @throws IOException if the harness failed before it had a result
     */
    public List<AttackOutcome> run(int ofPort, int apiPort, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                harness.toString(),
                "--events",
                "--of-port",
                Integer.toString(ofPort),
                "--api-url",
                "http://127.0.0.1:" + apiPort));
        command.addAll(options);
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread stopper = new Thread(() -> stop(child), "demo-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            child.getOutputStream().close();
            ScenarioEvents events = new ScenarioEvents(screen);
            try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(events::accept);
            }
            int code = child.waitFor();
            if (events.outcomes().isEmpty()) {
                throw new IOException("the Mininet harness ended with exit code " + code + " and without a result");
            }
            return events.outcomes();
        } finally {
            stop(child);
            forget(stopper);
        }
    }

    private static void stop(Process child) {
        child.destroy();
        try {
            if (!child.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                child.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // It runs already and finds the child ended.
            return;
        }
    }
}

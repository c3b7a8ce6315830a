package io.sentinelsdn.cli.command;

import ch.qos.logback.classic.Level;
import io.sentinelsdn.cli.demo.AttackOutcome;
import io.sentinelsdn.cli.demo.DemoScreen;
import io.sentinelsdn.cli.demo.MininetDemo;
import io.sentinelsdn.cli.demo.ScratchFolder;
import io.sentinelsdn.cli.demo.SimulatedDemo;
import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.cli.wiring.Platform;
import io.sentinelsdn.simulator.traffic.AttackKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel demo}: the main job, end to end, on Mininet or on emulated switches. */
@Command(
        name = "demo",
        description = {
            "Send attacks through a network and show how they are detected, explained and stopped.",
            "On Mininet and Open vSwitch as root, else on emulated switches. Exit code 0 only if every attack was"
                    + " stopped and the benign traffic survived."
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--scenario",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "syn-flood,udp-flood",
            description = "syn-flood, udp-flood, icmp-flood, spoofed-syn-flood; several with commas (default:"
                    + " ${DEFAULT-VALUE}).")
    private List<String> scenarios;

    @Option(
            names = "--topology",
            paramLabel = "NAME",
            defaultValue = "single",
            description = "single, linear or tree (default: ${DEFAULT-VALUE}; emulated switches: single).")
    private String topology;

    @Option(
            names = "--rate",
            paramLabel = "PPS",
            defaultValue = "2000",
            description = "Attack packets per second, 1 to 20000 (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "12",
            description = "Length of each attack, 5 to 120 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--simulated", description = "Use emulated switches even where Mininet would work.")
    private boolean simulated;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the API while the demo runs (default: any free one).")
    private String apiPort;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep the data there (default: a folder that is deleted at the end).")
    private Path dataDir;

    @Option(names = "--no-install", description = "Install nothing (read by the launcher).")
    private boolean unusedNoInstall;

    @Override
    public Integer call() throws Exception {
        List<AttackKind> kinds = check();
        quietLog();
        try (ScratchFolder scratch = ScratchFolder.create();
                Platform platform = new Platform(settings(dataDir == null ? scratch.path() : dataDir))) {
            DemoScreen screen = new DemoScreen(spec.commandLine().getOut(), platform.mitigation()::rules);
            platform.events().subscribe(screen);
            screen.phase("Sentinel starts");
            platform.start();
            screen.say("switches connect to port " + platform.openFlowPort() + ", API at http://127.0.0.1:"
                    + platform.apiPort());
            List<AttackOutcome> outcomes = attack(platform, screen, kinds);
            screen.summary(outcomes);
            return outcomes.size() == kinds.size() && outcomes.stream().allMatch(AttackOutcome::passed) ? 0 : 1;
        }
    }

    private List<AttackOutcome> attack(Platform platform, DemoScreen screen, List<AttackKind> kinds) throws Exception {
        MininetDemo mininet = new MininetDemo(Path.of(System.getProperty("sentinel.home", ".")), screen);
        String hindrance = simulated ? "" : mininet.hindrance();
        if (!simulated && hindrance.isEmpty()) {
            return mininet.run(platform.openFlowPort(), platform.apiPort(), harnessOptions(kinds));
        }
        screen.say(simulated ? "using emulated switches" : "Mininet " + hindrance + "; using emulated switches");
        try (SimulatedDemo demo = new SimulatedDemo(screen, platform.traffic(), platform.openFlowPort())) {
            platform.events().subscribe(demo);
            return demo.run(kinds, rate, Duration.ofSeconds(seconds));
        }
    }

    private List<String> harnessOptions(List<AttackKind> kinds) {
        return List.of(
                "--scenario",
                String.join(",", kinds.stream().map(AttackKind::wireName).toList()),
                "--topology",
                topology,
                "--rate",
                Integer.toString(rate),
                "--duration",
                Integer.toString(seconds));
    }

    private Settings settings(Path folder) {
        return Settings.defaults(folder)
                .environment(System.getenv())
                .put(Settings.Key.OF_HOST, "127.0.0.1", "demo")
                .put(Settings.Key.OF_PORT, "0", "demo")
                .put(Settings.Key.API_HOST, "127.0.0.1", "demo")
                .put(Settings.Key.API_PORT, apiPort, "--api-port")
                .put(Settings.Key.MITIGATION_MODE, "auto", "demo");
    }

    private List<AttackKind> check() {
        if (rate < 1 || rate > 20_000) {
            throw bad("--rate must be between 1 and 20000: " + rate);
        }
        if (seconds < 5 || seconds > 120) {
            throw bad("--duration must be between 5 and 120: " + seconds);
        }
        if (!List.of("single", "linear", "tree").contains(topology)) {
            throw bad("--topology must be single, linear or tree: " + topology);
        }
        try {
            return scenarios.stream().map(AttackKind::parse).toList();
        } catch (IllegalArgumentException unknown) {
            throw bad("--scenario: " + unknown.getMessage());
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The screen tells what happens; of the log only errors are wanted beside it. */
    private static void quietLog() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.ERROR);
        }
    }
}

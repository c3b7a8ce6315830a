package io.sentinelsdn.cli.command;

import ch.qos.logback.classic.Level;
import io.sentinelsdn.simulator.Simulation;
import io.sentinelsdn.simulator.SimulationPlan;
import io.sentinelsdn.simulator.SimulationTally;
import io.sentinelsdn.simulator.TopologyKind;
import io.sentinelsdn.simulator.traffic.AttackKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel simulate}: emulated switches that connect to a controller, to try it and to load it. */
@Command(
        name = "simulate",
        description = {
            "Connect emulated OpenFlow 1.3 switches with benign and attack traffic to a controller.",
            "The attack goes from the last host to the first, from five seconds after all switches have been told to"
                    + " connect until the end. Exit code 1 if a switch never reached the controller."
        })
public final class SimulateCommand implements Callable<Integer> {
    /** Sentinel's class of five-tuple counting entries and the table they are in, so that it counts standing flows. */
    static final String COUNTED_COOKIE = "5e17030000000000";

    static final int COUNTED_TABLE = 3;

    private static final double PACKETS_PER_FLOW = 2;
    private static final long STEP_MS = 250;
    private static final int LEAD_SECONDS = 5;
    private static final int PATIENCE_SECONDS = 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Controller (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "6653",
            description = "Its OpenFlow port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--switches",
            paramLabel = "N",
            defaultValue = "1",
            description = "Switches, 1 to 5000 (default: ${DEFAULT-VALUE}).")
    private int switches;

    @Option(
            names = "--flows",
            paramLabel = "M",
            defaultValue = "0",
            description =
                    "Five-tuple entries with growing counters that each switch reports, 0 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int flows;

    @Option(
            names = {"--hosts-per-switch", "--ports"},
            paramLabel = "N",
            defaultValue = "4",
            description = "Hosts at each switch that has hosts, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int hosts;

    @Option(
            names = "--topology",
            paramLabel = "NAME",
            description =
                    "single, linear, tree, ring, leaf-spine, campus, or none for no links (default: single for one switch, else none).")
    private String topology;

    @Option(
            names = "--attack",
            paramLabel = "KIND",
            defaultValue = "none",
            description = {
                "none, syn-flood, udp-flood, icmp-flood, spoofed-syn-flood, dns-amplification, ntp-amplification,",
                "http-flood, slowloris, port-scan, table-exhaustion or ack-flood (default: ${DEFAULT-VALUE})."
            })
    private String attack;

    @Option(
            names = "--attack-rate",
            paramLabel = "PPS",
            defaultValue = "2000",
            description =
                    "Attack packets per second, for http-flood connections per second, for slowloris connections held, 1 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int attackRate;

    @Option(
            names = "--benign-rate",
            paramLabel = "N",
            defaultValue = "50",
            description =
                    "Connections, questions and pings per second of all hosts together, 0 to 100000 (default: ${DEFAULT-VALUE}).")
    private int benignRate;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Length of the simulation, 1 to 86400 (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--ramp",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description =
                    "Time over which the switches connect; shorter than the duration (default: ${DEFAULT-VALUE}).")
    private int ramp;

    @Option(
            names = "--flow-cookie",
            paramLabel = "HEX",
            defaultValue = COUNTED_COOKIE,
            description =
                    "Cookie of the first of the --flows; its low 20 bits must be 0 (default: ${DEFAULT-VALUE}, which Sentinel counts).")
    private String flowCookie;

    @Option(
            names = "--flow-table",
            paramLabel = "N",
            defaultValue = "" + COUNTED_TABLE,
            description = "Table the --flows are in, 0 to 253 (default: ${DEFAULT-VALUE}).")
    private int flowTable;

    @Mixin
    private TlsOptions tls;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        SimulationPlan plan = check();
        SSLContext context = tlsContext();
        quietLog();
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = stopHook(stopped);
        try (Simulation simulation = new Simulation(plan)) {
            run(simulation, plan, context, stopped);
        } finally {
            removeQuietly(hook);
        }
        return 0;
    }

    private void run(Simulation simulation, SimulationPlan plan, SSLContext context, CountDownLatch stopped)
            throws IOException, InterruptedException {
        boolean terminal = ProgressBar.onTerminal();
        SimulationScreen screen = new SimulationScreen(spec.commandLine().getErr(), terminal, plan, seconds);
        simulation.connect(host, port, context);
        simulation.startBenign();
        int lead = Math.min(LEAD_SECONDS, (seconds - ramp) / 4);
        boolean attacking = false;
        long startNs = System.nanoTime();
        double at = 0;
        SimulationTally tally = simulation.tally();
        while (at < seconds && !stopped.await(STEP_MS, TimeUnit.MILLISECONDS)) {
            at = (System.nanoTime() - startNs) / 1e9;
            if (!attacking && at >= ramp + lead) {
                attacking = true;
                simulation.startAttack(Duration.ofSeconds(seconds));
            }
            tally = simulation.tally();
            screen.show(at, tally);
            if (tally.reached() == 0 && at >= ramp + PATIENCE_SECONDS) {
                break;
            }
        }
        screen.end();
        if (tally.reached() == 0) {
            throw new IOException("no switch reaches a controller at " + host + ":" + port);
        }
        summary(plan, tally, Math.max(at, STEP_MS / 1000.0));
        if (tally.reached() < plan.switches() && stopped.getCount() > 0) {
            throw new IOException("only " + tally.reached() + " of " + plan.switches()
                    + " switches have reached a controller at " + host + ":" + port);
        }
    }

    private void summary(SimulationPlan plan, SimulationTally tally, double at) {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> figures = SimulationScreen.json(plan, tally, at);
        if (json) {
            ModelReport.print(out, figures);
        } else {
            figures.forEach((name, value) -> out.printf(Locale.ROOT, "%-26s %s%n", name.replace('_', ' '), value));
        }
        out.flush();
    }

    private SimulationPlan check() {
        if (port < 1 || port > 65_535) {
            throw bad("--port must be between 1 and 65535: " + port);
        }
        if (seconds < 1 || seconds > 86_400) {
            throw bad("--duration must be between 1 and 86400: " + seconds);
        }
        if (ramp < 0 || ramp >= seconds) {
            throw bad("--ramp must be between 0 and " + (seconds - 1) + ", less than the duration: " + ramp);
        }
        String shape = topology != null ? topology : switches == 1 ? "single" : "none";
        try {
            SimulationPlan plan = new SimulationPlan(
                    TopologyKind.parse(shape),
                    switches,
                    hosts,
                    new SimulationPlan.Standing(flows, flowTable, cookie(), PACKETS_PER_FLOW),
                    attack.equalsIgnoreCase("none") ? Optional.empty() : Optional.of(AttackKind.parse(attack)),
                    attackRate,
                    benignRate,
                    Duration.ofSeconds(ramp));
            plan.network();
            return plan;
        } catch (IllegalArgumentException wrong) {
            throw bad("--" + wrong.getMessage());
        }
    }

    private long cookie() {
        try {
            long cookie = Long.parseUnsignedLong(flowCookie.replaceFirst("^0[xX]", ""), 16);
            if ((cookie & 0xfffff) == 0) {
                return cookie;
            }
        } catch (NumberFormatException noNumber) {
            throw bad("--flow-cookie must be a hexadecimal number: " + flowCookie);
        }
        throw bad("--flow-cookie must have its low 20 bits 0: " + flowCookie);
    }

    private SSLContext tlsContext() {
        try {
            return tls.context();
        } catch (IllegalArgumentException wrong) {
            throw bad(wrong.getMessage());
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Ctrl-C ends the simulation, and the process waits for its summary. */
    private static Thread stopHook(CountDownLatch stopped) {
        Thread main = Thread.currentThread();
        Thread hook = new Thread(
                () -> {
                    stopped.countDown();
                    joinQuietly(main);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private static void removeQuietly(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            LoggerFactory.getLogger(SimulateCommand.class).debug("stopped by a signal");
        }
    }

    private static void joinQuietly(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The status line tells what happens; of the log only errors are wanted beside it. */
    private static void quietLog() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.ERROR);
        }
    }
}

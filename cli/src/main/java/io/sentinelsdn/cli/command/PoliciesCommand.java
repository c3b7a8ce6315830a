package io.sentinelsdn.cli.command;

import io.sentinelsdn.cli.report.PolicyPlot;
import io.sentinelsdn.mitigation.learn.PolicyTrial;
import io.sentinelsdn.mitigation.learn.PolicyTrial.Point;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sentinel policies}: the ladder and the learning policy on the same simulated incidents. */
@Command(name = "policies", description = "Compare the mitigation policies ladder and rl on simulated incidents.")
public final class PoliciesCommand implements Callable<Integer> {
    private static final int MOST = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--incidents", defaultValue = "2000", description = "How many (default: 2000).")
    private int incidents;

    @Option(names = "--seed", defaultValue = "42", description = "Of what is drawn (default: 42).")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE.svg", description = "Write a plot of the mean rewards.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (incidents < 1 || incidents > MOST) {
            throw new ParameterException(spec.commandLine(), "--incidents must be 1 to " + MOST + ": " + incidents);
        }
        List<Point> points = new PolicyTrial(seed).run(incidents);
        Point last = points.get(points.size() - 1);
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.printf(Locale.ROOT, "incidents            %d%n", incidents);
        terminal.printf(Locale.ROOT, "mean reward ladder   %.4f%n", last.ladder());
        terminal.printf(Locale.ROOT, "mean reward rl       %.4f%n", last.rl());
        terminal.printf(
                Locale.ROOT,
                "rl took over after   %s%n",
                points.stream()
                        .filter(Point::promoted)
                        .findFirst()
                        .map(point -> point.incident() + " incidents")
                        .orElse("- (not shown to be better)"));
        if (out != null) {
            Files.writeString(out, PolicyPlot.svg(points), StandardCharsets.UTF_8);
            terminal.println("plot                 " + out);
        }
        terminal.flush();
        return 0;
    }
}

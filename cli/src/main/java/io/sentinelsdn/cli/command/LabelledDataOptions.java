package io.sentinelsdn.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which labelled flows, and how to show the figures: what training and judging have in common. */
final class LabelledDataOptions {
    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Labelled flows.")
    Path data;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description = "Column of the label (default: the layout's own).")
    String labelColumn;

    @Option(names = "--json", description = "Print the figures as one JSON object.")
    boolean json;
}

package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.tree.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A file of labelled flows that was read.
 *
 * @param layout name of the layout that was recognised
 * @param flows its usable rows
 * @param skipped rows that could not be used
 * @param reports the first few of them, each naming row and reason
 * @param sha256 of the file, hexadecimal
 */
public record FlowFile(String layout, LabelledFlows flows, long skipped, List<String> reports, String sha256) {
    private static final int MAX_REPORTS = 10;
    private static final int REPORT_EVERY = 5_000;
    private static final List<Layout> LAYOUTS = List.of(
            new MendeleySdnLayout(),
            new PythonCicFlowLayout(),
            new RyuFlowStatsLayout(),
            new AddosdnFlowStatsLayout(),
            CicFlowLayout.version3(),
            CicFlowLayout.version4(),
            CicFlowLayout.version4Newer());

    public FlowFile {
        reports = List.copyOf(reports);
    }

    /** Names of the layouts that are recognised. */
    public static List<String> layouts() {
        return LAYOUTS.stream().map(Layout::name).toList();
    }

    /**
     * Reads a file: CSV, plain or gzip, in one of the {@link #layouts}.
     *
     * @param labelColumn column of the label, or null for the layout's own
     * @throws IllegalArgumentException if it cannot be read, is in no known layout, or has no usable row; names the file
     *     and what is wrong
     * @throws CancellationException if {@code progress} said so
     */
    public static FlowFile read(Path file, String labelColumn, Progress progress) {
        return read(file, labelColumn, true, progress);
    }

    /** The same, where the label may be missing: then all rows are called normal. */
    static FlowBatch readUnlabelled(Path file, String labelColumn, Progress progress) {
        FlowFile read = read(file, labelColumn, false, progress);
        boolean labelled = !read.flows.labelTexts().equals(List.of(Columns.NO_LABEL_TEXT));
        return new FlowBatch(read.layout, read.flows, labelled, List.of(), read.skipped, read.reports, read.sha256);
    }

    private static FlowFile read(Path file, String labelColumn, boolean mustBeLabelled, Progress progress) {
        try (CsvReader csv = new CsvReader(file)) {
            if (!csv.next()) {
                throw new IllegalArgumentException("it is empty");
            }
            Columns columns = new Columns(csv);
            Layout layout = layout(columns);
            String label = labelColumn(columns, layout, labelColumn, mustBeLabelled);
            return read(csv, columns, layout, label, progress);
        } catch (IOException e) {
            throw new IllegalArgumentException("data file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            throw message.contains(file.toString())
                    ? e
                    : new IllegalArgumentException("data file " + file + ": " + message, e);
        }
    }

    private static FlowFile read(CsvReader csv, Columns columns, Layout layout, String label, Progress progress)
            throws IOException {
        LabelledFlows flows = new LabelledFlows();
        Layout.Mapper mapper = layout.mapper(columns, label, flows);
        List<String> reports = new ArrayList<>();
        long skipped = 0;
        long records = 0;
        while (csv.next()) {
            try {
                mapper.record();
            } catch (BadValue e) {
                skipped++;
                if (reports.size() < MAX_REPORTS) {
                    reports.add("row " + csv.line() + ": " + e.getMessage());
                }
            }
            if (++records % REPORT_EVERY == 0 && !progress.report(csv.progress())) {
                throw new CancellationException("reading was cancelled");
            }
        }
        mapper.end();
        if (flows.size() == 0) {
            throw new IllegalArgumentException(
                    skipped == 0 ? "it has no rows" : "none of its rows can be used; " + reports.get(0));
        }
        return new FlowFile(layout.name(), flows, skipped, reports, csv.sha256Hex());
    }

    private static Layout layout(Columns columns) {
        for (Layout layout : LAYOUTS) {
            if (columns.hasAll(layout.columns())) {
                return layout;
            }
        }
        Layout nearest = LAYOUTS.stream()
                .min(Comparator.comparingDouble(
                        layout -> (double) missing(layout, columns).size()
                                / layout.columns().size()))
                .orElseThrow();
        List<String> missing = missing(nearest, columns);
        throw new IllegalArgumentException(
                missing.size() == nearest.columns().size()
                        ? "its columns are none of the known layouts: " + String.join(", ", layouts())
                        : "column '" + String.join("', '", missing) + "' is missing for the layout " + nearest.name());
    }

    private static List<String> missing(Layout layout, Columns columns) {
        return layout.columns().stream().filter(name -> !columns.has(name)).toList();
    }

    private static String labelColumn(Columns columns, Layout layout, String wanted, boolean mustBeLabelled) {
        if (wanted != null) {
            if (!columns.has(wanted)) {
                throw new IllegalArgumentException("no column '" + wanted + "'; there are " + columns.names());
            }
            return wanted;
        }
        return layout.labelColumns().stream()
                .filter(columns::has)
                .findFirst()
                .or(() -> mustBeLabelled ? Optional.empty() : Optional.of(Columns.NO_LABEL))
                .orElseThrow(() -> new IllegalArgumentException("label column '"
                        + String.join("' or '", layout.labelColumns()) + "' is missing; name it with --label-column"));
    }
}

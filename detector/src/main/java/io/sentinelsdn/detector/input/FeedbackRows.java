package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What people said about detections, as labelled flows: {@code feedback.csv} and the full file before it. Of words about
 * the same detection the last one counts. One thread reads; the detector may write meanwhile.
 */
public final class FeedbackRows {
    /** Name of {@link FlowFile#layout}. */
    public static final String LAYOUT = "feedback";

    private static final int MAX_REPORTS = 10;
    private static final String ID = "detection_id";
    private static final String SCHEMA = "schema";
    private static final String LABEL = "label";

    private final Map<String, Said> byDetection = new LinkedHashMap<>();
    private final List<String> reports = new ArrayList<>();
    private final List<String> digests = new ArrayList<>();
    private long skipped;

    /** A usable row; the features belong to it. */
    private static final class Said {
        final float[] features = new float[FlowFeatures.COUNT];
        int classIndex;
        String label;
    }

    private FeedbackRows() {}

    /**
     * Reads {@code file} and, before it, {@code file.1}, where they are.
     *
     * @throws IllegalArgumentException if neither is there, one cannot be read, or no row can be used; says why
     */
    public static FlowFile read(Path file) {
        List<Path> files = Stream.of(file.resolveSibling(file.getFileName() + ".1"), file)
                .filter(Files::isRegularFile)
                .toList();
        if (files.isEmpty()) {
            throw new IllegalArgumentException("nobody has said anything about a detection yet: there is no " + file
                    + "; say it with POST /api/ddos/detections/{id}/feedback");
        }
        FeedbackRows rows = new FeedbackRows();
        files.forEach(rows::add);
        return rows.toFile(file);
    }

    private void add(Path file) {
        try (CsvReader csv = new CsvReader(file)) {
            if (csv.next()) {
                add(file, csv, new Columns(csv));
            }
            digests.add(csv.sha256Hex());
        } catch (IOException e) {
            throw new IllegalArgumentException("feedback " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void add(Path file, CsvReader csv, Columns columns) {
        List<String> missing = Stream.concat(Stream.of(ID, SCHEMA, LABEL), FlowFeatures.NAMES.stream())
                .filter(name -> !columns.has(name))
                .toList();
        while (csv.next()) {
            try {
                if (!missing.isEmpty()) {
                    throw new BadValue(
                            "column '" + missing.get(0) + "' is missing: other features than this program's");
                }
                String id = columns.text(ID);
                Said said = said(columns);
                byDetection.remove(id);
                byDetection.put(id, said);
            } catch (BadValue e) {
                skipped++;
                if (reports.size() < MAX_REPORTS) {
                    reports.add(file.getFileName() + " row " + csv.line() + ": " + e.getMessage());
                }
            }
        }
    }

    private static Said said(Columns in) throws BadValue {
        if (!in.text(SCHEMA).equals(FlowFeatures.HASH)) {
            throw new BadValue("its features are of schema " + Columns.shortened(in.text(SCHEMA)) + ", not "
                    + Columns.shortened(FlowFeatures.HASH));
        }
        Said said = new Said();
        for (int i = 0; i < FlowFeatures.COUNT; i++) {
            String name = FlowFeatures.NAMES.get(i);
            double value = in.number(name);
            if (Double.isInfinite(value)) {
                throw new BadValue("column '" + name + "' must be finite or NaN: '" + in.text(name) + "'");
            }
            said.features[i] = (float) value;
        }
        said.label = in.text(LABEL);
        said.classIndex = Labels.ALL.indexOf(LabelText.classOf(said.label, 0));
        return said;
    }

    private FlowFile toFile(Path file) {
        LabelledFlows flows = new LabelledFlows();
        byDetection.values().forEach(said -> flows.add(said.features, said.classIndex, said.label, null, Double.NaN));
        if (flows.size() == 0) {
            throw new IllegalArgumentException(
                    "feedback " + file + " has no usable row" + (reports.isEmpty() ? "" : "; " + reports.get(0)));
        }
        return new FlowFile(LAYOUT, flows, skipped, reports, digests.size() == 1 ? digests.get(0) : digestOfAll());
    }

    private String digestOfAll() {
        try {
            String all = digests.stream().collect(Collectors.joining("\n"));
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}

package io.sentinelsdn.detector.track;

import io.sentinelsdn.detector.feature.FeatureRow;
import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.spi.FeedbackDesk.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * What people said about detections, as a CSV file to train from: {@code detection_id, said_at, schema} (the hash of the
 * feature schema), one column for each feature, and {@code label}: the attack type, or {@code normal} for a false alarm.
 *
 * <p>A full file ({@value #MOST_ROWS} rows), or one with other columns, becomes {@code feedback.csv.1}, in place of the
 * one before. Any thread may add.
 */
public final class FeedbackFile {
    /** Name of the file in the data folder. */
    public static final String NAME = "feedback.csv";

    static final int MOST_ROWS = 10_000;

    private final Path file;
    private int rows = -1;

    /** Feedback in this folder, which must exist. */
    public FeedbackFile(Path folder) {
        file = folder.resolve(NAME);
    }

    /** Where the rows are. */
    public Path path() {
        return file;
    }

    static String header() {
        return "detection_id,said_at,schema," + String.join(",", FlowFeatures.NAMES) + ",label";
    }

    /**
     * Adds a row.
     *
     * @throws IOException when it cannot be written
     */
    public synchronized void add(Detection detection, FeatureRow row, Verdict verdict, Instant saidAt)
            throws IOException {
        if (rows < 0) {
            rows = usableRows();
        }
        if (rows < 0 || rows >= MOST_ROWS) {
            Files.move(file, file.resolveSibling("feedback.csv.1"), StandardCopyOption.REPLACE_EXISTING);
            rows = 0;
        }
        StringBuilder line = new StringBuilder();
        if (rows == 0) {
            Files.deleteIfExists(file);
            line.append(header()).append('\n');
        }
        line.append(detection.id()).append(',').append(saidAt).append(',').append(FlowFeatures.HASH);
        for (int i = 0; i < row.size(); i++) {
            line.append(',').append(row.at(i));
        }
        line.append(',')
                .append(
                        verdict == Verdict.FALSE_POSITIVE
                                ? Labels.NORMAL
                                : detection.type().wireName())
                .append('\n');
        Files.write(
                file,
                line.toString().getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        rows++;
    }

    /** Rows in the file; -1 when its columns are others. */
    private int usableRows() throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            if (!List.of(header()).contains(reader.readLine())) {
                return -1;
            }
            return (int) Math.min(Integer.MAX_VALUE, reader.lines().count());
        }
    }
}

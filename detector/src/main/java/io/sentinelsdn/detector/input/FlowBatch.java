package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.tree.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Flows to be judged, with or without labels.
 *
 * @param layout layout of the file, or {@code pcap}
 * @param flows the rows; without labels all are of class 0
 * @param labelled whether the classes mean something
 * @param names who talks to whom, one a row; empty where the layout does not say
 * @param skipped rows or packets that could not be used
 * @param reports the first few of them
 * @param sha256 of the file, hexadecimal
 */
public record FlowBatch(
        String layout,
        LabelledFlows flows,
        boolean labelled,
        List<FlowTuple> names,
        long skipped,
        List<String> reports,
        String sha256) {
    private static final String UNLABELLED = "unlabelled";
    private static final int REPORT_EVERY = 10_000;
    /** Rows that are made of one capture at most: each keeps its addresses. */
    private static final int MOST_CAPTURED = 2_000_000;

    public FlowBatch {
        names = List.copyOf(names);
        reports = List.copyOf(reports);
    }

    /**
     * Reads a capture (pcap, pcapng) or CSV in a known layout, plain or gzip, told by content.
     *
     * @throws IllegalArgumentException if it cannot be read; names the file and what is wrong
     * @throws CancellationException if {@code progress} said so
     */
    public static FlowBatch read(Path file, String labelColumn, Progress progress) {
        return read(file, labelColumn, progress, CapturedPacket.Listener.NONE);
    }

    /**
     * The same.
     *
     * @param packets hears of the packets of a capture
     */
    public static FlowBatch read(Path file, String labelColumn, Progress progress, CapturedPacket.Listener packets) {
        if (!CaptureReader.isCapture(file)) {
            return FlowFile.readUnlabelled(file, labelColumn, progress);
        }
        try (CaptureReader in = new CaptureReader(file)) {
            return read(in, progress, packets);
        } catch (IOException e) {
            throw new IllegalArgumentException("capture " + file + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("capture " + file + ": " + e.getMessage(), e);
        }
    }

    private static FlowBatch read(CaptureReader in, Progress progress, CapturedPacket.Listener listener)
            throws IOException {
        LabelledFlows flows = new LabelledFlows();
        List<FlowTuple> names = new ArrayList<>();
        CaptureFlows seconds = new CaptureFlows((row, flow, time, packets, bytes) -> {
            if (names.size() == MOST_CAPTURED) {
                throw new IllegalArgumentException("more than " + MOST_CAPTURED + " flows and seconds; split it");
            }
            flows.add(row, 0, UNLABELLED, null, time);
            names.add(flow);
        });
        PacketHeader header = new PacketHeader();
        long skipped = 0;
        long packets = 0;
        while (in.next()) {
            if (header.read(in.data, in.linkType, in.wireLength)) {
                header.packet.time = in.time;
                seconds.packet(header.packet);
                listener.packet(header.packet);
            } else {
                skipped++;
            }
            if (++packets % REPORT_EVERY == 0 && !progress.report(0)) {
                throw new CancellationException("reading was cancelled");
            }
        }
        seconds.end();
        if (flows.size() == 0) {
            throw new IllegalArgumentException("it has no IP packets (" + packets + " packets of other kinds)");
        }
        List<String> reports = skipped == 0 ? List.of() : List.of(skipped + " packets without IP");
        return new FlowBatch("pcap", flows, false, names, skipped, reports, in.sha256Hex());
    }
}

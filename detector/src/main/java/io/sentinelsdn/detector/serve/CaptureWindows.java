package io.sentinelsdn.detector.serve;

import io.sentinelsdn.detector.input.CapturedPacket;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.playback.CapturePlayback;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.model.CapturedAttack;
import io.sentinelsdn.domain.model.FlowAnalysis;
import java.util.List;

/** Adds to an analysis what windows and thresholds find in a capture. Owned by the reading thread. */
public final class CaptureWindows {
    private static final int MOST_SHOWN = 8;

    private final CapturePlayback playback;

    /** Gets ready; a graph network gives no weight here, for it looks at whole windows of its own. */
    public CaptureWindows(FlowModel model) {
        playback = new CapturePlayback(model.kind() == ModelKind.GNN ? null : model);
    }

    /** Who is to hear of the packets. */
    public CapturedPacket.Listener packets() {
        return playback;
    }

    /** The analysis with what was found; the same where there were no packets. */
    public FlowAnalysis addTo(FlowAnalysis analysis) {
        List<CapturedAttack> found =
                playback.end().stream().map(CaptureWindows::attack).toList();
        return analysis.with(
                found, playback.isCut() ? List.of("windows looked at the first 24 hours of traffic only") : List.of());
    }

    private static CapturedAttack attack(Detection detection) {
        var evidence = detection.evidence();
        return new CapturedAttack(
                detection.type().wireName(),
                evidence.hasTarget() ? evidence.target().toString() : null,
                detection.severity().wireName(),
                detection.confidence(),
                detection.startedAt(),
                detection.endedAt(),
                detection.peakPps(),
                detection.peakBps(),
                evidence.spoofed(),
                evidence.distinctSources(),
                evidence.sources().stream()
                        .limit(MOST_SHOWN)
                        .map(source -> source.ip().toString())
                        .toList(),
                evidence.dstPorts().stream()
                        .limit(MOST_SHOWN)
                        .map(port -> port.port())
                        .toList(),
                detection.explanation().sentence());
    }
}

package io.sentinelsdn.detector.playback;

import io.sentinelsdn.detector.input.CapturedPacket;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.pipeline.Pipeline;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.detector.track.TrackerSettings;
import io.sentinelsdn.detector.window.WindowLimits;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays the packets of a capture through windows and thresholds of its own, in the capture's time: what a detector with
 * default thresholds, that knew nothing before, would have told. The packets go through a {@link PlayedSwitch}, which is
 * asked as a controller asks. Owned by one thread, the reading one.
 */
public final class CapturePlayback implements CapturedPacket.Listener {
    /** Attacks told of at most. */
    public static final int MOST = 1000;

    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;
    private static final long TICK = 10 * MS;
    private static final long STEP = 250 * MS;
    private static final long COUNTERS_AT = 90 * MS;
    private static final long FLOWS_AT = 120 * MS;
    /** After so much silence every attack is over: slow ones are counted for a minute. */
    private static final long SILENCE = 80 * SECOND;
    /** What has begun by then is known. */
    private static final long SHORT_SILENCE = 4 * SECOND;
    /** Such a lull is passed over. */
    private static final long LULL = 2 * SILENCE;

    /** So much is played at most; a lull counts as the silence that is played. */
    private static final long MOST_PLAYED = 24 * 3600 * SECOND;
    /** Later times than this after the first packet are damaged ones. */
    private static final double LATEST_SECONDS = 4e9;

    private static final long START = 100 * SECOND;
    private static final int RING = 1 << 14;
    private static final Pipeline.Size SIZE = new Pipeline.Size(1, 1 << 16, RING, 1);
    private static final WindowLimits LIMITS = new WindowLimits(4096, PlayedSwitch.MOST_PORTS, 8192, 16_384, 16_384);

    private final FlowModel model;
    private final Map<String, Detection> told = new LinkedHashMap<>();
    private Pipeline pipeline;
    private FlowSampleSink sink;
    private PlayedSwitch played;
    private double first;
    private long nowNs = START;
    private long playedNs;
    private int waiting;

    /**
     * Gets ready.
     *
     * @param model gives detections weight, or null for none
     */
    public CapturePlayback(FlowModel model) {
        this.model = model;
    }

    @Override
    public void packet(CapturedPacket packet) {
        if (pipeline == null) {
            begin(packet.time);
        }
        if (isCut()) {
            return;
        }
        double elapsed = Math.min(LATEST_SECONDS, packet.time - first);
        long at = Math.max(nowNs, START + (long) (elapsed * SECOND));
        if (at - nowNs > LULL) {
            settle();
            nowNs = (at - SECOND) / SECOND * SECOND;
        }
        playUntil(at);
        nowNs = at;
        played.receive(packet, at);
    }

    /** What was found, in order of time; also what the capture ended in. Nothing without packets. */
    public List<Detection> end() {
        if (pipeline != null) {
            settle();
        }
        return List.copyOf(told.values());
    }

    /** Whether the capture was too long to be played to its end. */
    public boolean isCut() {
        return playedNs > MOST_PLAYED;
    }

    private void begin(double time) {
        first = time;
        played = new PlayedSwitch(this::offer);
        pipeline = new Pipeline(
                SIZE,
                LIMITS,
                ThresholdSettings.defaults(),
                TrackerSettings.defaults(),
                played,
                () -> model,
                () -> null,
                () -> nowNs,
                this::wallClock,
                new Counters(),
                this::hear);
        sink = pipeline.newSink();
    }

    private Instant wallClock(long ns) {
        return Instant.EPOCH.plusNanos((long) (first * SECOND) + ns - START);
    }

    private void offer(FlowSample sample) {
        sink.offer(sample);
        if (++waiting == RING / 2) {
            work();
        }
    }

    private void hear(Detection detection) {
        if (told.size() < MOST || told.containsKey(detection.id())) {
            told.put(detection.id(), detection);
        }
    }

    private void work() {
        waiting = 0;
        pipeline.shards().forEach(shard -> shard.doWork(nowNs));
        pipeline.window().doWork(nowNs);
    }

    /** Plays silence until nothing is under attack. */
    private void settle() {
        long end = nowNs + SILENCE;
        playUntil(nowNs + SHORT_SILENCE);
        while (nowNs < end && !pipeline.activeDetections().isEmpty()) {
            playUntil(nowNs + SECOND);
        }
    }

    private void playUntil(long end) {
        playedNs += end - nowNs;
        for (long tick = nowNs / TICK * TICK + TICK; tick <= end; tick += TICK) {
            nowNs = tick;
            if (tick % STEP == COUNTERS_AT) {
                played.pollCounters(tick);
            }
            if (tick % STEP == FLOWS_AT && (tick % SECOND < STEP || pipeline.isSuspicious())) {
                played.pollFlows(tick);
            }
            if (tick % SECOND == 0) {
                played.expire(tick);
            }
            work();
        }
    }
}

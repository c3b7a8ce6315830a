package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.detector.DetectorConfig;
import io.sentinelsdn.detector.Models;
import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.spi.DecisionStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes down what each detection was decided from: inputs, model and settings. Any thread may call. */
final class Decisions {
    /** More detections than can be active at a time. */
    private static final int MOST = 1024;

    private final DecisionStore store;
    private final Models models;
    private final Map<String, Explanation> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Explanation> eldest) {
            return size() > MOST;
        }
    };
    private volatile String configuration;

    Decisions(DecisionStore store, Models models, DetectorConfig config) {
        this.store = store;
        this.models = models;
        configuration = config.toString();
    }

    /** With what detections are decided from now on. */
    void change(DetectorConfig config) {
        configuration = config.toString();
    }

    void remember(Detection detection) {
        if (!isNews(detection)) {
            return;
        }
        String config = configuration;
        store.saveDecision(new Decision(
                detection.id(),
                detection.updatedAt(),
                models.activeId(),
                models.activeSha256(),
                Map.of("detector", config),
                sha256(config),
                detection.explanation()));
    }

    /**
     * Whether the detection was looked at anew. What is told again later, perhaps under another model, was decided by the
     * one before.
     */
    private synchronized boolean isNews(Detection detection) {
        Explanation before = told.put(detection.id(), detection.explanation());
        return before == null || !before.equals(detection.explanation());
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}

package io.sentinelsdn.detector;

import io.sentinelsdn.domain.spi.FeedbackDesk.Tally;
import io.sentinelsdn.domain.spi.FeedbackDesk.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what people said: of words about one detection the last one. After {@value #MOST} later detections a word is
 * counted for good. Any thread.
 */
final class WordTally {
    static final int MOST = 10_000;

    private final Map<String, Verdict> last = new LinkedHashMap<>();
    private final Map<Verdict, Long> counts = new HashMap<>();

    synchronized void add(String detectionId, Verdict verdict) {
        Verdict before = last.put(detectionId, verdict);
        if (before != null) {
            counts.merge(before, -1L, Long::sum);
        }
        counts.merge(verdict, 1L, Long::sum);
        if (last.size() > MOST) {
            last.remove(last.keySet().iterator().next());
        }
    }

    synchronized Tally tally() {
        return new Tally(
                counts.getOrDefault(Verdict.TRUE_POSITIVE, 0L), counts.getOrDefault(Verdict.FALSE_POSITIVE, 0L));
    }
}

package io.sentinelsdn.cli.report;

import io.sentinelsdn.detector.input.FlowBatch;
import io.sentinelsdn.domain.model.FlowVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Sums over all verdicts of a file, for charts and lists. Owned by the judging thread. */
public final class Tally {
    static final int BINS = 20;
    static final int STEPS = 60;
    private static final int TARGETS = 10;

    private final FlowBatch batch;
    private final int most;
    private final long[] byScore = new long[BINS];
    private final long[][] byTime = new long[STEPS][2];
    private final Map<String, Long> targets = new HashMap<>();
    private final PriorityQueue<FlowVerdict> surest =
            new PriorityQueue<>(Comparator.comparingDouble(FlowVerdict::confidence));
    private double from = Double.POSITIVE_INFINITY;
    private double to = Double.NEGATIVE_INFINITY;

    /**
     * A target of attacks.
     *
     * @param address who
     * @param flows how many attack flows
     */
    public record Target(String address, long flows) {}

    /**
     * Starts counting.
     *
     * @param most so many of the surest attacks are remembered
     */
    public Tally(FlowBatch batch, int most) {
        this.batch = batch;
        this.most = most;
        for (int row = 0; row < batch.flows().size(); row++) {
            double time = batch.flows().time(row);
            if (!Double.isNaN(time)) {
                from = Math.min(from, time);
                to = Math.max(to, time);
            }
        }
    }

    /** Counts a verdict. */
    public void add(FlowVerdict verdict) {
        byScore[(int) Math.min(BINS - 1, verdict.confidence() * BINS)]++;
        int row = (int) verdict.row() - 1;
        if (isTimed() && !Double.isNaN(batch.flows().time(row))) {
            int step = (int) Math.min(STEPS - 1, (batch.flows().time(row) - from) / (to - from) * STEPS);
            byTime[step][verdict.attack() ? 1 : 0]++;
        }
        if (verdict.attack()) {
            if (!batch.names().isEmpty()) {
                targets.merge(batch.names().get(row).destination().toString(), 1L, Long::sum);
            }
            surest.add(verdict);
            if (surest.size() > most) {
                surest.poll();
            }
        }
    }

    /** Whether the rows lie in time. */
    boolean isTimed() {
        return to > from;
    }

    double seconds() {
        return to - from;
    }

    long byScore(int bin) {
        return byScore[bin];
    }

    long byTime(int step, boolean attack) {
        return byTime[step][attack ? 1 : 0];
    }

    /** Who was hit most, most first; empty where addresses are not known. */
    public List<Target> targets() {
        return targets.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(TARGETS)
                .map(entry -> new Target(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Rows of the surest attacks, surest first. */
    public List<Long> surest() {
        List<FlowVerdict> sorted = new ArrayList<>(surest);
        sorted.sort(
                Comparator.comparingDouble(FlowVerdict::confidence).reversed().thenComparingLong(FlowVerdict::row));
        return sorted.stream().map(FlowVerdict::row).toList();
    }
}

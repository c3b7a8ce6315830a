package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.FlowFeatures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Polls of flow entries with total counters, as a controller gets them: turns totals into deltas by event time, sees
 * counter resets and entries made anew, and finds the flow in the other direction in the same poll.
 *
 * <p>Owned by the reading thread. Holds all polls of the file until the end.
 */
final class PolledFlows {
    private static final int MAX_POLLS = 1_000_000;

    private final List<Poll> polls = new ArrayList<>();
    private final RowWriter writer;

    PolledFlows(LabelledFlows out) {
        writer = new RowWriter(out);
    }

    /**
     * One entry in one poll.
     *
     * @param pollKey names switch and poll
     * @param flow names the entry at the switch
     * @param reverse names the entry of the other direction
     * @param time when, in seconds
     * @param age since the entry was made, in seconds
     * @param interval what the file itself says of the interval up to this poll, or null
     */
    record Poll(
            String pollKey,
            String flow,
            String reverse,
            int protocol,
            double time,
            double packets,
            double bytes,
            double age,
            Counted interval,
            String label) {
        double life() {
            return Math.max(age, RowWriter.POLL_SECONDS);
        }
    }

    /**
     * What passed in an interval.
     *
     * @param seconds its length, &gt; 0
     */
    record Counted(double packets, double bytes, double seconds) {}

    /**
     * One entry between two polls.
     *
     * @param poll the poll at its end
     * @param whole whether it began when the entry was made
     */
    private record Interval(Poll poll, Counted counted, boolean whole, double previousPps, double previousSize) {
        double pps() {
            return counted.packets() / counted.seconds();
        }

        double meanSize() {
            return counted.packets() > 0 ? counted.bytes() / counted.packets() : previousSize;
        }
    }

    void add(Poll poll) throws BadValue {
        LabelText.classOf(poll.label(), poll.protocol());
        if (polls.size() == MAX_POLLS) {
            throw new IllegalArgumentException("more than " + MAX_POLLS + " rows; split the file");
        }
        polls.add(poll);
    }

    void end() {
        Map<String, Interval> seen = intervals();
        try {
            for (Poll poll : polls) {
                write(poll, seen.get(poll.pollKey() + poll.flow()), seen.get(poll.pollKey() + poll.reverse()));
            }
        } catch (BadValue e) {
            throw new AssertionError("labels were checked when they were added", e);
        }
    }

    private void write(Poll poll, Interval interval, Interval reverse) throws BadValue {
        Counted counted = interval.counted();
        double scale =
                reverse == null ? 0 : counted.seconds() / reverse.counted().seconds();
        FlowFeatures.fill(
                writer.row(),
                poll.protocol(),
                counted.packets(),
                counted.bytes(),
                counted.seconds(),
                reverse == null ? 0 : reverse.counted().packets() * scale,
                reverse == null ? 0 : reverse.counted().bytes() * scale,
                interval.previousPps(),
                interval.previousSize(),
                Double.NaN);
        FlowFeatures.fillLife(
                writer.row(),
                interval.whole() ? Double.NaN : interval.pps(),
                poll.packets() / poll.life(),
                poll.bytes() / poll.life(),
                reverse == null ? 0 : reverse.poll().packets() / reverse.poll().life());
        writer.write(poll.label(), poll.protocol(), null, poll.time());
    }

    private Map<String, Interval> intervals() {
        Map<String, Interval> seen = new HashMap<>();
        Map<String, Poll> last = new HashMap<>();
        Map<String, Interval> lastInterval = new HashMap<>();
        int[] byTime = IntStream.range(0, polls.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> polls.get(i).time()))
                .mapToInt(i -> i)
                .toArray();
        for (int index : byTime) {
            Poll poll = polls.get(index);
            String key = poll.pollKey() + poll.flow();
            if (!seen.containsKey(key)) {
                String entry = poll.flow();
                Interval interval = interval(poll, last.get(entry), lastInterval.get(entry));
                seen.put(key, interval);
                last.put(entry, poll);
                lastInterval.put(entry, interval);
            }
        }
        return seen;
    }

    /** The file's own figures come first, for its times are not always in order; but 0 may stand for no figure. */
    private static Interval interval(Poll now, Poll before, Interval previous) {
        boolean continues = before != null && continues(now, before);
        double previousPps = continues ? previous.pps() : Double.NaN;
        double previousSize = continues ? previous.meanSize() : Double.NaN;
        boolean saysNothing = now.interval() == null || (now.interval().packets() == 0 && continues);
        if (!saysNothing) {
            return new Interval(now, now.interval(), false, previousPps, previousSize);
        }
        if (!continues) {
            Counted life = new Counted(now.packets(), now.bytes(), now.life());
            return new Interval(now, life, true, Double.NaN, Double.NaN);
        }
        Counted between =
                new Counted(now.packets() - before.packets(), now.bytes() - before.bytes(), now.time() - before.time());
        return new Interval(now, between, false, previousPps, previousSize);
    }

    /** Whether this is the same entry: older by about the time between, and its counters did not fall. */
    private static boolean continues(Poll now, Poll before) {
        double between = now.time() - before.time();
        return between > 0
                && now.packets() >= before.packets()
                && now.bytes() >= before.bytes()
                && Math.abs(now.age() - before.age() - between) <= 1 + between / 4;
    }
}

package io.sentinelsdn.detector.input;

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
            String label) {}

    private record Interval(
            double packets, double bytes, double seconds, double pps, double previousPps, double previousSize) {
        double meanSize() {
            return packets > 0 ? bytes / packets : previousSize;
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
        writer.write(
                poll.protocol(),
                interval.packets(),
                interval.bytes(),
                interval.seconds(),
                reverse == null ? 0 : reverse.packets() / reverse.seconds() * interval.seconds(),
                reverse == null ? 0 : reverse.bytes() / reverse.seconds() * interval.seconds(),
                interval.previousPps(),
                interval.previousSize(),
                Double.NaN,
                poll.label(),
                null,
                poll.time());
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

    private static Interval interval(Poll now, Poll before, Interval previous) {
        if (before == null || !continues(now, before)) {
            double seconds = Math.max(now.age(), RowWriter.POLL_SECONDS);
            return new Interval(now.packets(), now.bytes(), seconds, now.packets() / seconds, Double.NaN, Double.NaN);
        }
        double seconds = now.time() - before.time();
        double packets = now.packets() - before.packets();
        return new Interval(
                packets, now.bytes() - before.bytes(), seconds, packets / seconds, previous.pps(), previous.meanSize());
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

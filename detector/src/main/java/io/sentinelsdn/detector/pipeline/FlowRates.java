package io.sentinelsdn.detector.pipeline;

import static io.sentinelsdn.detector.pipeline.FlowRows.highFloat;
import static io.sentinelsdn.detector.pipeline.FlowRows.lowFloat;
import static io.sentinelsdn.detector.pipeline.FlowRows.pair;

import java.util.concurrent.TimeUnit;

/**
 * What a reading does to a row: totals, and rates over about the last second of readings, by the time of the readings.
 *
 * <p>Totals only grow: an entry that was created anew (counters or age went down) adds what it has counted since.
 *
 * <p>Inside: a rate spans from the newest reading back to the one before ({@code mid}) or, when polls are fast, to the
 * one before that ({@code prev}); switches refresh counters only every half second, so less than that says nothing.
 *
 * <p>Stateless; called by the thread that owns the row.
 */
final class FlowRates {
    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** So long after its creation a flow counts as young. */
    static final long YOUNG = 3 * SECOND;
    /** Nearly a second of exact counting. */
    static final long FULL_SECOND = SECOND * 9 / 10;

    /** Packets that one young connection can vouch for, per second. */
    private static final int VOUCHES = 8;

    private static final long BASE_AGE = SECOND * 3 / 4;
    private static final long RATE_AT_LEAST_EVERY = SECOND * 6 / 10;
    private static final int AGE_SHIFT = 20;

    private FlowRates() {}

    /** The first reading of a flow: fills the row but for its successor. */
    static void start(long[] row, int at, long[] sample, int from) {
        long now = sample[from + SampleWords.TIME];
        long age = sample[from + SampleWords.DURATION];
        boolean young = age < YOUNG;
        long packets = sample[from + SampleWords.PACKETS];
        long bytes = Math.max(0, sample[from + SampleWords.BYTES]);
        System.arraycopy(sample, from, row, at, FlowRows.PORT_AGE);
        row[at + FlowRows.CREATED] = now - age;
        row[at + FlowRows.PACKETS] = packets;
        row[at + FlowRows.BYTES] = bytes;
        row[at + FlowRows.MID] = young ? now - age : now;
        row[at + FlowRows.MID_PACKETS] = young ? 0 : packets;
        row[at + FlowRows.MID_BYTES] = young ? 0 : bytes;
        row[at + FlowRows.PREV_TO_MID] = 0;
        row[at + FlowRows.SPANS] = 0;
        row[at + FlowRows.RATES] = 0;
        row[at + FlowRows.BEFORE] = pair(Float.NaN, Float.NaN);
        rate(row, at, now, false);
        shift(row, at, now);
        remember(row, at, sample, from, SECOND);
    }

    /** A further reading; one that is not newer than the last is left out. */
    static void append(long[] row, int at, long[] sample, int from) {
        long now = sample[from + SampleWords.TIME];
        long sinceLast = now - row[at + FlowRows.LAST];
        if (sinceLast <= 0) {
            return;
        }
        long packets = sample[from + SampleWords.PACKETS];
        long bytes = sample[from + SampleWords.BYTES];
        long age = sample[from + SampleWords.DURATION];
        boolean anew = packets < row[at + FlowRows.RAW_PACKETS] || age + SECOND / 10 < rawAge(row, at);
        if (anew) {
            row[at + FlowRows.CREATED] = now - age;
        }
        row[at + FlowRows.PACKETS] += anew ? packets : packets - row[at + FlowRows.RAW_PACKETS];
        row[at + FlowRows.BYTES] += anew || bytes < row[at + FlowRows.RAW_BYTES]
                ? Math.max(0, bytes)
                : bytes - row[at + FlowRows.RAW_BYTES];
        rateAgain(row, at, now);
        shift(row, at, now);
        remember(row, at, sample, from, sinceLast);
    }

    /** Less than a second says little, since switches refresh counters by half seconds: the last rate still holds. */
    private static void rateAgain(long[] row, int at, long now) {
        long sinceMid = now - row[at + FlowRows.MID];
        boolean fromPrev = sinceMid < BASE_AGE;
        boolean young = now - row[at + FlowRows.CREATED] < SECOND;
        long span = fromPrev ? sinceMid + prevToMidNs(row, at) : sinceMid;
        if (young || span >= FULL_SECOND || now - row[at + FlowRows.RATED] >= RATE_AT_LEAST_EVERY) {
            long rates = row[at + FlowRows.RATES];
            float pps = highFloat(rates);
            row[at + FlowRows.BEFORE] = pair(pps, pps > 0 ? lowFloat(rates) / 8 / pps : Float.NaN);
            rate(row, at, now, fromPrev);
        }
    }

    private static void rate(long[] row, int at, long now, boolean fromPrev) {
        long span = now - row[at + FlowRows.MID];
        double packets = row[at + FlowRows.PACKETS] - row[at + FlowRows.MID_PACKETS];
        double bytes = row[at + FlowRows.BYTES] - row[at + FlowRows.MID_BYTES];
        if (fromPrev) {
            long more = row[at + FlowRows.PREV_TO_MID];
            span += prevToMidNs(row, at);
            packets += highFloat(more);
            bytes += lowFloat(more);
        }
        row[at + FlowRows.RATED] = now;
        row[at + FlowRows.SPANS] = pair((int) (row[at + FlowRows.SPANS] >>> 32), micros(span));
        double perSecond = perSecond(span, now - row[at + FlowRows.CREATED]);
        row[at + FlowRows.RATES] = pair((float) (packets * perSecond), (float) (bytes * 8 * perSecond));
    }

    private static double perSecond(long span, long age) {
        return SECOND / (double) Math.max(age < SECOND ? SECOND : BASE_AGE, span);
    }

    /** Makes this reading a base for those to come, if the last one is old enough. */
    private static void shift(long[] row, int at, long now) {
        long sinceMid = now - row[at + FlowRows.MID];
        if (sinceMid >= SECOND / 2) {
            long packets = row[at + FlowRows.PACKETS];
            long bytes = row[at + FlowRows.BYTES];
            row[at + FlowRows.PREV_TO_MID] = pair(
                    (float) (packets - row[at + FlowRows.MID_PACKETS]), (float) (bytes - row[at + FlowRows.MID_BYTES]));
            row[at + FlowRows.SPANS] = pair(micros(sinceMid), (int) row[at + FlowRows.SPANS]);
            row[at + FlowRows.MID] = now;
            row[at + FlowRows.MID_PACKETS] = packets;
            row[at + FlowRows.MID_BYTES] = bytes;
        }
    }

    private static void remember(long[] row, int at, long[] sample, int from, long intervalNs) {
        long age = Math.max(0, Math.min(Integer.MAX_VALUE, sample[from + SampleWords.DURATION] >> AGE_SHIFT));
        row[at + FlowRows.LAST] = sample[from + SampleWords.TIME];
        row[at + FlowRows.RAW_PACKETS] = sample[from + SampleWords.PACKETS];
        row[at + FlowRows.RAW_BYTES] = Math.max(0, sample[from + SampleWords.BYTES]);
        row[at + FlowRows.PORT_AGE] = (SampleWords.isFlowEnd(sample, from) ? FlowRows.ENDED : 0)
                | age << 32
                | (sample[from + SampleWords.PORT_KIND] & 0xffff_ffffL);
        row[at + FlowRows.INTERVAL_NEXT] = pair(micros(intervalNs), (int) row[at + FlowRows.INTERVAL_NEXT]);
    }

    private static long rawAge(long[] row, int at) {
        return (row[at + FlowRows.PORT_AGE] >>> 32 & Integer.MAX_VALUE) << AGE_SHIFT;
    }

    private static long prevToMidNs(long[] row, int at) {
        return (row[at + FlowRows.SPANS] >>> 32) * 1000;
    }

    private static int micros(long ns) {
        return (int) Math.min(Integer.MAX_VALUE, ns / 1000);
    }

    /** Packets per second that a flow, while it is young, counts for a living connection. */
    static double vouchedPps(FlowRows rows, int row) {
        long age = rows.ratedNs(row) - rows.createdNs(row);
        return age > YOUNG ? 0 : Math.min(rows.pps(row), VOUCHES * perSecond(rows.spanNs(row), age));
    }
}

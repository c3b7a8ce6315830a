package io.sentinelsdn.controller;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The last net against a flood of PACKET_INs, for switches whose meters do not hold them back: after three seconds above
 * the limit the switch is told to send none for a while, one second at first, twice as long each time, thirty at most.
 * What was learned stays. Nothing is spared: the mask tells OFPR_NO_MATCH from OFPR_ACTION (OpenFlow 1.3.5 section
 * 7.4.1), and probes and samples are both of the second kind. Instead the silence of the links that lead to this switch is
 * not believed so long. Owned by the event loop of the switch.
 */
final class PuntValve {
    private static final int SECONDS_ABOVE = 3;
    private static final long FIRST_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(30);
    /** After so long below the limit the next pause is short again. */
    private static final long CALM_NS = TimeUnit.SECONDS.toNanos(60);

    private final int limit;
    private final Consumer<Boolean> packetIns;
    private long countBefore;
    private long atNs;
    private int secondsAbove;
    private boolean closed;
    private long pauseNs;
    private long closedNs;
    private long openedNs;

    /**
     * @param limit PACKET_INs a second, 0 for no limit
     * @param packetIns told false to close and true to open
     */
    PuntValve(int limit, Consumer<Boolean> packetIns, long nowNs) {
        this.limit = limit;
        this.packetIns = packetIns;
        atNs = nowNs;
    }

    /**
     * About every second.
     *
     * @param count PACKET_INs of this switch since its beginning
     * @return whether the valve was closed now
     */
    boolean second(long count, long nowNs) {
        double rate = (count - countBefore) * 1e9 / Math.max(1, nowNs - atNs);
        countBefore = count;
        atNs = nowNs;
        if (closed) {
            open(nowNs);
            return false;
        }
        secondsAbove = limit > 0 && rate > limit ? secondsAbove + 1 : 0;
        if (secondsAbove < SECONDS_ABOVE) {
            return false;
        }
        boolean first = pauseNs == 0 || nowNs - openedNs > CALM_NS;
        pauseNs = first ? FIRST_NS : Math.min(LONGEST_NS, pauseNs * 2);
        closed = true;
        closedNs = nowNs;
        secondsAbove = 0;
        packetIns.accept(false);
        return true;
    }

    private void open(long nowNs) {
        if (nowNs - closedNs >= pauseNs) {
            closed = false;
            openedNs = nowNs;
            packetIns.accept(true);
        }
    }

    boolean isClosed() {
        return closed;
    }
}

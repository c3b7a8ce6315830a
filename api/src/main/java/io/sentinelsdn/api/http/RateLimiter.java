package io.sentinelsdn.api.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each client: so many at once, so many a second. The table is bounded; the client that was quiet
 * for longest is forgotten for a new one and starts anew with a full bucket. Any thread may ask; one lock, held for
 * less than a microsecond.
 */
public final class RateLimiter {
    private double perSecond;
    private double burst;
    private volatile boolean loopbackToo;
    private final Map<String, double[]> buckets;

    /** A limit for everybody. */
    public RateLimiter(double perSecond, double burst, int mostClients) {
        this(perSecond, burst, true, mostClients);
    }

    /**
     * A limit.
     *
     * @param perSecond 0 for none
     * @param burst at once, &ge; 1
     * @param loopbackToo whether it holds for clients on this machine
     * @param mostClients remembered at a time
     */
    public RateLimiter(double perSecond, double burst, boolean loopbackToo, int mostClients) {
        this.loopbackToo = loopbackToo;
        this.perSecond = perSecond;
        this.burst = burst;
        this.buckets = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, double[]> eldest) {
                return size() > mostClients;
            }
        };
    }

    /** Another limit from now on; full buckets get no fuller than it allows. */
    public void change(double newPerSecond, double newBurst, boolean newLoopbackToo) {
        synchronized (buckets) {
            perSecond = newPerSecond;
            burst = newBurst;
            loopbackToo = newLoopbackToo;
        }
    }

    /** Whether a client is limited at all. */
    boolean holdsFor(boolean onThisMachine) {
        return loopbackToo || !onThisMachine;
    }

    /**
     * Takes one.
     *
     * @param nowNs a monotonic clock
     * @return 0, or the nanoseconds to wait until there is one
     */
    public long take(String client, long nowNs) {
        synchronized (buckets) {
            if (perSecond == 0) {
                return 0;
            }
            double[] bucket = buckets.computeIfAbsent(client, unused -> new double[] {burst, nowNs});
            double filled = Math.min(burst, bucket[0] + Math.max(0, nowNs - bucket[1]) / 1e9 * perSecond);
            bucket[1] = nowNs;
            if (filled >= 1) {
                bucket[0] = filled - 1;
                return 0;
            }
            bucket[0] = filled;
            return (long) Math.ceil((1 - filled) / perSecond * 1e9);
        }
    }

    /** Clients remembered. */
    public int size() {
        synchronized (buckets) {
            return buckets.size();
        }
    }
}

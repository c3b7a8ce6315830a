package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.threshold.AdaptiveThreshold;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.EnumMap;
import java.util.Map;

/** A destination: what it receives in the present window and what is normal for it. Owned by the window thread. */
public final class Destination {
    private final IpAddress address;
    private final Map<Measure, Reading> readings = new EnumMap<>(Measure.class);
    long lastNs;
    /** An attack on it is going on: neither evicted nor learned from. */
    boolean pinned;

    private double pps;
    private double bps;
    private double synPps;
    private double udpPps;
    private double icmpPps;
    private double newFlows;

    /** One measure of this destination. */
    private static final class Reading {
        private final AdaptiveThreshold threshold;
        private double value;
        private double fullSecond;

        Reading(AdaptiveThreshold threshold) {
            this.threshold = threshold;
        }
    }

    Destination(IpAddress address, ThresholdSettings settings) {
        this.address = address;
        for (Measure measure : Measure.values()) {
            readings.put(
                    measure, new Reading(new AdaptiveThreshold(settings.floor(measure), settings.baselineFactor())));
        }
    }

    public IpAddress address() {
        return address;
    }

    public AdaptiveThreshold threshold(Measure measure) {
        return readings.get(measure).threshold;
    }

    /** Packets per second in the present window. */
    public double value(Measure measure) {
        return readings.get(measure).value;
    }

    /** The part of the value that was counted exactly over a full second. */
    public double fullSecond(Measure measure) {
        return readings.get(measure).fullSecond;
    }

    public double pps() {
        return pps;
    }

    public double bps() {
        return bps;
    }

    public double synPps() {
        return synPps;
    }

    public double udpPps() {
        return udpPps;
    }

    public double icmpPps() {
        return icmpPps;
    }

    public double newFlows() {
        return newFlows;
    }

    /** Marks whether an attack on it is going on. */
    public void pin(boolean underAttack) {
        pinned = underAttack;
    }

    public boolean pinned() {
        return pinned;
    }

    void beginStep() {
        for (Reading reading : readings.values()) {
            reading.value = 0;
            reading.fullSecond = 0;
        }
        pps = bps = synPps = udpPps = icmpPps = newFlows = 0;
    }

    void add(Cell cell) {
        add(Measure.HALF_OPEN_SYN, cell.halfOpenPps(), 0);
        add(Measure.ONE_WAY_UDP, cell.oneWayUdpPps, cell.oneWayUdpFullPps);
        add(Measure.ANSWERED_UDP, cell.answeredUdpPps, 0);
        add(Measure.ICMP_ECHO, cell.icmpRequestPps, cell.icmpRequestFullPps);
        pps += cell.pps;
        bps += cell.bps;
        synPps += cell.synPps;
        udpPps += cell.udpPps;
        icmpPps += cell.icmpPps;
        newFlows += cell.newFlows;
    }

    private void add(Measure measure, double value, double full) {
        Reading reading = readings.get(measure);
        reading.value += value;
        reading.fullSecond += full;
    }
}

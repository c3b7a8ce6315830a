package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.threshold.AdaptiveThreshold;
import io.sentinelsdn.detector.threshold.Baseline;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.threshold.ThresholdSettings;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** A destination: what it receives in the present window and what is normal for it. Owned by the window thread. */
public final class Destination {
    /** A third of the flows to a host: fewer may be what a model gets wrong. */
    private static final double FLAGGED = 1.0 / 3;

    private final IpAddress address;
    private ThresholdSettings settings;
    /** By the number of the measure; a threshold is made when its measure has a value for the first time. */
    private final AdaptiveThreshold[] thresholds = new AdaptiveThreshold[Measure.all().length];

    private final double[] values = new double[Measure.all().length];
    private final double[] fullSeconds = new double[Measure.all().length];
    long lastNs;
    /** An attack on it is going on: neither evicted nor learned from. */
    boolean pinned;
    /** When a UDP flood was seen on it last. */
    private long udpFloodNs = Long.MIN_VALUE;

    private double pps;
    private double bps;
    private double synPps;
    private double udpPps;
    private double icmpPps;
    private double newFlows;

    private double tcpAnswerPps;
    private double judgedFlows;
    private double flaggedFlows;
    private double flaggedWeight;

    Destination(IpAddress address, ThresholdSettings settings) {
        this.address = address;
        this.settings = settings;
    }

    public IpAddress address() {
        return address;
    }

    public AdaptiveThreshold threshold(Measure measure) {
        int which = measure.number();
        if (thresholds[which] == null) {
            thresholds[which] =
                    new AdaptiveThreshold(settings.floor(measure), settings.baselineFactor(), measure.stepsToAlarm());
        }
        return thresholds[which];
    }

    void change(ThresholdSettings other) {
        settings = other;
        for (Measure measure : Measure.all()) {
            if (hasThreshold(measure)) {
                threshold(measure).change(other.floor(measure), other.baselineFactor());
            }
        }
    }

    /** Whether this measure has ever had a value here; one that never had stands at its floor. */
    public boolean hasThreshold(Measure measure) {
        return thresholds[measure.number()] != null;
    }

    /** Goes on with what was learned before it was forgotten. */
    void restore(Map<Measure, AdaptiveThreshold.Learned> known, long nowNs) {
        known.forEach((measure, learned) -> threshold(measure).restore(learned, nowNs));
    }

    /** Tells of everything learned that makes a difference. */
    void forEachLearned(long nowNs, Consumer<Baseline> action) {
        for (Measure measure : Measure.all()) {
            AdaptiveThreshold threshold = thresholds[measure.number()];
            if (threshold != null && threshold.isWorthKeeping()) {
                action.accept(new Baseline(address, measure, threshold.learned(nowNs)));
            }
        }
    }

    /** In the present window: packets per second, unless the measure says otherwise. */
    public double value(Measure measure) {
        return values[measure.number()];
    }

    /** The part of the value that was counted exactly over a full second. */
    public double fullSecond(Measure measure) {
        return fullSeconds[measure.number()];
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

    void beginStep(long nowNs) {
        AdaptiveThreshold udp = thresholds[Measure.ONE_WAY_UDP.number()];
        if (udp != null && udp.on()) {
            udpFloodNs = nowNs;
        }
        Arrays.fill(values, 0);
        Arrays.fill(fullSeconds, 0);
        judgedFlows = flaggedFlows = flaggedWeight = 0;
        pps = bps = tcpAnswerPps = synPps = udpPps = icmpPps = newFlows = 0;
    }

    void add(Cell cell) {
        add(Measure.HALF_OPEN_SYN, cell.halfOpenPps(), 0);
        double plain = cell.plainOneWayUdpPps();
        add(Measure.ONE_WAY_UDP, plain, Math.min(plain, cell.oneWayUdpFullPps));
        add(Measure.DNS_ANSWERS, cell.dnsAnswerPps, 0);
        add(Measure.NTP_ANSWERS, cell.ntpAnswerPps, 0);
        add(Measure.ONE_WAY_OTHER, cell.oneWayOtherPps, 0);
        add(Measure.ANSWERED_UDP, cell.answeredUdpPps, 0);
        add(Measure.ICMP_ECHO, cell.icmpRequestPps, cell.icmpRequestFullPps);
        pps += cell.pps;
        bps += cell.bps;
        tcpAnswerPps += Math.max(0, cell.tcpPps - cell.resetPps);
        synPps += cell.synPps;
        udpPps += cell.udpPps;
        icmpPps += cell.icmpPps;
        newFlows += cell.newFlows;
        judgedFlows += cell.judgedFlows;
        flaggedFlows += cell.flaggedFlows;
        flaggedWeight += cell.flaggedWeight;
    }

    /** When all cells were added: what models think counts where they flag a good part of what they were asked about. */
    void settleVerdicts() {
        if (flaggedFlows > 0 && flaggedFlows >= FLAGGED * judgedFlows) {
            add(Measure.MODEL_VERDICTS, flaggedWeight, 0);
        }
    }

    /** Flows towards it that the active model judged in the last second. */
    public double judgedFlows() {
        return judgedFlows;
    }

    /** Those of them that it takes for attacks. */
    public double flaggedFlows() {
        return flaggedFlows;
    }

    /** Adds to a measure of the present window. */
    void add(Measure measure, double value, double full) {
        values[measure.number()] += value;
        fullSeconds[measure.number()] += full;
    }

    /** What a model thinks of an attack that has its name already is no attack of its own. */
    public void forgetOpinions() {
        for (Measure measure : Measure.all()) {
            if (measure.isOpinion()) {
                values[measure.number()] = 0;
            }
        }
    }

    /** Takes from a measure of the present window what turned out to belong to another. */
    void reduce(Measure measure, double value) {
        values[measure.number()] = Math.max(0, values[measure.number()] - value);
    }

    /** TCP packets per second that may be answers to what it sends: all but resets. */
    double tcpAnswerPps() {
        return tcpAnswerPps;
    }

    /** When a UDP flood on it was above its threshold for the last time, or {@link Long#MIN_VALUE}. */
    long udpFloodNs() {
        return udpFloodNs;
    }
}

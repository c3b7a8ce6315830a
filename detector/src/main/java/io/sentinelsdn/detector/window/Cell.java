package io.sentinelsdn.detector.window;

/**
 * What enters at one port for one destination, per second, in one window. Plain fields, reused from window to window;
 * owned by the thread that owns the table it lies in.
 */
public final class Cell {
    private static final double FOLLOW_UPS = 0.5;
    private static final double FOLLOW_UPS_WHEN_ESTIMATED = 4;

    public long dpid;
    public int inPort;
    public long dstHi;
    public long dstLo;

    /** All packets and bits per second. */
    public double pps;

    public double bps;
    /** Packets per second by protocol; TCP includes the SYNs. */
    public double tcpPps;

    public double udpPps;
    public double icmpPps;
    /** Initial SYNs per second. */
    public double synPps;
    /** The switch does not count SYNs: they are estimated from samples, in which the first packets are too many. */
    public boolean synsEstimated;
    /** Packets per second of young connections that are neither SYN nor RST. */
    public double followUpPps;
    /** UDP packets per second that nobody answers. */
    public double oneWayUdpPps;
    /** The part of it that was counted exactly over a full second. */
    public double oneWayUdpFullPps;
    /** UDP packets per second of pairs too small to tell whether they are answered. */
    public double smallUdpPps;
    /** UDP packets per second of answered conversations that the other side began, and of multicast. */
    public double answeredUdpPps;
    /** ICMP requests per second. */
    public double icmpRequestPps;
    /** The part of it that was counted exactly over a full second. */
    public double icmpRequestFullPps;
    /** Flows that appeared within the last second. */
    public double newFlows;

    /** The busiest one-way UDP flow. */
    public final Top topUdp = new Top();
    /** The busiest flow of ICMP requests. */
    public final Top topIcmp = new Top();

    /** The busiest flow of some class. */
    public static final class Top {
        public long srcHi;
        public long srcLo;
        /** Destination port, or ICMP type. */
        public int port;

        public double pps;
        public double bps;
        public long ageNs;

        /** Keeps the busier of the two. */
        public void offer(long hi, long lo, int newPort, double newPps, double newBps, long newAgeNs) {
            if (newPps > pps) {
                srcHi = hi;
                srcLo = lo;
                port = newPort;
                pps = newPps;
                bps = newBps;
                ageNs = newAgeNs;
            }
        }

        void offer(Top other) {
            offer(other.srcHi, other.srcLo, other.port, other.pps, other.bps, other.ageNs);
        }
    }

    Cell reset(long newDpid, int newInPort, long newDstHi, long newDstLo) {
        dpid = newDpid;
        inPort = newInPort;
        dstHi = newDstHi;
        dstLo = newDstLo;
        pps = bps = tcpPps = udpPps = icmpPps = synPps = followUpPps = newFlows = 0;
        oneWayUdpPps = oneWayUdpFullPps = answeredUdpPps = icmpRequestPps = icmpRequestFullPps = smallUdpPps = 0;
        synsEstimated = false;
        topUdp.pps = topIcmp.pps = 0;
        return this;
    }

    void add(Cell other) {
        pps += other.pps;
        bps += other.bps;
        tcpPps += other.tcpPps;
        udpPps += other.udpPps;
        icmpPps += other.icmpPps;
        synPps += other.synPps;
        followUpPps += other.followUpPps;
        newFlows += other.newFlows;
        oneWayUdpPps += other.oneWayUdpPps;
        oneWayUdpFullPps += other.oneWayUdpFullPps;
        answeredUdpPps += other.answeredUdpPps;
        icmpRequestPps += other.icmpRequestPps;
        icmpRequestFullPps += other.icmpRequestFullPps;
        topUdp.offer(other.topUdp);
        topIcmp.offer(other.topIcmp);
    }

    /**
     * SYNs per second that no connection followed: a connection that lives sends at least three packets after it. Where
     * SYNs are only estimated, any sizeable share of such packets speaks against a flood.
     */
    public double halfOpenPps() {
        return Math.max(0, synPps - followUpPps * (synsEstimated ? FOLLOW_UPS_WHEN_ESTIMATED : FOLLOW_UPS));
    }
}

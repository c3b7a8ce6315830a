package io.sentinelsdn.detector.window;

/**
 * What enters at one port for one destination, per second, in one window. Plain fields, reused from window to window;
 * owned by the thread that owns the table it lies in.
 */
public final class Cell {
    /** From so many busy web connections on their requests are counted. */
    static final int MANY_REQUEST_FLOWS = 4;

    private static final int DNS_PORT = 53;
    private static final int NTP_PORT = 123;
    /** Reflectors are used because they answer with more than they are asked with. */
    private static final int REFLECTED_BYTES = 200;

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

    /** Those among the sampled TCP packets that are resets. */
    double resetPps;

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
    /** The parts of it that look like answers of name servers and of time servers. */
    public double smallDnsPps;

    public double smallNtpPps;
    /** UDP packets per second of answered conversations that the other side began, and of multicast. */
    public double answeredUdpPps;
    /** ICMP requests per second. */
    public double icmpRequestPps;
    /** The part of it that was counted exactly over a full second. */
    public double icmpRequestFullPps;
    /** The part of the unanswered UDP that looks like answers from name servers, and from time servers. */
    public double dnsAnswerPps;

    public double ntpAnswerPps;
    /** Packets per second of neither UDP nor connections that nobody answers. */
    public double oneWayOtherPps;
    /** Unanswered UDP in large frames of few flows from one source, which its receiver may have asked for. */
    public final Stream stream = new Stream();
    /** Packets per second of busy web connections that look like requests, and the number of these. */
    public double requestPps;

    public int requestFlows;
    /** Flows that appeared within the last second. */
    public double newFlows;

    /** Flows that the active model judged, and those of them that it takes for attacks. */
    public double judgedFlows;

    public double flaggedFlows;
    /** Packets per second of the latter, and the same with what a single flow may count for. */
    public double flaggedPps;

    public double flaggedWeight;

    /** The busiest one-way UDP flow. */
    public final Top topUdp = new Top();
    /** The busiest flow of ICMP requests. */
    public final Top topIcmp = new Top();

    /** The busiest flow of web requests. */
    public final Top topRequests = new Top();

    /** One source's unanswered UDP in large frames. */
    public static final class Stream {
        static final int MOST_FLOWS = 4;

        public long srcHi;
        public long srcLo;
        public int flows;
        public double pps;
        public double fullPps;
        public double bps;
        public long ageNs;

        /** Adds a flow, unless it is of another source than those before or one too many. */
        public void add(long hi, long lo, double morePps, double moreFullPps, double moreBps, long newAgeNs) {
            if (flows > 0 && (hi != srcHi || lo != srcLo || flows >= MOST_FLOWS)) {
                return;
            }
            srcHi = hi;
            srcLo = lo;
            ageNs = flows == 0 ? newAgeNs : Math.max(ageNs, newAgeNs);
            flows++;
            pps += morePps;
            fullPps += moreFullPps;
            bps += moreBps;
        }

        void add(Stream other) {
            if (other.flows > 0) {
                add(other.srcHi, other.srcLo, other.pps, other.fullPps, other.bps, other.ageNs);
                flows += other.flows - 1;
            }
        }

        void clear() {
            flows = 0;
            pps = fullPps = bps = 0;
        }
    }

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
        pps = bps = tcpPps = resetPps = udpPps = icmpPps = synPps = followUpPps = newFlows = 0;
        oneWayUdpPps = oneWayUdpFullPps = answeredUdpPps = icmpRequestPps = icmpRequestFullPps = smallUdpPps = 0;
        dnsAnswerPps = ntpAnswerPps = oneWayOtherPps = requestPps = smallDnsPps = smallNtpPps = 0;
        requestFlows = 0;
        judgedFlows = flaggedFlows = flaggedPps = flaggedWeight = 0;
        stream.clear();
        synsEstimated = false;
        topUdp.pps = topIcmp.pps = topRequests.pps = 0;
        return this;
    }

    void add(Cell other) {
        pps += other.pps;
        bps += other.bps;
        tcpPps += other.tcpPps;
        resetPps += other.resetPps;
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
        dnsAnswerPps += other.dnsAnswerPps;
        ntpAnswerPps += other.ntpAnswerPps;
        oneWayOtherPps += other.oneWayOtherPps;
        requestPps += other.requestPps;
        requestFlows += other.requestFlows;
        judgedFlows += other.judgedFlows;
        flaggedFlows += other.flaggedFlows;
        flaggedPps += other.flaggedPps;
        flaggedWeight += other.flaggedWeight;
        stream.add(other.stream);
        topRequests.offer(other.topRequests);
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

    /** Unanswered UDP that does not look like answers of reflectors. */
    public double plainOneWayUdpPps() {
        return Math.max(0, oneWayUdpPps - dnsAnswerPps - ntpAnswerPps);
    }

    /** The same for UDP of which it is not yet known whether it is answered. */
    void smallReflected(int srcPort, double pps, double bytesPerPacket) {
        if (bytesPerPacket >= REFLECTED_BYTES) {
            smallDnsPps += srcPort == DNS_PORT ? pps : 0;
            smallNtpPps += srcPort == NTP_PORT ? pps : 0;
        }
    }

    /** Sorts unanswered UDP by what it looks like: large answers from the ports of reflectors, or anything. */
    public void reflected(int srcPort, double pps, double bytesPerPacket) {
        if (bytesPerPacket >= REFLECTED_BYTES) {
            dnsAnswerPps += srcPort == DNS_PORT ? pps : 0;
            ntpAnswerPps += srcPort == NTP_PORT ? pps : 0;
        }
    }
}

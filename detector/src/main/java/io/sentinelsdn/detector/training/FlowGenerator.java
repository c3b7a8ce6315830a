package io.sentinelsdn.detector.training;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import java.util.SplittableRandom;

/**
 * Makes rows as a controller would see them on a network with volumetric floods and busy benign hosts: what the public
 * captures, recorded at a few packets a second, do not hold. Frame sizes and reply shares are those of the tools and
 * protocols (hping3 and scapy floods, iperf3, HTTP, DNS, ping); rates are drawn log-uniformly. The same seed gives the
 * same rows.
 *
 * <p>Owned by one thread.
 */
public final class FlowGenerator {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final double UNKNOWN = Double.NaN;

    private final SplittableRandom random;

    // the flow being made
    private int protocol;
    private double pps;
    private double size;
    private double reversePps;
    private double reverseSize;
    private double synShare;

    public FlowGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Fills a row of this class.
     *
     * @throws IllegalArgumentException if the generator knows no such class
     */
    public void fill(String className, float[] out) {
        switch (className) {
            case Labels.NORMAL -> normal();
            case Labels.SYN_FLOOD -> synFlood();
            case Labels.UDP_FLOOD -> udpFlood();
            case Labels.ICMP_FLOOD -> icmpFlood();
            case Labels.OTHER_ATTACK -> ackFlood();
            default -> throw new IllegalArgumentException("cannot generate " + className);
        }
        observe(out);
    }

    private void normal() {
        switch (random.nextInt(18)) {
            case 0, 1 -> bulk(true);
            case 2, 3 -> bulk(false);
            case 4, 5 -> shortHttp();
            case 6 -> dns();
            case 7 -> ping();
            case 8 -> voiceOrGame();
            case 9 -> udpStream();
            case 10 -> interactive();
            case 11 -> newConnections();
            case 12, 13 -> idle();
            default -> leftovers();
        }
    }

    /** iperf3 or a download: large frames one way (up to 64 kB with segmentation offload, several ACKs each), ACKs back. */
    private void bulk(boolean dataDirection) {
        double dataPps = logUniform(20, 1e6);
        double dataSize = random.nextInt(4) == 0 ? logUniform(1500, 65_000) : uniform(700, 1514);
        double ackPps = dataPps * logUniform(0.02, 4);
        double ackSize = pick(54, 60, 66, 66, 66, 74, 78, 86) + uniform(0, 4);
        if (dataDirection) {
            flow(TCP, dataPps, dataSize, ackPps, ackSize);
        } else {
            flow(TCP, ackPps, ackSize, dataPps, dataSize);
        }
    }

    private void shortHttp() {
        double request = uniform(3, 40);
        double requestSize = uniform(60, 350);
        double response = request * uniform(0.6, 2.5);
        double responseSize = uniform(66, 1460);
        if (random.nextBoolean()) {
            flow(TCP, request, requestSize, response, responseSize);
        } else {
            flow(TCP, response, responseSize, request, requestSize);
        }
    }

    private void dns() {
        double queries = logUniform(0.5, 60);
        double answers = random.nextInt(12) == 0 ? 0 : queries * uniform(0.8, 1);
        if (random.nextBoolean() || answers == 0) {
            flow(UDP, queries, uniform(62, 110), answers, uniform(70, 520));
        } else {
            flow(UDP, answers, uniform(70, 520), queries, uniform(62, 110));
        }
    }

    private void ping() {
        double frame = random.nextInt(8) == 0 ? uniform(42, 1514) : pick(74, 98, 98, 118);
        double requests = random.nextInt(6) == 0 ? uniform(5, 100) : uniform(0.5, 5);
        double replies = random.nextInt(6) == 0 ? 0 : requests * uniform(0.8, 1.05);
        flow(ICMP, requests, frame, replies, frame);
    }

    private void voiceOrGame() {
        double rate = uniform(15, 130);
        flow(UDP, rate, uniform(70, 300), rate * uniform(0.2, 3), uniform(70, 1200));
    }

    /** iperf3 -u, video: large datagrams, hardly anything back. */
    private void udpStream() {
        double back = random.nextInt(3) == 0 ? uniform(0.1, 20) : 0;
        flow(UDP, logUniform(10, 1e5), uniform(900, 1514), back, uniform(60, 200));
    }

    /** Remote shells, polling, keep-alives. */
    private void interactive() {
        double rate = logUniform(0.1, 60);
        flow(TCP, rate, uniform(54, 250), rate * uniform(0.5, 2), uniform(54, 400));
    }

    /** The SYNs of a busy but healthy server's clients, taken together; SYN-ACK and the rest come back. */
    private void newConnections() {
        double rate = logUniform(0.5, 400);
        flow(TCP, rate, uniform(66, 82), rate * uniform(0.95, 8), uniform(60, 900));
        synShare = random.nextInt(3) == 0 ? UNKNOWN : 1;
    }

    /** Last packets of connections, lost replies, syslog, multicast DNS, NTP. */
    private void leftovers() {
        int which = random.nextBoolean() ? TCP : UDP;
        flow(which, logUniform(0.3, 20), which == TCP ? uniform(54, 120) : uniform(62, 700), 0, 0);
    }

    /** An entry that nobody used in this interval, or whose answers alone still come. */
    private void idle() {
        int which = pickProtocol(TCP, UDP, ICMP);
        flow(which, 0, uniform(42, 1514), random.nextInt(4) == 0 ? logUniform(0.5, 200) : 0, uniform(54, 1514));
    }

    private void synFlood() {
        double rate = logUniform(300, 2e5);
        double frame = random.nextInt(10) == 0 ? uniform(54, 600) : pick(54, 54, 58, 60, 74, 74, 78);
        flow(TCP, rate, frame, rate * repliesOf(0.6), pick(54, 58, 60, 74, 78));
        synShare = random.nextInt(4) == 0 ? UNKNOWN : uniform(0.9, 1);
    }

    private void udpFlood() {
        double frame = random.nextInt(3) == 0 ? uniform(42, 700) : pick(42, 46, 54, 60, 60, 62, 64);
        double rate = logUniform(300, 2e5);
        double replies = random.nextInt(5) == 0 ? Math.min(rate, uniform(1, 60)) : 0;
        flow(UDP, rate, frame, replies, uniform(60, 120));
    }

    private void icmpFlood() {
        double frame = random.nextInt(3) == 0 ? uniform(42, 1514) : pick(42, 50, 54, 60, 62, 70, 98, 118);
        double rate = logUniform(300, 2e5);
        flow(ICMP, rate, frame, rate * repliesOf(0.5), frame);
    }

    /** ACK, RST, FIN or flagless TCP packets nobody asked for. */
    private void ackFlood() {
        double rate = logUniform(300, 2e5);
        double frame = pick(54, 54, 58, 60, 66, 74) + (random.nextBoolean() ? 0 : uniform(0, 2));
        flow(TCP, rate, frame, rate * repliesOf(0.5), pick(54, 60, 74));
    }

    /** None, a few (limited or overloaded victim), or one for one. */
    private double repliesOf(double noneShare) {
        if (random.nextDouble() < noneShare) {
            return 0;
        }
        return random.nextBoolean() ? logUniform(0.001, 0.3) : uniform(0.3, 1.02);
    }

    private void flow(int ipProtocol, double packets, double frame, double packetsBack, double frameBack) {
        protocol = ipProtocol;
        synShare = ipProtocol == TCP && random.nextInt(4) > 0 ? 0 : UNKNOWN;
        pps = packets;
        size = frame;
        reversePps = packetsBack;
        reverseSize = frameBack;
    }

    /** Polls are not punctual, flows start and stop inside an interval, and sometimes one direction is not seen. */
    private void observe(float[] out) {
        double seconds = uniform(0.2, 1.3);
        double seen = random.nextInt(4) == 0 ? uniform(0.05, 1) : 1;
        double packets = pps == 0 ? 0 : Math.max(1, Math.rint(pps * seen * seconds * uniform(0.9, 1.1)));
        boolean reverseUnknown = random.nextInt(20) == 0;
        double back = reverseUnknown ? UNKNOWN : Math.rint(reversePps * seen * seconds * uniform(0.9, 1.1));
        boolean first = random.nextInt(3) == 0;
        double previous = first ? UNKNOWN : previousPps();
        double previousSize = first ? UNKNOWN : size * (random.nextInt(5) == 0 ? uniform(0.8, 1.25) : 1);
        FlowFeatures.fill(
                out,
                protocol,
                packets,
                packets * size,
                seconds,
                back,
                reverseUnknown ? UNKNOWN : back * reverseSize,
                previous,
                previousSize,
                synShare);
        if (random.nextInt(10) > 0) {
            life(out, packets / seconds, back / seconds, first);
        }
    }

    /** Most flows are as they always were; an entry seen first has no other life. */
    private void life(float[] out, double nowPps, double nowBack, boolean first) {
        double before = first || random.nextInt(4) > 0 ? 1 : logUniform(0.05, 5);
        double lifePps = first ? nowPps : nowPps == 0 ? logUniform(0.05, 50) : nowPps * before * uniform(0.9, 1.1);
        double lifeBack = first || nowPps == 0 ? nowBack : nowBack * lifePps / nowPps;
        FlowFeatures.fillLife(out, first ? UNKNOWN : nowPps, lifePps, lifePps * size, lifeBack);
    }

    /** Most flows go on as before; some grow or fade, and idle ones may have been busy. */
    private double previousPps() {
        if (pps == 0) {
            return random.nextBoolean() ? 0 : logUniform(0.5, 1000);
        }
        return random.nextInt(5) == 0 ? pps * logUniform(0.05, 5) : pps * uniform(0.9, 1.1);
    }

    private double uniform(double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    private double logUniform(double low, double high) {
        return StrictMath.exp(uniform(StrictMath.log(low), StrictMath.log(high)));
    }

    private double pick(double... values) {
        return values[random.nextInt(values.length)];
    }

    private int pickProtocol(int... values) {
        return values[random.nextInt(values.length)];
    }
}

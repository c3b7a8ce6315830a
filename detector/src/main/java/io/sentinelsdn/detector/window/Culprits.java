package io.sentinelsdn.detector.window;

import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.window.Findings.Finding;
import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;

/**
 * The measures that are about who does something rather than about how much arrives: scanners, sources with very many
 * web connections, sources that hold slow ones, and ports that only bring strangers. Each culprit becomes a
 * {@link Finding}, whose values add up at the destination.
 *
 * <p>Owned by the window thread.
 */
final class Culprits {
    /** Whom packets hit that go everywhere. */
    static final IpAddress NOBODY = IpAddress.v4(0);

    /** Fewer samples say nothing about a rate. */
    private static final int SEEN_OFTEN = 5;
    /** From here on a source opens many connections a second to one server. */
    private static final double MANY_CONNECTIONS = WebClients.MANY;
    /** A source that opens connections in so many eighths of a second of a window did not just load a page or two. */
    private static final int LASTING_EIGHTHS = 7;
    /** Clients with few connections each count when they make so many a second together. */
    private static final double MANY_IN_ALL = 800;
    /** Where SYNs are only estimated, they may be so many times too many. */
    private static final double OVERESTIMATE = 4;
    /** From here on a source holds many slow connections to one server. */
    private static final int MANY_SLOW = 8;
    /** A scan faster than this is a flood too. */
    private static final double FASTEST_SCAN = 5000;
    /** What a receiver sends back at least, as a share, if it takes part in the conversation. */
    private static final double TAKES_PART = 0.01;
    /** Estimates of both directions err. */
    private static final double BALANCE = 4;

    private static final double WORTH_A_LOOK_PPS = 500;
    private static final int HOSTS = 2048;

    private final ProbeTable probes;
    private final Scanners scanners;
    private final SlowTable slow;
    private final PairCounts slowPairs;
    private final TcpPairs tcp;
    private final WebClients clients;
    private final double[] webPps = new double[TcpPairs.CAPACITY];
    private final Strays strays;
    private final Findings findings = new Findings();
    private final KeyIndex hosts;
    private final double[] in = new double[HOSTS];
    private final double[] out = new double[HOSTS];

    Culprits(KeyedHash hash, PairTable udp) {
        probes = new ProbeTable(hash);
        scanners = new Scanners(probes, hash);
        slow = new SlowTable(hash);
        slowPairs = new PairCounts(hash);
        tcp = new TcpPairs(hash);
        clients = new WebClients(hash);
        strays = new Strays(hash, probes, udp);
        hosts = new KeyIndex(2, 2, HOSTS, hash);
    }

    /** Looks at a sampled packet once, when it comes. */
    void onPacket(FlowSample sample) {
        if (sample.protocol == IpProto.TCP) {
            probes.seen(sample);
            slow.seen(sample);
        } else if (sample.protocol == IpProto.UDP) {
            probes.seen(sample);
        }
    }

    void beginStep(long nowNs) {
        probes.beginStep(nowNs);
        tcp.clear();
        slowPairs.clear();
        findings.clear();
        strays.beginStep();
    }

    /** A sampled TCP packet of the present window stands for so many per second. */
    void tcpSample(PortSamples port, PacketRing ring, int i, double weight, double generous) {
        int row = tcp.row(ring.srcHi(i), ring.srcLo(i), ring.dstHi(i), ring.dstLo(i), port.dpid, port.inPort);
        if (row < 0) {
            return;
        }
        if (Headers.isInitialSyn(IpProto.TCP, ring.flags(i))) {
            boolean firstTries = probes.fewTries(
                    ring.srcHi(i), ring.srcLo(i), ring.dstHi(i), ring.dstLo(i), IpProto.TCP, ring.dstPort(i));
            tcp.syn(
                    row,
                    weight,
                    firstTries ? weight : 0,
                    Headers.isWebPort(ring.dstPort(i)) ? weight : 0,
                    ring.timeNs(i));
        } else if (Headers.isFollowUp(IpProto.TCP, ring.flags(i))) {
            tcp.other(row, Math.max(weight, generous));
        }
    }

    /** Judges the window, when the cells and destinations are complete. */
    void finish(
            long nowNs,
            Iterable<FlowSummary> summaries,
            SampleStore samples,
            CellTable cells,
            DestinationTable destinations,
            Pressure pressure) {
        scanners.step(
                nowNs,
                destinations,
                (srcHi, srcLo, dstHi, dstLo, dpid, inPort, protocol, inVain) -> findings.add(new Finding(
                        Measure.FAILED_PROBES,
                        dstHi,
                        dstLo,
                        srcHi,
                        srcLo,
                        dpid,
                        inPort,
                        protocol,
                        inVain,
                        pps(srcHi, srcLo, dstHi, dstLo, inVain))));
        strays.step(nowNs, samples, scanners, pressure, findings);
        webCrowds(cells);
        slowCrowds(nowNs, summaries);
        settle(destinations, nowNs);
        takeOthersOutOfFloods(destinations);
        unanswered(destinations);
    }

    private double pps(long srcHi, long srcLo, long dstHi, long dstLo, double inVain) {
        int row = tcp.find(srcHi, srcLo, dstHi, dstLo);
        return Math.max(row < 0 ? 0 : tcp.synPps(row), inVain / 60);
    }

    /** Whether a client makes far more connections than what is usual here. */
    private boolean isBusy(int row) {
        return tcp.syns(row) >= SEEN_OFTEN && webPps[row] >= clients.many(tcp.word(row, 2), tcp.word(row, 3));
    }

    /** Web connections a second of a pair that live, as far as is known. */
    private double connections(int row, CellTable cells) {
        if (tcp.webSynPps(row) <= 0) {
            return 0;
        }
        Cell cell = cells.find(tcp.dpid(row), tcp.inPort(row), tcp.word(row, 2), tcp.word(row, 3));
        if (cell == null || cell.synPps <= 0) {
            return 0;
        }
        double live = tcp.wentOn(row) ? 1 : 1 - cell.halfOpenPps() / cell.synPps;
        return live * tcp.webSynPps(row) / (cell.synsEstimated ? OVERESTIMATE : 1);
    }

    /** Learns what clients of calm destinations make. */
    void learnClients(DestinationTable destinations) {
        for (int row = 0; row < tcp.size(); row++) {
            if (webPps[row] > 0 && tcp.syns(row) >= SEEN_OFTEN) {
                Destination destination = destinations.find(tcp.word(row, 2), tcp.word(row, 3));
                if (destination != null
                        && !destination.pinned()
                        && destination.value(Measure.WEB_REQUESTS)
                                <= destination.threshold(Measure.WEB_REQUESTS).threshold()) {
                    clients.learn(tcp.word(row, 2), tcp.word(row, 3), webPps[row]);
                }
            }
        }
    }

    private void webCrowds(CellTable cells) {
        clients.clear();
        for (int row = 0; row < tcp.size(); row++) {
            webPps[row] = connections(row, cells);
            if (webPps[row] > 0 && !isBusy(row)) {
                clients.add(tcp.word(row, 2), tcp.word(row, 3), webPps[row], tcp.syns(row));
            }
        }
        for (int row = 0; row < tcp.size(); row++) {
            long dstHi = tcp.word(row, 2);
            long dstLo = tcp.word(row, 3);
            if (webPps[row] <= 0) {
                continue;
            }
            if (isBusy(row)) {
                Cell cell = cells.find(tcp.dpid(row), tcp.inPort(row), dstHi, dstLo);
                boolean lasting = tcp.synEighths(row) >= LASTING_EIGHTHS;
                findings.add(finding(Measure.WEB_REQUESTS, row, webPps[row], cell.tcpPps, lasting));
            } else if (clients.restless(dstHi, dstLo) >= MANY_IN_ALL) {
                findings.add(finding(Measure.WEB_REQUESTS, row, webPps[row], webPps[row], false));
            }
        }
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.at(i);
            if (cell.requestFlows >= Cell.MANY_REQUEST_FLOWS) {
                findings.add(new Finding(
                        Measure.WEB_REQUESTS,
                        cell.dstHi,
                        cell.dstLo,
                        cell.topRequests.srcHi,
                        cell.topRequests.srcLo,
                        cell.dpid,
                        cell.inPort,
                        IpProto.TCP,
                        cell.requestPps / 2,
                        cell.tcpPps));
            }
        }
    }

    private Finding finding(Measure measure, int row, double value, double pps, boolean lasting) {
        return new Finding(
                measure,
                tcp.word(row, 2),
                tcp.word(row, 3),
                tcp.word(row, 0),
                tcp.word(row, 1),
                tcp.dpid(row),
                tcp.inPort(row),
                IpProto.TCP,
                value,
                pps,
                lasting);
    }

    private void slowCrowds(long nowNs, Iterable<FlowSummary> summaries) {
        for (FlowSummary summary : summaries) {
            slowPairs.addAll(summary.slow);
        }
        slow.count(nowNs, slowPairs);
        for (int row = 0; row < slowPairs.size(); row++) {
            if (slowPairs.count(row) >= MANY_SLOW) {
                findings.add(new Finding(
                        Measure.SLOW_CONNECTIONS,
                        slowPairs.dstHi(row),
                        slowPairs.dstLo(row),
                        slowPairs.srcHi(row),
                        slowPairs.srcLo(row),
                        slowPairs.dpid(row),
                        slowPairs.inPort(row),
                        IpProto.TCP,
                        slowPairs.count(row),
                        Math.max(1, slowPairs.count(row) / 5.0)));
            }
        }
    }

    /** A UDP flood to changing ports is no scan, not even before it is known as a flood. */
    private void settle(DestinationTable destinations, long nowNs) {
        for (Finding finding : findings.all()) {
            Destination destination = destinations.admit(finding.dstHi(), finding.dstLo(), finding.pps(), nowNs);
            if (destination == null) {
                continue;
            }
            boolean flood = finding.measure() == Measure.FAILED_PROBES
                    && finding.protocol() == IpProto.UDP
                    && destination.threshold(Measure.ONE_WAY_UDP).offThreshold()
                            < destination.value(Measure.ONE_WAY_UDP);
            if (!flood) {
                destination.add(finding.measure(), finding.value(), finding.lasting() ? finding.value() : 0);
            }
        }
    }

    /** SYNs of scans and of connections that went on are none of a flood. */
    private void takeOthersOutOfFloods(DestinationTable destinations) {
        for (int row = 0; row < tcp.size(); row++) {
            double scan = tcp.firstTriesPps(row);
            boolean crowd = tcp.webSynPps(row) >= MANY_CONNECTIONS && tcp.syns(row) >= SEEN_OFTEN && tcp.wentOn(row);
            if (crowd) {
                reduce(destinations, row, tcp.webSynPps(row));
            } else if (scan > 0
                    && scan < FASTEST_SCAN
                    && scanners.inVain(tcp.word(row, 0), tcp.word(row, 1)) >= Scanners.WORTH_A_LOOK) {
                reduce(destinations, row, scan);
            }
        }
    }

    private void reduce(DestinationTable destinations, int pair, double pps) {
        Destination destination = destinations.find(tcp.word(pair, 2), tcp.word(pair, 3));
        if (destination != null) {
            destination.reduce(Measure.HALF_OPEN_SYN, pps);
        }
    }

    /**
     * TCP that is not answered, by its samples. Of many small pairs only one direction may be among them: then what a
     * host receives from such pairs is set against what it sends to such pairs.
     */
    private void unanswered(DestinationTable destinations) {
        hosts.clear();
        for (int row = 0; row < tcp.size(); row++) {
            if (tcp.otherPps(row) <= 0 || isAnswered(row, destinations)) {
                continue;
            }
            int to = host(tcp.word(row, 2), tcp.word(row, 3));
            int from = host(tcp.word(row, 0), tcp.word(row, 1));
            if (to >= 0 && from >= 0) {
                in[to] += tcp.otherPps(row);
                out[from] += tcp.otherPps(row);
            }
        }
        for (int row = 0; row < hosts.size(); row++) {
            double alone = in[row] - BALANCE * out[row];
            Destination destination =
                    alone < WORTH_A_LOOK_PPS ? null : destinations.find(hosts.word(row, 0), hosts.word(row, 1));
            if (destination != null) {
                destination.add(Measure.ONE_WAY_OTHER, alone, 0);
            }
        }
    }

    /** Resets are no answers. */
    private boolean isAnswered(int pair, DestinationTable destinations) {
        double enough = TAKES_PART * tcp.otherPps(pair);
        int back = tcp.find(tcp.word(pair, 2), tcp.word(pair, 3), tcp.word(pair, 0), tcp.word(pair, 1));
        if (back >= 0 && tcp.otherPps(back) >= enough) {
            return true;
        }
        Destination sender = destinations.find(tcp.word(pair, 0), tcp.word(pair, 1));
        return sender != null && sender.tcpAnswerPps() >= enough;
    }

    private int host(long hi, long lo) {
        hosts.key()[0] = hi;
        hosts.key()[1] = lo;
        int row = hosts.find();
        if (row < 0) {
            row = hosts.add();
            if (row >= 0) {
                in[row] = out[row] = 0;
            }
        }
        return row;
    }

    /** Who does it, to this destination, in the present window. */
    Findings findings() {
        return findings;
    }

    /** How full the tables of switches are; any thread may answer. */
    @FunctionalInterface
    interface Pressure {
        /** 0 with room, 1 filling up, 2 nearly full or full. */
        int level(long dpid);
    }
}

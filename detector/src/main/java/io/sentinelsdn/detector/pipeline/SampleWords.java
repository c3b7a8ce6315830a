package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.domain.flow.FlowSample;

/**
 * A sample as {@value #LENGTH} words of an array, as it lies in a ring. Cookie and transmit counters are not handed
 * over: the detector has no use for them.
 *
 * <pre>
 *  0 srcHi   1 srcLo   2 dstHi   3 dstLo   4 protocol &lt;&lt; 32 | srcPort &lt;&lt; 16 | dstPort
 *  5 dpid    6 tcpFlags &lt;&lt; 40 | kind &lt;&lt; 32 | inPort    7 hash of the flow, the same for both directions
 *  8 packets 9 bytes  10 durationNs       11 timeNs
 * </pre>
 */
final class SampleWords {
    static final int LENGTH = 12;

    static final int SRC_HI = 0;
    static final int SRC_LO = 1;
    static final int DST_HI = 2;
    static final int DST_LO = 3;
    static final int TUPLE = 4;
    static final int DPID = 5;
    static final int PORT_KIND = 6;
    static final int HASH = 7;
    static final int PACKETS = 8;
    static final int BYTES = 9;
    static final int DURATION = 10;
    static final int TIME = 11;

    /** How many kinds there are; their codes are 0 to one less. */
    static final int KINDS = 7;

    private static final int FLOW_END = 1;

    private SampleWords() {}

    /** Number of a kind. */
    static int code(FlowSample.Kind kind) {
        return switch (kind) {
            case FLOW -> 0;
            case FLOW_END -> FLOW_END;
            case COARSE -> 2;
            case SYN_COUNT -> 3;
            case MISS_COUNT -> 4;
            case PACKET -> 5;
            case PORT -> 6;
        };
    }

    private static FlowSample.Kind kind(int code) {
        return switch (code) {
            case 0 -> FlowSample.Kind.FLOW;
            case FLOW_END -> FlowSample.Kind.FLOW_END;
            case 2 -> FlowSample.Kind.COARSE;
            case 3 -> FlowSample.Kind.SYN_COUNT;
            case 4 -> FlowSample.Kind.MISS_COUNT;
            case 5 -> FlowSample.Kind.PACKET;
            case 6 -> FlowSample.Kind.PORT;
            default -> throw new IllegalArgumentException("not a kind of sample: " + code);
        };
    }

    /** Protocol and ports in one word, never negative. */
    static long tuple(int protocol, int srcPort, int dstPort) {
        return (protocol & 0xffL) << 32 | (srcPort & 0xffffL) << 16 | (dstPort & 0xffffL);
    }

    static void write(FlowSample sample, long hash, long[] words, int at) {
        words[at] = sample.srcHi;
        words[at + SRC_LO] = sample.srcLo;
        words[at + DST_HI] = sample.dstHi;
        words[at + DST_LO] = sample.dstLo;
        words[at + TUPLE] = tuple(sample.protocol, sample.srcPort, sample.dstPort);
        words[at + DPID] = sample.dpid;
        words[at + PORT_KIND] =
                (long) sample.tcpFlags << 40 | (long) code(sample.kind) << 32 | (sample.inPort & 0xffff_ffffL);
        words[at + HASH] = hash;
        words[at + PACKETS] = sample.packets;
        words[at + BYTES] = sample.bytes;
        words[at + DURATION] = sample.durationNs;
        words[at + TIME] = sample.timeNs;
    }

    static void read(long[] words, int at, FlowSample sample) {
        long tuple = words[at + TUPLE];
        long portKind = words[at + PORT_KIND];
        sample.kind = kind((int) (portKind >>> 32) & 0xff);
        sample.dpid = words[at + DPID];
        sample.inPort = (int) portKind;
        sample.srcHi = words[at];
        sample.srcLo = words[at + SRC_LO];
        sample.dstHi = words[at + DST_HI];
        sample.dstLo = words[at + DST_LO];
        sample.protocol = (int) (tuple >>> 32);
        sample.srcPort = (int) (tuple >>> 16) & 0xffff;
        sample.dstPort = (int) tuple & 0xffff;
        sample.tcpFlags = (int) (portKind >>> 40);
        sample.packets = words[at + PACKETS];
        sample.bytes = words[at + BYTES];
        sample.durationNs = words[at + DURATION];
        sample.timeNs = words[at + TIME];
    }

    static boolean isFlowEnd(long[] words, int at) {
        return ((int) (words[at + PORT_KIND] >>> 32) & 0xff) == FLOW_END;
    }
}

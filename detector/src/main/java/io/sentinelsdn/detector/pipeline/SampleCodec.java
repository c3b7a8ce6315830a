package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.domain.flow.FlowSample;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A sample as {@value #LENGTH} bytes in a ring, in native order: twelve longs, then five ints; its kind is the type of
 * the message.
 *
 * <pre>
 *   0 dpid      8 srcHi     16 srcLo     24 dstHi    32 dstLo       40 packets
 *  48 bytes    56 txPackets 64 txBytes   72 durationNs  80 timeNs   88 cookie
 *  96 inPort  100 protocol 104 srcPort  108 dstPort 112 tcpFlags
 * </pre>
 */
final class SampleCodec {
    static final int LENGTH = 116;

    private SampleCodec() {}

    /** Message type of a kind; types start at 1. */
    static int type(FlowSample.Kind kind) {
        return switch (kind) {
            case FLOW -> 1;
            case FLOW_END -> 2;
            case COARSE -> 3;
            case SYN_COUNT -> 4;
            case MISS_COUNT -> 5;
            case PACKET -> 6;
            case PORT -> 7;
        };
    }

    private static FlowSample.Kind kind(int type) {
        return switch (type) {
            case 1 -> FlowSample.Kind.FLOW;
            case 2 -> FlowSample.Kind.FLOW_END;
            case 3 -> FlowSample.Kind.COARSE;
            case 4 -> FlowSample.Kind.SYN_COUNT;
            case 5 -> FlowSample.Kind.MISS_COUNT;
            case 6 -> FlowSample.Kind.PACKET;
            case 7 -> FlowSample.Kind.PORT;
            default -> throw new IllegalArgumentException("not a kind of sample: " + type);
        };
    }

    static void write(FlowSample sample, MutableDirectBuffer buffer, int at) {
        buffer.putLong(at, sample.dpid);
        buffer.putLong(at + 8, sample.srcHi);
        buffer.putLong(at + 16, sample.srcLo);
        buffer.putLong(at + 24, sample.dstHi);
        buffer.putLong(at + 32, sample.dstLo);
        buffer.putLong(at + 40, sample.packets);
        buffer.putLong(at + 48, sample.bytes);
        buffer.putLong(at + 56, sample.txPackets);
        buffer.putLong(at + 64, sample.txBytes);
        buffer.putLong(at + 72, sample.durationNs);
        buffer.putLong(at + 80, sample.timeNs);
        buffer.putLong(at + 88, sample.cookie);
        buffer.putInt(at + 96, sample.inPort);
        buffer.putInt(at + 100, sample.protocol);
        buffer.putInt(at + 104, sample.srcPort);
        buffer.putInt(at + 108, sample.dstPort);
        buffer.putInt(at + 112, sample.tcpFlags);
    }

    static void read(int type, DirectBuffer buffer, int at, FlowSample sample) {
        sample.kind = kind(type);
        sample.dpid = buffer.getLong(at);
        sample.srcHi = buffer.getLong(at + 8);
        sample.srcLo = buffer.getLong(at + 16);
        sample.dstHi = buffer.getLong(at + 24);
        sample.dstLo = buffer.getLong(at + 32);
        sample.packets = buffer.getLong(at + 40);
        sample.bytes = buffer.getLong(at + 48);
        sample.txPackets = buffer.getLong(at + 56);
        sample.txBytes = buffer.getLong(at + 64);
        sample.durationNs = buffer.getLong(at + 72);
        sample.timeNs = buffer.getLong(at + 80);
        sample.cookie = buffer.getLong(at + 88);
        sample.inPort = buffer.getInt(at + 96);
        sample.protocol = buffer.getInt(at + 100);
        sample.srcPort = buffer.getInt(at + 104);
        sample.dstPort = buffer.getInt(at + 108);
        sample.tcpFlags = buffer.getInt(at + 112);
    }
}

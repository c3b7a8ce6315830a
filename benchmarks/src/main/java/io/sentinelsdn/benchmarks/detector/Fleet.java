package io.sentinelsdn.benchmarks.detector;

import io.sentinelsdn.domain.flow.FlowSample;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import java.util.concurrent.TimeUnit;

/**
 * Switches that report the same flows again and again, always in the same order: half of the flows answer the other
 * half, half of the pairs are TCP and half UDP, a hundred hosts a switch. Owned by the producing thread.
 */
final class Fleet {
    private static final int HOSTS = 100;
    private static final long AGE_NS = TimeUnit.SECONDS.toNanos(5);

    private final int firstSwitch;
    private final int switches;
    private final int flows;
    private final FlowSampleSink sink;
    private final FlowSample sample = new FlowSample();
    private int nextSwitch;
    private int nextFlow;
    private long polls;

    /**
     * A part of a fleet named like {@code 16x1000} (switches and flows of each), which is split evenly.
     *
     * @param part which part, from 0
     * @param parts how many parts there are
     */
    Fleet(String size, int part, int parts, FlowSampleSink sink) {
        String[] numbers = size.split("x", -1);
        switches = Integer.parseInt(numbers[0]) / parts;
        firstSwitch = part * switches;
        flows = Integer.parseInt(numbers[1]);
        this.sink = sink;
    }

    int size() {
        return switches * flows;
    }

    /** Reports the next flows, as they were counted at this time. */
    void report(int count, long nowNs) {
        for (int i = 0; i < count; i++) {
            flow(nowNs);
            if (++nextFlow == flows) {
                nextFlow = 0;
                if (++nextSwitch == switches) {
                    nextSwitch = 0;
                    polls++;
                }
            }
        }
    }

    private void flow(long nowNs) {
        int pair = nextFlow >> 1;
        boolean back = (nextFlow & 1) != 0;
        long client = host(pair % HOSTS);
        long server = host(HOSTS + pair / HOSTS);
        sample.kind = FlowSample.Kind.FLOW;
        sample.dpid = 1L + firstSwitch + nextSwitch;
        sample.inPort = 1 + (back ? pair / HOSTS : pair) % 24;
        sample.srcLo = back ? server : client;
        sample.dstLo = back ? client : server;
        sample.protocol = (pair & 1) == 0 ? IpProto.TCP : IpProto.UDP;
        sample.srcPort = back ? 80 : 1024 + pair;
        sample.dstPort = back ? 1024 + pair : 80;
        sample.packets = 100L + polls * 10L;
        sample.bytes = sample.packets * 500;
        sample.durationNs = AGE_NS + nowNs;
        sample.timeNs = nowNs;
        sink.offer(sample);
    }

    private long host(int number) {
        return IpAddress.v4Lo((10 << 24) + ((firstSwitch + nextSwitch) << 10) + number);
    }

    /** Reports sampled packets of many sources to a few hosts, one packet in two UDP. */
    void packets(int count, long nowNs) {
        sample.kind = FlowSample.Kind.PACKET;
        sample.packets = 1;
        sample.bytes = 60;
        sample.timeNs = nowNs;
        for (int i = 0; i < count; i++) {
            int number = nextFlow++;
            sample.dpid = 1L + firstSwitch + (number >> 6) % switches;
            sample.inPort = 1 + (number >> 4) % 4;
            sample.srcLo = host(number % 1000);
            sample.dstLo = host(1000 + number % 16);
            sample.protocol = (number & 1) == 0 ? IpProto.TCP : IpProto.UDP;
            sample.tcpFlags = (number & 1) == 0 ? IpProto.TCP_SYN : 0;
            sample.srcPort = 1024 + (number & 0x7fff);
            sample.dstPort = 80;
            sink.offer(sample);
        }
    }
}

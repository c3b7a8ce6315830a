package io.sentinelsdn.benchmarks.controller;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.sentinelsdn.controller.openflow.FlowStatsWalker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFlowStatsEntry;
import org.projectfloodlight.openflow.protocol.OFFlowStatsReply;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U64;

/**
 * Entries of a flow-stats reply per second: the walk in place against openflowj, both reading addresses, ports and
 * counters. Run it with {@code scripts/bench/jmh FlowStatsWalk -prof gc}; {@code gc.alloc.rate.norm} is bytes an entry.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlowStatsWalkBenchmark {
    private static final int ENTRIES = 500;
    private static final int MULTIPART_HEADER = 16;

    private long sum;
    private final FlowStatsWalker walker = new FlowStatsWalker();
    private final FlowStatsWalker.Visitor visitor =
            entry -> sum += entry.packets + entry.bytes + entry.srcLo + entry.dstLo + entry.srcPort + entry.dstPort;
    private ByteBuf reply;

    @Setup
    public void writeReply() {
        OFFactory factory = OFFactories.getFactory(OFVersion.OF_13);
        List<OFFlowStatsEntry> entries = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            entries.add(factory.buildFlowStatsEntry()
                    .setTableId(TableId.of(3))
                    .setPriority(100)
                    .setCookie(U64.of(i))
                    .setPacketCount(U64.of(i * 31L))
                    .setByteCount(U64.of(i * 3_100L))
                    .setMatch(factory.buildMatch()
                            .setExact(MatchField.IN_PORT, OFPort.of(1 + i % 48))
                            .setExact(MatchField.ETH_TYPE, EthType.IPv4)
                            .setExact(MatchField.IP_PROTO, IpProtocol.TCP)
                            .setExact(MatchField.IPV4_SRC, IPv4Address.of(0x0a00_0000 + i))
                            .setExact(MatchField.IPV4_DST, IPv4Address.of(0x0a01_0000 + i % 7))
                            .setExact(MatchField.TCP_SRC, TransportPort.of(1_024 + i))
                            .setExact(MatchField.TCP_DST, TransportPort.of(80))
                            .build())
                    .build());
        }
        reply = PooledByteBufAllocator.DEFAULT.directBuffer();
        factory.buildFlowStatsReply().setEntries(entries).build().writeTo(reply);
    }

    @TearDown
    public void release() {
        reply.release();
    }

    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long walkInPlace() {
        sum = 0;
        walker.walk(reply, MULTIPART_HEADER, reply.writerIndex(), visitor);
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long openflowj() throws OFParseError {
        long total = 0;
        OFFlowStatsReply message =
                (OFFlowStatsReply) OFFactories.getGenericReader().readFrom(reply.duplicate());
        for (OFFlowStatsEntry entry : message.getEntries()) {
            total += entry.getPacketCount().getValue()
                    + entry.getByteCount().getValue()
                    + entry.getMatch().get(MatchField.IPV4_SRC).getInt()
                    + entry.getMatch().get(MatchField.IPV4_DST).getInt()
                    + entry.getMatch().get(MatchField.TCP_SRC).getPort()
                    + entry.getMatch().get(MatchField.TCP_DST).getPort();
        }
        return total;
    }
}

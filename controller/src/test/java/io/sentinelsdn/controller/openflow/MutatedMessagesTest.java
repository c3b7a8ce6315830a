package io.sentinelsdn.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sentinelsdn.domain.metric.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFPacketInReason;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.DatapathId;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U32;
import org.projectfloodlight.openflow.types.U64;

/** 300,000 messages with bytes flipped: each is handled, or costs its connection, and nothing else happens. */
class MutatedMessagesTest {
    private static final OFFactory OF13 = RuleCodec.FACTORY;
    private static final int MESSAGES = 300_000;
    private static final int HANDSHAKE_MESSAGES = 4;
    /** The session's own numbering: HELLO is 1, the role 2, the barrier of the handshake 10, the polls follow. */
    private static final int PORT_DESC_XID = 6;

    private static final int BARRIER_XID = 10;
    private static final int PORTS_XID = 11;
    private static final int TABLES_XID = 12;
    private static final int METERS_XID = 13;
    private static final int GROUPS_XID = 14;
    private static final int FLOWS_XID = 15;

    private final Counters counters = new Counters();
    private final OpenFlowMetrics metrics = new OpenFlowMetrics(counters);
    private final Tally tally = new Tally();

    /** Reads everything it is shown. */
    private static final class Tally implements SessionHandler {
        private long ready;
        private long seen;

        @Override
        public void ready(SwitchSession session) {
            ready++;
            session.polls().askPorts();
            session.polls().askTables();
            session.polls().askMeters();
            session.polls().askGroups();
            for (StatsKind kind : StatsKind.values()) {
                session.polls().askFlows(kind, 0xff, 0, 0);
            }
        }

        @Override
        public void closed(SwitchSession session, String reason) {
            assertThat(reason).isNotBlank();
        }

        @Override
        public void packetIn(SwitchSession session, PacketIn packet, long nowNs) {
            seen += 1 + packet.data().readableBytes() + packet.payload().readableBytes();
        }

        @Override
        public void flowStats(SwitchSession session, StatsKind kind, FlowStatsEntry entry, long nowNs) {
            seen += 1 + (entry.packets & 1);
        }

        @Override
        public void flowStatsEnd(SwitchSession session, StatsKind kind) {
            seen++;
        }

        @Override
        public void flowRemoved(SwitchSession session, FlowStatsEntry entry, long nowNs) {
            seen++;
        }

        @Override
        public void portStats(SwitchSession session, PortCounters port, long nowNs) {
            seen++;
        }

        @Override
        public void tableStats(SwitchSession session, int tableId, long activeEntries) {
            seen++;
        }

        @Override
        public void meterStats(SwitchSession session, long meterId, long packets, long dropped) {
            seen++;
        }

        @Override
        public void groupDesc(SwitchSession session, int groupId, int type, List<Integer> ports) {
            seen += 1 + ports.size();
        }

        @Override
        public void groupDescEnd(SwitchSession session) {
            seen++;
        }

        @Override
        public void refused(SwitchSession session, String reason) {
            throw new AssertionError("nobody else has its datapath id");
        }

        @Override
        public void explored(SwitchSession session, List<String> lacks) {
            seen++;
        }

        @Override
        public void roleChanged(SwitchSession session) {
            seen++;
        }

        @Override
        public void portsChanged(SwitchSession session, List<SwitchFeatures.Port> ports) {
            seen += ports.size();
        }
    }

    @Test
    void shouldHandleOrRefuseEveryMutatedMessage() {
        List<byte[]> seeds = seeds();
        Random random = new Random(42);
        int connections = 0;
        int sent = 0;
        while (sent < MESSAGES) {
            connections++;
            EmbeddedChannel channel = connect(seeds);
            while (channel.isOpen() && sent < MESSAGES) {
                channel.writeInbound(Unpooled.wrappedBuffer(mutate(seeds.get(random.nextInt(seeds.size())), random)));
                discardOutput(channel);
                sent++;
            }
            channel.finishAndReleaseAll();
        }

        assertThat(tally.ready).isEqualTo(connections);
        assertThat(tally.seen).isGreaterThan(MESSAGES / 4);
        assertThat(metrics.malformed.value()).isBetween((long) connections - 1, (long) MESSAGES);
    }

    private EmbeddedChannel connect(List<byte[]> seeds) {
        EmbeddedChannel channel = new EmbeddedChannel();
        OpenFlowConfig config = OpenFlowConfig.defaults();
        Sessions sessions = new Sessions(metrics, new Admission(config.limits(), metrics));
        SwitchSession session = new SwitchSession(channel, tally, metrics, config, sessions);
        channel.pipeline().addLast(new SessionChannelHandler(config.patience(), metrics, session));
        session.start();
        for (byte[] message : seeds.subList(0, HANDSHAKE_MESSAGES)) {
            channel.writeInbound(Unpooled.wrappedBuffer(message));
        }
        discardOutput(channel);
        return channel;
    }

    private static void discardOutput(EmbeddedChannel channel) {
        ByteBuf out = channel.readOutbound();
        while (out != null) {
            out.release();
            out = channel.readOutbound();
        }
    }

    /** Flips bytes, mostly behind the header, so that many messages are framed and then contradict themselves. */
    private static byte[] mutate(byte[] seed, Random random) {
        byte[] message = seed.clone();
        int flips = 1 + random.nextInt(3);
        for (int i = 0; i < flips; i++) {
            boolean header = message.length == 8 || random.nextInt(20) == 0;
            int at = header ? random.nextInt(8) : 8 + random.nextInt(message.length - 8);
            message[at] = (byte) random.nextInt(256);
        }
        return message;
    }

    private static List<byte[]> seeds() {
        Match match =
                OF13.buildMatch().setExact(MatchField.IN_PORT, OFPort.of(1)).build();
        List<OFMessage> messages = List.of(
                OF13.hello(List.of(OF13.buildHelloElemVersionbitmap()
                        .setBitmaps(List.of(U32.of(0x10)))
                        .build())),
                OF13.buildFeaturesReply()
                        .setDatapathId(DatapathId.of(99))
                        .setNTables((short) 8)
                        .build(),
                OF13.buildPortDescStatsReply()
                        .setXid(PORT_DESC_XID)
                        .setEntries(List.of(OF13.buildPortDesc()
                                .setPortNo(OFPort.of(1))
                                .setName("p1")
                                .build()))
                        .build(),
                OF13.buildBarrierReply().setXid(BARRIER_XID).build(),
                OF13.echoRequest(new byte[] {1, 2, 3}),
                OF13.buildPacketIn()
                        .setBufferId(OFBufferId.NO_BUFFER)
                        .setReason(OFPacketInReason.ACTION)
                        .setTableId(TableId.of(3))
                        .setCookie(U64.of(1))
                        .setTotalLen(60)
                        .setMatch(match)
                        .setData(new byte[60])
                        .build(),
                OF13.buildFlowStatsReply()
                        .setXid(FLOWS_XID)
                        .setFlags(
                                java.util.Set.of(org.projectfloodlight.openflow.protocol.OFStatsReplyFlags.REPLY_MORE))
                        .setEntries(List.of(
                                OF13.buildFlowStatsEntry().setMatch(match).build(),
                                OF13.buildFlowStatsEntry().setMatch(match).build()))
                        .build(),
                OF13.buildTableStatsReply()
                        .setXid(TABLES_XID)
                        .setFlags(
                                java.util.Set.of(org.projectfloodlight.openflow.protocol.OFStatsReplyFlags.REPLY_MORE))
                        .setEntries(List.of(OF13.buildTableStatsEntry()
                                .setTableId(TableId.of(3))
                                .build()))
                        .build(),
                OF13.buildMeterStatsReply()
                        .setXid(METERS_XID)
                        .setFlags(
                                java.util.Set.of(org.projectfloodlight.openflow.protocol.OFStatsReplyFlags.REPLY_MORE))
                        .setEntries(List.of(OF13.buildMeterStats()
                                .setMeterId(1)
                                .setBandStats(List.of(OF13.buildMeterBandStats().build()))
                                .build()))
                        .build(),
                OF13.buildGroupDescStatsReply()
                        .setXid(GROUPS_XID)
                        .setFlags(
                                java.util.Set.of(org.projectfloodlight.openflow.protocol.OFStatsReplyFlags.REPLY_MORE))
                        .setEntries(List.of(OF13.buildGroupDescStatsEntry()
                                .setGroupType(org.projectfloodlight.openflow.protocol.OFGroupType.FF)
                                .setGroup(org.projectfloodlight.openflow.types.OFGroup.of(7))
                                .setBuckets(List.of(OF13.buildBucket()
                                        .setActions(List.of(OF13.actions().output(OFPort.of(1), 0)))
                                        .build()))
                                .build()))
                        .build(),
                OF13.buildFlowRemoved()
                        .setReason(org.projectfloodlight.openflow.protocol.OFFlowRemovedReason.IDLE_TIMEOUT)
                        .setMatch(match)
                        .build(),
                OF13.buildPortStatsReply()
                        .setXid(PORTS_XID)
                        .setFlags(
                                java.util.Set.of(org.projectfloodlight.openflow.protocol.OFStatsReplyFlags.REPLY_MORE))
                        .setEntries(List.of(OF13.buildPortStatsEntry()
                                .setPortNo(OFPort.of(1))
                                .build()))
                        .build());
        List<byte[]> seeds = new ArrayList<>();
        for (OFMessage message : messages) {
            ByteBuf buffer = Unpooled.buffer();
            message.writeTo(buffer);
            byte[] wire = new byte[buffer.readableBytes()];
            buffer.readBytes(wire);
            seeds.add(wire);
        }
        return seeds;
    }
}

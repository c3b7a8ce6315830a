package io.sentinelsdn.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFBucket;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFGroupMod;
import org.projectfloodlight.openflow.protocol.OFGroupModCommand;
import org.projectfloodlight.openflow.protocol.OFGroupType;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;

class GroupCodecTest {
    private static final OFFactory OF13 = RuleCodec.FACTORY;
    private static final int STATS_HEADER = 16;

    private static OFGroupMod read(byte[] message) throws OFParseError {
        return (OFGroupMod) OF13.getReader().readFrom(Unpooled.wrappedBuffer(message));
    }

    private static OFAction output(int port) {
        return OF13.actions().output(OFPort.of(port), 0);
    }

    @Test
    void shouldWriteWhatAnotherCodecReads() throws Exception {
        OFGroupMod failover =
                read(GroupCodec.put(new GroupEntry(0x5e00_0001, GroupEntry.Type.FAST_FAILOVER, List.of(3, 4)), false));

        assertThat(failover.getCommand()).isEqualTo(OFGroupModCommand.ADD);
        assertThat(failover.getGroupType()).isEqualTo(OFGroupType.FF);
        assertThat(failover.getGroup()).isEqualTo(OFGroup.of(0x5e00_0001));
        assertThat(failover.getBuckets())
                .extracting(OFBucket::getWatchPort)
                .containsExactly(OFPort.of(3), OFPort.of(4));
        assertThat(failover.getBuckets()).extracting(OFBucket::getWeight).containsOnly(0);
        assertThat(failover.getBuckets())
                .extracting(OFBucket::getActions)
                .containsExactly(List.of(output(3)), List.of(output(4)));

        OFGroupMod select = read(GroupCodec.put(new GroupEntry(7, GroupEntry.Type.SELECT, List.of(1)), true));
        assertThat(select.getCommand()).isEqualTo(OFGroupModCommand.MODIFY);
        assertThat(select.getGroupType()).isEqualTo(OFGroupType.SELECT);
        assertThat(select.getBuckets()).extracting(OFBucket::getWeight).containsExactly(1);

        assertThat(read(GroupCodec.delete(7)).getCommand()).isEqualTo(OFGroupModCommand.DELETE);
    }

    @Test
    void shouldReadWhatAnotherCodecWrites() {
        ByteBuf reply = Unpooled.buffer();
        OF13.buildGroupDescStatsReply()
                .setEntries(List.of(
                        OF13.buildGroupDescStatsEntry()
                                .setGroupType(OFGroupType.SELECT)
                                .setGroup(OFGroup.of(9))
                                .setBuckets(List.of(
                                        OF13.buildBucket()
                                                .setActions(List.of(output(5)))
                                                .build(),
                                        OF13.buildBucket().build()))
                                .build(),
                        OF13.buildGroupDescStatsEntry()
                                .setGroupType(OFGroupType.ALL)
                                .setGroup(OFGroup.of(10))
                                .build()))
                .build()
                .writeTo(reply);
        List<String> seen = new ArrayList<>();

        GroupCodec.walk(
                reply, STATS_HEADER, reply.writerIndex(), (id, type, ports) -> seen.add(id + " " + type + " " + ports));

        assertThat(seen).containsExactly("9 1 [5, 0]", "10 0 []");
        assertThatThrownBy(() -> GroupCodec.walk(reply, STATS_HEADER, reply.writerIndex() - 1, (id, type, ports) -> {}))
                .isInstanceOf(MalformedMessage.class);
    }
}

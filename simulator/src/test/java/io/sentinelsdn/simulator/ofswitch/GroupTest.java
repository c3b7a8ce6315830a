package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.A;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.B;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.HOP;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.simulator.frame.Frames;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFBucket;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFFlowRemoved;
import org.projectfloodlight.openflow.protocol.OFFlowRemovedReason;
import org.projectfloodlight.openflow.protocol.OFGroupDescStatsReply;
import org.projectfloodlight.openflow.protocol.OFGroupFeaturesStatsReply;
import org.projectfloodlight.openflow.protocol.OFGroupMod;
import org.projectfloodlight.openflow.protocol.OFGroupModFailedCode;
import org.projectfloodlight.openflow.protocol.OFGroupStatsEntry;
import org.projectfloodlight.openflow.protocol.OFGroupStatsReply;
import org.projectfloodlight.openflow.protocol.OFGroupType;
import org.projectfloodlight.openflow.protocol.action.OFAction;
import org.projectfloodlight.openflow.protocol.errormsg.OFGroupModFailedErrorMsg;
import org.projectfloodlight.openflow.protocol.instruction.OFInstruction;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;

class GroupTest {
    @AutoClose
    private final SwitchFixture fixture = new SwitchFixture();

    private final ScriptedController controller = fixture.controller;

    private static OFAction to(int port) {
        return OF.actions().output(OFPort.of(port), 0xffff);
    }

    private static OFAction toGroup(int group) {
        return OF.actions().group(OFGroup.of(group));
    }

    private static OFInstruction viaGroup(int group) {
        return OF.instructions().applyActions(List.of(toGroup(group)));
    }

    private static OFBucket bucket(OFAction... actions) {
        return watching(OFPort.ANY, actions);
    }

    private static OFBucket watching(OFPort port, OFAction... actions) {
        return OF.buildBucket()
                .setWatchPort(port)
                .setWatchGroup(OFGroup.ANY)
                .setActions(List.of(actions))
                .build();
    }

    private static OFBucket weighted(int weight, OFAction... actions) {
        return OF.buildBucket()
                .setWeight(weight)
                .setWatchPort(OFPort.ANY)
                .setWatchGroup(OFGroup.ANY)
                .setActions(List.of(actions))
                .build();
    }

    private static OFGroupMod add(int id, OFGroupType type, OFBucket... buckets) {
        return OF.buildGroupAdd()
                .setGroup(OFGroup.of(id))
                .setGroupType(type)
                .setBuckets(List.of(buckets))
                .build();
    }

    private static OFGroupMod modify(int id, OFGroupType type, OFBucket... buckets) {
        return OF.buildGroupModify()
                .setGroup(OFGroup.of(id))
                .setGroupType(type)
                .setBuckets(List.of(buckets))
                .build();
    }

    private static OFGroupMod delete(int id) {
        return OF.buildGroupDelete()
                .setGroup(OFGroup.of(id))
                .setGroupType(OFGroupType.ALL)
                .build();
    }

    private OFGroupModFailedCode refused(OFGroupMod message) throws IOException {
        return ((OFGroupModFailedErrorMsg) controller.refused(message)).getCode();
    }

    private static byte[] udpFrom(int port) {
        return Frames.udp(HOP, A, B, port, 53, new byte[10]);
    }

    @Test
    void shouldSendACopyThroughEachBucketOfAll() throws IOException {
        controller.order(add(1, OFGroupType.ALL, bucket(to(2)), bucket(to(3))));
        controller.order(rule(0, 1, any(), viaGroup(1)));

        assertThat(fixture.wayOf(UDP)).containsExactly(2, 3);
    }

    @Test
    void shouldGiveEachBucketThePacketAsItCame() throws IOException {
        OFAction rewrite = OF.actions()
                .setField(OF.oxms().ethDst(org.projectfloodlight.openflow.types.MacAddress.of("02:00:00:00:00:99")));
        controller.order(add(1, OFGroupType.ALL, bucket(rewrite, to(2)), bucket(to(3))));
        controller.order(rule(0, 1, any(), viaGroup(1)));
        byte[][] left = new byte[5][];
        fixture.emulated.onOutput((port, frame, count) -> left[port] = frame);

        fixture.emulated.inject(1, UDP);

        assertThat(left[2][5]).isEqualTo((byte) 0x99);
        assertThat(left[3]).isEqualTo(UDP);
    }

    @Test
    void shouldKeepAFlowInOneBucketOfSelectAndSpreadFlowsByWeight() throws IOException {
        controller.order(add(1, OFGroupType.SELECT, weighted(3, to(2)), weighted(1, to(3)), weighted(0, to(4))));
        controller.order(rule(0, 1, any(), viaGroup(1)));

        int[] taken = new int[5];
        for (int port = 1000; port < 3000; port++) {
            List<Integer> way = fixture.wayOf(udpFrom(port));
            assertThat(way).hasSize(1).isEqualTo(fixture.wayOf(udpFrom(port)));
            taken[way.get(0)]++;
        }

        assertThat(taken[2]).isBetween(1400, 1600);
        assertThat(taken[3]).isEqualTo(2000 - taken[2]);
    }

    @Test
    void shouldFailOverToTheFirstLiveBucketAndBack() throws IOException {
        controller.order(add(1, OFGroupType.FF, watching(OFPort.of(2), to(2)), watching(OFPort.of(3), to(3))));
        controller.order(rule(0, 1, any(), viaGroup(1)));
        assertThat(fixture.wayOf(UDP)).containsExactly(2);

        fixture.emulated.setPortUp(2, false);
        assertThat(fixture.wayOf(UDP)).containsExactly(3);
        fixture.emulated.setPortUp(3, false);
        assertThat(fixture.emulated.probe(1, UDP).dropped()).isTrue();
        fixture.emulated.setPortUp(2, true);
        assertThat(fixture.wayOf(UDP)).containsExactly(2);
    }

    @Test
    void shouldFailOverWhenAWatchedGroupHasNoLiveBucket() throws IOException {
        controller.order(add(2, OFGroupType.FF, watching(OFPort.of(2), to(2))));
        OFBucket overGroup = OF.buildBucket()
                .setWatchPort(OFPort.ANY)
                .setWatchGroup(OFGroup.of(2))
                .setActions(List.of(toGroup(2)))
                .build();
        controller.order(add(1, OFGroupType.FF, overGroup, watching(OFPort.of(4), to(4))));
        controller.order(rule(0, 1, any(), viaGroup(1)));
        assertThat(fixture.wayOf(UDP)).containsExactly(2);

        fixture.emulated.setPortUp(2, false);

        assertThat(fixture.wayOf(UDP)).containsExactly(4);
    }

    @Test
    void shouldLeaveDeadBucketsOfSelectOut() throws IOException {
        OFBucket dead = OF.buildBucket()
                .setWeight(1)
                .setWatchPort(OFPort.of(2))
                .setWatchGroup(OFGroup.ANY)
                .setActions(List.of(to(2)))
                .build();
        controller.order(add(1, OFGroupType.SELECT, dead, weighted(1, to(3))));
        controller.order(rule(0, 1, any(), viaGroup(1)));

        fixture.emulated.setPortUp(2, false);

        for (int port = 1000; port < 1050; port++) {
            assertThat(fixture.wayOf(udpFrom(port))).containsExactly(3);
        }
    }

    @Test
    void shouldPreferTheGroupOfAnActionSetToItsOutput() throws IOException {
        controller.order(add(1, OFGroupType.INDIRECT, bucket(to(3))));
        controller.order(rule(0, 1, any(), OF.instructions().writeActions(List.of(toGroup(1), to(2)))));

        assertThat(fixture.wayOf(UDP)).containsExactly(3);
    }

    @Test
    void shouldChangeWhatAGroupDoesWithoutTouchingEntries() throws IOException {
        controller.order(add(1, OFGroupType.INDIRECT, bucket(to(2))));
        controller.order(rule(0, 1, any(), viaGroup(1)));

        controller.order(modify(1, OFGroupType.INDIRECT, bucket(to(4))));

        assertThat(fixture.wayOf(UDP)).containsExactly(4);
    }

    @Test
    void shouldTakeTheEntriesOfADeletedGroupAlong() throws IOException {
        controller.order(add(1, OFGroupType.INDIRECT, bucket(to(2))));
        controller.order(Flows.tellingRemoval(Flows.add(0, 5, any(), viaGroup(1))));
        controller.order(rule(0, 1, any(), output(4)));

        controller.order(delete(1));

        assertThat(controller.hear(OFFlowRemoved.class).getReason()).isEqualTo(OFFlowRemovedReason.GROUP_DELETE);
        assertThat(fixture.wayOf(UDP)).containsExactly(4);
        controller.order(delete(1));
    }

    @Test
    void shouldDeleteAllGroupsAtOnce() throws IOException {
        controller.order(add(1, OFGroupType.INDIRECT, bucket(to(2))));
        controller.order(add(2, OFGroupType.INDIRECT, bucket(toGroup(1))));
        controller.order(OF.buildGroupDelete()
                .setGroup(OFGroup.ALL)
                .setGroupType(OFGroupType.ALL)
                .build());

        assertThat(controller
                        .ask(OF.buildGroupDescStatsRequest().build(), OFGroupDescStatsReply.class)
                        .getEntries())
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws IOException {
        controller.order(add(1, OFGroupType.INDIRECT, bucket(to(2))));
        controller.order(add(2, OFGroupType.INDIRECT, bucket(toGroup(1))));

        assertThat(refused(add(1, OFGroupType.ALL))).isEqualTo(OFGroupModFailedCode.GROUP_EXISTS);
        assertThat(refused(modify(9, OFGroupType.ALL))).isEqualTo(OFGroupModFailedCode.UNKNOWN_GROUP);
        assertThat(refused(delete(1))).isEqualTo(OFGroupModFailedCode.CHAINED_GROUP);
        assertThat(refused(modify(1, OFGroupType.INDIRECT, bucket(toGroup(2))))).isEqualTo(OFGroupModFailedCode.LOOP);
        assertThat(refused(modify(1, OFGroupType.INDIRECT, bucket(toGroup(1))))).isEqualTo(OFGroupModFailedCode.LOOP);
        assertThat(refused(add(3, OFGroupType.INDIRECT, bucket(to(2)), bucket(to(3)))))
                .isEqualTo(OFGroupModFailedCode.INVALID_GROUP);
        assertThat(refused(add(3, OFGroupType.FF, bucket(to(2))))).isEqualTo(OFGroupModFailedCode.INVALID_GROUP);
        assertThat(refused(add(3, OFGroupType.ALL, watching(OFPort.of(2), to(2)))))
                .isEqualTo(OFGroupModFailedCode.WATCH_UNSUPPORTED);
        OFErrorMsg unknownGroup = controller.refused(rule(0, 1, any(), viaGroup(77)));
        assertThat(unknownGroup.toString()).contains("BAD_OUT_GROUP");
    }

    @Test
    void shouldCountGroupsAndBuckets() throws IOException {
        controller.order(add(1, OFGroupType.ALL, bucket(to(2)), bucket(to(3))));
        controller.order(rule(0, 1, any(), viaGroup(1)));
        fixture.emulated.inject(1, UDP, 7);

        List<OFGroupStatsEntry> entries = controller
                .ask(OF.buildGroupStatsRequest().setGroup(OFGroup.ALL).build(), OFGroupStatsReply.class)
                .getEntries();

        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).getRefCount()).isEqualTo(1);
        assertThat(entries.get(0).getPacketCount().getValue()).isEqualTo(7);
        assertThat(entries.get(0).getByteCount().getValue()).isEqualTo(7L * UDP.length);
        assertThat(entries.get(0).getBucketStats())
                .hasSize(2)
                .allMatch(bucket -> bucket.getPacketCount().getValue() == 7);
    }

    @Test
    void shouldDescribeGroupsAsTheyWereSent() throws IOException {
        OFBucket first = weighted(3, to(2));
        controller.order(add(5, OFGroupType.SELECT, first));

        OFGroupDescStatsReply reply =
                controller.ask(OF.buildGroupDescStatsRequest().build(), OFGroupDescStatsReply.class);

        assertThat(reply.getEntries()).hasSize(1);
        assertThat(reply.getEntries().get(0).getGroupType()).isEqualTo(OFGroupType.SELECT);
        assertThat(reply.getEntries().get(0).getBuckets()).containsExactly(first);
    }

    @Test
    void shouldDeleteEntriesByTheGroupTheyUse() throws IOException {
        controller.order(add(1, OFGroupType.INDIRECT, bucket(to(2))));
        controller.order(rule(0, 5, any(), viaGroup(1)));
        controller.order(rule(0, 1, any(), output(3)));

        controller.order(Flows.delete(any()).setOutGroup(OFGroup.of(1)).build());

        assertThat(fixture.wayOf(UDP)).containsExactly(3);
    }

    @Test
    void shouldHaveNoGroupsWhenToldSo() throws IOException {
        try (SwitchFixture without = new SwitchFixture(config -> config.withGroups(false))) {
            OFErrorMsg error = without.controller.refused(add(1, OFGroupType.ALL, bucket(to(2))));
            OFGroupFeaturesStatsReply features = without.controller.ask(
                    OF.buildGroupFeaturesStatsRequest().build(), OFGroupFeaturesStatsReply.class);

            assertThat(((OFGroupModFailedErrorMsg) error).getCode()).isEqualTo(OFGroupModFailedCode.INVALID_GROUP);
            assertThat(features.getMaxGroupsAll()).isZero();
        }
        OFGroupFeaturesStatsReply features =
                controller.ask(OF.buildGroupFeaturesStatsRequest().build(), OFGroupFeaturesStatsReply.class);
        assertThat(features.getMaxGroupsSelect()).isEqualTo(Groups.MAX_GROUPS);
    }
}

package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.add;
import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.goTo;
import static io.sentinelsdn.simulator.ofswitch.Flows.inPort;
import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.Flows.toNet;
import static io.sentinelsdn.simulator.ofswitch.Flows.udpTo;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.SYN;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFBadInstructionCode;
import org.projectfloodlight.openflow.protocol.OFBadRequestCode;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFFlowModFailedCode;
import org.projectfloodlight.openflow.protocol.OFFlowModFlags;
import org.projectfloodlight.openflow.protocol.OFFlowRemoved;
import org.projectfloodlight.openflow.protocol.OFFlowRemovedReason;
import org.projectfloodlight.openflow.protocol.OFMeterModFailedCode;
import org.projectfloodlight.openflow.protocol.errormsg.OFBadInstructionErrorMsg;
import org.projectfloodlight.openflow.protocol.errormsg.OFBadRequestErrorMsg;
import org.projectfloodlight.openflow.protocol.errormsg.OFFlowModFailedErrorMsg;
import org.projectfloodlight.openflow.protocol.errormsg.OFMeterModFailedErrorMsg;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

class FlowModTest {
    @AutoClose
    private final SwitchFixture fixture =
            new SwitchFixture(config -> config.withTables(8).withMaxEntries(3));

    private final ScriptedController controller = fixture.controller;

    private OFFlowModFailedCode failure(OFFlowMod message) throws IOException {
        return ((OFFlowModFailedErrorMsg) controller.refused(message)).getCode();
    }

    @Test
    void shouldPreferTheHigherPriorityWhateverTheOrder() throws IOException {
        controller.order(rule(0, 10, any(), output(2)));
        controller.order(rule(0, 30, udpTo("10.0.0.2", 53), output(4)));
        controller.order(rule(0, 20, toNet("10.0.0.0/24"), output(3)));

        assertThat(fixture.wayOf(UDP)).containsExactly(4);
        assertThat(fixture.wayOf(SYN)).containsExactly(3);
    }

    @Test
    void shouldTellPrioritiesOfOneMatchApart() throws IOException {
        controller.order(rule(0, 10, any(), output(2)));
        controller.order(rule(0, 30, any(), output(4)));
        controller.order(rule(0, 20, any(), output(3)));
        assertThat(fixture.wayOf(UDP)).containsExactly(4);

        controller.order(Flows.deleteStrict(30, any()));
        assertThat(fixture.wayOf(UDP)).containsExactly(3);
        controller.order(Flows.deleteStrict(10, any()));
        controller.order(Flows.deleteStrict(20, any()));
        assertThat(fixture.wayOf(UDP)).isEmpty();
    }

    @Test
    void shouldReplaceAnEqualEntryAndKeepItsCountersUnlessToldToReset() throws IOException {
        controller.order(rule(0, 10, any(), output(2)));
        fixture.emulated.inject(1, UDP, 7);

        controller.order(rule(0, 10, any(), output(3)));
        assertThat(fixture.wayOf(UDP)).containsExactly(3);
        assertThat(fixture.packets(0, 10)).isEqualTo(7);

        controller.order(add(0, 10, any(), output(3))
                .setFlags(Set.of(OFFlowModFlags.RESET_COUNTS))
                .build());
        assertThat(fixture.packets(0, 10)).isZero();
        assertThat(fixture.emulated.flows()).hasSize(1);
    }

    @Test
    void shouldModifyWhatTheMatchCoversAndKeepCounters() throws IOException {
        controller.order(rule(0, 10, toNet("10.0.0.0/24"), output(2)));
        controller.order(rule(0, 20, udpTo("10.0.0.2", 53), output(2)));
        controller.order(rule(0, 5, any(), output(2)));
        fixture.emulated.inject(1, UDP, 3);

        controller.order(Flows.modify(toNet("10.0.0.0/8"), output(4)));

        assertThat(fixture.wayOf(UDP)).containsExactly(4);
        assertThat(fixture.packets(0, 20)).isEqualTo(3);
        controller.order(Flows.delete(toNet("10.0.0.0/8")).build());
        assertThat(fixture.wayOf(UDP)).containsExactly(2);
    }

    @Test
    void shouldDeleteOnlyCookiesUnderTheMask() throws IOException {
        controller.order(add(0, 10, any(), output(2)).setCookie(U64.of(0x11_01)).build());
        controller.order(add(0, 20, any(), output(3)).setCookie(U64.of(0x22_01)).build());

        controller.order(Flows.delete(any())
                .setCookie(U64.of(0x22_00))
                .setCookieMask(U64.of(0xff_00))
                .build());

        assertThat(fixture.wayOf(UDP)).containsExactly(2);
    }

    @Test
    void shouldDeleteOnlyEntriesThatSendToThePort() throws IOException {
        controller.order(rule(0, 10, any(), output(2)));
        controller.order(rule(0, 20, any(), output(3)));

        controller.order(Flows.delete(any()).setOutPort(OFPort.of(3)).build());

        assertThat(fixture.wayOf(UDP)).containsExactly(2);
    }

    @Test
    void shouldDeleteInAllTablesOrInOne() throws IOException {
        controller.order(rule(0, 10, any(), goTo(2)));
        controller.order(rule(2, 10, any(), output(2)));

        controller.order(Flows.delete(any()).setTableId(TableId.of(2)).build());
        assertThat(fixture.emulated.flows()).extracting(FlowSnapshot::table).containsExactly(0);
        controller.order(Flows.delete(any()).build());
        assertThat(fixture.emulated.flows()).isEmpty();
    }

    @Test
    void shouldTellWhenAnEntryThatAskedForItIsDeleted() throws IOException {
        controller.order(Flows.tellingRemoval(add(3, 10, inPort(1), output(2)).setCookie(U64.of(99))));
        controller.order(rule(0, 1, any(), goTo(3)));
        fixture.emulated.inject(1, UDP, 4);
        fixture.pass(Duration.ofSeconds(2));

        controller.order(Flows.delete(inPort(1)).build());

        OFFlowRemoved removed = controller.hear(OFFlowRemoved.class);
        assertThat(removed.getReason()).isEqualTo(OFFlowRemovedReason.DELETE);
        assertThat(removed.getCookie()).isEqualTo(U64.of(99));
        assertThat(removed.getTableId()).isEqualTo(TableId.of(3));
        assertThat(removed.getPacketCount()).isEqualTo(U64.of(4));
        assertThat(removed.getByteCount()).isEqualTo(U64.of(4L * UDP.length));
        assertThat(removed.getDurationSec()).isEqualTo(2);
        assertThat(removed.getMatch()).isEqualTo(inPort(1));
        assertThat(controller.heard(OFFlowRemoved.class)).isEmpty();
    }

    @Test
    void shouldRefuseAFullTableButReplaceInIt() throws IOException {
        controller.order(rule(0, 1, any(), output(2)));
        controller.order(rule(0, 2, any(), output(2)));
        controller.order(rule(0, 3, any(), output(2)));

        assertThat(failure(rule(0, 4, any(), output(2)))).isEqualTo(OFFlowModFailedCode.TABLE_FULL);
        controller.order(rule(0, 3, any(), output(4)));
        controller.order(rule(1, 1, any(), output(4)));
        assertThat(fixture.wayOf(UDP)).containsExactly(4);
    }

    @Test
    void shouldRefuseOverlapOnlyWhenAsked() throws IOException {
        controller.order(rule(0, 10, toNet("10.0.0.0/24"), output(2)));
        Set<OFFlowModFlags> check = Set.of(OFFlowModFlags.CHECK_OVERLAP);

        assertThat(failure(add(0, 10, inPort(1), output(3)).setFlags(check).build()))
                .isEqualTo(OFFlowModFailedCode.OVERLAP);
        controller.order(
                add(0, 10, toNet("10.1.0.0/24"), output(3)).setFlags(check).build());
        controller.order(rule(0, 10, inPort(1), output(3)));
    }

    @Test
    void shouldRefuseUnknownTables() throws IOException {
        assertThat(failure(rule(8, 1, any(), output(2)))).isEqualTo(OFFlowModFailedCode.BAD_TABLE_ID);
        assertThat(((OFBadInstructionErrorMsg) controller.refused(rule(3, 1, any(), goTo(3)))).getCode())
                .isEqualTo(OFBadInstructionCode.BAD_TABLE_ID);
        assertThat(((OFBadInstructionErrorMsg) controller.refused(rule(3, 1, any(), goTo(8)))).getCode())
                .isEqualTo(OFBadInstructionCode.BAD_TABLE_ID);
    }

    @Test
    void shouldRefuseAMeterThatIsNotThere() throws IOException {
        OFErrorMsg error = controller.refused(rule(0, 1, any(), Flows.meter(5), output(2)));

        assertThat(((OFMeterModFailedErrorMsg) error).getCode()).isEqualTo(OFMeterModFailedCode.INVALID_METER);
    }

    @Test
    void shouldRefuseBuffersItNeverGaveOut() throws IOException {
        OFErrorMsg error = controller.refused(
                add(0, 1, any(), output(2)).setBufferId(OFBufferId.of(17)).build());

        assertThat(((OFBadRequestErrorMsg) error).getCode()).isEqualTo(OFBadRequestCode.BUFFER_UNKNOWN);
    }

    @Test
    void shouldExecuteTheActionSetAtTheEndAndClearIt() throws IOException {
        controller.order(rule(
                0, 1, any(), OF.instructions().writeActions(List.of(OF.actions().output(OFPort.of(2), 0))), goTo(1)));
        controller.order(rule(
                1, 1, any(), OF.instructions().writeActions(List.of(OF.actions().output(OFPort.of(3), 0))), goTo(2)));
        controller.order(rule(2, 1, any(), output(4)));
        assertThat(fixture.wayOf(UDP)).containsExactly(4, 3);

        controller.order(rule(2, 1, any(), OF.instructions().clearActions()));
        assertThat(fixture.wayOf(UDP)).isEmpty();
    }

    @Test
    void shouldCarryMetadataBetweenTables() throws IOException {
        controller.order(rule(0, 1, any(), OF.instructions().writeMetadata(U64.of(0x5), U64.of(0xf)), goTo(1)));
        controller.order(rule(
                1,
                1,
                OF.buildMatch()
                        .setExact(
                                org.projectfloodlight.openflow.protocol.match.MatchField.METADATA,
                                org.projectfloodlight.openflow.types.OFMetadata.ofRaw(5))
                        .build(),
                output(2)));

        assertThat(fixture.wayOf(UDP)).containsExactly(2);
    }
}

package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.Flows.any;
import static io.sentinelsdn.simulator.ofswitch.Flows.goTo;
import static io.sentinelsdn.simulator.ofswitch.Flows.meter;
import static io.sentinelsdn.simulator.ofswitch.Flows.meterMod;
import static io.sentinelsdn.simulator.ofswitch.Flows.output;
import static io.sentinelsdn.simulator.ofswitch.Flows.outputs;
import static io.sentinelsdn.simulator.ofswitch.Flows.packetsPerSecond;
import static io.sentinelsdn.simulator.ofswitch.Flows.rule;
import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.SYN;
import static io.sentinelsdn.simulator.ofswitch.SwitchFixture.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFMeterConfigStatsReply;
import org.projectfloodlight.openflow.protocol.OFMeterFeatures;
import org.projectfloodlight.openflow.protocol.OFMeterFeaturesStatsReply;
import org.projectfloodlight.openflow.protocol.OFMeterFlags;
import org.projectfloodlight.openflow.protocol.OFMeterModCommand;
import org.projectfloodlight.openflow.protocol.OFMeterModFailedCode;
import org.projectfloodlight.openflow.protocol.OFMeterStats;
import org.projectfloodlight.openflow.protocol.OFMeterStatsReply;
import org.projectfloodlight.openflow.protocol.OFPacketIn;
import org.projectfloodlight.openflow.protocol.errormsg.OFMeterModFailedErrorMsg;
import org.projectfloodlight.openflow.protocol.meterband.OFMeterBandDrop;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.U64;

class MeterTest {
    @AutoClose
    private final SwitchFixture fixture = new SwitchFixture();

    private final ScriptedController controller = fixture.controller;

    private long leftBy(int port) {
        return fixture.emulated.port(port).txPackets();
    }

    private OFMeterModFailedCode failure(OFMessage message) throws IOException {
        return ((OFMeterModFailedErrorMsg) controller.refused(message)).getCode();
    }

    @Test
    void shouldLetTheRateAndTheBurstThrough() throws IOException {
        controller.order(packetsPerSecond(1, 100, 20));
        controller.order(rule(0, 1, any(), meter(1), output(2)));

        for (int millisecond = 0; millisecond < 1000; millisecond++) {
            fixture.emulated.inject(1, UDP, 10);
            fixture.pass(Duration.ofMillis(1));
        }

        assertThat(leftBy(2)).isBetween(100L, 120L);
        assertThat(fixture.packets(0, 1)).isEqualTo(10_000);
        OFMeterStats stats = controller
                .ask(OF.buildMeterStatsRequest().setMeterId(1).build(), OFMeterStatsReply.class)
                .getEntries()
                .get(0);
        assertThat(stats.getPacketInCount()).isEqualTo(U64.of(10_000));
        assertThat(stats.getByteInCount()).isEqualTo(U64.of(10_000L * UDP.length));
        assertThat(stats.getFlowCount()).isEqualTo(1);
        assertThat(stats.getBandStats().get(0).getPacketBandCount()).isEqualTo(U64.of(10_000 - leftBy(2)));
    }

    @Test
    void shouldTreatManyPacketsAtOnceLikeManyPackets() throws IOException {
        controller.order(packetsPerSecond(1, 100, 20));
        controller.order(rule(0, 1, any(), meter(1), output(2)));

        fixture.emulated.inject(1, UDP, 10_000);

        assertThat(leftBy(2)).isEqualTo(20);
    }

    @Test
    void shouldMeasureKilobits() throws IOException {
        controller.order(meterMod(OFMeterModCommand.ADD, 1, OFMeterFlags.KBPS, 800, 8));
        controller.order(rule(0, 1, any(), meter(1), output(2)));

        for (int i = 0; i < 100; i++) {
            fixture.emulated.inject(1, UDP, 100);
            fixture.pass(Duration.ofMillis(10));
        }

        assertThat(UDP).hasSize(100);
        assertThat(leftBy(2)).isBetween(990L, 1010L);
    }

    @Test
    void shouldChangeTheRateOfAMeterInUse() throws IOException {
        controller.order(packetsPerSecond(1, 10, 10));
        controller.order(rule(0, 1, any(), meter(1), output(2)));
        fixture.emulated.inject(1, UDP, 100);
        assertThat(leftBy(2)).isEqualTo(10);

        controller.order(meterMod(OFMeterModCommand.MODIFY, 1, OFMeterFlags.PKTPS, 50, 50));
        fixture.emulated.inject(1, UDP, 100);

        assertThat(leftBy(2)).isEqualTo(60);
        OFMeterBandDrop band = (OFMeterBandDrop) controller
                .ask(OF.buildMeterConfigStatsRequest().setMeterId(0xffff_ffffL).build(), OFMeterConfigStatsReply.class)
                .getEntries()
                .get(0)
                .getEntries()
                .get(0);
        assertThat(band.getRate()).isEqualTo(50);
        assertThat(band.getBurstSize()).isEqualTo(50);
    }

    @Test
    void shouldRemoveTheEntriesOfADeletedMeter() throws IOException {
        controller.order(packetsPerSecond(1, 10, 10));
        controller.order(rule(0, 2, any(), meter(1), output(2)));
        controller.order(rule(0, 1, any(), output(3)));

        controller.order(meterMod(OFMeterModCommand.DELETE, 1, OFMeterFlags.PKTPS, 1, 1));

        assertThat(fixture.wayOf(UDP)).containsExactly(3);
        assertThat(fixture.emulated.meters()).isEmpty();
    }

    @Test
    void shouldProbeWithoutTakingTokens() throws IOException {
        controller.order(packetsPerSecond(1, 1, 1));
        controller.order(rule(0, 1, any(), meter(1), output(2)));

        assertThat(fixture.wayOf(UDP)).containsExactly(2);
        assertThat(fixture.wayOf(UDP)).containsExactly(2);
        fixture.emulated.inject(1, UDP);

        PacketResult result = fixture.emulated.probe(1, UDP);
        assertThat(result.fate()).isEqualTo(PacketResult.Fate.DROPPED_BY_METER);
        assertThat(fixture.packets(0, 1)).isEqualTo(1);
    }

    @Test
    void shouldPuntWhatTheMeterPassesAfterForwardingEverything() throws IOException {
        controller.order(packetsPerSecond(9, 5, 5));
        controller.order(rule(0, 1, any(), output(2), goTo(3)));
        controller.order(rule(3, 0, any(), meter(9), outputs(OFPort.CONTROLLER)));

        fixture.emulated.inject(1, SYN, 200);

        assertThat(leftBy(2)).isEqualTo(200);
        assertThat(controller.heard(OFPacketIn.class)).hasSize(5);
    }

    @Test
    void shouldLimitPacketInsByTheControllerMeter() throws IOException {
        controller.order(packetsPerSecond(0xffff_fffeL, 100, 30));
        controller.order(rule(0, 0, any(), outputs(OFPort.CONTROLLER)));

        fixture.emulated.inject(1, SYN, 1000);

        assertThat(controller.heard(OFPacketIn.class)).hasSize(30);
        assertThat(fixture.emulated.packetInsSent()).isEqualTo(30);
    }

    @Test
    void shouldRefuseWhatAMeterCannotBe() throws IOException {
        controller.order(packetsPerSecond(1, 10, 10));

        assertThat(failure(packetsPerSecond(1, 10, 10))).isEqualTo(OFMeterModFailedCode.METER_EXISTS);
        assertThat(failure(packetsPerSecond(0, 10, 10))).isEqualTo(OFMeterModFailedCode.INVALID_METER);
        assertThat(failure(packetsPerSecond(70_000, 10, 10))).isEqualTo(OFMeterModFailedCode.INVALID_METER);
        assertThat(failure(packetsPerSecond(2, 0, 10))).isEqualTo(OFMeterModFailedCode.BAD_RATE);
        assertThat(failure(meterMod(OFMeterModCommand.MODIFY, 2, OFMeterFlags.PKTPS, 1, 1)))
                .isEqualTo(OFMeterModFailedCode.UNKNOWN_METER);
    }

    @Test
    void shouldBeWithoutMetersWhenConfiguredSo() throws IOException {
        try (SwitchFixture plain = new SwitchFixture(config -> config.withMeters(false))) {
            OFMeterFeatures features = plain.controller
                    .ask(OF.buildMeterFeaturesStatsRequest().build(), OFMeterFeaturesStatsReply.class)
                    .getFeatures();
            assertThat(features.getMaxMeter()).isZero();
            assertThat(((OFMeterModFailedErrorMsg) plain.controller.refused(packetsPerSecond(1, 1, 1))).getCode())
                    .isEqualTo(OFMeterModFailedCode.INVALID_METER);
        }
    }

    @Test
    void shouldBeWithoutTheControllerMeterWhenConfiguredSo() throws IOException {
        try (SwitchFixture plain = new SwitchFixture(config -> config.withControllerMeter(false))) {
            plain.controller.order(packetsPerSecond(1, 1, 1));
            plain.controller.refused(packetsPerSecond(0xffff_fffeL, 1, 1));
        }
    }
}

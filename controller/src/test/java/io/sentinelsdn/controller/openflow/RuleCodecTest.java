package io.sentinelsdn.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.MeterSpec;
import io.sentinelsdn.domain.flow.RuleBand;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.Prefix;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFMeterFlags;
import org.projectfloodlight.openflow.protocol.OFMeterModCommand;

class RuleCodecTest {
    private static final OFFactory OF13 = RuleCodec.FACTORY;

    private static byte[] oracle(OFMeterModCommand command, Set<OFMeterFlags> flags, long rate, long burst) {
        ByteBuf buffer = Unpooled.buffer();
        OF13.buildMeterMod()
                .setXid(0)
                .setCommand(command)
                .setMeterId(0xffff_fffdL)
                .setFlags(flags)
                .setMeters(List.of(OF13.meterBands()
                        .buildDrop()
                        .setRate(rate)
                        .setBurstSize(burst)
                        .build()))
                .build()
                .writeTo(buffer);
        return ByteBufUtil.getBytes(buffer);
    }

    private static byte[] withoutXid(byte[] message) {
        byte[] copy = message.clone();
        java.util.Arrays.fill(copy, 4, 8, (byte) 0);
        return copy;
    }

    @Test
    void shouldWriteMetersAsTheLibraryDoes() {
        byte[] packets = RuleCodec.meter(0xffff_fffdL, new MeterSpec(MeterSpec.Unit.PKTPS, 200, 50), false);
        byte[] bits = RuleCodec.meter(0xffff_fffdL, new MeterSpec(MeterSpec.Unit.KBPS, 4_000_000_000L, 0), true);

        assertThat(packets)
                .isEqualTo(withoutXid(oracle(
                        OFMeterModCommand.ADD,
                        Set.of(OFMeterFlags.PKTPS, OFMeterFlags.BURST, OFMeterFlags.STATS),
                        200,
                        50)));
        assertThat(bits)
                .isEqualTo(withoutXid(oracle(
                        OFMeterModCommand.MODIFY, Set.of(OFMeterFlags.KBPS, OFMeterFlags.STATS), 4_000_000_000L, 0)));
    }

    @Test
    void shouldWriteEveryProtocolThatAMatchMayName() {
        for (int protocol = 0; protocol < IpProto.RESERVED; protocol++) {
            Match match = Match.destination(Prefix.parse("10.0.0.1")).withProto(protocol);
            FlowRule rule = new FlowRule("r", null, RuleBand.USER, match, FlowRule.Verdict.DROP, null, null);
            FlowEntry entry = TablePlan.rule(rule, match, 0, 0, false, 0);

            // OXM header of ip_proto (OpenFlow 1.3.5 section 7.2.3.7): class 0x8000, field 10, one byte
            assertThat(RuleCodec.add(entry))
                    .as("protocol %d", protocol)
                    .containsSequence(0x80, 0x00, 0x14, 1, protocol);
        }
    }

    @Test
    void shouldRefuseAProtocolThatNoMatchCanName() {
        Match match = Match.destination(Prefix.parse("10.0.0.1"));

        assertThatThrownBy(() -> match.withProto(255))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ipProto must be between 0 and 254, 255 is reserved (RFC 5237): 255");
        assertThatThrownBy(() -> match.withProto(-1)).hasMessageContaining("between 0 and 254");
    }
}

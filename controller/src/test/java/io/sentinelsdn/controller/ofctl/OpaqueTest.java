package io.sentinelsdn.controller.ofctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.ofctl.FlowStats;
import io.sentinelsdn.domain.spi.SwitchStatistics.Answer;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Entries made byte by byte that hold what nobody here knows. */
class OpaqueTest {
    /** eth_type 0x0800, then Nicira's {@code nw_frag} (class 1, field 26, masked), 3 bytes of padding. */
    private static final String NW_FRAG_MATCH = "0001 0010 80000a02 0800 00013502 01 03 0000000000000000";
    /** Open vSwitch's {@code ct(commit)}: experimenter 0x2320, subtype 35. */
    private static final String CT = "ffff 0018 00002320 0023 0001 00000000 0000 ff 000000 0000";

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
    }

    private static ByteBuf apply(String actions) {
        ByteBuf encoded = bytes(actions);
        ByteBuf instruction = Unpooled.buffer();
        return instruction
                .writeShort(4)
                .writeShort(8 + encoded.readableBytes())
                .writeInt(0)
                .writeBytes(encoded);
    }

    @Test
    void shouldShowUnknownMatchFieldsBesideTheKnown() {
        FlowStats entry = Entries.read(Entries.entry(bytes(NW_FRAG_MATCH)));

        assertThat(entry.match())
                .containsEntry("eth_type", 2048L)
                .containsEntry("opaque", List.of(Map.of("type", "experimenter", "oxm", "000135020103")));
    }

    @Test
    void shouldShowUnknownActionsBetweenTheKnown() {
        ByteBuf match = bytes("0001 0004 00000000");
        String output = "0000 0010 00000002 0000 000000000000";

        FlowStats entry = Entries.read(Entries.entry(Unpooled.wrappedBuffer(match, apply(CT + output))));

        assertThat(entry.actions())
                .containsExactly(
                        Map.of("type", "experimenter", "action", CT.replace(" ", "")),
                        Map.of("type", "OUTPUT", "port", 2L));
    }

    @Test
    void shouldCountWhatItDoesNotKnow() {
        ByteBuf entry = Entries.entry(Unpooled.wrappedBuffer(bytes(NW_FRAG_MATCH), apply(CT)));
        StatsQuery<FlowStats> query = FlowQueries.flows(FlowFilter.ALL, Entries.ALL);

        query.steps().get(0).part(entry, 0, entry.readableBytes());

        assertThat(query.opaqueFields()).isEqualTo(2);
    }

    @Test
    void shouldReadTheOtherEntriesToo() {
        ByteBuf plain = Entries.entry(bytes("0001 000a 80000a02 0806 000000000000"));
        ByteBuf foreign = Entries.entry(Unpooled.wrappedBuffer(bytes(NW_FRAG_MATCH), apply(CT)));

        Answer<FlowStats> answer = Entries.answer(Unpooled.wrappedBuffer(foreign, plain), Entries.ALL);

        assertThat(answer.items()).hasSize(2);
        assertThat(answer.items().get(1).match()).isEqualTo(Map.of("eth_type", 0x0806L));
    }

    @Test
    void shouldShowTheFixedPartWithUnsupportedCountersAsNull() {
        FlowStats entry = Entries.read(Entries.entry(bytes("0001 0004 00000000")));

        assertThat(entry.tableId()).isEqualTo(5);
        assertThat(entry.priority()).isEqualTo(77);
        assertThat(entry.durationSec()).isEqualTo(3);
        assertThat(entry.durationNsec()).isEqualTo(4);
        assertThat(entry.cookie()).isEqualTo(new BigInteger("fedcba9876543210", 16));
        assertThat(entry.packetCount()).as("all ones").isNull();
        assertThat(entry.byteCount()).isEqualTo(42L);
    }

    @Test
    void shouldKeepOnlyTheWindowAndCountAll() {
        ByteBuf reply = Unpooled.buffer();
        for (int i = 0; i < 50; i++) {
            reply.writeBytes(Entries.entry(bytes("0001 0004 00000000")));
        }

        Answer<FlowStats> answer = Entries.answer(reply, new Window(10, 45));

        assertThat(answer.items()).hasSize(5);
        assertThat(answer.total()).isEqualTo(50);
        assertThat(answer.truncated()).isFalse();
    }

    @Test
    void shouldSayWhenItDidNotLookAtAll() {
        Rows<Integer> rows = new Rows<>(Entries.ALL, 3);
        for (int i = 0; i < 5 && !rows.isFull(); i++) {
            rows.add(() -> 1);
        }

        assertThat(rows.answer(true).total()).isEqualTo(3);
        assertThat(rows.answer(true).truncated()).isTrue();
    }

    @Test
    void shouldSayWhenAnEntryDoesNotFit() {
        ByteBuf entry = Entries.entry(bytes("0001 0004 00000000"));
        entry.setShort(0, 200);

        assertThatThrownBy(() -> Entries.read(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit");
    }

    /** Whatever stands in the bytes behind the length, an entry comes out and the reader stays inside. */
    @RepeatedTest(500)
    void shouldShowSomethingOfAnyBytes(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] noise = new byte[8 + random.nextInt(200)];
        random.nextBytes(noise);
        ByteBuf body = Unpooled.wrappedBuffer(noise);
        if (random.nextBoolean()) {
            body.setShort(0, 1).setShort(2, random.nextInt(noise.length + 8));
        }

        FlowStats entry = Entries.read(Entries.entry(body));

        assertThat(entry.priority()).isEqualTo(77);
    }
}

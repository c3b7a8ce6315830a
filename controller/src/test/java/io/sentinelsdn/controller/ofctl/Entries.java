package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.FlowStats;
import io.sentinelsdn.domain.spi.SwitchStatistics.Answer;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.util.List;
import java.util.Map;

/** Flow entries as JSON would hold them, as bytes, and as a switch would tell them. */
final class Entries {
    static final Window ALL = new Window(1000, 0);

    private Entries() {}

    static FlowSpec spec(Map<String, Object> match, List<Map<String, Object>> actions) {
        return new FlowSpec(5, 77, 0, 0, 0, match, actions, true);
    }

    static Map<String, Object> action(String type) {
        return Map.of("type", type);
    }

    static Map<String, Object> action(String type, String name, Object value) {
        return Map.of("type", type, name, value);
    }

    static ByteBuf flowMod(FlowSpec spec) {
        ByteBuf message = Unpooled.buffer();
        FlowMod.of(spec).writeAdd(message, 0x1234, spec.hardTimeout());
        return message;
    }

    /** The entry that a FLOW_MOD leaves, as one element of a flow-stats reply. */
    static ByteBuf entryOf(ByteBuf flowMod) {
        return entry(flowMod.slice(48, flowMod.readableBytes() - 48));
    }

    /** An entry with this match and these instructions, already encoded. */
    static ByteBuf entry(ByteBuf matchAndInstructions) {
        ByteBuf entry = Unpooled.buffer();
        entry.writeShort(48 + matchAndInstructions.readableBytes()).writeByte(5).writeByte(0);
        entry.writeInt(3)
                .writeInt(4)
                .writeShort(77)
                .writeShort(10)
                .writeShort(20)
                .writeShort(1)
                .writeInt(0);
        entry.writeLong(0xfedc_ba98_7654_3210L).writeLong(-1).writeLong(42);
        return entry.writeBytes(
                matchAndInstructions, matchAndInstructions.readerIndex(), matchAndInstructions.readableBytes());
    }

    static FlowStats read(ByteBuf entry) {
        return answer(entry, ALL).items().get(0);
    }

    static Answer<FlowStats> answer(ByteBuf reply, Window window) {
        StatsQuery<FlowStats> query = FlowQueries.flows(FlowFilter.ALL, window);
        query.steps().get(0).part(reply, reply.readerIndex(), reply.writerIndex());
        return query.answer();
    }

    /** What a switch would tell of an entry that was written like this. */
    static FlowStats roundTrip(FlowSpec spec) {
        return read(entryOf(flowMod(spec)));
    }
}

package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.projectfloodlight.openflow.protocol.OFFlowMod;

/**
 * An entry that somebody else than the controller put in, given by its bytes. If this switch understands them the entry
 * forwards packets; otherwise (fields like {@code nw_frag}, actions like {@code ct}) it is opaque: no packet matches it,
 * and statistics give it back as it is.
 */
public final class ForeignEntry {
    private static final Instructions NOTHING = new Instructions(0, List.of(), false, List.of(), 0, 0, -1);
    private static final int INSTRUCTIONS_AT = 48;

    private final int table;
    private final int priority;
    private final long cookie;
    private final byte[] oxms;
    private final byte[] instructions;
    private final long packets;
    private final long bytes;

    /**
     * @param table table, from 0
     * @param priority priority
     * @param cookie any cookie
     * @param oxms the OXM fields of the match, one after the other, without header and padding
     * @param instructions the instructions, one after the other
     * @param packets its packet counter
     * @param bytes its byte counter
     */
    public ForeignEntry(
            int table, int priority, long cookie, byte[] oxms, byte[] instructions, long packets, long bytes) {
        this.table = table;
        this.priority = priority;
        this.cookie = cookie;
        this.oxms = oxms.clone();
        this.instructions = instructions.clone();
        this.packets = packets;
        this.bytes = bytes;
    }

    FlowEntry entry(FlowModReader reader, long nowNs) {
        FlowEntry entry = new FlowEntry(change(reader), null, nowNs);
        entry.packets = packets;
        entry.bytes = bytes;
        return entry;
    }

    private FlowChange change(FlowModReader reader) {
        ByteBuf message = flowMod();
        try {
            return reader.read(message, (OFFlowMod) new Decoder(reader.matches()).decode(message));
        } catch (Refusal unknown) {
            int matchLength = OxmParser.paddedLength(message, INSTRUCTIONS_AT);
            byte[] match = Wire.bytes(message, INSTRUCTIONS_AT, matchLength);
            FlowChange.Encoded encoded = new FlowChange.Encoded(match, instructions);
            int any = PortNumbers.ANY;
            return new FlowChange(table, priority, null, cookie, 0, 0, 0, 0, any, any, NOTHING, encoded);
        }
    }

    private ByteBuf flowMod() {
        ByteBuf out = Wire.begin(Unpooled.buffer(), Wire.FLOW_MOD, 0);
        out.writeLong(cookie).writeLong(0).writeByte(table).writeByte(0);
        out.writeShort(0).writeShort(0).writeShort(priority);
        out.writeInt(-1).writeInt(PortNumbers.ANY).writeInt(PortNumbers.ANY).writeInt(0);
        int length = 4 + oxms.length;
        out.writeShort(1).writeShort(length).writeBytes(oxms).writeZero((8 - length % 8) % 8);
        return Wire.end(out.writeBytes(instructions));
    }
}

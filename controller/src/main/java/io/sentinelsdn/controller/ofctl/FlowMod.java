package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.domain.ofctl.BadField;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import java.util.List;
import java.util.Map;

/**
 * A flow entry that was written by a person, checked and turned into the match and instructions of a FLOW_MOD
 * (OpenFlow 1.3.5 section 7.3.4.1). Immutable.
 */
public final class FlowMod {
    private static final int ADD = 0;
    private static final int DELETE_STRICT = 4;
    private static final int LONGEST = 0xffff;
    /** {@code OFPFF_SEND_FLOW_REM}: the switch tells when the entry ends. */
    private static final int SEND_FLOW_REM = 1;

    private final FlowSpec spec;
    private final byte[] match;
    private final byte[] instructions;

    private FlowMod(FlowSpec spec, byte[] match, byte[] instructions) {
        this.spec = spec;
        this.match = match;
        this.instructions = instructions;
    }

    /**
     * Checks and compiles.
     *
     * @param spec with table and priority filled in
     * @throws BadField naming the field and what is allowed
     */
    public static FlowMod of(FlowSpec spec) {
        Map<MatchField, OxmField> fields = MatchWriter.parse(spec.match());
        ByteBuf matchBytes = Unpooled.buffer(64);
        MatchWriter.write(matchBytes, fields);
        ByteBuf instructionBytes = Unpooled.buffer(64);
        ActionWriter.write(instructionBytes, spec.actions());
        int length = 48 + matchBytes.readableBytes() + instructionBytes.readableBytes();
        if (length > LONGEST) {
            throw BadField.saying("actions", "the actions are too long for one message: " + length, "65535 bytes");
        }
        List<Map<String, Object>> shown =
                ActionReader.instructions(instructionBytes, 0, instructionBytes.writerIndex(), new Opaque());
        FlowSpec canonical = new FlowSpec(
                spec.tableId(),
                spec.priority(),
                spec.idleTimeout(),
                spec.hardTimeout(),
                spec.flags() | SEND_FLOW_REM,
                MatchWriter.show(fields),
                shown,
                spec.monitor());
        return new FlowMod(canonical, ByteBufUtil.getBytes(matchBytes), ByteBufUtil.getBytes(instructionBytes));
    }

    /** What was written, in canonical words: new field names, numbers as numbers, actions in order of execution. */
    public FlowSpec spec() {
        return spec;
    }

    /** The match on the wire in hexadecimal digits: the same for every way to write it. */
    public String matchKey() {
        return ByteBufUtil.hexDump(match);
    }

    /** Writes the whole message; adds the entry or takes the place of one with the same table, priority and match. */
    public void writeAdd(ByteBuf out, long cookie, int hardTimeout) {
        header(out, 48 + match.length + instructions.length, cookie, 0, ADD);
        out.writeShort(spec.idleTimeout()).writeShort(hardTimeout).writeShort(spec.priority());
        out.writeInt(-1).writeInt(-1).writeInt(-1).writeShort(spec.flags()).writeShort(0);
        out.writeBytes(match).writeBytes(instructions);
    }

    /** Writes the whole message; deletes exactly this entry, if it carries this cookie. */
    public void writeDelete(ByteBuf out, long cookie) {
        header(out, 48 + match.length, cookie, -1, DELETE_STRICT);
        out.writeShort(0).writeShort(0).writeShort(spec.priority());
        out.writeInt(-1).writeInt(-1).writeInt(-1).writeShort(0).writeShort(0);
        out.writeBytes(match);
    }

    private void header(ByteBuf out, int length, long cookie, long mask, int command) {
        out.writeByte(4).writeByte(14).writeShort(length).writeInt(0);
        out.writeLong(cookie).writeLong(mask).writeByte(spec.tableId()).writeByte(command);
    }
}

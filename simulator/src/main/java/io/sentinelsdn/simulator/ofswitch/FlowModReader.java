package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFFlowModCommand;

/** Reads FLOW_MOD (section 7.3.4.1): fixed fields and match from the bytes, instructions by the codec. */
final class FlowModReader {
    static final int MATCH_AT = 48;

    private static final int NO_BUFFER = 0xffff_ffff;

    private final OxmParser matches;
    private final InstructionCompiler instructions;
    private final int tables;

    FlowModReader(SwitchConfig config, Groups groups) {
        matches = new OxmParser(config.tcpFlags());
        instructions =
                new InstructionCompiler(config.tables(), config.abilities().queuesPerPort(), groups);
        tables = config.tables();
    }

    OxmParser matches() {
        return matches;
    }

    InstructionCompiler instructions() {
        return instructions;
    }

    FlowChange read(ByteBuf raw, OFFlowMod message) throws Refusal {
        MatchSpec match = matches.parse(raw, MATCH_AT);
        OFFlowModCommand command = message.getCommand();
        boolean delete = command == OFFlowModCommand.DELETE || command == OFFlowModCommand.DELETE_STRICT;
        int table = raw.getUnsignedByte(24);
        if (table >= tables && !(delete && table == FlowFilter.ALL_TABLES)) {
            throw new Refusal(OfError.FLOW_MOD_TABLE_ID);
        }
        if (command == OFFlowModCommand.ADD && raw.getInt(32) != NO_BUFFER) {
            throw new Refusal(OfError.BAD_REQUEST_BUFFER_UNKNOWN);
        }
        int matchLength = OxmParser.paddedLength(raw, MATCH_AT);
        int instructionsAt = MATCH_AT + matchLength;
        return new FlowChange(
                table,
                raw.getUnsignedShort(30),
                match,
                raw.getLong(8),
                delete || command != OFFlowModCommand.ADD ? raw.getLong(16) : 0,
                raw.getUnsignedShort(26),
                raw.getUnsignedShort(28),
                raw.getUnsignedShort(44),
                delete ? raw.getInt(36) : PortNumbers.ANY,
                delete ? raw.getInt(40) : PortNumbers.ANY,
                instructions.compile(table, delete ? List.of() : message.getInstructions()),
                new FlowChange.Encoded(
                        Wire.bytes(raw, MATCH_AT, matchLength),
                        Wire.bytes(raw, instructionsAt, raw.writerIndex() - instructionsAt)));
    }
}

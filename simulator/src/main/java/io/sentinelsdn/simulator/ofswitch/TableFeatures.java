package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import java.util.stream.IntStream;

/** Tells what the tables can do (OpenFlow 1.3.5 section 7.3.5.5), one message for each table. Stateless. */
final class TableFeatures {
    private static final int INSTRUCTIONS = 0;
    private static final int NEXT_TABLES = 2;
    private static final int WRITE_ACTIONS = 4;
    private static final int APPLY_ACTIONS = 6;
    private static final int MATCH = 8;
    private static final int WILDCARDS = 10;

    private static final int GOTO_TABLE = 1;
    /** Write-metadata, write-actions, apply-actions, clear-actions. */
    private static final int[] PLAIN_INSTRUCTIONS = {2, 3, 4, 5};

    private static final int METER = 6;

    private static final int OUTPUT = 0;
    private static final int SET_QUEUE = 21;
    private static final int GROUP = 22;
    private static final int SET_FIELD = 25;

    private TableFeatures() {}

    static void write(SwitchConfig config, MultipartReply reply) {
        for (int table = 0; table < config.tables(); table++) {
            if (table > 0) {
                reply.part();
            }
            int id = table;
            reply.entry(out -> write(out, config, id));
        }
    }

    private static void write(ByteBuf out, SwitchConfig config, int table) {
        int start = out.writerIndex();
        out.writeShort(0).writeByte(table).writeZero(5);
        Descriptions.writeText(out, "table" + table, 32);
        out.writeLong(-1).writeLong(-1).writeInt(0).writeInt(config.maxEntries());
        boolean last = table == config.tables() - 1;
        IntStream.Builder instructions = IntStream.builder();
        IntStream.of(PLAIN_INSTRUCTIONS).forEach(instructions);
        if (!last) {
            instructions.add(GOTO_TABLE);
        }
        if (config.meters()) {
            instructions.add(METER);
        }
        writeIds(out, INSTRUCTIONS, instructions.build());
        writeNextTables(out, config.tables(), table);
        IntStream plain = IntStream.of(OUTPUT, SET_QUEUE, SET_FIELD);
        int[] actions = (config.abilities().groups() ? IntStream.concat(plain, IntStream.of(GROUP)) : plain).toArray();
        writeIds(out, WRITE_ACTIONS, IntStream.of(actions));
        writeIds(out, APPLY_ACTIONS, IntStream.of(actions));
        writeFields(out, MATCH, config.tcpFlags());
        writeFields(out, WILDCARDS, config.tcpFlags());
        out.setShort(start, out.writerIndex() - start);
    }

    private static void writeIds(ByteBuf out, int property, IntStream ids) {
        int start = begin(out, property);
        ids.forEach(id -> out.writeShort(id).writeShort(4));
        end(out, start);
    }

    private static void writeNextTables(ByteBuf out, int tables, int table) {
        int start = begin(out, NEXT_TABLES);
        for (int next = table + 1; next < tables; next++) {
            out.writeByte(next);
        }
        end(out, start);
    }

    private static void writeFields(ByteBuf out, int property, boolean tcpFlags) {
        int start = begin(out, property);
        for (OxmField field : OxmField.values()) {
            if (field != OxmField.TCP_FLAGS || tcpFlags) {
                field.writeHeader(out, property == MATCH);
            }
        }
        end(out, start);
    }

    private static int begin(ByteBuf out, int property) {
        out.writeShort(property).writeShort(0);
        return out.writerIndex() - 4;
    }

    /** The length is without the padding. */
    private static void end(ByteBuf out, int start) {
        int length = out.writerIndex() - start;
        out.setShort(start + 2, length).writeZero((8 - length % 8) % 8);
    }
}

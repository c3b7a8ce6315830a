package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.domain.ofctl.BadField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns actions by name into instructions (OpenFlow 1.3.5 sections 7.2.4 and 7.2.5), in the order in which they are
 * executed: meter, apply-actions, clear, write-actions, metadata, goto. Used once, by one thread.
 */
final class ActionWriter {
    private static final int MOST_ACTIONS = 256;
    private static final int ALL_OF_A_PACKET = 0xffff;
    private static final List<String> PLAIN = plain();
    private static final List<String> ALL = all();

    private final ByteBuf meter = Unpooled.buffer(0);
    private final ByteBuf apply = Unpooled.buffer(64);
    private final ByteBuf clear = Unpooled.buffer(0);
    private final ByteBuf write = Unpooled.buffer(0);
    private final ByteBuf metadata = Unpooled.buffer(0);
    private final ByteBuf next = Unpooled.buffer(0);

    /** @throws BadField naming the action and what is allowed */
    static void write(ByteBuf out, List<Map<String, Object>> actions) {
        ActionWriter writer = new ActionWriter();
        if (actions.size() > MOST_ACTIONS) {
            throw BadField.saying("actions", "there may be at most 256 actions: " + actions.size(), "at most 256");
        }
        for (int i = 0; i < actions.size(); i++) {
            writer.add(new ActionFields("actions[" + i + "]", actions.get(i)));
        }
        if (writer.apply.isReadable()) {
            out.writeBytes(writer.meter);
            out.writeShort(4).writeShort(8 + writer.apply.readableBytes()).writeInt(0);
        } else {
            out.writeBytes(writer.meter);
        }
        out.writeBytes(writer.apply).writeBytes(writer.clear).writeBytes(writer.write);
        out.writeBytes(writer.metadata).writeBytes(writer.next);
    }

    private void add(ActionFields action) {
        String type = action.type(ALL);
        switch (type) {
            case "METER" -> {
                action.only("meter_id");
                once(meter, action).writeShort(6).writeShort(8).writeInt((int) action.number("meter_id", 4));
            }
            case "GOTO_TABLE" -> {
                action.only("table_id");
                int table = (int) action.number("table_id", 1);
                once(next, action).writeShort(1).writeShort(8).writeByte(table).writeZero(3);
            }
            case "CLEAR_ACTIONS" -> {
                action.only();
                once(clear, action).writeShort(5).writeShort(8).writeInt(0);
            }
            case "WRITE_METADATA" -> {
                action.only("metadata", "metadata_mask");
                once(metadata, action).writeShort(2).writeShort(24).writeInt(0);
                metadata.writeLong(action.number("metadata", 8)).writeLong(action.number("metadata_mask", -1, 8));
            }
            case "WRITE_ACTIONS" -> writeActions(action);
            default -> plain(apply, action, type);
        }
    }

    private void writeActions(ActionFields action) {
        action.only("actions");
        String where = action.where() + ".actions";
        if (!(action.fields().get("actions") instanceof List<?> written) || written.size() > MOST_ACTIONS) {
            throw new BadField(where, "a list of at most 256 actions", "something else");
        }
        once(write, action).writeShort(3).writeShort(0).writeInt(0);
        int number = 0;
        for (Object inner : written) {
            if (!(inner instanceof Map<?, ?> fields)) {
                throw new BadField(where + "[" + number + "]", "an object with a type", Numbers.cut(inner));
            }
            Map<String, Object> named = new java.util.LinkedHashMap<>();
            fields.forEach((name, value) -> named.put(String.valueOf(name), value));
            ActionFields one = new ActionFields(where + "[" + number++ + "]", named);
            plain(write, one, one.type(PLAIN));
        }
        write.setShort(2, write.writerIndex());
    }

    private static void plain(ByteBuf out, ActionFields action, String type) {
        if (type.equals("OUTPUT")) {
            action.only("port", "max_len");
            out.writeShort(ActionType.OUTPUT).writeShort(16).writeInt(action.port());
            out.writeShort((int) action.number("max_len", ALL_OF_A_PACKET, 2)).writeZero(6);
        } else if (type.equals("SET_FIELD")) {
            setField(out, action);
        } else {
            ActionType simple = ActionType.named(type);
            out.writeShort(simple.number).writeShort(8);
            if (simple.parameter == null) {
                action.only();
                out.writeInt(0);
                return;
            }
            action.only(simple.parameter);
            long number = action.number(simple.parameter, simple.bytes);
            out.writeInt((int) (number << (8 * (4 - simple.bytes))));
        }
    }

    private static void setField(ByteBuf out, ActionFields action) {
        action.only("field", "value");
        Object name = action.fields().get("field");
        MatchField field = name instanceof String word ? MatchField.named(word) : null;
        if (field == null) {
            throw new BadField(action.where() + ".field", "the name of a match field", Numbers.cut(name));
        }
        String where = action.where() + ".value";
        OxmField value = field.text.read(field, where, action.fields().get("value"));
        if (!value.isExact()) {
            throw new BadField(
                    where, "a value without a mask", Numbers.cut(action.fields().get("value")));
        }
        int at = out.writerIndex();
        out.writeShort(ActionType.SET_FIELD).writeShort(0);
        value.write(out);
        out.writeZero(-(out.writerIndex() - at) & 7);
        out.setShort(at + 2, out.writerIndex() - at);
    }

    private static ByteBuf once(ByteBuf instruction, ActionFields action) {
        if (instruction.isReadable()) {
            String type = String.valueOf(action.fields().get("type"));
            throw BadField.saying(action.where(), action.where() + ": " + type + " may stand there only once", "once");
        }
        return instruction;
    }

    private static List<String> plain() {
        List<String> names = new ArrayList<>(List.of("OUTPUT", "SET_FIELD"));
        names.addAll(ActionType.names());
        return List.copyOf(names);
    }

    private static List<String> all() {
        List<String> names = new ArrayList<>(plain());
        names.addAll(List.of("METER", "CLEAR_ACTIONS", "WRITE_ACTIONS", "WRITE_METADATA", "GOTO_TABLE"));
        return List.copyOf(names);
    }
}

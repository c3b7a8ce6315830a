package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads actions and instructions (OpenFlow 1.3.5 sections 7.2.4 and 7.2.5) into one list, in the order of the switch;
 * apply-actions stand in it one by one. Whatever does not fit is shown as unknown up to the end. Stateless.
 */
final class ActionReader {
    private ActionReader() {}

    static List<Map<String, Object>> instructions(ByteBuf buffer, int from, int to, Opaque opaque) {
        List<Map<String, Object>> shown = new ArrayList<>();
        int at = from;
        while (at < to) {
            int length = length(buffer, at, to, 8);
            if (length < 0) {
                shown.add(opaque.of("instruction", false, buffer, at, to));
                return shown;
            }
            instruction(buffer, at, length, opaque, shown);
            at += length;
        }
        return shown;
    }

    private static void instruction(
            ByteBuf buffer, int at, int length, Opaque opaque, List<Map<String, Object>> shown) {
        switch (buffer.getUnsignedShort(at)) {
            case 1 -> shown.add(one("GOTO_TABLE", "table_id", (long) buffer.getUnsignedByte(at + 4)));
            case 2 -> {
                if (length < 24) {
                    shown.add(opaque.of("instruction", false, buffer, at, at + length));
                    return;
                }
                Map<String, Object> write = one("WRITE_METADATA", "metadata", Numbers.unsigned(buffer.getLong(at + 8)));
                if (buffer.getLong(at + 16) != -1) {
                    write.put("metadata_mask", Numbers.unsigned(buffer.getLong(at + 16)));
                }
                shown.add(write);
            }
            case 3 -> shown.add(one("WRITE_ACTIONS", "actions", actions(buffer, at + 8, at + length, opaque)));
            case 4 -> shown.addAll(actions(buffer, at + 8, at + length, opaque));
            case 5 -> shown.add(type("CLEAR_ACTIONS"));
            case 6 -> shown.add(one("METER", "meter_id", buffer.getUnsignedInt(at + 4)));
            default ->
                shown.add(opaque.of("instruction", buffer.getUnsignedShort(at) == 0xffff, buffer, at, at + length));
        }
    }

    static List<Map<String, Object>> actions(ByteBuf buffer, int from, int to, Opaque opaque) {
        List<Map<String, Object>> shown = new ArrayList<>();
        int at = from;
        while (at < to) {
            int length = length(buffer, at, to, 8);
            if (length < 0) {
                shown.add(opaque.of("action", false, buffer, at, to));
                return shown;
            }
            shown.add(action(buffer, at, length, opaque));
            at += length;
        }
        return shown;
    }

    private static Map<String, Object> action(ByteBuf buffer, int at, int length, Opaque opaque) {
        int number = buffer.getUnsignedShort(at);
        if (number == ActionType.OUTPUT && length >= 16) {
            return output(buffer, at);
        }
        if (number == ActionType.SET_FIELD) {
            OxmField field = 8 + buffer.getUnsignedByte(at + 7) <= length ? OxmField.read(buffer, at + 4) : null;
            if (field != null && field.isExact()) {
                Map<String, Object> shown =
                        one("SET_FIELD", "field", field.field().wireName());
                boolean raw = field.field() == MatchField.VLAN_VID;
                shown.put(
                        "value",
                        raw ? Numbers.unsigned(field.lo()) : field.field().text.show(field));
                return shown;
            }
        }
        ActionType type = ActionType.of(number);
        if (type == null || length != 8) {
            return opaque.of("action", number == ActionType.EXPERIMENTER, buffer, at, at + length);
        }
        Map<String, Object> shown = type(type.name());
        switch (type.bytes) {
            case 1 -> shown.put(type.parameter, (long) buffer.getUnsignedByte(at + 4));
            case 2 -> shown.put(type.parameter, (long) buffer.getUnsignedShort(at + 4));
            case 4 -> shown.put(type.parameter, buffer.getUnsignedInt(at + 4));
            default -> {}
        }
        return shown;
    }

    private static Map<String, Object> output(ByteBuf buffer, int at) {
        Object port = Ports.word(buffer.getInt(at + 4));
        Map<String, Object> shown = one("OUTPUT", "port", port);
        if (port.equals("CONTROLLER")) {
            shown.put("max_len", (long) buffer.getUnsignedShort(at + 8));
        }
        return shown;
    }

    /** The length that stands there, or -1 when it does not fit. */
    private static int length(ByteBuf buffer, int at, int to, int least) {
        int length = to - at < 4 ? -1 : buffer.getUnsignedShort(at + 2);
        return length < least || length > to - at ? -1 : length;
    }

    private static Map<String, Object> type(String type) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("type", type);
        return shown;
    }

    private static Map<String, Object> one(String type, String name, Object value) {
        Map<String, Object> shown = type(type);
        shown.put(name, value);
        return shown;
    }
}

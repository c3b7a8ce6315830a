package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code ofp_match} (OpenFlow 1.3.5 section 7.2.3) into values by name. Stateless. */
final class MatchReader {
    private MatchReader() {}

    /** Length of the match at {@code at} with its padding, at least 8; it may run over the end. */
    static int paddedLength(ByteBuf buffer, int at) {
        return Math.max(8, (buffer.getUnsignedShort(at + 2) + 7) & ~7);
    }

    /**
     * The fields; unknown ones in a list named {@code opaque}. A field whose length runs over the end of the match is
     * shown as unknown up to that end.
     *
     * @param limit first byte after the entry
     */
    static Map<String, Object> read(ByteBuf buffer, int at, int limit, Opaque opaque) {
        Map<String, Object> match = new LinkedHashMap<>();
        List<Object> unknown = new ArrayList<>();
        int end = Math.min(limit, at + buffer.getUnsignedShort(at + 2));
        int next = at + 4;
        while (next < end) {
            int stop = end - next < 4 ? end : next + 4 + buffer.getUnsignedByte(next + 3);
            OxmField field = stop <= end && end - next >= 4 ? OxmField.read(buffer, next) : null;
            int shownTo = Math.min(end, stop);
            if (field == null) {
                boolean standard = end - next >= 2 && buffer.getUnsignedShort(next) == OxmField.BASIC;
                unknown.add(opaque.of("oxm", !standard, buffer, next, shownTo));
            } else {
                match.put(field.field().wireName(), field.field().text.show(field));
            }
            next = shownTo;
        }
        if (!unknown.isEmpty()) {
            match.put("opaque", unknown);
        }
        return match;
    }
}

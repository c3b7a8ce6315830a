package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows what is not known as hexadecimal digits, and counts it. Owned by one thread, that of the reply being read. */
public final class Opaque {
    private long count;

    /** Number of fields, actions and instructions that were not known. */
    public long count() {
        return count;
    }

    /**
     * Something unknown.
     *
     * @param kind {@code oxm}, {@code action} or {@code instruction}
     * @param experimenter whether it belongs to somebody else than the standard
     */
    Map<String, Object> of(String kind, boolean experimenter, ByteBuf buffer, int from, int to) {
        count++;
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("type", experimenter ? "experimenter" : "unknown");
        shown.put(kind, ByteBufUtil.hexDump(buffer, from, to - from));
        return shown;
    }
}

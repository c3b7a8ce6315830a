package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.ofctl.FlowStats;
import java.util.Map;

/** Reads one entry of a flow-stats reply whose length has been checked to fit (OpenFlow 1.3.5 section 7.3.5.2). */
final class FlowEntryReader {
    /** Bytes before the match. */
    static final int HEADER = 48;

    private FlowEntryReader() {}

    /** The entry; the part that cannot be understood is shown as unknown. */
    static FlowStats read(ByteBuf buffer, int at, int length, Opaque opaque) {
        int end = at + length;
        int matchAt = at + HEADER;
        Map<String, Object> match = MatchReader.read(buffer, matchAt, end, opaque);
        int instructionsAt = Math.min(end, matchAt + MatchReader.paddedLength(buffer, matchAt));
        return new FlowStats(
                buffer.getUnsignedByte(at + 2),
                buffer.getUnsignedShort(at + 12),
                buffer.getUnsignedShort(at + 14),
                buffer.getUnsignedShort(at + 16),
                buffer.getUnsignedShort(at + 18),
                length,
                Numbers.unsigned(buffer.getLong(at + 24)),
                Numbers.counter(buffer.getLong(at + 32)),
                Numbers.counter(buffer.getLong(at + 40)),
                buffer.getUnsignedInt(at + 4),
                buffer.getUnsignedInt(at + 8),
                match,
                ActionReader.instructions(buffer, instructionsAt, end, opaque));
    }
}

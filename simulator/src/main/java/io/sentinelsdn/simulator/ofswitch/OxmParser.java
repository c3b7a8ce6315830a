package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.simulator.frame.HeaderField;

/**
 * Reads {@code ofp_match} into a {@link MatchSpec} from the bytes of the message, independently of the codec, so that
 * each fault gets its own error code.
 */
final class OxmParser {
    private static final int CLASS_BASIC = 0x8000;
    private static final int CLASS_EXPERIMENTER = 0xffff;
    static final int ONF = 0x4f4e4600;
    static final int ONF_TCP_FLAGS = 42;
    private static final int TYPE_OXM = 1;

    private final boolean tcpFlags;

    OxmParser(boolean tcpFlags) {
        this.tcpFlags = tcpFlags;
    }

    /** Length of the match at this offset with its padding. */
    static int paddedLength(ByteBuf message, int at) {
        return (message.getUnsignedShort(at + 2) + 7) & ~7;
    }

    MatchSpec parse(ByteBuf message, int at) throws Refusal {
        if (message.writerIndex() < at + 4 || message.getUnsignedShort(at) != TYPE_OXM) {
            throw new Refusal(OfError.BAD_MATCH_TYPE);
        }
        int length = message.getUnsignedShort(at + 2);
        if (length < 4 || at + paddedLength(message, at) > message.writerIndex()) {
            throw new Refusal(OfError.BAD_MATCH_LEN);
        }
        MatchSpec match = new MatchSpec();
        int position = at + 4;
        int end = at + length;
        while (position < end) {
            position = parseField(message, position, end, match);
        }
        return match;
    }

    private int parseField(ByteBuf message, int at, int end, MatchSpec match) throws Refusal {
        if (at + 4 > end || at + 4 + message.getUnsignedByte(at + 3) > end) {
            throw new Refusal(OfError.BAD_MATCH_LEN);
        }
        int length = message.getUnsignedByte(at + 3);
        int number = message.getUnsignedByte(at + 2);
        boolean masked = (number & 1) != 0;
        OxmField field = find(message, at, number >>> 1, length);
        if (field == null) {
            throw new Refusal(OfError.BAD_MATCH_FIELD);
        }
        int valueAt = at + 4 + (field == OxmField.TCP_FLAGS ? 4 : 0);
        if (at + 4 + length - valueAt != field.length * (masked ? 2 : 1)) {
            throw new Refusal(OfError.BAD_MATCH_LEN);
        }
        if (masked && !field.maskable) {
            throw new Refusal(OfError.BAD_MATCH_MASK);
        }
        if (!field.allowedIn(match.value)) {
            throw new Refusal(OfError.BAD_MATCH_PREREQ);
        }
        put(message, valueAt, field, masked, match);
        return at + 4 + length;
    }

    private OxmField find(ByteBuf message, int at, int number, int length) {
        int oxmClass = message.getUnsignedShort(at);
        if (oxmClass == CLASS_BASIC) {
            return OxmField.basic(number);
        }
        boolean extension = tcpFlags
                && oxmClass == CLASS_EXPERIMENTER
                && number == ONF_TCP_FLAGS
                && length >= 4
                && message.getInt(at + 4) == ONF;
        return extension ? OxmField.TCP_FLAGS : null;
    }

    private static void put(ByteBuf message, int at, OxmField field, boolean masked, MatchSpec match) throws Refusal {
        HeaderField upper = field.upperHalf();
        int width = upper == null ? field.length : 8;
        if (field.header.get(match.mask) != 0) {
            throw new Refusal(OfError.BAD_MATCH_DUPLICATE);
        }
        int maskAt = at + field.length;
        if (upper != null) {
            put(match, upper, number(message, at, 8), masked ? number(message, maskAt, 8) : -1);
        }
        int low = upper == null ? 0 : 8;
        put(match, field.header, number(message, at + low, width), masked ? number(message, maskAt + low, width) : -1);
    }

    private static void put(MatchSpec match, HeaderField header, long value, long mask) throws Refusal {
        boolean bitsOutsideMask = (value & ~mask) != 0;
        if (bitsOutsideMask) {
            throw new Refusal(OfError.BAD_MATCH_VALUE);
        }
        header.put(match.value, value);
        header.put(match.mask, mask);
    }

    private static long number(ByteBuf message, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = (number << 8) | message.getUnsignedByte(i);
        }
        return number;
    }
}

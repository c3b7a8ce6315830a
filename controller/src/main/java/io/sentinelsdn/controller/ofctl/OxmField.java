package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;

/**
 * A field with its value and mask, right aligned in 128 bits.
 *
 * @param hi upper half of the value, for IPv6 addresses only
 * @param maskHi bits of {@code hi} that count
 */
record OxmField(MatchField field, long hi, long lo, long maskHi, long maskLo) {
    static final int BASIC = 0x8000;
    static final int NICIRA = 0x0001;
    static final int EXPERIMENTER = 0xffff;
    static final int ONF = 0x4f4e_4600;

    private static final int NICIRA_TCP_FLAGS = 34;

    static OxmField exact(MatchField field, long hi, long lo) {
        return new OxmField(field, hi, lo, field.fullHi(), field.fullLo());
    }

    boolean isExact() {
        return maskHi == field.fullHi() && maskLo == field.fullLo();
    }

    boolean matchesAll() {
        return maskHi == 0 && maskLo == 0;
    }

    /**
     * The field at {@code at}, or null when it is none that we know or its length is not right.
     *
     * @param at index of the OXM header, whose length was checked
     */
    static OxmField read(ByteBuf buffer, int at) {
        int header = buffer.getInt(at);
        int number = header >>> 9 & 0x7f;
        boolean masked = (header & 0x100) != 0;
        int size = header & 0xff;
        int valueAt = at + 4;
        MatchField field = switch (header >>> 16) {
            case BASIC -> MatchField.basic(number);
            case NICIRA -> number == NICIRA_TCP_FLAGS ? MatchField.TCP_FLAGS : null;
            default -> null;
        };
        boolean onf = header >>> 16 == EXPERIMENTER && size >= 4 && buffer.getInt(valueAt) == ONF;
        if (onf && number == MatchField.TCP_FLAGS.number) {
            field = MatchField.TCP_FLAGS;
            valueAt += 4;
            size -= 4;
        }
        if (field == null || size != (masked ? 2 : 1) * field.bytes) {
            return null;
        }
        int maskAt = valueAt + field.bytes;
        return masked
                ? new OxmField(
                        field,
                        high(buffer, valueAt, field),
                        low(buffer, valueAt, field),
                        high(buffer, maskAt, field),
                        low(buffer, maskAt, field))
                : exact(field, high(buffer, valueAt, field), low(buffer, valueAt, field));
    }

    /** Writes header, value and mask. */
    void write(ByteBuf out) {
        boolean masked = !isExact();
        boolean onf = field == MatchField.TCP_FLAGS;
        int size = (masked ? 2 : 1) * field.bytes + (onf ? 4 : 0);
        out.writeShort(onf ? EXPERIMENTER : BASIC);
        out.writeByte(field.number << 1 | (masked ? 1 : 0)).writeByte(size);
        if (onf) {
            out.writeInt(ONF);
        }
        writeBytes(out, hi & maskHi, lo & maskLo);
        if (masked) {
            writeBytes(out, maskHi, maskLo);
        }
    }

    private void writeBytes(ByteBuf out, long upper, long lower) {
        if (field.bytes == 16) {
            out.writeLong(upper);
        }
        for (int shift = 8 * Math.min(8, field.bytes) - 8; shift >= 0; shift -= 8) {
            out.writeByte((int) (lower >>> shift));
        }
    }

    private static long high(ByteBuf buffer, int at, MatchField field) {
        return field.bytes == 16 ? buffer.getLong(at) : 0;
    }

    private static long low(ByteBuf buffer, int at, MatchField field) {
        int from = field.bytes == 16 ? at + 8 : at;
        long value = 0;
        for (int i = 0; i < Math.min(8, field.bytes); i++) {
            value = value << 8 | buffer.getUnsignedByte(from + i);
        }
        return value;
    }
}

package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import java.util.function.BooleanSupplier;

/** Cuts the body of a multipart reply into its entries. Stateless. */
final class Framing {
    private Framing() {}

    /** Sees one entry. */
    @FunctionalInterface
    interface Visitor {
        void entry(int at, int length);
    }

    /** Entries of one length; what is left at the end is an error of the switch. */
    static void fixed(int from, int to, int size, BooleanSupplier enough, Visitor visitor) {
        int at = from;
        while (at < to && !enough.getAsBoolean()) {
            if (to - at < size) {
                throw new IllegalArgumentException("the switch cut an entry off");
            }
            visitor.entry(at, size);
            at += size;
        }
    }

    /**
     * Entries that carry their length.
     *
     * @param lengthAt where in an entry its length stands, 16 bits
     * @param least shortest entry
     */
    static void byLength(
            ByteBuf buffer, int from, int to, int lengthAt, int least, BooleanSupplier enough, Visitor visitor) {
        int at = from;
        while (at < to && !enough.getAsBoolean()) {
            int length = to - at < least ? -1 : buffer.getUnsignedShort(at + lengthAt);
            if (length < least || length > to - at) {
                throw new IllegalArgumentException("the switch sent an entry whose length does not fit: " + length);
            }
            visitor.entry(at, length);
            at += length;
        }
    }
}

package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import java.util.function.BooleanSupplier;

/**
 * How the body of a multipart reply is cut into its entries.
 *
 * @param lengthAt where in an entry its length stands, 16 bits; {@link #NO_LENGTH} when all are {@code least} long
 * @param least shortest entry, bytes
 */
record Framing(int lengthAt, int least) {
    private static final int NO_LENGTH = -1;

    /** Sees one entry. */
    @FunctionalInterface
    interface Visitor {
        void entry(ByteBuf buffer, int at, int length);
    }

    /** Entries of one length. */
    static Framing fixed(int size) {
        return new Framing(NO_LENGTH, size);
    }

    /** Entries that carry their length. */
    static Framing byLength(int lengthAt, int least) {
        return new Framing(lengthAt, least);
    }

    /**
     * Visits the entries of one part until there are enough.
     *
     * @throws IllegalArgumentException if an entry is cut off or its length does not fit
     */
    void walk(ByteBuf buffer, int from, int to, BooleanSupplier enough, Visitor visitor) {
        int at = from;
        while (at < to && !enough.getAsBoolean()) {
            int length = length(buffer, at, to);
            visitor.entry(buffer, at, length);
            at += length;
        }
    }

    private int length(ByteBuf buffer, int at, int to) {
        if (lengthAt == NO_LENGTH) {
            if (to - at < least) {
                throw new IllegalArgumentException("the switch cut an entry off");
            }
            return least;
        }
        int length = to - at < least ? -1 : buffer.getUnsignedShort(at + lengthAt);
        if (length < least || length > to - at) {
            throw new IllegalArgumentException("the switch sent an entry whose length does not fit: " + length);
        }
        return length;
    }
}

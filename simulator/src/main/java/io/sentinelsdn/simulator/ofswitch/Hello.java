package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;

/** Version negotiation (section 6.3.1). */
final class Hello {
    private static final int ELEMENT_VERSION_BITMAP = 1;

    private Hello() {}

    /** Whether the peer's HELLO allows OpenFlow 1.3: by its bitmap, or without one by its version. */
    static boolean offers13(ByteBuf hello) {
        int at = Wire.HEADER;
        while (at + 8 <= hello.writerIndex()) {
            int length = hello.getUnsignedShort(at + 2);
            if (hello.getUnsignedShort(at) == ELEMENT_VERSION_BITMAP && length >= 8) {
                return (hello.getInt(at + 4) & (1 << Wire.VERSION)) != 0;
            }
            at += Math.max(8, (length + 7) & ~7);
        }
        return hello.getUnsignedByte(0) >= Wire.VERSION;
    }
}

package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A request whose reply is a list.
 *
 * @param type OFPMP_*
 * @param body writes what follows the multipart header
 * @param framing how the reply is cut
 * @param enough whether the rest is not wanted
 * @param visitor sees each entry
 */
record Listing(int type, Consumer<ByteBuf> body, Framing framing, BooleanSupplier enough, Framing.Visitor visitor)
        implements StatsQuery.Step {
    /** A body that is a row of 32-bit words. */
    static Consumer<ByteBuf> words(int... words) {
        return out -> {
            for (int word : words) {
                out.writeInt(word);
            }
        };
    }

    @Override
    public void writeBody(ByteBuf out) {
        body.accept(out);
    }

    @Override
    public void part(ByteBuf buffer, int from, int to) {
        framing.walk(buffer, from, to, enough, visitor);
    }
}

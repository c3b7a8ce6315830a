package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.ofctl.StatsQuery.Step;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Questions in two steps: first what things are, then their counters. Used once, in the event loop of the switch.
 *
 * @param <D> what a thing is
 * @param <T> a row of the answer
 */
final class Described<D, T> {
    private static final int MOST_DESCRIPTIONS = 65_536;

    private final Map<Integer, D> descriptions = new HashMap<>();
    private final D unknown;
    private final Rows<T> rows;

    /** Reads the description of a thing from where it stands. */
    @FunctionalInterface
    interface Reader<D> {
        D read(ByteBuf buffer, int at, int length);
    }

    /** Makes a row of the counters and the description of a thing. */
    @FunctionalInterface
    interface Joiner<D, T> {
        T join(ByteBuf buffer, int at, int length, D description);
    }

    /**
     * @param unknown stands for a thing that was not described
     */
    Described(D unknown, Window window) {
        this.unknown = unknown;
        rows = new Rows<>(window);
    }

    /**
     * The first step.
     *
     * @param numberAt where in an entry the number of the thing stands, 32 bits
     */
    Step describe(int type, Consumer<ByteBuf> body, Framing framing, int numberAt, Reader<D> reader) {
        return new Listing(
                type,
                body,
                framing,
                () -> descriptions.size() >= MOST_DESCRIPTIONS,
                (buffer, at, length) ->
                        descriptions.put(buffer.getInt(at + numberAt), reader.read(buffer, at, length)));
    }

    /** The second step, with the same meaning of {@code numberAt}. */
    Step list(int type, Consumer<ByteBuf> body, Framing framing, int numberAt, Joiner<D, T> joiner) {
        return new Listing(
                type,
                body,
                framing,
                rows::isFull,
                (buffer, at, length) -> rows.add(() -> joiner.join(
                        buffer, at, length, descriptions.getOrDefault(buffer.getInt(at + numberAt), unknown))));
    }

    StatsQuery<T> query(Step describe, Step list, Opaque opaque) {
        return new StatsQuery<>(List.of(describe, list), rows, opaque);
    }
}

package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.spi.SwitchStatistics.Answer;
import java.util.List;

/**
 * A question to a switch: one or two multipart requests, and what becomes of their replies. Used once, in the event loop
 * of the switch.
 *
 * @param <T> a row of the answer
 */
public final class StatsQuery<T> {
    private final List<Step> steps;
    private final Rows<T> rows;
    private final Opaque opaque;

    /** One multipart request (OpenFlow 1.3.5 section 7.3.5). */
    public interface Step {
        /** OFPMP_*. */
        int type();

        /** Writes what follows the multipart header. */
        void writeBody(ByteBuf out);

        /**
         * Reads the body of one part of the reply.
         *
         * @throws IllegalArgumentException if it cannot be read
         */
        void part(ByteBuf buffer, int from, int to);
    }

    StatsQuery(List<Step> steps, Rows<T> rows, Opaque opaque) {
        this.steps = List.copyOf(steps);
        this.rows = rows;
        this.opaque = opaque;
    }

    /** To be asked one after the other, each when the reply to the one before has ended. */
    public List<Step> steps() {
        return steps;
    }

    /** What has been read. */
    public Answer<T> answer() {
        return rows.answer(true);
    }

    /** The answer of a switch that has no such statistics. */
    public Answer<T> unsupported() {
        return rows.answer(false);
    }

    /** Fields, actions and instructions that were not known. */
    public long opaqueFields() {
        return opaque.count();
    }
}

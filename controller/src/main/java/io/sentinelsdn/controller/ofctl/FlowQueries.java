package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.ofctl.AggregateStats;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.ofctl.FlowStats;
import io.sentinelsdn.domain.ofctl.TableStats;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.util.List;

/** Questions about entries and tables (OpenFlow 1.3.5 sections 7.3.5.2 to 7.3.5.4). Stateless. */
public final class FlowQueries {
    private static final int FLOW = 1;
    private static final int AGGREGATE = 2;
    private static final int TABLE = 3;

    private FlowQueries() {}

    public static StatsQuery<FlowStats> flows(FlowFilter filter, Window window) {
        Opaque opaque = new Opaque();
        Rows<FlowStats> rows = new Rows<>(window);
        return new StatsQuery<>(
                List.of(new Filtered(FLOW, filter) {
                    @Override
                    public void part(ByteBuf buffer, int from, int to) {
                        Framing.byLength(
                                buffer,
                                from,
                                to,
                                0,
                                FlowEntryReader.HEADER + 8,
                                rows::isFull,
                                (at, length) -> rows.add(() -> FlowEntryReader.read(buffer, at, length, opaque)));
                    }
                }),
                rows,
                opaque);
    }

    public static StatsQuery<AggregateStats> aggregate(FlowFilter filter) {
        Rows<AggregateStats> rows = new Rows<>(new Window(1, 0));
        return new StatsQuery<>(
                List.of(new Filtered(AGGREGATE, filter) {
                    @Override
                    public void part(ByteBuf buffer, int from, int to) {
                        Framing.fixed(
                                from,
                                to,
                                24,
                                rows::isFull,
                                (at, length) -> rows.add(() -> new AggregateStats(
                                        Numbers.counter(buffer.getLong(at)),
                                        Numbers.counter(buffer.getLong(at + 8)),
                                        buffer.getUnsignedInt(at + 16))));
                    }
                }),
                rows,
                new Opaque());
    }

    public static StatsQuery<TableStats> tables(Window window) {
        Rows<TableStats> rows = new Rows<>(window);
        return new StatsQuery<>(
                List.of(new Plain(TABLE, new int[0]) {
                    @Override
                    public void part(ByteBuf buffer, int from, int to) {
                        Framing.fixed(
                                from,
                                to,
                                24,
                                rows::isFull,
                                (at, length) -> rows.add(() -> new TableStats(
                                        buffer.getUnsignedByte(at),
                                        buffer.getUnsignedInt(at + 4),
                                        Numbers.counter(buffer.getLong(at + 8)),
                                        Numbers.counter(buffer.getLong(at + 16)))));
                    }
                }),
                rows,
                new Opaque());
    }

    /** A request whose body is a row of 32-bit words. */
    abstract static class Plain implements StatsQuery.Step {
        private final int type;
        private final int[] body;

        Plain(int type, int... body) {
            this.type = type;
            this.body = body;
        }

        @Override
        public int type() {
            return type;
        }

        @Override
        public void writeBody(ByteBuf out) {
            for (int word : body) {
                out.writeInt(word);
            }
        }
    }

    /** A request for entries, with a filter and a match that takes all. */
    private abstract static class Filtered implements StatsQuery.Step {
        private final int type;
        private final FlowFilter filter;

        Filtered(int type, FlowFilter filter) {
            this.type = type;
            this.filter = filter;
        }

        @Override
        public int type() {
            return type;
        }

        @Override
        public void writeBody(ByteBuf out) {
            out.writeByte(filter.tableId())
                    .writeZero(3)
                    .writeInt(filter.outPort())
                    .writeInt(filter.outGroup());
            out.writeZero(4).writeLong(filter.cookie()).writeLong(filter.cookieMask());
            out.writeShort(1).writeShort(4).writeZero(4);
        }
    }
}

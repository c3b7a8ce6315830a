package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.ofctl.AggregateStats;
import io.sentinelsdn.domain.ofctl.FlowFilter;
import io.sentinelsdn.domain.ofctl.FlowStats;
import io.sentinelsdn.domain.ofctl.TableStats;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.util.List;
import java.util.function.Consumer;

/** Questions about entries and tables (OpenFlow 1.3.5 sections 7.3.5.2 to 7.3.5.4). Stateless. */
public final class FlowQueries {
    private static final int FLOW = 1;
    private static final int AGGREGATE = 2;
    private static final int TABLE = 3;

    private FlowQueries() {}

    public static StatsQuery<FlowStats> flows(FlowFilter filter, Window window) {
        Opaque opaque = new Opaque();
        Rows<FlowStats> rows = new Rows<>(window);
        Listing list = new Listing(
                FLOW,
                matching(filter),
                Framing.byLength(0, FlowEntryReader.HEADER + 8),
                rows::isFull,
                (buffer, at, length) -> rows.add(() -> FlowEntryReader.read(buffer, at, length, opaque)));
        return new StatsQuery<>(List.of(list), rows, opaque);
    }

    public static StatsQuery<AggregateStats> aggregate(FlowFilter filter) {
        Rows<AggregateStats> rows = new Rows<>(new Window(1, 0));
        Listing list = new Listing(
                AGGREGATE,
                matching(filter),
                Framing.fixed(24),
                rows::isFull,
                (buffer, at, length) -> rows.add(() -> new AggregateStats(
                        Numbers.counter(buffer.getLong(at)),
                        Numbers.counter(buffer.getLong(at + 8)),
                        buffer.getUnsignedInt(at + 16))));
        return new StatsQuery<>(List.of(list), rows, new Opaque());
    }

    public static StatsQuery<TableStats> tables(Window window) {
        Rows<TableStats> rows = new Rows<>(window);
        Listing list = new Listing(
                TABLE,
                Listing.words(),
                Framing.fixed(24),
                rows::isFull,
                (buffer, at, length) -> rows.add(() -> new TableStats(
                        buffer.getUnsignedByte(at),
                        buffer.getUnsignedInt(at + 4),
                        Numbers.counter(buffer.getLong(at + 8)),
                        Numbers.counter(buffer.getLong(at + 16)))));
        return new StatsQuery<>(List.of(list), rows, new Opaque());
    }

    /** The body of a request for entries: a filter, and a match that takes all. */
    private static Consumer<ByteBuf> matching(FlowFilter filter) {
        return out -> {
            out.writeByte(filter.tableId())
                    .writeZero(3)
                    .writeInt(filter.outPort())
                    .writeInt(filter.outGroup());
            out.writeZero(4).writeLong(filter.cookie()).writeLong(filter.cookieMask());
            out.writeShort(1).writeShort(4).writeZero(4);
        };
    }
}

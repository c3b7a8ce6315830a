package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.ofctl.PortStats;
import io.sentinelsdn.domain.ofctl.QueueStats;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Questions about ports and their queues (OpenFlow 1.3.5 sections 7.3.5.6 to 7.3.5.8). Stateless. */
public final class PortQueries {
    private static final int PORT_STATS = 4;
    private static final int QUEUE = 5;
    private static final int PORT_DESC = 13;
    private static final int ANY = -1;
    private static final int NAME_BYTES = 16;

    private PortQueries() {}

    /** What a port is, without its counters; all null when the switch does not say. */
    private record Description(
            String name, String hwAddr, Boolean up, Long config, Long state, Long curr, Long currSpeed, Long maxSpeed) {
        static final Description NONE = new Description(null, null, null, null, null, null, null, null);

        static Description read(ByteBuf buffer, int at) {
            long mac = (long) buffer.getUnsignedShort(at + 8) << 32 | buffer.getUnsignedInt(at + 10);
            long config = buffer.getUnsignedInt(at + 32);
            long state = buffer.getUnsignedInt(at + 36);
            return new Description(
                    text(buffer, at + 16),
                    new MacAddress(mac).toString(),
                    (config & 1) == 0 && (state & 1) == 0,
                    config,
                    state,
                    buffer.getUnsignedInt(at + 40),
                    buffer.getUnsignedInt(at + 56),
                    buffer.getUnsignedInt(at + 60));
        }
    }

    /** First what the ports are, then their counters. */
    public static StatsQuery<PortStats> ports(Window window) {
        Described<Description, PortStats> ports = new Described<>(Description.NONE, window);
        return ports.query(
                ports.describe(
                        PORT_DESC,
                        Listing.words(),
                        Framing.fixed(64),
                        0,
                        (buffer, at, length) -> Description.read(buffer, at)),
                ports.list(
                        PORT_STATS,
                        Listing.words(ANY, 0),
                        Framing.fixed(112),
                        0,
                        (buffer, at, length, description) -> port(buffer, at, description)),
                new Opaque());
    }

    public static StatsQuery<QueueStats> queues(Window window) {
        Rows<QueueStats> rows = new Rows<>(window);
        Listing list = new Listing(
                QUEUE,
                Listing.words(ANY, ANY),
                Framing.fixed(40),
                rows::isFull,
                (buffer, at, length) -> rows.add(() -> queue(buffer, at)));
        return new StatsQuery<>(List.of(list), rows, new Opaque());
    }

    private static QueueStats queue(ByteBuf buffer, int at) {
        return new QueueStats(
                Ports.word(buffer.getInt(at)),
                buffer.getUnsignedInt(at + 4),
                counter(buffer, at + 8),
                counter(buffer, at + 16),
                counter(buffer, at + 24),
                duration(buffer, at + 32),
                duration(buffer, at + 36));
    }

    private static PortStats port(ByteBuf buffer, int at, Description port) {
        return new PortStats(
                Ports.word(buffer.getInt(at)),
                port.name(),
                port.hwAddr(),
                port.up(),
                port.config(),
                port.state(),
                port.curr(),
                port.currSpeed(),
                port.maxSpeed(),
                counter(buffer, at + 8),
                counter(buffer, at + 16),
                counter(buffer, at + 24),
                counter(buffer, at + 32),
                counter(buffer, at + 40),
                counter(buffer, at + 48),
                counter(buffer, at + 56),
                counter(buffer, at + 64),
                counter(buffer, at + 72),
                counter(buffer, at + 80),
                counter(buffer, at + 88),
                counter(buffer, at + 96),
                duration(buffer, at + 104),
                duration(buffer, at + 108));
    }

    private static Number counter(ByteBuf buffer, int at) {
        return Numbers.counter(buffer.getLong(at));
    }

    /** All ones: the switch does not say. */
    static Long duration(ByteBuf buffer, int at) {
        return buffer.getInt(at) == -1 ? null : (Long) buffer.getUnsignedInt(at);
    }

    /** A C string, with everything unprintable replaced. */
    private static String text(ByteBuf buffer, int at) {
        String raw = buffer.toString(at, NAME_BYTES, StandardCharsets.UTF_8);
        int end = raw.indexOf('\0');
        return (end < 0 ? raw : raw.substring(0, end)).replaceAll("\\p{Cntrl}", "?");
    }
}

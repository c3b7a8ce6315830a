package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.ofctl.GroupStats;
import io.sentinelsdn.domain.ofctl.GroupStats.Bucket;
import io.sentinelsdn.domain.ofctl.GroupStats.BucketStats;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.util.ArrayList;
import java.util.List;

/** Questions about groups (OpenFlow 1.3.5 sections 7.3.5.9 and 7.3.5.10). Stateless. */
public final class GroupQueries {
    private static final int GROUP = 6;
    private static final int GROUP_DESC = 7;
    private static final int ALL = -4;
    private static final String[] TYPES = {"ALL", "SELECT", "INDIRECT", "FF"};

    private GroupQueries() {}

    private record Description(String type, List<Bucket> buckets) {
        static final Description NONE = new Description(null, List.of());
    }

    /** First what the groups are, then their counters. */
    public static StatsQuery<GroupStats> groups(Window window) {
        Opaque opaque = new Opaque();
        Described<Description, GroupStats> groups = new Described<>(Description.NONE, window);
        return groups.query(
                groups.describe(
                        GROUP_DESC,
                        Listing.words(),
                        Framing.byLength(0, 8),
                        4,
                        (buffer, at, length) -> describe(buffer, at, length, opaque)),
                groups.list(GROUP, Listing.words(ALL, 0), Framing.byLength(0, 40), 4, GroupQueries::group),
                opaque);
    }

    private static Description describe(ByteBuf buffer, int at, int length, Opaque opaque) {
        int type = buffer.getUnsignedByte(at + 2);
        List<Bucket> buckets = new ArrayList<>();
        int next = at + 8;
        while (at + length - next >= 16) {
            int size = buffer.getUnsignedShort(next);
            if (size < 16 || size > at + length - next) {
                break;
            }
            buckets.add(new Bucket(
                    buffer.getUnsignedShort(next + 2),
                    buffer.getUnsignedInt(next + 4),
                    buffer.getUnsignedInt(next + 8),
                    ActionReader.actions(buffer, next + 16, next + size, opaque)));
            next += size;
        }
        return new Description(type < TYPES.length ? TYPES[type] : Integer.toString(type), buckets);
    }

    private static GroupStats group(ByteBuf buffer, int at, int length, Description description) {
        List<BucketStats> buckets = new ArrayList<>();
        for (int bucket = at + 40; bucket + 16 <= at + length; bucket += 16) {
            buckets.add(new BucketStats(
                    Numbers.counter(buffer.getLong(bucket)), Numbers.counter(buffer.getLong(bucket + 8))));
        }
        return new GroupStats(
                buffer.getUnsignedInt(at + 4),
                description.type(),
                description.buckets(),
                PortQueries.duration(buffer, at + 8),
                Numbers.counter(buffer.getLong(at + 16)),
                Numbers.counter(buffer.getLong(at + 24)),
                PortQueries.duration(buffer, at + 32),
                PortQueries.duration(buffer, at + 36),
                buckets);
    }
}

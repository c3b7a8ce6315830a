package io.sentinelsdn.controller.ofctl;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.ofctl.MeterStats;
import io.sentinelsdn.domain.ofctl.MeterStats.Band;
import io.sentinelsdn.domain.ofctl.MeterStats.BandStats;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import java.util.ArrayList;
import java.util.List;

/** Questions about meters (OpenFlow 1.3.5 sections 7.3.5.12 and 7.3.5.13). Stateless. */
public final class MeterQueries {
    private static final int METER = 9;
    private static final int METER_CONFIG = 10;
    private static final int ALL = -1;
    private static final int BAND = 16;
    private static final String[] FLAGS = {"KBPS", "PKTPS", "BURST", "STATS"};

    private MeterQueries() {}

    private record Config(List<String> flags, List<Band> bands) {
        static final Config NONE = new Config(List.of(), List.of());
    }

    /** First what the meters are, then their counters. */
    public static StatsQuery<MeterStats> meters(Window window) {
        Described<Config, MeterStats> meters = new Described<>(Config.NONE, window);
        return meters.query(
                meters.describe(METER_CONFIG, Listing.words(ALL, 0), Framing.byLength(0, 8), 4, MeterQueries::config),
                meters.list(METER, Listing.words(ALL, 0), Framing.byLength(4, 40), 0, MeterQueries::meter),
                new Opaque());
    }

    private static Config config(ByteBuf buffer, int at, int length) {
        int bits = buffer.getUnsignedShort(at + 2);
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < FLAGS.length; i++) {
            if ((bits >> i & 1) != 0) {
                flags.add(FLAGS[i]);
            }
        }
        List<Band> bands = new ArrayList<>();
        int next = at + 8;
        while (at + length - next >= 12) {
            int size = buffer.getUnsignedShort(next + 2);
            if (size < 12 || size > at + length - next) {
                break;
            }
            bands.add(band(buffer, next, size));
            next += size;
        }
        return new Config(flags, bands);
    }

    private static Band band(ByteBuf buffer, int at, int size) {
        int type = buffer.getUnsignedShort(at);
        boolean remark = type == 2;
        String word = type == 1 ? "DROP" : remark ? "DSCP_REMARK" : type == 0xffff ? "EXPERIMENTER" : "" + type;
        Integer level = remark && size >= 13 ? (Integer) (int) buffer.getUnsignedByte(at + 12) : null;
        return new Band(word, buffer.getUnsignedInt(at + 4), buffer.getUnsignedInt(at + 8), level);
    }

    private static MeterStats meter(ByteBuf buffer, int at, int length, Config config) {
        List<BandStats> bands = new ArrayList<>();
        for (int band = at + 40; band + BAND <= at + length; band += BAND) {
            bands.add(new BandStats(Numbers.counter(buffer.getLong(band)), Numbers.counter(buffer.getLong(band + 8))));
        }
        return new MeterStats(
                id(buffer.getInt(at)),
                config.flags(),
                config.bands(),
                PortQueries.duration(buffer, at + 12),
                Numbers.counter(buffer.getLong(at + 16)),
                Numbers.counter(buffer.getLong(at + 24)),
                PortQueries.duration(buffer, at + 32),
                PortQueries.duration(buffer, at + 36),
                bands);
    }

    /** A number, or the word of a virtual meter (OpenFlow 1.3.5 section 7.3.4.4). */
    private static Object id(int number) {
        return switch (number) {
            case 0xffff_fffd -> "SLOWPATH";
            case 0xffff_fffe -> "CONTROLLER";
            default -> (Object) Integer.toUnsignedLong(number);
        };
    }
}

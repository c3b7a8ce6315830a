package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.net.Dpid;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects what a switch says of itself between HELLO and the barrier that ends the handshake. Owned by the event loop
 * of the session.
 */
final class Handshake {
    private static final int PORT_LENGTH = 64;
    /** {@code OFPP_MAX}: numbers above are reserved ports. */
    private static final int MAX_PORT = 0xffff_ff00;

    private static final int MAX_PORTS = 4_096;
    /** Meters of others that are gone round. */
    private static final int MAX_METERS = 65_536;

    private static final int MISS_SEND_LENGTH = 192;
    /** {@code 1 << OFPMBT_DROP}. */
    private static final int DROP_BAND = 1 << 1;
    /** {@code OFPMF_PKTPS}. */
    private static final int PACKETS_PER_SECOND = 1 << 1;

    private final Outbox outbox;
    private final Map<Integer, Integer> asked = new HashMap<>();
    private int barrierXid;
    private Dpid dpid;
    private int auxiliaryId;
    private int tables;
    private int capabilities;
    private long maxMeters;
    private final Set<Long> meterIds = new TreeSet<>();
    private SwitchFeatures.Groups groups = SwitchFeatures.Groups.NONE;
    private final Set<String> lacks = new LinkedHashSet<>();
    private String manufacturer = "";
    private String hardware = "";
    private String software = "";
    private final Map<Integer, SwitchFeatures.Port> ports = new LinkedHashMap<>();

    Handshake(Outbox outbox) {
        this.outbox = outbox;
    }

    /** By bitmap where there is one, else the lower of the two versions counts (OpenFlow 1.3.5 section 6.3.1). */
    static boolean speaksOurVersion(ByteBuf hello, int from, int to) {
        int at = from + Outbox.HEADER;
        while (to - at >= 8) {
            int length = hello.getUnsignedShort(at + 2);
            if (hello.getUnsignedShort(at) == 1) {
                return (hello.getInt(at + 4) & (1 << Outbox.VERSION)) != 0;
            }
            if (length < 4) {
                break;
            }
            at += (length + 7) & ~7;
        }
        return hello.getUnsignedByte(from) >= Outbox.VERSION;
    }

    /** Asks everything at once, a barrier behind it. */
    void begin() {
        ByteBuf out = outbox.open();
        Outbox.header(out, 5, Outbox.HEADER, outbox.xid());
        Outbox.header(out, 9, 12, outbox.xid());
        out.writeShort(0).writeShort(MISS_SEND_LENGTH);
        StatsRequests.empty(out, ask(StatsRequests.DESC), StatsRequests.DESC);
        StatsRequests.empty(out, ask(StatsRequests.PORT_DESC), StatsRequests.PORT_DESC);
        StatsRequests.empty(out, ask(StatsRequests.METER_FEATURES), StatsRequests.METER_FEATURES);
        StatsRequests.empty(out, ask(StatsRequests.GROUP_FEATURES), StatsRequests.GROUP_FEATURES);
        StatsRequests.meters(out, ask(StatsRequests.METER_CONFIG), StatsRequests.METER_CONFIG);
        barrierXid = outbox.xid();
        Outbox.header(out, 20, Outbox.HEADER, barrierXid);
        outbox.written();
    }

    /** Asks which meters there are now, a barrier behind it: another controller may have changed them. */
    void askMetersAnew() {
        meterIds.clear();
        ByteBuf out = outbox.open();
        StatsRequests.meters(out, ask(StatsRequests.METER_CONFIG), StatsRequests.METER_CONFIG);
        barrierXid = outbox.xid();
        Outbox.header(out, 20, Outbox.HEADER, barrierXid);
        outbox.written();
    }

    private int ask(int type) {
        int xid = outbox.xid();
        asked.put(xid, type);
        return xid;
    }

    /** The switch refused a request; false when it was none of these. */
    boolean refused(int xid) {
        return asked.remove(xid) != null;
    }

    /** Whether this barrier reply ends the handshake. */
    boolean isEnd(int xid) {
        return xid == barrierXid;
    }

    /** One part of a multipart reply; false when nobody asked for it. */
    boolean reply(ByteBuf message, int from, int to, int type, int xid) {
        Integer askedType = asked.get(xid);
        if (askedType == null || askedType != type) {
            return false;
        }
        switch (type) {
            case StatsRequests.DESC -> desc(message, from, to);
            case StatsRequests.PORT_DESC -> portDesc(message, from, to);
            case StatsRequests.METER_FEATURES -> meterFeatures(message, from, to);
            case StatsRequests.GROUP_FEATURES -> groupFeatures(message, from, to);
            default -> meterConfig(message, from, to);
        }
        return true;
    }

    /** FEATURES_REPLY (OpenFlow 1.3.5 section 7.3.1). */
    void features(ByteBuf message, int from, int to) {
        require(to - from >= 32, "FEATURES_REPLY");
        dpid = new Dpid(message.getLong(from + 8));
        tables = message.getUnsignedByte(from + 20);
        capabilities = message.getInt(from + 24);
        auxiliaryId = message.getUnsignedByte(from + 21);
    }

    private void desc(ByteBuf message, int from, int to) {
        require(to - from >= 1056, "DESC reply");
        manufacturer = text(message, from, 256);
        hardware = text(message, from + 256, 256);
        software = text(message, from + 512, 256);
    }

    private void portDesc(ByteBuf message, int from, int to) {
        require((to - from) % PORT_LENGTH == 0, "PORT_DESC reply");
        for (int at = from; at < to; at += PORT_LENGTH) {
            put(readPort(message, at));
        }
    }

    private void meterFeatures(ByteBuf message, int from, int to) {
        require(to - from >= 16, "METER_FEATURES reply");
        boolean drops = (message.getInt(from + 4) & DROP_BAND) != 0;
        boolean countsPackets = (message.getInt(from + 8) & PACKETS_PER_SECOND) != 0;
        long most = message.getUnsignedInt(from);
        maxMeters = drops && countsPackets ? most : 0;
        if (most == 0) {
            return;
        }
        if (!drops) {
            lacks.add("its meters have no drop bands: they are not used");
        } else if (!countsPackets) {
            lacks.add("its meters do not count packets per second: they are not used");
        }
    }

    private void groupFeatures(ByteBuf message, int from, int to) {
        require(to - from >= 40, "GROUP_FEATURES reply");
        groups = new SwitchFeatures.Groups(message.getInt(from));
    }

    private void meterConfig(ByteBuf message, int from, int to) {
        int at = from;
        while (at < to) {
            require(to - at >= 8, "METER_CONFIG reply");
            int length = message.getUnsignedShort(at);
            require(length >= 8 && length <= to - at, "METER_CONFIG reply");
            if (meterIds.size() < MAX_METERS) {
                meterIds.add(message.getUnsignedInt(at + 4));
            }
            at += length;
        }
    }

    /**
     * PORT_STATUS (OpenFlow 1.3.5 section 7.4.3).
     *
     * @return all ports after the change
     */
    List<SwitchFeatures.Port> portStatus(ByteBuf message, int from, int to) {
        require(to - from >= 80, "PORT_STATUS");
        int reason = message.getUnsignedByte(from + 8);
        SwitchFeatures.Port port = readPort(message, from + 16);
        if (reason == 1) {
            ports.remove(port.number());
        } else {
            put(port);
        }
        return List.copyOf(ports.values());
    }

    /** 0 for a main connection. */
    int auxiliaryId() {
        return auxiliaryId;
    }

    boolean hasDpid() {
        return dpid != null;
    }

    SwitchFeatures result() {
        return new SwitchFeatures(
                dpid,
                tables,
                capabilities,
                maxMeters,
                meterIds,
                groups,
                List.copyOf(lacks),
                manufacturer,
                hardware,
                software,
                List.copyOf(ports.values()));
    }

    private void put(SwitchFeatures.Port port) {
        boolean physical = Integer.compareUnsigned(port.number(), MAX_PORT) < 0;
        if (physical && (ports.size() < MAX_PORTS || ports.containsKey(port.number()))) {
            ports.put(port.number(), port);
        }
    }

    private static SwitchFeatures.Port readPort(ByteBuf message, int at) {
        long mac = (long) message.getUnsignedShort(at + 8) << 32 | message.getUnsignedInt(at + 10);
        boolean adminDown = (message.getInt(at + 32) & 1) != 0;
        boolean linkDown = (message.getInt(at + 36) & 1) != 0;
        return new SwitchFeatures.Port(message.getInt(at), text(message, at + 16, 16), mac, !adminDown && !linkDown);
    }

    /** A C string, with everything unprintable replaced. */
    private static String text(ByteBuf message, int at, int length) {
        String raw = message.toString(at, length, StandardCharsets.UTF_8);
        int end = raw.indexOf('\0');
        return (end < 0 ? raw : raw.substring(0, end)).replaceAll("\\p{Cntrl}", "?");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedMessage(what + " is cut off");
        }
    }
}

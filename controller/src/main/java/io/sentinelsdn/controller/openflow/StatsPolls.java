package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.openflow.SessionHandler.StatsKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The periodic statistics requests to one switch. Each kind is paced by its own reply: it is never asked again before
 * the last part of the answer has come; asking answers false so long. Owned by the event loop of the session.
 */
public final class StatsPolls {
    private static final long REPLY_PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int PORT_LENGTH = 112;
    private static final int TABLE_LENGTH = 24;
    private static final int METER_HEADER = 40;
    private static final int BAND_LENGTH = 16;

    private final SwitchSession session;
    private final SessionHandler handler;
    private final Outbox outbox;
    private final OpenFlowMetrics metrics;
    private final FlowStatsWalker walker;
    private final SessionHandler.PortCounters portCounters = new SessionHandler.PortCounters();
    private final Map<StatsKind, Poll> flows = new EnumMap<>(StatsKind.class);
    private final Poll ports = new Poll();
    private final Poll tables = new Poll();
    private final Poll meters = new Poll();
    private final Poll groups = new Poll();

    /** A request on its way: its xid, or 0. */
    private static final class Poll {
        private int xid;
        private long sentNs;
    }

    StatsPolls(
            SwitchSession session,
            SessionHandler handler,
            Outbox outbox,
            OpenFlowMetrics metrics,
            FlowStatsWalker walker) {
        this.session = session;
        this.handler = handler;
        this.outbox = outbox;
        this.metrics = metrics;
        this.walker = walker;
        for (StatsKind kind : StatsKind.values()) {
            flows.put(kind, new Poll());
        }
    }

    /** Asks for flow entries by cookie. */
    public boolean askFlows(StatsKind kind, int table, long cookie, long mask) {
        Poll poll = flows.get(kind);
        if (!mayAsk(poll)) {
            return false;
        }
        StatsRequests.flow(outbox.open(), poll.xid, table, cookie, mask);
        outbox.written();
        return true;
    }

    /** Asks for the counters of all ports. */
    public boolean askPorts() {
        if (!mayAsk(ports)) {
            return false;
        }
        StatsRequests.ports(outbox.open(), ports.xid);
        outbox.written();
        return true;
    }

    /** Asks how many entries each table holds. */
    public boolean askTables() {
        if (!mayAsk(tables)) {
            return false;
        }
        StatsRequests.empty(outbox.open(), tables.xid, StatsRequests.TABLE);
        outbox.written();
        return true;
    }

    /** Asks for the counters of all meters. */
    public boolean askMeters() {
        if (!mayAsk(meters)) {
            return false;
        }
        StatsRequests.meters(outbox.open(), meters.xid, StatsRequests.METER);
        outbox.written();
        return true;
    }

    /** Asks for the description of all groups. */
    public boolean askGroups() {
        if (!mayAsk(groups)) {
            return false;
        }
        StatsRequests.empty(outbox.open(), groups.xid, StatsRequests.GROUP_DESC);
        outbox.written();
        return true;
    }

    private boolean mayAsk(Poll poll) {
        long nowNs = System.nanoTime();
        if (poll.xid != 0) {
            if (nowNs - poll.sentNs < REPLY_PATIENCE_NS) {
                return false;
            }
            metrics.lostReplies.increment();
        }
        poll.xid = outbox.xid();
        poll.sentNs = nowNs;
        return true;
    }

    /**
     * One part of a multipart reply.
     *
     * @param from first byte of the body
     * @param last no more parts follow
     * @return false when none of the requests here has this xid; 0 is none
     */
    boolean reply(ByteBuf buffer, int from, int to, int type, int xid, boolean last, long nowNs) {
        if (xid == 0) {
            return false;
        }
        if (type == StatsRequests.FLOW) {
            return flowStats(buffer, from, to, xid, last, nowNs);
        }
        Poll poll = pollOf(type);
        if (poll == null || poll.xid != xid) {
            return false;
        }
        switch (type) {
            case StatsRequests.PORT_STATS -> portStats(buffer, from, to, nowNs);
            case StatsRequests.TABLE -> tableStats(buffer, from, to);
            case StatsRequests.METER -> meterStats(buffer, from, to);
            default -> groupDesc(buffer, from, to, last);
        }
        if (last) {
            poll.xid = 0;
        }
        return true;
    }

    private Poll pollOf(int type) {
        return switch (type) {
            case StatsRequests.PORT_STATS -> ports;
            case StatsRequests.TABLE -> tables;
            case StatsRequests.METER -> meters;
            case StatsRequests.GROUP_DESC -> groups;
            default -> null;
        };
    }

    private void groupDesc(ByteBuf buffer, int from, int to, boolean last) {
        GroupCodec.walk(buffer, from, to, (id, type, outPorts) -> handler.groupDesc(session, id, type, outPorts));
        if (last) {
            handler.groupDescEnd(session);
        }
    }

    private boolean flowStats(ByteBuf buffer, int from, int to, int xid, boolean last, long nowNs) {
        for (Map.Entry<StatsKind, Poll> asked : flows.entrySet()) {
            if (asked.getValue().xid == xid) {
                StatsKind kind = asked.getKey();
                metrics.flowEntries.add(walker.walk(buffer, from, to, entry -> visit(kind, entry, nowNs)));
                if (last) {
                    asked.getValue().xid = 0;
                    handler.flowStatsEnd(session, kind);
                }
                return true;
            }
        }
        return false;
    }

    private void visit(StatsKind kind, FlowStatsEntry entry, long nowNs) {
        if (entry.unknownFields != 0) {
            metrics.unknownFields.add(entry.unknownFields);
        }
        handler.flowStats(session, kind, entry, nowNs);
    }

    private void portStats(ByteBuf buffer, int from, int to, long nowNs) {
        for (int at = from; to - at >= PORT_LENGTH; at += PORT_LENGTH) {
            portCounters.port = buffer.getInt(at);
            portCounters.rxPackets = buffer.getLong(at + 8);
            portCounters.txPackets = buffer.getLong(at + 16);
            portCounters.rxBytes = buffer.getLong(at + 24);
            portCounters.txBytes = buffer.getLong(at + 32);
            handler.portStats(session, portCounters, nowNs);
        }
    }

    private void tableStats(ByteBuf buffer, int from, int to) {
        for (int at = from; to - at >= TABLE_LENGTH; at += TABLE_LENGTH) {
            handler.tableStats(session, buffer.getUnsignedByte(at), buffer.getUnsignedInt(at + 4));
        }
    }

    private void meterStats(ByteBuf buffer, int from, int to) {
        int at = from;
        while (to - at >= METER_HEADER) {
            int length = buffer.getUnsignedShort(at + 4);
            if (length < METER_HEADER || length > to - at) {
                throw new MalformedMessage("meter length " + length + " does not fit");
            }
            long dropped = 0;
            for (int band = at + METER_HEADER; band + BAND_LENGTH <= at + length; band += BAND_LENGTH) {
                dropped += buffer.getLong(band);
            }
            handler.meterStats(session, buffer.getUnsignedInt(at), buffer.getLong(at + 16), dropped);
            at += length;
        }
    }
}

package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sentinelsdn.controller.openflow.SessionHandler.StatsKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One OpenFlow 1.3 connection: handshake, echo, and a table of contents of what a switch may say. Owned by its event
 * loop; only {@link #execute}, {@link #close} and the getters of immutable things may be called by others.
 */
public final class SwitchSession {
    private static final Logger log = LoggerFactory.getLogger(SwitchSession.class);
    private static final int VERSION = 4;
    /** OpenFlow 1.5. */
    private static final int NEWEST_VERSION = 6;

    private static final int HEADER = 8;
    private static final long REPLY_PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private enum Phase {
        HELLO,
        FEATURES,
        READY,
        AUXILIARY,
        CLOSED
    }

    private final Channel channel;
    private final SessionHandler handler;
    private final OpenFlowMetrics metrics;
    private final Handshake handshake = new Handshake();
    private final FlowStatsWalker walker = new FlowStatsWalker();
    private final PacketIn packetIn = new PacketIn();
    private final SessionHandler.PortCounters portCounters = new SessionHandler.PortCounters();
    private final Map<StatsKind, Poll> polls = new EnumMap<>(StatsKind.class);
    private final Poll portPoll = new Poll();
    private final Poll tablePoll = new Poll();
    private final Poll meterPoll = new Poll();
    private final Queue<Pending> pending = new ArrayDeque<>();
    private final Map<Integer, Integer> handshakeRequests = new java.util.HashMap<>();

    private Phase phase = Phase.HELLO;
    private int nextXid = 1;
    private int handshakeBarrier;
    private long lastReadNs = System.nanoTime();
    private String closeReason = "connection closed by the switch";
    private volatile SwitchFeatures features;

    /** A poll on its way: its xid, or 0. */
    private static final class Poll {
        private int xid;
        private long sentNs;
    }

    /** A transaction on its way. */
    private record Pending(
            int firstXid, int barrierXid, Transaction transaction, List<Transaction.Failure> failures, long sentNs) {}

    SwitchSession(Channel channel, SessionHandler handler, OpenFlowMetrics metrics) {
        this.channel = channel;
        this.handler = handler;
        this.metrics = metrics;
        for (StatsKind kind : StatsKind.values()) {
            polls.put(kind, new Poll());
        }
    }

    /** Known once the session is ready, from any thread. */
    public SwitchFeatures features() {
        return features;
    }

    /** Peer address and port. */
    public String address() {
        return String.valueOf(channel.remoteAddress()).replaceFirst("^/", "");
    }

    /** Runs a task in the event loop of this session; does nothing when the server has stopped. */
    public void execute(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException stopped) {
            log.debug("event loop has stopped, task dropped");
        }
    }

    /** Runs a task in the event loop again and again until the connection is gone. */
    public void every(long periodMs, Runnable task) {
        var future = channel.eventLoop().scheduleAtFixedRate(task, periodMs, periodMs, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> future.cancel(false));
    }

    public void close(String reason) {
        execute(() -> {
            if (phase != Phase.CLOSED) {
                closeReason = reason;
                channel.close();
            }
        });
    }

    /** Sends the changes and a barrier; the transaction's callback hears what came back. */
    public void send(Transaction transaction) {
        ByteBuf out = channel.alloc().buffer(256 * (transaction.changes().size() + 1));
        int first = nextXid;
        for (Transaction.Change change : transaction.changes()) {
            int at = out.writerIndex();
            change.message().writeTo(out);
            out.setInt(at + 4, xid());
        }
        int barrier = xid();
        header(out, 20, HEADER, barrier);
        pending.add(new Pending(first, barrier, transaction, new ArrayList<>(0), System.nanoTime()));
        channel.writeAndFlush(out, channel.voidPromise());
    }

    /** Sends a frame out of a port. */
    public void packetOut(int port, byte[] frame) {
        ByteBuf out = channel.alloc().buffer(frame.length + 64);
        int at = out.writerIndex();
        RuleCodec.packetOut(port, frame).writeTo(out);
        out.setInt(at + 4, xid());
        channel.writeAndFlush(out, channel.voidPromise());
    }

    /** Asks for flow entries by cookie; false when the answer to the last such question is still coming. */
    public boolean pollFlows(StatsKind kind, int table, long cookie, long mask) {
        Poll poll = polls.get(kind);
        if (!mayAsk(poll)) {
            return false;
        }
        ByteBuf out = channel.alloc().buffer(64);
        StatsRequests.flow(out, poll.xid, table, cookie, mask);
        channel.writeAndFlush(out, channel.voidPromise());
        return true;
    }

    /** Asks for the counters of all ports; false when the last answer is still coming. */
    public boolean pollPorts() {
        if (!mayAsk(portPoll)) {
            return false;
        }
        ByteBuf out = channel.alloc().buffer(32);
        StatsRequests.ports(out, portPoll.xid);
        channel.writeAndFlush(out, channel.voidPromise());
        return true;
    }

    /** Asks how many entries each table holds; false when the last answer is still coming. */
    public boolean pollTables() {
        if (!mayAsk(tablePoll)) {
            return false;
        }
        ByteBuf out = channel.alloc().buffer(16);
        StatsRequests.empty(out, tablePoll.xid, StatsRequests.TABLE);
        channel.writeAndFlush(out, channel.voidPromise());
        return true;
    }

    /** Asks for the counters of all meters; false when the last answer is still coming. */
    public boolean pollMeters() {
        if (!mayAsk(meterPoll)) {
            return false;
        }
        ByteBuf out = channel.alloc().buffer(32);
        StatsRequests.meters(out, meterPoll.xid, StatsRequests.METER);
        channel.writeAndFlush(out, channel.voidPromise());
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
        poll.xid = xid();
        poll.sentNs = nowNs;
        return true;
    }

    // --- called by the channel handler ---

    void start() {
        ByteBuf out = channel.alloc().buffer(16);
        header(out, 0, 16, xid());
        out.writeShort(1).writeShort(8).writeInt(1 << VERSION);
        channel.writeAndFlush(out, channel.voidPromise());
    }

    boolean isReady() {
        return phase == Phase.READY || phase == Phase.AUXILIARY;
    }

    /** Whether a message may begin like this: known before its length is trusted. */
    boolean expects(int version, int type) {
        return type == 0 ? version >= 1 && version <= NEWEST_VERSION : version == VERSION && phase != Phase.HELLO;
    }

    /** Asks a silent peer for an echo; answers whether it has been silent for too long. */
    boolean isDead(long nowNs, long echoAfterNs, long deadAfterNs) {
        long silentNs = nowNs - lastReadNs;
        if (silentNs >= deadAfterNs) {
            return true;
        }
        if (silentNs >= echoAfterNs) {
            ByteBuf out = channel.alloc().buffer(HEADER);
            header(out, 2, HEADER, xid());
            channel.writeAndFlush(out, channel.voidPromise());
        }
        return false;
    }

    void closing(String reason) {
        closeReason = reason;
    }

    void closed() {
        boolean wasReady = phase == Phase.READY;
        phase = Phase.CLOSED;
        for (Pending transaction : pending) {
            transaction.transaction().callback().accept(new Transaction.Result(false, transaction.failures()));
        }
        pending.clear();
        if (wasReady) {
            handler.closed(this, closeReason);
        }
    }

    /** Handles the whole message between {@code from} and {@code to}. */
    void message(ByteBuf buffer, int from, int to) {
        lastReadNs = System.nanoTime();
        int version = buffer.getUnsignedByte(from);
        int type = buffer.getUnsignedByte(from + 1);
        int xid = buffer.getInt(from + 4);
        if (type == 0) {
            hello(buffer, from, to, version, xid);
            return;
        }
        switch (type) {
            case 1 -> error(buffer, from, to, xid);
            case 2 -> echo(buffer, from, to, xid);
            case 3, 4, 8, 25, 27 -> {} // ECHO_REPLY, EXPERIMENTER, GET_CONFIG_REPLY, ROLE_REPLY, ASYNC: nothing asked
            case 6 -> handshake.features(buffer, from, to);
            case 10 -> packetIn(buffer, from, to);
            case 11 -> flowRemoved(buffer, from, to);
            case 12 -> portStatus(buffer, from, to);
            case 19 -> multipart(buffer, from, to, xid);
            case 21 -> barrier(xid);
            default -> badType(buffer, from, to, xid);
        }
    }

    /** Answers with OFPT_ERROR and closes: what a peer that does not speak OpenFlow 1.3 gets. */
    void reject(ByteBuf buffer, int from, int to, int code, String why) {
        metrics.malformed.increment();
        closeReason = why;
        ByteBuf out = channel.alloc().buffer(96);
        int xid = to - from >= HEADER ? buffer.getInt(from + 4) : 0;
        OpenFlowError.write(out, xid, OpenFlowError.BAD_REQUEST, code, buffer, from, to);
        channel.writeAndFlush(out).addListener(sent -> channel.close());
    }

    private void hello(ByteBuf buffer, int from, int to, int version, int xid) {
        if (phase != Phase.HELLO) {
            return;
        }
        if (!speaksOurVersion(buffer, from, to, version)) {
            metrics.malformed.increment();
            closeReason = "switch does not speak OpenFlow 1.3 (its version " + version + ")";
            byte[] text = "Sentinel speaks OpenFlow 1.3".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            ByteBuf out = channel.alloc().buffer(64);
            out.writeByte(VERSION).writeByte(1).writeShort(12 + text.length).writeInt(xid);
            out.writeShort(OpenFlowError.HELLO_FAILED).writeShort(OpenFlowError.INCOMPATIBLE);
            out.writeBytes(text);
            channel.writeAndFlush(out).addListener(sent -> channel.close());
            return;
        }
        phase = Phase.FEATURES;
        ByteBuf out = channel.alloc().buffer(160);
        header(out, 5, HEADER, xid());
        header(out, 9, 12, xid());
        out.writeShort(0).writeShort(192);
        handshakeRequest(out, StatsRequests.DESC);
        handshakeRequest(out, StatsRequests.PORT_DESC);
        handshakeRequest(out, StatsRequests.METER_FEATURES);
        handshakeRequest(out, StatsRequests.METER_CONFIG);
        handshakeBarrier = xid();
        header(out, 20, HEADER, handshakeBarrier);
        channel.writeAndFlush(out, channel.voidPromise());
    }

    private void handshakeRequest(ByteBuf out, int type) {
        int xid = xid();
        handshakeRequests.put(xid, type);
        if (type == StatsRequests.METER_CONFIG) {
            StatsRequests.meters(out, xid, type);
        } else {
            StatsRequests.empty(out, xid, type);
        }
    }

    /** By bitmap where there is one, else the lower of the two versions counts (OpenFlow 1.3.5 section 6.3.1). */
    private static boolean speaksOurVersion(ByteBuf buffer, int from, int to, int version) {
        int at = from + HEADER;
        while (to - at >= 8) {
            int length = buffer.getUnsignedShort(at + 2);
            if (buffer.getUnsignedShort(at) == 1) {
                return (buffer.getInt(at + 4) & 1 << VERSION) != 0;
            }
            if (length < 4) {
                break;
            }
            at += (length + 7) & ~7;
        }
        return version >= VERSION;
    }

    private void error(ByteBuf buffer, int from, int to, int xid) {
        if (to - from < 12) {
            throw new MalformedMessage("ERROR is cut off");
        }
        metrics.errors.increment();
        if (handshakeRequests.remove(xid) != null) {
            return; // the switch has no meters, or no such statistics
        }
        String text = OpenFlowError.describe(buffer.getUnsignedShort(from + 8), buffer.getUnsignedShort(from + 10));
        for (Pending transaction : pending) {
            int index = xid - transaction.firstXid();
            if (index >= 0 && index < transaction.transaction().changes().size()) {
                Object tag = transaction.transaction().changes().get(index).tag();
                transaction.failures().add(new Transaction.Failure(tag, text));
                return;
            }
        }
        log.debug("error without a request dpid={} xid={} error={}", dpidText(), Integer.toUnsignedString(xid), text);
    }

    private void echo(ByteBuf buffer, int from, int to, int xid) {
        ByteBuf out = channel.alloc().buffer(to - from);
        header(out, 3, to - from, xid);
        out.writeBytes(buffer, from + HEADER, to - from - HEADER);
        channel.writeAndFlush(out, channel.voidPromise());
    }

    private void packetIn(ByteBuf buffer, int from, int to) {
        metrics.packetIns.increment();
        if (phase == Phase.READY) {
            packetIn.read(buffer, from, to);
            handler.packetIn(this, packetIn);
        }
    }

    private void flowRemoved(ByteBuf buffer, int from, int to) {
        if (phase == Phase.READY) {
            handler.flowRemoved(this, walker.readFlowRemoved(buffer, from, to), lastReadNs);
        }
    }

    private void portStatus(ByteBuf buffer, int from, int to) {
        List<SwitchFeatures.Port> ports = handshake.portStatus(buffer, from, to);
        if (phase == Phase.READY) {
            features = features.withPorts(ports);
            handler.portsChanged(this, ports);
        }
    }

    private void multipart(ByteBuf buffer, int from, int to, int xid) {
        if (to - from < 16) {
            throw new MalformedMessage("MULTIPART_REPLY is cut off");
        }
        int type = buffer.getUnsignedShort(from + 8);
        boolean last = (buffer.getUnsignedShort(from + 10) & 1) == 0;
        Integer asked = handshakeRequests.get(xid);
        if (asked != null && asked == type) {
            handshakeReply(buffer, from + 16, to, type);
        } else if (type == StatsRequests.FLOW) {
            flowStats(buffer, from + 16, to, xid, last);
        } else if (type == StatsRequests.PORT_STATS && xid == portPoll.xid) {
            portStats(buffer, from + 16, to);
            if (last) {
                portPoll.xid = 0;
            }
        } else if (type == StatsRequests.TABLE && xid == tablePoll.xid) {
            tableStats(buffer, from + 16, to);
            if (last) {
                tablePoll.xid = 0;
            }
        } else if (type == StatsRequests.METER && xid == meterPoll.xid) {
            meterStats(buffer, from + 16, to);
            if (last) {
                meterPoll.xid = 0;
            }
        } else {
            metrics.strayReplies.increment();
        }
    }

    private void handshakeReply(ByteBuf buffer, int from, int to, int type) {
        switch (type) {
            case StatsRequests.DESC -> handshake.desc(buffer, from, to);
            case StatsRequests.PORT_DESC -> handshake.portDesc(buffer, from, to);
            case StatsRequests.METER_FEATURES -> handshake.meterFeatures(buffer, from, to);
            case StatsRequests.METER_CONFIG -> handshake.meterConfig(buffer, from, to);
            default -> metrics.strayReplies.increment();
        }
    }

    private void flowStats(ByteBuf buffer, int from, int to, int xid, boolean last) {
        for (StatsKind kind : StatsKind.values()) {
            Poll poll = polls.get(kind);
            if (poll.xid == xid) {
                metrics.flowEntries.add(walker.walk(buffer, from, to, entry -> {
                    if (entry.unknownFields != 0) {
                        metrics.unknownFields.add(entry.unknownFields);
                    }
                    handler.flowStats(this, kind, entry, lastReadNs);
                }));
                if (last) {
                    poll.xid = 0;
                    handler.flowStatsEnd(this, kind);
                }
                return;
            }
        }
        metrics.strayReplies.increment();
    }

    private void portStats(ByteBuf buffer, int from, int to) {
        for (int at = from; to - at >= 112; at += 112) {
            portCounters.port = buffer.getInt(at);
            portCounters.rxPackets = buffer.getLong(at + 8);
            portCounters.txPackets = buffer.getLong(at + 16);
            portCounters.rxBytes = buffer.getLong(at + 24);
            portCounters.txBytes = buffer.getLong(at + 32);
            handler.portStats(this, portCounters, lastReadNs);
        }
    }

    private void tableStats(ByteBuf buffer, int from, int to) {
        for (int at = from; to - at >= 24; at += 24) {
            handler.tableStats(this, buffer.getUnsignedByte(at), buffer.getUnsignedInt(at + 4));
        }
    }

    private void meterStats(ByteBuf buffer, int from, int to) {
        int at = from;
        while (to - at >= 40) {
            int length = buffer.getUnsignedShort(at + 4);
            if (length < 40 || length > to - at) {
                throw new MalformedMessage("meter length " + length + " does not fit");
            }
            long dropped = 0;
            for (int band = at + 40; band + 16 <= at + length; band += 16) {
                dropped += buffer.getLong(band);
            }
            handler.meterStats(this, buffer.getUnsignedInt(at), buffer.getLong(at + 16), dropped);
            at += length;
        }
    }

    private void barrier(int xid) {
        if (phase == Phase.FEATURES && xid == handshakeBarrier) {
            handshakeDone();
            return;
        }
        Pending next = pending.peek();
        if (next == null || next.barrierXid() != xid) {
            metrics.strayReplies.increment();
            return;
        }
        pending.remove();
        metrics.barrier.recordNs(lastReadNs - next.sentNs());
        next.transaction().callback().accept(new Transaction.Result(true, next.failures()));
    }

    private void handshakeDone() {
        if (!handshake.hasDpid()) {
            closeReason = "switch sent no FEATURES_REPLY";
            channel.close();
            return;
        }
        handshakeRequests.clear();
        if (handshake.isAuxiliary()) {
            phase = Phase.AUXILIARY;
            return;
        }
        features = handshake.result();
        phase = Phase.READY;
        handler.ready(this);
    }

    private void badType(ByteBuf buffer, int from, int to, int xid) {
        metrics.malformed.increment();
        ByteBuf out = channel.alloc().buffer(96);
        OpenFlowError.write(out, xid, OpenFlowError.BAD_REQUEST, OpenFlowError.BAD_TYPE, buffer, from, to);
        channel.writeAndFlush(out, channel.voidPromise());
    }

    private int xid() {
        int xid = nextXid++;
        if (nextXid == 0) {
            nextXid = 1;
        }
        return xid;
    }

    private String dpidText() {
        return features == null ? "?" : features.dpid().toString();
    }

    private static void header(ByteBuf out, int type, int length, int xid) {
        out.writeByte(VERSION).writeByte(type).writeShort(length).writeInt(xid);
    }
}

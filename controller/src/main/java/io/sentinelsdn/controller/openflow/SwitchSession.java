package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.sentinelsdn.domain.net.ControllerRole;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One OpenFlow 1.3 connection: a table of contents of what a switch may say. Owned by its event loop; only
 * {@link #execute}, {@link #close} and the getters of immutable things may be called by others.
 */
public final class SwitchSession {
    private static final Logger log = LoggerFactory.getLogger(SwitchSession.class);
    private static final byte[] WE_SPEAK = "Sentinel speaks OpenFlow 1.3".getBytes(StandardCharsets.US_ASCII);
    /** OpenFlow 1.5. */
    private static final int NEWEST_VERSION = 6;

    private static final int MULTIPART_HEADER = 16;

    private enum Phase {
        HELLO,
        FEATURES,
        /** Waits for its datapath id, or as an auxiliary connection for the main one. */
        CLAIMING,
        READY,
        AUXILIARY,
        CLOSED
    }

    private final Channel channel;
    private final SessionHandler handler;
    private final OpenFlowMetrics metrics;
    private final OpenFlowConfig config;
    private final Outbox outbox;
    private final Handshake handshake;
    private final RoleKeeper roles;
    private final Bundles bundles;
    private final Transactions transactions;
    private final StatsPolls polls;
    private final MultipartCalls calls;
    private final FlowStatsWalker walker = new FlowStatsWalker();
    private final Exploration exploration;
    private final SwitchMessages messages;
    private final AuxiliaryInlet auxiliaries;
    private final Claim claim;
    private final PacketIns packetIns;

    private Phase phase = Phase.HELLO;
    private long lastReadNs = System.nanoTime();
    private long lastHeardNs = lastReadNs;
    private String closeReason = "connection closed by the switch";
    private volatile SwitchFeatures features;

    SwitchSession(
            Channel channel,
            SessionHandler handler,
            OpenFlowMetrics metrics,
            OpenFlowConfig config,
            Sessions sessions) {
        this.config = config;
        this.channel = channel;
        this.handler = handler;
        this.metrics = metrics;
        outbox = new Outbox(channel);
        handshake = new Handshake(outbox);
        roles = new RoleKeeper(outbox);
        bundles = new Bundles(outbox);
        transactions = new Transactions(outbox, metrics, bundles, config.bundleFrom());
        exploration = new Exploration(outbox, bundles, config.bundleFrom() > 0, lacks -> handler.explored(this, lacks));
        messages = new SwitchMessages(outbox);
        auxiliaries = new AuxiliaryInlet(this, metrics);
        claim = new Claim(
                this, sessions, messages, config.patience().duplicate().toNanos());
        packetIns = new PacketIns(metrics);
        polls = new StatsPolls(this, handler, outbox, metrics, walker);
        calls = new MultipartCalls(outbox);
    }

    /** Known once the session is ready, from any thread. */
    public SwitchFeatures features() {
        return features;
    }

    /** Our role at the switch. */
    public ControllerRole role() {
        return roles.current();
    }

    /** Whether nothing may be written to the switch: we are a slave of it. */
    public boolean isReadOnly() {
        return roles.isReadOnly();
    }

    /** Asks for another role; the answer fails with what the switch says against it. */
    public CompletableFuture<ControllerRole> requestRole(ControllerRole role) {
        CompletableFuture<ControllerRole> answer = roles.request(role);
        handler.roleChanged(this); // a slave-to-be stops writing now
        return answer;
    }

    /** Asks what is not needed to begin with: bundles, and what the tables can. Call it once, late. */
    public void explore() {
        exploration.begin();
    }

    /** Whether sets of rules go as bundles. */
    public boolean hasBundles() {
        return bundles.areAvailable();
    }

    /** Asks the switch to send PACKET_INs, or not (SET_ASYNC, OpenFlow 1.3.5 section 7.3.10). */
    public void packetIns(boolean wanted) {
        messages.packetIns(wanted);
    }

    /** PACKET_INs since the beginning, those that were shed too. */
    public long packetInCount() {
        return packetIns.count();
    }

    /** What the certificate says that the switch has shown: common name and fingerprint; empty without TLS. */
    public Set<String> certificate() {
        return Tls.names(channel);
    }

    /** Auxiliary connections of this switch. */
    public int auxiliaries() {
        return claim.auxiliaries();
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

    /** Runs a task in the event loop after a while, unless the connection is gone by then. */
    public void after(long delayMs, Runnable task) {
        afterNs(TimeUnit.MILLISECONDS.toNanos(delayMs), task);
    }

    void afterNs(long delayNs, Runnable task) {
        var future = channel.eventLoop().schedule(task, delayNs, TimeUnit.NANOSECONDS);
        ChannelFutureListener cancel = closed -> future.cancel(false);
        channel.closeFuture().addListener(cancel);
        future.addListener(done -> channel.closeFuture().removeListener(cancel));
    }

    /** Runs a task in the event loop again and again until the connection is gone. */
    public void every(long firstMs, long periodMs, Runnable task) {
        var future = channel.eventLoop().scheduleAtFixedRate(task, firstMs, periodMs, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> future.cancel(false));
        future.addListener(ended -> {
            if (!ended.isCancelled()) {
                log.error("periodic task failed, connection is closed peer={}", address(), ended.cause());
                close("internal error");
            }
        });
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
        if (roles.isReadOnly()) {
            transaction.refuse();
        } else {
            transactions.send(transaction);
        }
    }

    /** Sends a barrier behind changes that have none yet, see {@link Transaction#patient}. */
    public void settle() {
        transactions.settle();
    }

    /** Sends a frame of ours out of a port (OpenFlow 1.3.5 section 7.3.7); a slave does not. */
    public void packetOut(int port, byte[] frame) {
        if (!roles.isReadOnly()) {
            messages.packetOut(port, frame);
        }
    }

    /** Sends the frame of a PACKET_IN on, out of a port. */
    public void forward(PacketIn packet, int port) {
        messages.forward(packet, port);
    }

    /** The same for several ports; none means that it is dropped. */
    public void forward(PacketIn packet, int[] ports) {
        messages.forward(packet, ports);
    }

    /** Sends a multipart request; the call hears the reply. Answers its xid. */
    public int call(MultipartCall call) {
        return calls.send(call);
    }

    /** Nobody waits for the reply to this call any more. */
    public void forget(int xid) {
        calls.forget(xid);
    }

    /** What the switch is asked for again and again. */
    public StatsPolls polls() {
        return polls;
    }

    // --- called by the channel handler ---

    void start() {
        messages.hello();
    }

    boolean isReady() {
        return phase == Phase.READY || phase == Phase.AUXILIARY;
    }

    Channel channel() {
        return channel;
    }

    /** Whether a message may begin like this: known before its length is trusted. */
    boolean expects(int version, int type) {
        return type == 0
                ? version >= 1 && version <= NEWEST_VERSION
                : version == Outbox.VERSION && phase != Phase.HELLO;
    }

    /**
     * Bytes have come: what they cause is collected until {@link #readEnds}.
     *
     * @param behind more is waiting than one turn can handle
     */
    void readStarts(boolean behind) {
        lastReadNs = System.nanoTime();
        packetIns.readStarts(behind);
        outbox.collect();
    }

    void readEnds() {
        outbox.flush();
        packetIns.readEnds(lastReadNs);
    }

    /** Asks a silent peer for an echo; answers whether it has been silent for too long. */
    boolean isDead(long nowNs, long echoAfterNs, long deadAfterNs) {
        claim.joinMain();
        long silentNs = nowNs - lastHeardNs;
        if (silentNs >= deadAfterNs) {
            return true;
        }
        if (silentNs >= echoAfterNs) {
            messages.echoRequest();
        }
        return false;
    }

    void closing(String reason) {
        closeReason = reason;
    }

    void closed() {
        Phase before = phase;
        phase = Phase.CLOSED;
        outbox.discard();
        transactions.closed();
        calls.closed();
        if (before == Phase.READY) {
            handler.closed(this, closeReason);
        }
        claim.end();
    }

    /** Handles the whole message between {@code from} and {@code to}. */
    void message(ByteBuf buffer, int from, int to) {
        int type = buffer.getUnsignedByte(from + 1);
        int xid = buffer.getInt(from + 4);
        lastHeardNs = lastReadNs;
        switch (type) {
            case 0 -> hello(buffer, from, to, xid);
            case 1 -> error(buffer, from, to, xid);
            case 2 -> messages.echoReply(buffer, from, to, xid);
            case 3 -> claim.echoed(xid);
            case 4 -> bundles.message(buffer, from, to, xid);
            case 8, 27, 30 -> {} // GET_CONFIG_REPLY, ASYNC, ROLE_STATUS (1.4): nothing asked
            case 6 -> features(buffer, from, to);
            case 10, 11 -> asynchronous(buffer, from, to, type);
            case 12 -> portStatus(buffer, from, to);
            case 19 -> multipart(buffer, from, to, xid);
            case 21 -> barrier(xid);
            case 25 -> roleReply(buffer, from, to, xid);
            default -> badType(buffer, from, to, xid);
        }
    }

    /** Answers with OFPT_ERROR and closes: what a peer that does not speak OpenFlow 1.3 gets. */
    void reject(ByteBuf buffer, int from, int to, int code, String why) {
        metrics.malformed.increment();
        closeReason = why;
        ByteBuf out = channel.alloc().buffer(96);
        int xid = to - from >= Outbox.HEADER ? buffer.getInt(from + 4) : 0;
        OpenFlowError.write(out, xid, OpenFlowError.BAD_REQUEST, code, buffer, from, to);
        outbox.writeAndClose(out);
    }

    private void hello(ByteBuf buffer, int from, int to, int xid) {
        if (phase != Phase.HELLO) {
            return;
        }
        if (Handshake.speaksOurVersion(buffer, from, to)) {
            phase = Phase.FEATURES;
            roles.request(config.role());
            handshake.begin();
            return;
        }
        metrics.malformed.increment();
        closeReason = "switch does not speak OpenFlow 1.3 (its version " + buffer.getUnsignedByte(from) + ")";
        ByteBuf out = channel.alloc().buffer(64);
        Outbox.header(out, 1, 12 + WE_SPEAK.length, xid);
        out.writeShort(OpenFlowError.HELLO_FAILED).writeShort(OpenFlowError.INCOMPATIBLE);
        out.writeBytes(WE_SPEAK);
        outbox.writeAndClose(out);
    }

    /** Who it is, a switch says once: later it holds the datapath id of its first answer. */
    private void features(ByteBuf buffer, int from, int to) {
        if (phase == Phase.FEATURES) {
            handshake.features(buffer, from, to);
        } else {
            metrics.strayReplies.increment();
        }
    }

    private void error(ByteBuf buffer, int from, int to, int xid) {
        if (to - from < 12) {
            throw new MalformedMessage("ERROR is cut off");
        }
        metrics.errors.increment();
        if (handshake.refused(xid) || exploration.refused(xid)) {
            return; // the switch has no such thing
        }
        int type = buffer.getUnsignedShort(from + 8);
        int code = buffer.getUnsignedShort(from + 10);
        String text = OpenFlowError.describe(type, code);
        if (type == OpenFlowError.BAD_REQUEST && code == OpenFlowError.IS_SLAVE && !roles.isReadOnly()) {
            roles.demoted();
            roleChanged();
        }
        if (!roles.refused(xid, type, code, text) && !transactions.failed(xid, text) && !calls.failed(xid, text)) {
            log.debug(
                    "error without a request dpid={} xid={} error={}",
                    features == null ? "?" : features.dpid(),
                    Integer.toUnsignedString(xid),
                    text);
        }
    }

    private void roleReply(ByteBuf buffer, int from, int to, int xid) {
        boolean wasReadOnly = roles.isReadOnly();
        if (!roles.reply(buffer, from, to, xid)) {
            metrics.strayReplies.increment();
        } else if (phase == Phase.READY && wasReadOnly && !roles.isReadOnly()) {
            handshake.askMetersAnew();
        } else {
            roleChanged();
        }
    }

    private void roleChanged() {
        if (phase == Phase.READY) {
            handler.roleChanged(this);
        }
    }

    /** A PACKET_IN or FLOW_REMOVED, of this connection or an auxiliary one. */
    void asynchronous(ByteBuf buffer, int from, int to, int type) {
        if (phase == Phase.AUXILIARY) {
            claim.main().auxiliaries.take(buffer, from, to);
        } else if (type == 10) {
            packetIn(buffer, from, to);
        } else {
            flowRemoved(buffer, from, to);
        }
    }

    private void packetIn(ByteBuf buffer, int from, int to) {
        if (packetIns.admits(buffer, from, to) && phase == Phase.READY) {
            handler.packetIn(this, packetIns.read(buffer, from, to), lastReadNs);
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
        if (to - from < MULTIPART_HEADER) {
            throw new MalformedMessage("MULTIPART_REPLY is cut off");
        }
        int type = buffer.getUnsignedShort(from + 8);
        boolean last = (buffer.getUnsignedShort(from + 10) & 1) == 0;
        int body = from + MULTIPART_HEADER;
        boolean asked = polls.reply(buffer, body, to, type, xid, last, lastReadNs)
                || calls.reply(buffer, body, to, type, xid, last)
                || handshake.reply(buffer, body, to, type, xid)
                || exploration.reply(buffer, body, to, xid, last);
        if (!asked) {
            metrics.strayReplies.increment();
        }
    }

    private void barrier(int xid) {
        if (phase == Phase.FEATURES && handshake.isEnd(xid)) {
            handshakeDone();
        } else if (phase == Phase.READY && handshake.isEnd(xid)) {
            features = handshake.result();
            roleChanged();
        } else if (!transactions.barrier(xid, lastReadNs)) {
            metrics.strayReplies.increment();
        }
    }

    private void handshakeDone() {
        if (!handshake.hasDpid()) {
            closeReason = "switch sent no FEATURES_REPLY";
            channel.close();
            return;
        }
        features = handshake.result();
        phase = Phase.CLAIMING;
        String refusal = config.tls() == null ? null : config.tls().refusal(features.dpid(), certificate());
        if (refusal != null) {
            refuse(refusal);
        } else {
            claim.make(features.dpid(), handshake.auxiliaryId());
        }
    }

    /** This auxiliary connection has found its main one. */
    void joined() {
        phase = Phase.AUXILIARY;
    }

    /** The datapath id is ours. */
    void granted() {
        if (phase == Phase.CLAIMING) {
            phase = Phase.READY;
            handler.ready(this);
        }
    }

    /** The datapath id belongs to another; the connection is closed. */
    void refuse(String reason) {
        if (phase == Phase.CLAIMING) {
            closing(reason);
            handler.refused(this, reason);
            channel.close();
        }
    }

    /** Another connection claims our datapath id: answers an ECHO, or is closed. */
    void prove() {
        execute(claim::prove);
    }

    /** When the last whole message came. */
    long lastHeardNs() {
        return lastHeardNs;
    }

    /** The peer is gone although its connection is open. */
    void dead(String how) {
        metrics.deadPeers.increment();
        closing(how);
        channel.close();
    }

    private void badType(ByteBuf buffer, int from, int to, int xid) {
        metrics.malformed.increment();
        messages.badType(buffer, from, to, xid);
    }
}

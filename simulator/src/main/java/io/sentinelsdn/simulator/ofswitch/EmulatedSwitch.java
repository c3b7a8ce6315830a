package io.sentinelsdn.simulator.ofswitch;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.sentinelsdn.domain.net.Dpid;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * An OpenFlow 1.3 switch in this process: it connects to a controller over TCP and moves frames as its tables say.
 *
 * <p>All state is owned by one event loop. Every method may be called from any thread; it is carried out on that loop
 * and has taken effect when the method returns. Several switches may share a loop.
 */
public final class EmulatedSwitch implements AutoCloseable {
    private static final long EXPIRY_CHECK_MS = 50;

    private final SwitchConfig config;
    private final EventLoop loop;
    private final MultiThreadIoEventLoopGroup ownGroup;
    private final Datapath datapath;
    private final ControllerConnection connection;
    private final Future<?> expiryCheck;

    /**
     * A switch on a given event loop.
     *
     * @param loop owner of all state; stays open when the switch is closed
     * @param clock time of counters, timeouts and meters
     */
    public EmulatedSwitch(SwitchConfig config, EventLoop loop, NanoClock clock) {
        this(config, loop, null, clock);
    }

    /** A switch with a thread of its own and a given clock. */
    public EmulatedSwitch(SwitchConfig config, NanoClock clock) {
        this(config, newGroup(), clock);
    }

    /** A switch with a thread of its own, in wall-clock time. */
    public EmulatedSwitch(SwitchConfig config) {
        this(config, NanoClock.system());
    }

    private EmulatedSwitch(SwitchConfig config, MultiThreadIoEventLoopGroup group, NanoClock clock) {
        this(config, (EventLoop) group.next(), group, clock);
    }

    private EmulatedSwitch(SwitchConfig config, EventLoop loop, MultiThreadIoEventLoopGroup ownGroup, NanoClock clock) {
        this.config = config;
        this.loop = loop;
        this.ownGroup = ownGroup;
        datapath = new Datapath(config, clock);
        connection = new ControllerConnection(datapath, loop);
        expiryCheck = loop.scheduleWithFixedDelay(this::tick, EXPIRY_CHECK_MS, EXPIRY_CHECK_MS, TimeUnit.MILLISECONDS);
    }

    static MultiThreadIoEventLoopGroup newGroup() {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("emulated-switch", true), NioIoHandler.newFactory());
    }

    public Dpid dpid() {
        return config.dpid();
    }

    public SwitchConfig config() {
        return config;
    }

    /** Connects to a controller, and again whenever the connection is lost. Returns at once. */
    public void connect(String host, int port) {
        connect(host, port, null);
    }

    /**
     * The same over TLS.
     *
     * @param tls whom it trusts and who it is; null for plain TCP
     */
    public void connect(String host, int port, SSLContext tls) {
        run(() -> connection.connectTo(new InetSocketAddress(host, port), tls));
    }

    /** Leaves the controller for good. */
    public void disconnect() {
        run(connection::disconnect);
    }

    /** Whether a controller is there and has sent its HELLO. */
    public boolean isConnected() {
        return connection.isReady();
    }

    /** A frame comes in by a port. */
    public void inject(int inPort, byte[] frame) {
        inject(inPort, frame, 1);
    }

    /**
     * Equal frames come in by a port at this instant.
     *
     * @param count how many, &ge; 0
     */
    public void inject(int inPort, byte[] frame, long count) {
        if (count < 0) {
            throw new IllegalArgumentException("count must be >= 0: " + count);
        }
        if (count > 0) {
            run(() -> {
                datapath.receive(inPort, frame, count);
                connection.flush();
            });
        }
    }

    /** Where a frame would go now; nothing is counted or sent. */
    public PacketResult probe(int inPort, byte[] frame) {
        return call(() -> datapath.probe(inPort, frame));
    }

    /** Whoever receives the frames that leave by the ports; replaces the listener before. */
    public void onOutput(PortListener listener) {
        run(() -> datapath.listener(listener));
    }

    /** The cable of a port is plugged in or pulled. */
    public void setPortUp(int port, boolean up) {
        run(() -> {
            datapath.linkUp(port, up);
            connection.flush();
        });
    }

    /** Entries whose time is over end now; happens by itself every 50 ms of wall-clock time and with each packet. */
    public void tick() {
        run(() -> {
            datapath.expire();
            connection.flush();
        });
    }

    /** Forgets entries, groups and meters and drops the connection, as a restart does; then connects again. */
    public void restart() {
        run(() -> {
            datapath.clear();
            connection.restart();
        });
    }

    /** Drops the connection and connects again; entries stay unless the configuration says otherwise. */
    public void dropConnection() {
        run(connection::reconnect);
    }

    /** From now on it reports these flows beside its entries; replaces those before. */
    public void hold(StandingFlows flows) {
        run(() -> datapath.hold(flows));
    }

    /** What it has seen and done. */
    public SwitchTally tally() {
        return call(datapath::tally);
    }

    /** Somebody else puts an entry into a table. */
    public void addForeign(ForeignEntry entry) {
        run(() -> datapath.addForeign(entry));
    }

    /**
     * Takes entries away behind the controller's back: no FLOW_REMOVED is sent.
     *
     * @param cookieMask bits of the cookie that must agree; 0 takes every entry
     * @return how many
     */
    public int removeSilently(long cookie, long cookieMask) {
        return call(() -> datapath.tables.removeSilently(cookie, cookieMask));
    }

    /** All entries, by table and age. */
    public List<FlowSnapshot> flows() {
        FlowFilter all = new FlowFilter(FlowFilter.ALL_TABLES, new MatchSpec(), 0, 0, PortNumbers.ANY, PortNumbers.ANY);
        return call(
                () -> datapath.tables.select(all).stream().map(FlowSnapshot::of).toList());
    }

    /** The entries of one table, oldest first. */
    public List<FlowSnapshot> flows(int table) {
        return flows().stream().filter(flow -> flow.table() == table).toList();
    }

    /** Number of entries in all tables. */
    public int flowCount() {
        return call(datapath.tables::size);
    }

    /** All meters, by number. */
    public List<MeterSnapshot> meters() {
        return call(() -> datapath.meters.all().stream().map(MeterSnapshot::of).toList());
    }

    /**
     * Counters of a port.
     *
     * @throws IllegalArgumentException if there is no such port
     */
    public PortSnapshot port(int number) {
        return call(() -> {
            Port port = datapath.port(number);
            if (port == null) {
                throw new IllegalArgumentException("port must be between 1 and " + config.ports() + ": " + number);
            }
            return PortSnapshot.of(port);
        });
    }

    /** Packet-ins given to the connection. */
    public long packetInsSent() {
        return call(datapath::packetInsSent);
    }

    /** Packet-ins lost because nobody was connected or wanted them, or the connection was behind. */
    public long packetInsDropped() {
        return call(datapath::packetInsDropped);
    }

    @Override
    public void close() {
        if (!loop.isShuttingDown()) {
            expiryCheck.cancel(false);
            disconnect();
        }
        if (ownGroup != null) {
            var unused = ownGroup.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private void run(Runnable task) {
        call(() -> {
            task.run();
            return null;
        });
    }

    private <T> T call(Callable<T> task) {
        return Loops.call(loop, task);
    }
}

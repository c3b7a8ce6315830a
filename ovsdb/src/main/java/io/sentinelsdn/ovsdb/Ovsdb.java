package io.sentinelsdn.ovsdb;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.domain.spi.FailModes;
import io.sentinelsdn.domain.spi.PortQueues;
import io.sentinelsdn.ovsdb.client.OvsdbClient;
import io.sentinelsdn.ovsdb.client.OvsdbTarget;
import io.sentinelsdn.ovsdb.client.TableWatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The databases of the switches: the way in to this module. One thread speaks to all of them. All methods may be called
 * by any thread; started once, closed once.
 */
public final class Ovsdb implements FailModes, PortQueues, AutoCloseable {
    private static final int CLOSE_MS = 500;

    private final EventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("ovsdb", true), NioIoHandler.newFactory());
    private final BridgeFailModes failModes = new BridgeFailModes();
    private final List<OvsdbClient> clients = new ArrayList<>();
    private final List<QueueKeeper> queues = new ArrayList<>();

    public Ovsdb(OvsdbConfig config, Counters counters) {
        for (OvsdbTarget target : config.targets()) {
            EventLoop loop = thread.next();
            QueueKeeper keeper = new QueueKeeper(loop);
            List<TableWatch> watches = new ArrayList<>(keeper.watches());
            watches.add(failModes.watch());
            OvsdbClient client =
                    new OvsdbClient(target, config.tls(), config.limits(), loop, config.optional(), watches, counters);
            keeper.use(client);
            clients.add(client);
            queues.add(keeper);
        }
        counters.gauge(
                "sentinel_ovsdb_connected", "Databases of switches that are connected", this::connectedDatabases);
    }

    public void start() {
        clients.forEach(OvsdbClient::start);
    }

    /** Databases whose bridges are known. */
    public long connectedDatabases() {
        return clients.stream().filter(OvsdbClient::isConnected).count();
    }

    @Override
    public FailMode of(Dpid dpid) {
        return failModes.of(dpid);
    }

    @Override
    public void want(Map<Dpid, Map<Integer, PortQos>> wanted) {
        Map<Dpid, Map<Integer, PortQos>> copy = new TreeMap<>();
        wanted.forEach((dpid, ports) -> copy.put(dpid, Map.copyOf(ports)));
        queues.forEach(keeper -> keeper.want(copy));
    }

    @Override
    public Map<Dpid, State> queueStates() {
        Map<Dpid, State> states = new HashMap<>();
        queues.forEach(keeper -> states.putAll(keeper.states()));
        return states;
    }

    @Override
    public void close() {
        clients.forEach(OvsdbClient::close);
        thread.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS);
    }
}

package io.sentinelsdn.simulator.traffic;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.host.EmulatedHost;
import io.sentinelsdn.simulator.host.TcpTransfer;
import io.sentinelsdn.simulator.ofswitch.EmulatedNetwork;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Honest traffic under way. Its events run on the network's event loop; any thread may start, stop and ask. In virtual
 * time the same seed gives the same traffic.
 */
public final class BenignMix {
    private static final long BULK_BYTES = Long.MAX_VALUE / 4;
    private static final int REQUEST_BYTES = 200;
    private static final int QUESTION_BYTES = 40;
    private static final int ANSWER_BYTES = 120;

    private final EmulatedNetwork network;
    private final BenignProfile profile;
    private final SplittableRandom random;
    private final List<EmulatedHost> clients;
    private final List<EmulatedHost> servers;
    private final LongAdder connectionsCompleted = new LongAdder();
    private final LongAdder connectionsFailed = new LongAdder();
    private final LongAdder pingsAnswered = new LongAdder();
    private final LongAdder pingsLost = new LongAdder();
    private final LongAdder queriesAnswered = new LongAdder();
    private final LongAdder queriesLost = new LongAdder();
    private volatile TcpTransfer bulk;
    private final LongAdder earlierBulkBytes = new LongAdder();
    private volatile boolean running;

    /** A mix that is not yet started; its servers listen already. */
    public BenignMix(EmulatedNetwork network, BenignProfile profile, long seed) {
        this.network = network;
        this.profile = profile;
        random = new SplittableRandom(seed);
        clients = profile.clients().stream().map(network::host).toList();
        servers = profile.servers().stream().map(network::host).toList();
        for (EmulatedHost server : servers) {
            server.serveTcp(BenignProfile.HTTP_PORT, profile.responseBytes());
            server.serveTcp(BenignProfile.BULK_PORT, 1);
            server.serveUdp(BenignProfile.DNS_PORT, ANSWER_BYTES);
        }
    }

    /** Starts now. */
    public BenignMix start() {
        running = true;
        repeat(profile.connectionsPerSecond(), this::connection);
        repeat(profile.pingsPerSecond(), this::ping);
        repeat(profile.queriesPerSecond(), this::query);
        if (profile.bulkBytesPerSecond() > 0) {
            network.at(network.clock().nanoTime(), this::bulk);
        }
        return this;
    }

    /** Begins nothing more; what is under way ends by itself. */
    public void stop() {
        running = false;
        TcpTransfer transfer = bulk;
        if (transfer != null) {
            transfer.stop();
        }
    }

    public BenignStats stats() {
        TcpTransfer transfer = bulk;
        return new BenignStats(
                connectionsCompleted.sum(),
                connectionsFailed.sum(),
                pingsAnswered.sum(),
                pingsLost.sum(),
                queriesAnswered.sum(),
                queriesLost.sum(),
                earlierBulkBytes.sum() + (transfer == null ? 0 : transfer.bytesAcknowledged()));
    }

    private void repeat(double perSecond, Runnable event) {
        if (perSecond > 0) {
            schedule(network.clock().nanoTime(), perSecond, event);
        }
    }

    private void schedule(long afterNs, double perSecond, Runnable event) {
        network.at(afterNs, () -> {
            long gapNs = (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
            long dueNs = afterNs + gapNs;
            network.at(dueNs, () -> {
                if (running) {
                    event.run();
                    schedule(dueNs, perSecond, event);
                }
            });
        });
    }

    private void connection() {
        EmulatedHost client = any(clients);
        EmulatedHost server = any(servers);
        if (client == server) {
            return;
        }
        client.connect(address(server), BenignProfile.HTTP_PORT, REQUEST_BYTES, 0)
                .outcome()
                .thenAccept(
                        outcome -> (outcome == TcpTransfer.Outcome.COMPLETED ? connectionsCompleted : connectionsFailed)
                                .increment());
    }

    private void ping() {
        EmulatedHost client = any(clients);
        EmulatedHost server = any(servers);
        if (client != server) {
            count(client.ping(address(server)), pingsAnswered, pingsLost);
        }
    }

    private void query() {
        EmulatedHost client = any(clients);
        EmulatedHost server = any(servers);
        if (client != server) {
            count(client.query(address(server), BenignProfile.DNS_PORT, QUESTION_BYTES), queriesAnswered, queriesLost);
        }
    }

    private static void count(CompletableFuture<Boolean> answered, LongAdder yes, LongAdder no) {
        answered.thenAccept(came -> (came ? yes : no).increment());
    }

    private void bulk() {
        if (!running) {
            return;
        }
        EmulatedHost server = servers.get(0);
        EmulatedHost client = clients.stream()
                .filter(candidate -> candidate != server)
                .findFirst()
                .orElse(null);
        if (client == null) {
            return;
        }
        TcpTransfer transfer =
                client.connect(server.ip4(), BenignProfile.BULK_PORT, BULK_BYTES, profile.bulkBytesPerSecond());
        bulk = transfer;
        transfer.outcome().thenAccept(ended -> {
            bulk = null;
            earlierBulkBytes.add(transfer.bytesAcknowledged());
            bulk();
        });
    }

    private EmulatedHost any(List<EmulatedHost> hosts) {
        return hosts.get(random.nextInt(hosts.size()));
    }

    private IpAddress address(EmulatedHost host) {
        return random.nextDouble() < profile.ipv6Share() ? host.ip6() : host.ip4();
    }
}

package io.sentinelsdn.simulator.host;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.frame.Frames;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** UDP questions and answers, and echo. Owned by the owning thread. */
final class Datagrams {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 10_000;

    private final EmulatedHost host;
    private final Attachment attachment;
    private final Map<Integer, Integer> responseBytesByPort = new HashMap<>();
    private final Map<Integer, CompletableFuture<Boolean>> queries = new HashMap<>();
    private final Map<Integer, CompletableFuture<Boolean>> pings = new HashMap<>();
    private int nextQuery;
    private int nextPing;

    Datagrams(EmulatedHost host, Attachment attachment) {
        this.host = host;
        this.attachment = attachment;
    }

    void open(int port, int responseBytes) {
        responseBytesByPort.put(port, responseBytes);
    }

    void query(IpAddress server, int port, int bytes, CompletableFuture<Boolean> answered) {
        int local = FIRST_PORT + nextQuery;
        nextQuery = (nextQuery + 1) % PORTS;
        wait(queries, local, answered);
        host.neighbors()
                .send(server, hop -> Frames.udp(hop, host.addressFor(server), server, local, port, new byte[bytes]));
    }

    void ping(IpAddress target, CompletableFuture<Boolean> answered) {
        int sequence = nextPing;
        nextPing = (nextPing + 1) & 0xffff;
        wait(pings, sequence, answered);
        host.neighbors().send(target, hop -> Frames.ping(hop, host.addressFor(target), target, 1, sequence, 48));
    }

    private void wait(
            Map<Integer, CompletableFuture<Boolean>> waiting, int number, CompletableFuture<Boolean> answered) {
        CompletableFuture<Boolean> older = waiting.put(number, answered);
        if (older != null) {
            older.complete(false);
        }
        attachment.after(PATIENCE_NS, () -> {
            if (waiting.remove(number, answered)) {
                answered.complete(false);
            }
        });
    }

    /** Answers are not given from a port to the same port, or two servers would talk for ever. */
    void udp(Segment datagram) {
        Integer responseBytes = responseBytesByPort.get(datagram.dstPort());
        CompletableFuture<Boolean> answered = queries.remove(datagram.dstPort());
        IpAddress self = datagram.dst();
        IpAddress asker = datagram.src();
        int selfPort = datagram.dstPort();
        int askerPort = datagram.srcPort();
        if (answered != null) {
            answered.complete(true);
        } else if (responseBytes != null && responseBytes > 0 && askerPort != selfPort) {
            host.neighbors()
                    .send(
                            asker,
                            hop -> Frames.udp(hop, self, asker, selfPort, askerPort, new byte[responseBytes]),
                            datagram.count());
        }
    }

    void icmp(Segment message) {
        boolean v4 = message.src().isV4();
        IpAddress self = message.dst();
        IpAddress asker = message.src();
        int type = message.srcPort();
        int identifier = message.seq() >>> 16;
        int sequence = message.seq() & 0xffff;
        if (type == (v4 ? 8 : 128)) {
            host.neighbors()
                    .send(
                            asker,
                            hop -> Frames.icmp(
                                    hop, self, asker, v4 ? 0 : 129, 0, identifier, sequence, message.payload()),
                            message.count());
        } else if (type == (v4 ? 0 : 129)) {
            CompletableFuture<Boolean> answered = pings.remove(sequence);
            if (answered != null) {
                answered.complete(true);
            }
        }
    }
}

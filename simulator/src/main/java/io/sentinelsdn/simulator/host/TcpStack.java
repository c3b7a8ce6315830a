package io.sentinelsdn.simulator.host;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.frame.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/**
 * A small TCP. A server keeps nothing for a SYN: its sequence number is a cookie (as in RFC 4987 section 3.6), and the
 * connection begins with the ACK that returns it; so a flood of SYNs costs no memory. Owned by the owning thread.
 */
final class TcpStack {
    private static final int FIRST_PORT = 32_768;
    private static final int LAST_PORT = 60_999;
    private static final int MAX_CONNECTIONS = 16_384;

    /** A connection as seen from this host. */
    record Key(IpAddress remote, int remotePort, int localPort) {}

    private final EmulatedHost host;
    private final Attachment attachment;
    private final Map<Integer, Integer> responseBytesByPort = new HashMap<>();
    private final Map<Key, TcpConnection> connections = new HashMap<>();
    private int nextPort = FIRST_PORT;

    TcpStack(EmulatedHost host, Attachment attachment) {
        this.host = host;
        this.attachment = attachment;
    }

    void open(int port, int responseBytes) {
        responseBytesByPort.put(port, responseBytes);
    }

    void connect(IpAddress server, int port, long requestBytes, long bytesPerSecond, TcpTransfer transfer) {
        Key key = new Key(server, port, freePort(server, port));
        TcpConnection connection = TcpConnection.client(this, key, requestBytes, bytesPerSecond, transfer);
        connections.put(key, connection);
        connection.open();
    }

    private int freePort(IpAddress server, int port) {
        for (int tried = 0; tried <= LAST_PORT - FIRST_PORT; tried++) {
            int candidate = nextPort;
            nextPort = candidate == LAST_PORT ? FIRST_PORT : candidate + 1;
            if (!connections.containsKey(new Key(server, port, candidate))) {
                return candidate;
            }
        }
        throw new IllegalStateException("no free TCP port towards " + server + " port " + port);
    }

    void receive(Segment segment) {
        Key key = new Key(segment.src(), segment.srcPort(), segment.dstPort());
        TcpConnection connection = connections.get(key);
        boolean initial = segment.has(TcpFlags.SYN) && !segment.has(TcpFlags.ACK);
        if (initial) {
            answerSyn(key, segment);
        } else if (connection != null) {
            connection.receive(segment);
        } else if (returnsCookie(key, segment)) {
            accept(key, segment);
        } else if (!segment.has(TcpFlags.RST) && !segment.has(TcpFlags.FIN)) {
            reset(key, segment.ack(), 0, TcpFlags.RST, segment.count());
        }
    }

    private void answerSyn(Key key, Segment syn) {
        if (responseBytesByPort.containsKey(key.localPort())) {
            transmit(key, cookie(key), syn.seq() + 1, TcpFlags.SYN | TcpFlags.ACK, 0, syn.count());
        } else {
            reset(key, 0, syn.seq() + 1, TcpFlags.RST | TcpFlags.ACK, syn.count());
        }
    }

    private boolean returnsCookie(Key key, Segment segment) {
        return segment.has(TcpFlags.ACK)
                && !segment.has(TcpFlags.RST)
                && responseBytesByPort.containsKey(key.localPort())
                && segment.ack() == cookie(key) + 1;
    }

    private void accept(Key key, Segment segment) {
        if (connections.size() >= MAX_CONNECTIONS) {
            return;
        }
        TcpConnection connection =
                TcpConnection.server(this, key, cookie(key), segment.seq(), responseBytesByPort.get(key.localPort()));
        connections.put(key, connection);
        connection.receive(segment);
    }

    private int cookie(Key key) {
        return key.hashCode() * 0x9e37_79b9 ^ host.name().hashCode();
    }

    private void reset(Key key, int seq, int ack, int flags, long count) {
        transmit(key, seq, ack, flags, 0, count);
    }

    /** Sends a segment with so many bytes of payload. */
    void transmit(Key key, int seq, int ack, int flags, int payload, long count) {
        IpAddress local = host.addressFor(key.remote());
        host.neighbors()
                .send(
                        key.remote(),
                        hop -> Frames.tcp(
                                hop,
                                local,
                                key.remote(),
                                key.localPort(),
                                key.remotePort(),
                                seq,
                                ack,
                                flags,
                                new byte[payload]),
                        count);
    }

    Attachment attachment() {
        return attachment;
    }

    void forget(Key key) {
        connections.remove(key);
    }
}

package io.sentinelsdn.simulator.host;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.simulator.frame.EtherType;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.frame.HeaderField;
import io.sentinelsdn.simulator.frame.PacketKey;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A host with one network card. Every public method may be called from any thread and is carried out on the owning
 * thread; futures complete there too, so what is chained to them must not block.
 */
public final class EmulatedHost {
    private final String name;
    private final MacAddress mac;
    private final IpAddress ip4;
    private final IpAddress ip6;
    private final Attachment attachment;
    private final PacketKey key = new PacketKey();
    private final HostTally tally = new HostTally();
    private final Neighbors neighbors;
    private final TcpStack tcp;
    private final Datagrams datagrams;

    /**
     * @param name for people
     * @param ip4 its IPv4 address; 10.0.0.0/8 is on its link, everything else has no route
     * @param ip6 its IPv6 address; fc00::/7 and fe80::/10 are on its link
     */
    public EmulatedHost(String name, MacAddress mac, IpAddress ip4, IpAddress ip6, Attachment attachment) {
        this.name = name;
        this.mac = mac;
        this.ip4 = ip4;
        this.ip6 = ip6;
        this.attachment = attachment;
        neighbors = new Neighbors(this, attachment);
        tcp = new TcpStack(this, attachment);
        datagrams = new Datagrams(this, attachment);
    }

    public String name() {
        return name;
    }

    public MacAddress mac() {
        return mac;
    }

    public IpAddress ip4() {
        return ip4;
    }

    public IpAddress ip6() {
        return ip6;
    }

    /** Its address of the same family as the other. */
    public IpAddress addressFor(IpAddress other) {
        return other.isV4() ? ip4 : ip6;
    }

    /** Sends equal raw frames at this instant, whatever they say. */
    public void send(byte[] frame, long count) {
        run(() -> attachment.send(frame, count));
    }

    /** Listens on a TCP port: answers each request with so many bytes and closes. */
    public void serveTcp(int port, int responseBytes) {
        run(() -> tcp.open(port, responseBytes));
    }

    /** Listens on a UDP port: answers each datagram with one of so many bytes; 0 for no answer. */
    public void serveUdp(int port, int responseBytes) {
        run(() -> datagrams.open(port, responseBytes));
    }

    /**
     * Opens a TCP connection, sends a request, reads the response until the server closes.
     *
     * @param requestBytes length of the request, &ge; 1
     * @param bytesPerSecond pace of the request, or 0 for as fast as the window allows
     */
    public TcpTransfer connect(IpAddress server, int port, long requestBytes, long bytesPerSecond) {
        TcpTransfer transfer = new TcpTransfer();
        run(() -> tcp.connect(server, port, requestBytes, bytesPerSecond, transfer));
        return transfer;
    }

    /** Sends a datagram and waits up to a second for an answer; the future tells whether it came. */
    public CompletableFuture<Boolean> query(IpAddress server, int port, int bytes) {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        run(() -> datagrams.query(server, port, bytes, answered));
        return answered;
    }

    /** Pings and waits up to a second; the future tells whether the answer came. */
    public CompletableFuture<Boolean> ping(IpAddress target) {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        run(() -> datagrams.ping(target, answered));
        return answered;
    }

    /** Sends one UDP datagram and expects nothing. */
    public void sendUdp(IpAddress target, int srcPort, int dstPort, int bytes) {
        run(() -> neighbors.send(
                target, hop -> Frames.udp(hop, addressFor(target), target, srcPort, dstPort, new byte[bytes])));
    }

    /** What has reached it. */
    public HostSnapshot received() {
        return attachment.onOwner(tally::snapshot);
    }

    /** A frame arrives from the cable. Called by the owning thread. */
    public void deliver(byte[] frame, long count) {
        key.read(0, frame);
        long destination = key.get(HeaderField.ETH_DST);
        if (destination != mac.value() && !MacAddress.isGroup(destination)) {
            tally.foreign(count);
            return;
        }
        tally.count(key, frame.length, count);
        switch ((int) key.get(HeaderField.ETH_TYPE)) {
            case EtherType.ARP -> neighbors.arp(key, frame);
            case EtherType.IPV4, EtherType.IPV6 -> deliverIp(frame, count);
            default -> {}
        }
    }

    private void deliverIp(byte[] frame, long count) {
        Segment segment = Segment.of(key, frame, count);
        if (segment.protocol() == 58 && neighbors.discovery(segment, frame)) {
            return;
        }
        if (!segment.dst().equals(ip4) && !segment.dst().equals(ip6)) {
            return;
        }
        switch (segment.protocol()) {
            case 6 -> tcp.receive(segment);
            case 17 -> datagrams.udp(segment);
            case 1, 58 -> datagrams.icmp(segment);
            default -> {}
        }
    }

    Neighbors neighbors() {
        return neighbors;
    }

    private void run(Runnable task) {
        attachment.onOwner(asCallable(task));
    }

    private static Callable<Void> asCallable(Runnable task) {
        return () -> {
            task.run();
            return null;
        };
    }

    @Override
    public String toString() {
        return name + " " + mac + " " + ip4 + " " + ip6;
    }
}

package io.sentinelsdn.simulator.host;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.simulator.frame.Frames;
import io.sentinelsdn.simulator.frame.HeaderField;
import io.sentinelsdn.simulator.frame.PacketKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Address resolution by ARP (RFC 826) and neighbor discovery (RFC 4861), with a bounded queue of packets that wait for
 * an answer. Owned by the owning thread.
 */
final class Neighbors {
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int ATTEMPTS = 3;
    private static final int MAX_UNRESOLVED = 256;
    private static final int MAX_WAITING = 16;
    private static final int MAX_KNOWN = 65_536;

    /** Packets that wait for an address. */
    private static final class Resolution {
        final List<Function<Frames.Hop, byte[]>> waiting = new ArrayList<>();
        int attempts;
    }

    private final EmulatedHost host;
    private final Attachment attachment;
    private final Map<IpAddress, MacAddress> known = new HashMap<>();
    private final Map<IpAddress, Resolution> unresolved = new HashMap<>();

    Neighbors(EmulatedHost host, Attachment attachment) {
        this.host = host;
        this.attachment = attachment;
    }

    /** Sends a packet as soon as the address of its next hop is known; without a route or an answer it is lost. */
    void send(IpAddress target, Function<Frames.Hop, byte[]> packet) {
        send(target, packet, 1);
    }

    void send(IpAddress target, Function<Frames.Hop, byte[]> packet, long count) {
        MacAddress next = known.get(target);
        if (next != null) {
            attachment.send(packet.apply(new Frames.Hop(host.mac(), next)), count);
        } else if (isOnLink(target)) {
            resolve(target, packet);
        }
    }

    private static boolean isOnLink(IpAddress target) {
        if (target.isV4()) {
            return target.v4Bits() >>> 24 == 10;
        }
        return target.hi() >>> 57 == 0xfc >>> 1 || target.hi() >>> 54 == 0xfe80 >>> 6;
    }

    private void resolve(IpAddress target, Function<Frames.Hop, byte[]> packet) {
        Resolution resolution = unresolved.get(target);
        if (resolution == null) {
            if (unresolved.size() >= MAX_UNRESOLVED) {
                return;
            }
            resolution = new Resolution();
            unresolved.put(target, resolution);
            resolution.waiting.add(packet);
            ask(target, resolution);
        } else if (resolution.waiting.size() < MAX_WAITING) {
            resolution.waiting.add(packet);
        }
    }

    private void ask(IpAddress target, Resolution resolution) {
        if (unresolved.get(target) != resolution) {
            return;
        }
        if (resolution.attempts == ATTEMPTS) {
            unresolved.remove(target);
            return;
        }
        resolution.attempts++;
        byte[] question = target.isV4()
                ? Frames.arpRequest(host.mac(), host.ip4(), target)
                : Frames.neighborSolicitation(host.mac(), host.ip6(), target);
        attachment.send(question, 1);
        attachment.after(RETRY_NS, () -> ask(target, resolution));
    }

    private void learn(IpAddress address, MacAddress mac) {
        if (known.size() < MAX_KNOWN || known.containsKey(address)) {
            known.put(address, mac);
        }
        Resolution resolution = unresolved.remove(address);
        if (resolution != null) {
            Frames.Hop hop = new Frames.Hop(host.mac(), mac);
            for (Function<Frames.Hop, byte[]> packet : resolution.waiting) {
                attachment.send(packet.apply(hop), 1);
            }
        }
    }

    void arp(PacketKey key, byte[] frame) {
        IpAddress sender = IpAddress.v4((int) key.get(HeaderField.SRC_LO));
        IpAddress target = IpAddress.v4((int) key.get(HeaderField.DST_LO));
        if (!target.equals(host.ip4())) {
            return;
        }
        MacAddress senderMac = mac(frame, key.networkOffset() + 8);
        learn(sender, senderMac);
        if (key.get(HeaderField.ARP_OP) == 1) {
            attachment.send(Frames.arp(2, senderMac, host.mac(), host.ip4(), senderMac, sender), 1);
        }
    }

    /** Handles solicitations and advertisements; false for any other ICMPv6. */
    boolean discovery(Segment segment, byte[] frame) {
        boolean solicitation = segment.srcPort() == 135;
        if (!solicitation && segment.srcPort() != 136) {
            return false;
        }
        int body = frame.length - 28;
        if (segment.payload() < 24) {
            return true;
        }
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        IpAddress target = new IpAddress(buffer.getLong(body + 4), buffer.getLong(body + 12));
        MacAddress mac = mac(frame, body + 22);
        if (!solicitation) {
            learn(target, mac);
        } else if (target.equals(host.ip6())) {
            learn(segment.src(), mac);
            Frames.Hop back = new Frames.Hop(host.mac(), mac);
            attachment.send(Frames.neighborAdvertisement(back, host.ip6(), segment.src()), 1);
        }
        return true;
    }

    private static MacAddress mac(byte[] frame, int at) {
        long value = 0;
        for (int i = at; i < at + 6; i++) {
            value = (value << 8) | (frame[i] & 0xff);
        }
        return new MacAddress(value);
    }
}

package io.sentinelsdn.controller.openflow;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Lets connections in while there is room. Those whose handshake is not complete have a limit of their own and give way,
 * oldest first: connections that never say anything cannot take the place of switches. Thread-safe.
 */
final class Admission {
    private final ConnectionLimits limits;
    private final OpenFlowMetrics metrics;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Set<Channel> halfOpen = new LinkedHashSet<>();
    private int open;

    Admission(ConnectionLimits limits, OpenFlowMetrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
    }

    /** Whether there is a place; one that was given is taken back when the channel closes. */
    boolean admit(Channel channel) {
        InetAddress peer = addressOf(channel.remoteAddress());
        Channel evicted = null;
        synchronized (this) {
            boolean full = open >= limits.total();
            if ((full && halfOpen.isEmpty()) || byAddress.getOrDefault(peer, 0) >= limits.perAddress()) {
                metrics.refused.increment();
                return false;
            }
            if (full || halfOpen.size() >= limits.halfOpen()) {
                evicted = removeOldestHalfOpen();
            }
            open++;
            byAddress.merge(peer, 1, Integer::sum);
            halfOpen.add(channel);
        }
        metrics.connections.increment();
        channel.closeFuture().addListener(closed -> closed(channel, peer));
        if (evicted != null) {
            metrics.evicted.increment();
            evicted.close();
        }
        return true;
    }

    /** The handshake of this connection is complete. */
    synchronized void complete(Channel channel) {
        halfOpen.remove(channel);
    }

    private Channel removeOldestHalfOpen() {
        Iterator<Channel> oldest = halfOpen.iterator();
        Channel channel = oldest.next();
        oldest.remove();
        return channel;
    }

    private synchronized void closed(Channel channel, InetAddress peer) {
        open--;
        halfOpen.remove(channel);
        byAddress.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
    }

    private static InetAddress addressOf(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getAddress() : InetAddress.getLoopbackAddress();
    }
}

package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Samples of what rules match, until mitigation takes them: at most {@value #MOST}, more are dropped and counted. Any
 * thread may call.
 */
final class RuleLooks {
    static final int MOST = 4_096;

    private final BlockingQueue<RuleLook> waiting = new ArrayBlockingQueue<>(MOST);
    private final Counter taken;
    private final Counter dropped;

    RuleLooks(Counters counters) {
        taken = counters.counter("sentinel_rule_looks_total", "Packets sampled from what mitigation rules match");
        dropped = counters.counter(
                "sentinel_rule_looks_dropped_total", "Such samples dropped because nobody took those before them");
    }

    void put(Dpid dpid, String ruleId, PacketIn packet) {
        RuleLook look = new RuleLook(
                ruleId,
                dpid,
                packet.inPort,
                new IpAddress(packet.srcHi, packet.srcLo),
                new IpAddress(packet.dstHi, packet.dstLo),
                packet.protocol);
        (waiting.offer(look) ? taken : dropped).increment();
    }

    List<RuleLook> take() {
        List<RuleLook> all = new ArrayList<>();
        waiting.drainTo(all);
        return all;
    }
}

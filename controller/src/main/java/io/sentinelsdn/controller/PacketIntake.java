package io.sentinelsdn.controller;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.forwarding.LearningSwitch;
import io.sentinelsdn.controller.forwarding.MacTable;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.stats.Telemetry;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;

/**
 * Where the packets of one switch go, by the class in their cookie: probes and new hosts to the control thread, samples
 * to telemetry and monitor, table misses to the learning switch. Owned by the event loop of the switch.
 */
final class PacketIntake {
    private final SwitchPipeline pipeline;
    private final Telemetry telemetry;
    private final MacTable macs;
    private final LearningSwitch learningSwitch;
    private final Listener listener;
    private final Rush rush;
    private final Counter badCookies;
    private final Counter strangers;

    /** Who hears of probes and hosts. */
    interface Listener {
        void probeArrived(int port, ByteBuf payload);

        /** A sample of what a rule matches; {@code packet} must not be kept. */
        void ruleLooked(String ruleId, PacketIn packet);

        /** Answers whether the observation was taken. */
        boolean hostSeen(PacketIn packet);
    }

    /**
     * @param learningSwitch answers table misses; null when forwarding is not reactive
     * @param rush hears of every sample
     */
    PacketIntake(
            SwitchPipeline pipeline,
            Telemetry telemetry,
            MacTable macs,
            LearningSwitch learningSwitch,
            Counters counters,
            Listener listener,
            Rush rush) {
        this.pipeline = pipeline;
        this.telemetry = telemetry;
        this.macs = macs;
        this.learningSwitch = learningSwitch;
        this.listener = listener;
        this.rush = rush;
        badCookies = counters.counter(
                "sentinel_packet_in_bad_cookie_total", "PACKET_INs whose cookie is none of our punts'");
        strangers = counters.counter(
                "sentinel_macs_not_learned_total", "Ethernet addresses not learned: the table of their port is full");
    }

    void packet(PacketIn packet, long nowNs) {
        long cookieClass = Cookies.classOf(packet.cookie);
        if (cookieClass == Cookies.TABLE_MISS || isAnonymousMiss(packet)) {
            tableMiss(packet, nowNs);
            return;
        }
        if (Cookies.isRule(packet.cookie) || cookieClass == Cookies.SHADOW) {
            String ruleId = pipeline.rules().lookedAt(packet.cookie);
            if (ruleId != null && packet.isIp) {
                listener.ruleLooked(ruleId, packet);
            }
            return;
        }
        boolean punt = cookieClass == Cookies.PUNT
                || cookieClass == Cookies.SYN
                || cookieClass == Cookies.TRUNK
                || cookieClass == Cookies.MISS
                || cookieClass == Cookies.COARSE;
        if (!punt) {
            badCookies.increment();
            return;
        }
        if (packet.ethType == PacketIn.ETH_LLDP) {
            listener.probeArrived(packet.inPort, packet.payload());
            return;
        }
        if (!pipeline.tables().learnsAt(packet.inPort)) {
            return;
        }
        learn(packet, cookieClass == Cookies.PUNT);
        if (packet.isIp && cookieClass != Cookies.PUNT) {
            telemetry.packet(packet, nowNs);
            rush.packet(packet.inPort, nowNs);
            if (!pipeline.isFolded()) {
                pipeline.monitor().punted(packet, nowNs);
            }
        }
    }

    /** Some switches do not say which entry sent a table miss: 0, or all ones (OpenFlow 1.3.5 section 7.4.1). */
    private boolean isAnonymousMiss(PacketIn packet) {
        return learningSwitch != null
                && packet.reason == PacketIn.NO_MATCH
                && (packet.cookie == 0 || packet.cookie == -1L);
    }

    private void tableMiss(PacketIn packet, long nowNs) {
        if (packet.ethType == PacketIn.ETH_LLDP) {
            return;
        }
        if (pipeline.tables().learnsAt(packet.inPort)) {
            learn(packet, false);
            if (packet.isIp) {
                telemetry.packet(packet, nowNs);
            }
        }
        if (learningSwitch != null) {
            learningSwitch.miss(packet, nowNs);
        }
    }

    /** A known address is taken to another port only by the control thread, which sees all switches. */
    private void learn(PacketIn packet, boolean neighbourTalk) {
        if ((packet.ethSrc >>> 40 & 1) != 0 || packet.ethSrc == 0) {
            return;
        }
        int known = macs.port(packet.ethSrc);
        if (known == packet.inPort && !neighbourTalk) {
            return;
        }
        if (known == 0 && !macs.learn(packet.ethSrc, packet.inPort)) {
            strangers.increment();
            return;
        }
        if (!listener.hostSeen(packet) && known == 0) {
            macs.remove(packet.ethSrc);
        }
    }
}

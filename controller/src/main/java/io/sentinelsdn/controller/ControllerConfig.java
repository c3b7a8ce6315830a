package io.sentinelsdn.controller;

import io.sentinelsdn.controller.forwarding.ForwardingConfig;
import io.sentinelsdn.controller.forwarding.MonitorConfig;
import io.sentinelsdn.controller.openflow.OpenFlowConfig;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How the controller works.
 *
 * @param openFlow where and how it listens
 * @param monitor budgets of the monitor table
 * @param forwarding how frames find their way
 * @param fastPollMs interval of port statistics, counting entries and rules, 50 to 10,000
 * @param statsIntervalMs interval of five-tuple statistics, at least {@code fastPollMs}; 0 for back to back
 * @param reconcileMs interval of the comparison of all entries with what should be there
 * @param probeMs interval of LLDP probes towards hosts, at least 100
 * @param linkProbeMs interval of LLDP probes between switches, 50 to 60,000; three without an answer end a link
 */
@RecordBuilder
public record ControllerConfig(
        OpenFlowConfig openFlow,
        MonitorConfig monitor,
        ForwardingConfig forwarding,
        int fastPollMs,
        int statsIntervalMs,
        int reconcileMs,
        int probeMs,
        int linkProbeMs)
        implements ControllerConfigBuilder.With {
    public ControllerConfig {
        if (fastPollMs < 50 || fastPollMs > 10_000) {
            throw new IllegalArgumentException("fastPollMs must be between 50 and 10000: " + fastPollMs);
        }
        if (statsIntervalMs != 0 && statsIntervalMs < fastPollMs) {
            throw new IllegalArgumentException(
                    "statsIntervalMs must be 0 or at least fastPollMs (" + fastPollMs + "): " + statsIntervalMs);
        }
        if (reconcileMs < fastPollMs) {
            throw new IllegalArgumentException("reconcileMs must be at least fastPollMs: " + reconcileMs);
        }
        if (probeMs < 100) {
            throw new IllegalArgumentException("probeMs must be >= 100: " + probeMs);
        }
        if (linkProbeMs < 50 || linkProbeMs > 60_000) {
            throw new IllegalArgumentException("linkProbeMs must be between 50 and 60000: " + linkProbeMs);
        }
    }

    public static ControllerConfig defaults() {
        return new ControllerConfig(
                OpenFlowConfig.defaults(),
                MonitorConfig.defaults(),
                ForwardingConfig.defaults(),
                250,
                1_000,
                5_000,
                3_000,
                300);
    }

    public ControllerConfig listeningOn(String host, int port) {
        return withOpenFlow(openFlow.listeningOn(host, port));
    }

    /**
     * Polls five-tuple entries at another pace.
     *
     * @param intervalMs interval of five-tuple statistics; 0 asks again as soon as the answer has ended
     */
    @Override
    public ControllerConfig withStatsIntervalMs(int intervalMs) {
        int fast = intervalMs == 0 ? fastPollMs : Math.min(fastPollMs, Math.max(50, intervalMs));
        return with().fastPollMs(fast).statsIntervalMs(intervalMs).build();
    }
}

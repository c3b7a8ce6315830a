package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.metric.StageLatency;

/** The counters of the OpenFlow server. */
final class OpenFlowMetrics {
    final Counter connections;
    final Counter refused;
    final Counter evicted;
    final Counter duplicates;
    final Counter stormyReconnects;
    final Counter auxiliaryDropped;
    final Counter bundles;
    final Counter bundleFallbacks;
    final Counter tlsFailures;
    final Counter tlsReloads;
    final Counter tlsReloadFailures;
    final Counter malformed;
    final Counter handshakeTimeouts;
    final Counter deadPeers;
    final Counter errors;
    final Counter packetIns;
    final Counter shed;
    final Counter flowEntries;
    final Counter unknownFields;
    final Counter strayReplies;
    final Counter lostReplies;
    final StageLatency barrier;
    /** From the read that brought PACKET_INs to the write of their answers. */
    final StageLatency answer;

    OpenFlowMetrics(Counters counters) {
        connections = counters.counter("sentinel_openflow_connections_total", "Connections accepted");
        refused = counters.counter("sentinel_openflow_refused_total", "Connections closed because there were too many");
        evicted = counters.counter(
                "sentinel_openflow_half_open_dropped_total", "Half-open connections that gave way to newer ones");
        duplicates = counters.counter(
                "sentinel_openflow_duplicates_total",
                "Connections refused because their datapath id was live elsewhere");
        stormyReconnects = counters.counter(
                "sentinel_openflow_stormy_reconnects_total", "Connections of a switch beyond ten within a minute");
        auxiliaryDropped = counters.counter(
                "sentinel_openflow_auxiliary_dropped_total",
                "Messages of auxiliary connections dropped because the main one was behind");
        bundles = counters.counter("sentinel_openflow_bundles_total", "Sets of changes sent as a bundle");
        bundleFallbacks = counters.counter(
                "sentinel_openflow_bundle_fallbacks_total", "Bundles refused whose changes were sent one by one");
        tlsFailures = counters.counter("sentinel_openflow_tls_failures_total", "Connections without a TLS handshake");
        tlsReloads = counters.counter("sentinel_openflow_tls_reloads_total", "Changed TLS files taken");
        tlsReloadFailures =
                counters.counter("sentinel_openflow_tls_reload_failures_total", "Changed TLS files that do not work");
        malformed = counters.counter("sentinel_openflow_malformed_total", "Messages that were not OpenFlow 1.3");
        handshakeTimeouts =
                counters.counter("sentinel_openflow_handshake_timeouts_total", "Connections that never got ready");
        deadPeers = counters.counter("sentinel_openflow_dead_peers_total", "Connections closed for silence");
        errors = counters.counter("sentinel_openflow_errors_total", "OFPT_ERROR messages received");
        packetIns = counters.counter("sentinel_openflow_packet_ins_total", "PACKET_IN messages received");
        shed = counters.counter(
                "sentinel_openflow_packet_ins_shed_total", "PACKET_INs beyond their port's share while behind");
        flowEntries = counters.counter("sentinel_openflow_flow_entries_total", "Flow-stats entries walked");
        unknownFields = counters.counter(
                "sentinel_openflow_unknown_match_fields_total", "Match fields of foreign entries that were skipped");
        strayReplies = counters.counter("sentinel_openflow_stray_replies_total", "Replies nobody had asked for");
        lostReplies = counters.counter("sentinel_openflow_lost_replies_total", "Statistics requests never answered");
        barrier = counters.stage("rule_to_barrier");
        answer = counters.stage("packet_in_to_answer");
    }
}

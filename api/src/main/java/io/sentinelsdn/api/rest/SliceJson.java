package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMatch;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.slice.SliceView.Share;
import io.sentinelsdn.domain.slice.SliceView.Stats;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A slice: what is wanted in the words in which it is written, and how it stands. */
record SliceJson(
        String id,
        String name,
        int bandwidth,
        int priority,
        int minBandwidth,
        String status,
        List<String> reasons,
        MatchJson match,
        boolean isolated,
        boolean dynamic,
        Integer floor,
        Integer ceiling,
        int queueId,
        long revision,
        StatsJson stats,
        Instant createdAt,
        Instant updatedAt) {
    /** Who belongs to it. */
    record MatchJson(
            List<String> prefixes,
            List<String> hosts,
            List<Integer> vlanIds,
            List<PortJson> switchPorts,
            String protocol,
            List<Integer> ports) {
        static MatchJson of(SliceMatch match) {
            return new MatchJson(
                    match.prefixes().stream().map(Prefix::toString).toList(),
                    Stream.concat(
                                    match.hosts().stream().map(IpAddress::toString),
                                    match.macs().stream().map(MacAddress::toString))
                            .toList(),
                    match.vlanIds(),
                    match.switchPorts().stream()
                            .map(port -> new PortJson(Words.text(port.dpid()), port.port()))
                            .toList(),
                    match.protocol() == null ? null : IpProto.name(match.protocol()),
                    match.ports());
        }
    }

    /** A port of a switch. */
    record PortJson(String dpid, int port) {}

    /** What it carries. */
    record StatsJson(
            double limitMbps,
            double rateBps,
            double sentBps,
            double receivedBps,
            double offeredBps,
            double dropsPps,
            long droppedPackets,
            long bytes,
            int flows,
            String queues,
            List<ShareJson> shares,
            Instant measuredAt) {
        static StatsJson of(Stats stats) {
            return new StatsJson(
                    rounded(stats.limitMbps()),
                    rounded(stats.rateBps()),
                    rounded(stats.sentBps()),
                    rounded(stats.receivedBps()),
                    rounded(stats.offeredBps()),
                    rounded(stats.dropsPps()),
                    stats.dropped(),
                    stats.bytes(),
                    stats.flows(),
                    stats.queues(),
                    stats.shares().stream().map(ShareJson::of).toList(),
                    stats.measuredAt());
        }
    }

    /** A part of its limit. */
    record ShareJson(String dpid, String direction, double limitMbps, double rateBps, double offeredBps) {
        static ShareJson of(Share share) {
            return new ShareJson(
                    Words.text(share.dpid()),
                    share.direction(),
                    rounded(share.limitMbps()),
                    rounded(share.rateBps()),
                    rounded(share.offeredBps()));
        }
    }

    static SliceJson of(SliceView view) {
        NetworkSlice slice = view.slice();
        SliceSpec spec = slice.spec();
        return new SliceJson(
                slice.id(),
                spec.name(),
                spec.bandwidth(),
                spec.priority(),
                spec.minBandwidth(),
                view.status().wireName(),
                view.reasons(),
                MatchJson.of(spec.match()),
                spec.isolated(),
                spec.dynamic(),
                spec.floor(),
                spec.ceiling(),
                slice.number(),
                slice.revision(),
                StatsJson.of(view.stats()),
                slice.createdAt(),
                slice.updatedAt());
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}

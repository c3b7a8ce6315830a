package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.flow.TrafficFeatures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A window of a destination, source, prefix or port. */
record FeaturesJson(
        String scope,
        String key,
        int windowSeconds,
        double pps,
        double bps,
        double newFlowsPerSecond,
        double distinctSources,
        double sourceEntropy,
        double dstPortEntropy,
        double synShare,
        double oneWayShare,
        Map<String, Double> protocolShares,
        List<TrafficFeatures.Talker> topTalkers) {
    static FeaturesJson of(TrafficFeatures features) {
        return new FeaturesJson(
                features.scope().name().toLowerCase(Locale.ROOT),
                features.key(),
                features.windowSeconds(),
                features.pps(),
                features.bps(),
                features.newFlowsPerSecond(),
                features.distinctSources(),
                features.sourceEntropy(),
                features.dstPortEntropy(),
                features.synShare(),
                features.oneWayShare(),
                new TreeMap<>(features.protocolShares()),
                features.topTalkers());
    }
}

package io.sentinelsdn.detector.threshold;

import io.sentinelsdn.domain.net.IpAddress;

/** What has been learned about one measure of one destination. */
public record Baseline(IpAddress destination, Measure measure, AdaptiveThreshold.Learned learned) {}

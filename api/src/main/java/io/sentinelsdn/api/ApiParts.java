package io.sentinelsdn.api;

import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.FeedbackDesk;
import io.sentinelsdn.domain.spi.FlowDesk;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.domain.spi.LogDesk;
import io.sentinelsdn.domain.spi.MitigationDesk;
import io.sentinelsdn.domain.spi.ModelDesk;
import io.sentinelsdn.domain.spi.SeriesStore;
import io.sentinelsdn.domain.spi.SettingsDesk;
import io.sentinelsdn.domain.spi.SliceDesk;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.SwitchStatistics;
import io.sentinelsdn.domain.spi.TrafficSource;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the API shows and asks.
 *
 * @param version of the program, for people
 * @param components what other parts say about themselves in {@code /api/system/status}, by name, in JSON types; a map
 *     whose {@code status} is not {@code ok} makes the whole {@code degraded}; asked from worker threads
 */
public record ApiParts(
        SwitchDirectory switches,
        SwitchStatistics statistics,
        FlowDesk flowDesk,
        SliceDesk slices,
        TrafficSource traffic,
        MitigationDesk mitigation,
        FeedbackDesk feedback,
        HouseStore store,
        SeriesStore series,
        ModelDesk models,
        LogDesk logs,
        SettingsDesk settings,
        Counters counters,
        String version,
        Supplier<Map<String, Object>> components) {}

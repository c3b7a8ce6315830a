package io.sentinelsdn.api.rest;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.StageLatency;

/** Our counters, gauges and stage latencies in the words of Prometheus. */
final class CounterSnapshots implements MultiCollector {
    private final Counters counters;

    CounterSnapshots(Counters counters) {
        this.counters = counters;
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        counters.counters().forEach((name, counter) -> addTo(all, counter(name, counter)));
        counters.gauges().forEach((name, gauge) -> addTo(all, gauge(name, gauge)));
        return all.metricSnapshot(stages()).build();
    }

    /** A gauge with the name of a counter would break the whole answer; the first one wins. */
    private static void addTo(
            MetricSnapshots.Builder all, io.prometheus.metrics.model.snapshots.MetricSnapshot snapshot) {
        if (!all.containsMetricName(snapshot.getMetadata().getPrometheusName())) {
            all.metricSnapshot(snapshot);
        }
    }

    private static CounterSnapshot counter(String name, Counters.Counter counter) {
        return CounterSnapshot.builder()
                .name(PrometheusNaming.sanitizeMetricName(name))
                .help(counter.help())
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value((double) counter.value())
                        .build())
                .build();
    }

    private static GaugeSnapshot gauge(String name, Counters.Gauge gauge) {
        return GaugeSnapshot.builder()
                .name(PrometheusNaming.sanitizeMetricName(name))
                .help(gauge.help())
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(ask(gauge))
                        .build())
                .build();
    }

    /** A gauge of a part that is in trouble must not hide all others. */
    private static double ask(Counters.Gauge gauge) {
        try {
            return gauge.value().getAsDouble();
        } catch (RuntimeException broken) {
            return Double.NaN;
        }
    }

    private SummarySnapshot stages() {
        SummarySnapshot.Builder summary = SummarySnapshot.builder()
                .name("sentinel_stage_latency_seconds")
                .help("Latency of the stages of the path of data since the start");
        for (StageLatency stage : counters.stages().values()) {
            StageLatency.Snapshot latency = stage.snapshot();
            summary.dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder()
                    .labels(Labels.of("stage", stage.name()))
                    .count(latency.count())
                    .quantiles(Quantiles.of(
                            new Quantile(0.5, latency.p50Ns() / 1e9),
                            new Quantile(0.99, latency.p99Ns() / 1e9),
                            new Quantile(0.999, latency.p999Ns() / 1e9),
                            new Quantile(1, latency.maxNs() / 1e9)))
                    .build());
        }
        return summary.build();
    }
}

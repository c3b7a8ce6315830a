package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.window.Destination;
import io.sentinelsdn.detector.window.DestinationTable;
import io.sentinelsdn.detector.window.GraphOpinions;
import io.sentinelsdn.detector.window.ModelTrust;
import io.sentinelsdn.domain.metric.Counters;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether what models think may raise alarms: watches how much of calm traffic they call an attack. Owned by the
 * window thread.
 */
final class OpinionDesk {
    private static final Logger LOG = LoggerFactory.getLogger(OpinionDesk.class);

    private final Supplier<FlowModel> models;
    private final GraphAgent graph;
    private final ModelTrust flowTrust = new ModelTrust(60, 200);
    private final ModelTrust graphTrust = new ModelTrust(3, 100);
    private long heardNs = GraphOpinions.NONE.atNs();
    private FlowModel toldOf;
    private volatile double share;
    private volatile double graphShare;

    OpinionDesk(Supplier<FlowModel> models, GraphAgent graph, Counters counters) {
        this.models = models;
        this.graph = graph;
        counters.gauge(
                "sentinel_model_flagged_share",
                "Share of flows in calm traffic that the active model calls an attack; above 0.05 it raises no alarm",
                () -> share);
        counters.gauge("sentinel_graph_flagged_share", "The same of the active graph network", () -> graphShare);
    }

    /** What the graph network said last. */
    GraphOpinions graph() {
        return graph.opinions();
    }

    /** Whether the opinions behind this measure may raise an alarm now. */
    boolean allows(Measure measure) {
        return measure == Measure.MODEL_VERDICTS ? flowTrust.allows(models.get()) : graphTrust.allows(graph.model());
    }

    /** Takes a second of traffic. */
    void second(DestinationTable destinations, boolean calm) {
        double[] sums = new double[2];
        boolean[] odd = new boolean[2];
        destinations.forEach(destination -> look(destination, sums, odd));
        FlowModel model = models.get();
        if (calm && !(odd[0] && flowTrust.allows(model))) {
            flowTrust.round(model, sums[0], sums[1]);
            share = flowTrust.share();
        }
        GraphOpinions said = graph.opinions();
        if (said.atNs() != heardNs) {
            heardNs = said.atNs();
            if (calm && !(odd[1] && graphTrust.allows(graph.model()))) {
                graphTrust.round(graph.model(), said.flows(), said.flagged());
                graphShare = graphTrust.share();
            }
        }
        if (sums[0] > 0 && flowTrust.isKnown() && !flowTrust.allows(model) && toldOf != model) {
            toldOf = model;
            LOG.warn(
                    "the active model calls {} % of calm traffic an attack: it raises no alarms here until it is adapted",
                    String.format(Locale.ROOT, "%.0f", 100 * flowTrust.share()));
        }
    }

    private static void look(Destination destination, double[] sums, boolean[] odd) {
        sums[0] += destination.judgedFlows();
        sums[1] += destination.flaggedFlows();
        odd[0] |= isOdd(destination, Measure.MODEL_VERDICTS);
        odd[1] |= isOdd(destination, Measure.GRAPH_VERDICTS);
    }

    private static boolean isOdd(Destination destination, Measure measure) {
        return destination.hasThreshold(measure)
                && destination.value(measure) > destination.threshold(measure).offThreshold();
    }
}

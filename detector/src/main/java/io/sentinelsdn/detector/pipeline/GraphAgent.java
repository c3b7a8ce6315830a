package io.sentinelsdn.detector.pipeline;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.graph.GraphExplanation;
import io.sentinelsdn.detector.graph.GraphModel;
import io.sentinelsdn.detector.graph.WindowGraph;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.window.GraphOpinions;
import io.sentinelsdn.detector.window.KeyedHash;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Puts the flows of all shards in ten seconds together as a graph of who talks to whom, and asks the graph network about
 * each of them. Takes up to a few hundred milliseconds, on a thread of its own.
 *
 * <p>Owned by the graph thread, but for {@link #opinions} and {@link #wanted}.
 */
public final class GraphAgent {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    /** A destination with fewer flagged flows is not told of. */
    private static final int FEW = 8;

    private static final int MOST_DESTINATIONS = 256;
    private static final int MOST_SOURCES = 256;
    /** Explaining takes as many scorings as there are neighbours. */
    private static final int MOST_EXPLAINED = 2;

    private static final int NEIGHBOURS_SAID = 3;
    private static final double WORTH_SAYING = 0.01;

    private final Supplier<FlowModel> models;
    private final KeyedHash hash;
    private final List<GraphFlows> shards;
    private final List<GraphFlows.Collection> waiting = new ArrayList<>();
    private final Counters.Counter judged;
    private final Counters.Counter dropped;
    private long waitingSinceNs;
    private volatile GraphOpinions opinions = GraphOpinions.NONE;

    GraphAgent(Supplier<FlowModel> models, int shards, KeyedHash hash, Counters counters) {
        this.models = models;
        this.hash = hash;
        this.shards = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            this.shards.add(new GraphFlows(this::wanted));
        }
        judged = counters.counter("sentinel_graph_flows_total", "Flows judged by the graph network");
        dropped = counters.counter("sentinel_graph_dropped_total", "Flows that did not fit into a graph");
    }

    /** Where a shard collects its flows. */
    GraphFlows flows(int shard) {
        return shards.get(shard);
    }

    /** Whether there is a graph network to ask; any thread. */
    boolean wanted() {
        return model() != null;
    }

    /** The graph network, or null; any thread. */
    GraphModel model() {
        return models.get() instanceof GraphModel graph && graph.featureCount() == FlowFeatures.COUNT ? graph : null;
    }

    /** What was said last; any thread. */
    GraphOpinions opinions() {
        return opinions;
    }

    /** Takes what the shards have collected and, once all have told of a window, judges it; how much was done. */
    public int doWork(long nowNs) {
        for (GraphFlows shard : shards) {
            for (GraphFlows.Collection next = shard.ready.poll(); next != null; next = shard.ready.poll()) {
                if (waiting.isEmpty()) {
                    waitingSinceNs = nowNs;
                }
                waiting.add(next);
            }
        }
        if (waiting.isEmpty() || (waiting.size() < shards.size() && nowNs - waitingSinceNs < PATIENCE_NS)) {
            return 0;
        }
        GraphModel model = model();
        if (model != null) {
            opinions = judge(model, nowNs);
        }
        waiting.clear();
        return 1;
    }

    private static final class Tally {
        final IpAddress destination;
        int flows;
        final Set<IpAddress> sources = new HashSet<>();
        int flagged;
        double scores;
        int strongest = -1;
        double strongestScore;

        Tally(IpAddress destination) {
            this.destination = destination;
        }
    }

    private GraphOpinions judge(GraphModel model, long nowNs) {
        WindowGraph.Builder builder = new WindowGraph.Builder(FlowFeatures.COUNT);
        Map<Integer, IpAddress> nodes = new HashMap<>();
        List<IpAddress[]> ends = new ArrayList<>();
        float[] row = new float[FlowFeatures.COUNT];
        for (GraphFlows.Collection flows : waiting) {
            for (int i = 0; i < flows.size(); i++) {
                flows.copyRow(i, row);
                IpAddress from = new IpAddress(flows.word(i, 0), flows.word(i, 1));
                IpAddress to = new IpAddress(flows.word(i, 2), flows.word(i, 3));
                if (builder.add(hash.of(from.hi(), from.lo()), hash.of(to.hi(), to.lo()), row) >= 0) {
                    ends.add(new IpAddress[] {from, to});
                }
            }
        }
        dropped.add(builder.dropped());
        WindowGraph graph = builder.build();
        float[] scores = model.score(graph);
        judged.add(scores.length);
        Map<IpAddress, Tally> tallies = new HashMap<>();
        for (int edge = 0; edge < scores.length; edge++) {
            nodes.put(graph.source(edge), ends.get(edge)[0]);
            nodes.put(graph.destination(edge), ends.get(edge)[1]);
            count(tallies.computeIfAbsent(ends.get(edge)[1], Tally::new), edge, scores[edge], ends.get(edge)[0]);
        }
        int flagged = tallies.values().stream().mapToInt(tally -> tally.flagged).sum();
        Map<IpAddress, GraphOpinions.Opinion> said = new HashMap<>();
        List<Tally> worst = tallies.values().stream()
                .filter(tally -> tally.flagged >= FEW)
                .sorted(Comparator.comparingInt((Tally tally) -> -tally.flagged))
                .limit(MOST_DESTINATIONS)
                .toList();
        for (int i = 0; i < worst.size(); i++) {
            Tally tally = worst.get(i);
            boolean explained = i < MOST_EXPLAINED && tally.flagged >= Measure.GRAPH_VERDICTS.defaultFloor() / 2;
            said.put(
                    tally.destination,
                    new GraphOpinions.Opinion(
                            tally.flows,
                            tally.flagged,
                            tally.scores / tally.flagged,
                            tally.sources,
                            explained ? why(model, graph, tally, nodes) : ""));
        }
        return new GraphOpinions(nowNs, scores.length, flagged, said);
    }

    private static void count(Tally tally, int edge, double score, IpAddress source) {
        tally.flows++;
        if (score > FlowScorer.ALARM) {
            tally.flagged++;
            tally.scores += score;
            if (tally.sources.size() < MOST_SOURCES) {
                tally.sources.add(source);
            }
        }
        if (score > tally.strongestScore) {
            tally.strongest = edge;
            tally.strongestScore = score;
        }
    }

    /** By leaving out one neighbour at a time of the two hosts of the flow that speaks most for an attack. */
    private static String why(GraphModel model, WindowGraph graph, Tally tally, Map<Integer, IpAddress> nodes) {
        StringBuilder text = new StringBuilder();
        int said = 0;
        for (GraphExplanation.Neighbour part : GraphExplanation.of(model, graph, tally.strongest)) {
            if (said < NEIGHBOURS_SAID && part.contribution() >= WORTH_SAYING) {
                text.append(said++ == 0 ? "" : ", ")
                        .append(String.format(
                                Locale.ROOT,
                                "%.2f without neighbour %s of %s",
                                tally.strongestScore - part.contribution(),
                                nodes.get(part.neighbour()),
                                nodes.get(part.host())));
            }
        }
        String score = String.format(Locale.ROOT, "its strongest score is %.2f", tally.strongestScore);
        return score + (said == 0 ? ", whichever single neighbour is left out" : ", and would be " + text);
    }
}

package io.sentinelsdn.benchmarks.detector;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.training.FlowGenerator;
import io.sentinelsdn.detector.training.ModelTrainers;
import io.sentinelsdn.detector.tree.Progress;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One row scored by each kind of model, trained as {@code sentinel train} does on 60,000 generated flows; a thousand
 * other flows take turns.
 *
 * <p>Run it with {@code scripts/bench/jmh ModelScore -prof gc}; {@code -bm sample} gives the percentiles of one flow.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx1g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 2)
public class ModelScoreBenchmark {
    private static final int ROWS = 1000;

    @Param({"random_forest", "isolation_forest", "autoencoder", "hybrid"})
    public String kind;

    private final float[][] rows = new float[ROWS][FlowFeatures.COUNT];
    private FlowScorer scorer;
    private int next;

    @Setup
    public void train() {
        LabelledFlows flows = new LabelledFlows();
        FlowGenerator generator = new FlowGenerator(1);
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < 60_000; i++) {
            int classIndex = i % 2 == 0 ? 0 : 1 + i / 2 % (Labels.ALL.size() - 1);
            generator.fill(Labels.ALL.get(classIndex), row);
            flows.add(row, classIndex, Labels.ALL.get(classIndex), null, i);
        }
        FlowModel model = ModelTrainers.of(kind)
                .train(flows, IntStream.range(0, flows.size()).toArray(), 1, 1, Progress.SILENT);
        scorer = model.newScorer();
        FlowGenerator other = new FlowGenerator(2);
        for (int i = 0; i < ROWS; i++) {
            other.fill(Labels.ALL.get(i % 2 == 0 ? 0 : 1 + i / 2 % (Labels.ALL.size() - 1)), rows[i]);
        }
    }

    @Benchmark
    public double score() {
        next = next + 1 == ROWS ? 0 : next + 1;
        return scorer.score(rows[next]);
    }
}

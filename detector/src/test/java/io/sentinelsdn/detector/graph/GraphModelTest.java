package io.sentinelsdn.detector.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.tree.Progress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphModelTest {
    private static final GraphTrainer.Config CONFIG = new GraphTrainer.Config(16, 300, 5e-3, 5);
    private static final ScanWindows LEARNT = new ScanWindows(30, 0, 1);
    private static final GraphModel MODEL = train(LEARNT, CONFIG);

    private static GraphModel train(ScanWindows windows, GraphTrainer.Config config) {
        return GraphTrainer.train(windows, windows.attacks(), ScanWindows.FEATURES, config, Progress.SILENT);
    }

    @Test
    void shouldFindAScannerAmongOtherHostsInOtherWindows() {
        ScanWindows other = new ScanWindows(20, 5000, 2);
        boolean[] attack = other.attacks();
        FlowScorer scorer = MODEL.newScorer(other);
        float[] row = new float[ScanWindows.FEATURES];

        int right = 0;
        for (int i = 0; i < other.size(); i++) {
            right += (scorer.score(other, i, row) > FlowScorer.ALARM) == attack[i] ? 1 : 0;
        }

        assertThat((double) right / other.size()).isGreaterThan(0.95);
    }

    @Test
    void shouldNotTellASingleFlowWithoutItsGraph() {
        FlowScorer scorer = MODEL.newScorer();
        float[] row = {0.5f, 0.5f};

        assertThat(scorer.score(row)).isLessThan(FlowScorer.ALARM);
    }

    @Test
    void shouldNameTheNeighboursThatMadeAFlowSuspicious() {
        WindowGraph.Builder builder = new WindowGraph.Builder(ScanWindows.FEATURES);
        for (int i = 1; i <= 25; i++) {
            builder.add(0, i, new float[] {0.5f, 0.5f});
        }
        builder.add(50, 51, new float[] {0.5f, 0.5f});
        WindowGraph graph = builder.build();

        List<GraphExplanation.Neighbour> parts = GraphExplanation.of(MODEL, graph, 24);

        assertThat(MODEL.score(graph)[24]).isGreaterThan(0.5f);
        assertThat(parts).hasSize(26); // 25 of the scanner, one of the other host
        assertThat(parts).allSatisfy(part -> assertThat(part.host()).isIn(0, 25));
        double sum = parts.stream()
                .mapToDouble(GraphExplanation.Neighbour::contribution)
                .sum();
        assertThat(sum).isGreaterThan(0);
    }

    @Test
    void shouldTrainTheSameModelForTheSameSeed() {
        GraphTrainer.Config few = new GraphTrainer.Config(8, 20, 5e-3, 5);
        GraphCodec codec = new GraphCodec();

        assertThat(codec.write(train(LEARNT, few))).isEqualTo(codec.write(train(LEARNT, few)));
        assertThat(codec.write(train(LEARNT, few.withSeed(6)))).isNotEqualTo(codec.write(train(LEARNT, few)));
    }

    @Test
    void shouldScoreTheSameAfterWritingAndReadingAndRefuseWhatIsCut() {
        GraphCodec codec = new GraphCodec();
        byte[] bytes = codec.write(MODEL);
        WindowGraph.Builder builder = new WindowGraph.Builder(ScanWindows.FEATURES);
        builder.add(1, 2, new float[] {0.1f, Float.NaN});
        WindowGraph graph = builder.build();

        GraphModel read = (GraphModel) codec.read(bytes, ScanWindows.FEATURES, List.of());

        assertThat(read.score(graph)).isEqualTo(MODEL.score(graph));
        for (int length : new int[] {0, 1, 10, bytes.length - 1, bytes.length + 1}) {
            assertThatThrownBy(() -> codec.read(Arrays.copyOf(bytes, length), ScanWindows.FEATURES, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldDropAndCountWhatDoesNotFit() {
        WindowGraph.Builder builder = new WindowGraph.Builder(1);
        float[] row = {1};
        for (int i = 0; i < WindowGraph.MAX_NODES + 10; i++) {
            builder.add(i, i + 1, row);
        }
        assertThat(builder.build().nodeCount()).isEqualTo(WindowGraph.MAX_NODES);
        assertThat(builder.dropped()).isEqualTo(11);
        for (int i = 0; i < WindowGraph.MAX_EDGES; i++) {
            builder.add(0, 1, row);
        }
        assertThat(builder.build().edgeCount()).isEqualTo(WindowGraph.MAX_EDGES);
        assertThat(builder.add(0, 1, row)).isEqualTo(-1);
    }
}

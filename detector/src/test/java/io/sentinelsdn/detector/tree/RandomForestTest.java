package io.sentinelsdn.detector.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class RandomForestTest {
    private static final ForestConfig CONFIG = new ForestConfig(20, 8, 2, 0, 0, 0, 7, 2);
    private static final LabelledRows ROWS = SampleRows.of(4000, 1);

    private final RandomForest forest = ForestTrainer.train(ROWS, CONFIG, Progress.SILENT);

    @Test
    void shouldLearnTheRuleAndApplyItToOtherRows() {
        LabelledRows others = SampleRows.of(2000, 2);
        float[] row = new float[5];
        float[] out = new float[3];
        int right = 0;
        for (int i = 0; i < others.size(); i++) {
            others.copyRow(i, row);
            forest.score(row, out);
            right += best(out) == others.label(i) ? 1 : 0;
            assertThat(out[0] + out[1] + out[2]).isCloseTo(1f, within(1e-3f));
        }
        assertThat(right).isGreaterThan(1960);
    }

    @Test
    void shouldSendUnknownValuesLeft() {
        // one split, at 0.5 of feature 0: left is class a, right is class b
        RandomForest stump = new RandomForest(
                List.of("a", "b"),
                1,
                new int[] {0},
                new short[] {0, RandomForest.LEAF, RandomForest.LEAF},
                new float[] {0.5f, 0, 0},
                new int[] {1, 0, 0},
                new float[] {0.5f, 0.5f, 1, 0, 0, 1});
        float[] out = new float[2];

        stump.score(new float[] {Float.NaN}, out);
        assertThat(out).containsExactly(1, 0);
        stump.score(new float[] {0.5f}, out);
        assertThat(out).containsExactly(1, 0);
        stump.score(new float[] {0.6f}, out);
        assertThat(out).containsExactly(0, 1);
    }

    @Test
    void shouldBeTheSameForestWhateverTheNumberOfThreads() {
        byte[] one = ForestCodec.write(ForestTrainer.train(ROWS, CONFIG.withThreads(1), Progress.SILENT));
        byte[] four = ForestCodec.write(ForestTrainer.train(ROWS, CONFIG.withThreads(4), Progress.SILENT));
        byte[] otherSeed = ForestCodec.write(ForestTrainer.train(ROWS, CONFIG.withSeed(8), Progress.SILENT));

        assertThat(four).isEqualTo(one);
        assertThat(otherSeed).isNotEqualTo(one);
    }

    @Test
    void shouldLearnFromFewRowsWithRandomCutsWhateverTheNumberOfThreads() {
        LabelledRows few = SampleRows.of(200, 5);
        ForestConfig config = new ForestConfig(50, 16, 1, 5, 0.5, 0, 7, 1);
        RandomForest one = ForestTrainer.trainWithRandomCuts(few, config, Progress.SILENT);
        RandomForest four = ForestTrainer.trainWithRandomCuts(few, config.withThreads(4), Progress.SILENT);
        RandomForest best = ForestTrainer.train(few, config, Progress.SILENT);

        assertThat(ForestCodec.write(four)).isEqualTo(ForestCodec.write(one)).isNotEqualTo(ForestCodec.write(best));
        assertThat(right(one, few)).isEqualTo(200);
        assertThat(right(one, SampleRows.of(2000, 2))).isGreaterThan(1700);
    }

    @Test
    void shouldTellUnknownFromKnownWithRandomCuts() {
        int[] labels = new int[60];
        float[] values = new float[60];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 3 == 0 ? 1 : 0;
            values[i] = labels[i] == 1 ? Float.NaN : i;
        }
        LabelledRows rows = new LabelledRows(List.of("a", "b"), 1, values, labels, SampleRows.ones(60));

        RandomForest forest =
                ForestTrainer.trainWithRandomCuts(rows, new ForestConfig(20, 24, 1, 0, 0, 0, 7, 2), Progress.SILENT);

        float[] out = new float[2];
        forest.score(new float[] {Float.NaN}, out);
        assertThat(out).containsExactly(0, 1);
        forest.score(new float[] {1000}, out);
        assertThat(out).containsExactly(1, 0);
    }

    private static int right(RandomForest forest, LabelledRows rows) {
        float[] row = new float[5];
        float[] out = new float[3];
        int right = 0;
        for (int i = 0; i < rows.size(); i++) {
            rows.copyRow(i, row);
            forest.score(row, out);
            right += best(out) == rows.label(i) ? 1 : 0;
        }
        return right;
    }

    @Test
    void shouldExplainEveryProbabilityToItsFullSum() {
        float[] row = new float[5];
        float[] out = new float[3];
        double[] contributions = new double[5];
        for (int i = 0; i < 200; i++) {
            ROWS.copyRow(i, row);
            forest.score(row, out);
            for (int c = 0; c < 3; c++) {
                double sum = forest.contributions(row, c, contributions);
                for (double contribution : contributions) {
                    sum += contribution;
                }
                assertThat(sum).isCloseTo(out[c], within(1e-5));
            }
        }
    }

    @Test
    void shouldCreditTheFeaturesThatMatter() {
        double[] contributions = new double[5];
        forest.contributions(new float[] {0.9f, 0.2f, 0.5f, 0.5f, 0.5f}, 1, contributions);
        assertThat(contributions[0]).isGreaterThan(0.2);
        assertThat(contributions[2]).isCloseTo(0, within(0.1));
    }

    @Test
    void shouldScoreWithoutAllocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Assumptions.assumeTrue(
                threads.isThreadAllocatedMemorySupported(), "this virtual machine does not count allocation");
        float[] row = new float[5];
        float[] out = new float[3];
        double[] contributions = new double[5];
        ROWS.copyRow(0, row);
        scoreOften(row, out, contributions);
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        scoreOften(row, out, contributions);
        // the counter itself may cost a few bytes; 20,000 calls that allocate cost more than 300,000
        assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(1000);
    }

    @Test
    void shouldReadBackExactlyWhatWasWritten() {
        byte[] bytes = ForestCodec.write(forest);
        RandomForest back = ForestCodec.read(bytes, 5, SampleRows.CLASSES);
        float[] row = new float[5];
        float[] out = new float[3];
        float[] outBack = new float[3];
        for (int i = 0; i < 200; i++) {
            ROWS.copyRow(i, row);
            forest.score(row, out);
            back.score(row, outBack);
            assertThat(outBack).isEqualTo(out);
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoForest() {
        byte[] bytes = ForestCodec.write(forest);
        assertThatThrownBy(() -> ForestCodec.read(Arrays.copyOf(bytes, 1000), 5, SampleRows.CLASSES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ForestCodec.read(Arrays.copyOf(bytes, bytes.length + 1), 5, SampleRows.CLASSES))
                .hasMessageContaining("1 bytes too many");
        assertThatThrownBy(() -> ForestCodec.read(bytes, 1, SampleRows.CLASSES))
                .hasMessageContaining("feature outside the row");
        byte[] looped = bytes.clone();
        int left = 8 + 20 * 4 + 2 + 4;
        Arrays.fill(looped, left, left + 4, (byte) 0);
        assertThatThrownBy(() -> ForestCodec.read(looped, 5, SampleRows.CLASSES))
                .hasMessageContaining("child outside the nodes: 0");
    }

    @Test
    void shouldReportProgressAndStopWhenTold() {
        double[] last = {0};
        assertThatThrownBy(() -> ForestTrainer.train(ROWS, CONFIG, fraction -> {
                    assertThat(fraction).isGreaterThanOrEqualTo(last[0]);
                    last[0] = fraction;
                    return fraction < 0.3;
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(last[0]).isBetween(0.3, 0.4);
    }

    @Test
    void shouldDrawRareClassesMoreOftenWhenBalanced() {
        int[] labels = new int[1000];
        float[] values = new float[1000];
        Arrays.fill(labels, 0, 10, 1);
        LabelledRows rows = new LabelledRows(List.of("a", "b"), 1, values, labels, SampleRows.ones(1000));
        float[] out = new float[2];

        ForestTrainer.train(rows, new ForestConfig(10, 4, 1, 0, 0, 0, 1, 1), Progress.SILENT)
                .score(new float[1], out);
        assertThat(out[1]).isBetween(0.005f, 0.02f);
        ForestTrainer.train(rows, new ForestConfig(10, 4, 1, 0, 1, 0, 1, 1), Progress.SILENT)
                .score(new float[1], out);
        assertThat(out[1]).isBetween(0.45f, 0.55f);
    }

    @Test
    void shouldFindTheSameLeavesEightTreesAtATimeAsOneByOne() {
        LabelledRows others = SampleRows.of(500, 3);
        float[] row = new float[5];
        float[] out = new float[3];
        float[] oneByOne = new float[3];
        for (int trees = 1; trees <= 17; trees++) {
            RandomForest some =
                    ForestTrainer.train(ROWS, new ForestConfig(trees, 9, 1, 0, 0, 500, trees, 1), Progress.SILENT);
            for (int i = 0; i < others.size(); i++) {
                others.copyRow(i, row);
                row[i % 5] = i % 7 == 0 ? Float.POSITIVE_INFINITY : i % 11 == 0 ? -0f : row[i % 5];
                Arrays.fill(oneByOne, 0);
                some.addLeaves(row, oneByOne);
                some.score(row, out);
                for (int c = 0; c < 3; c++) {
                    assertThat(out[c]).isEqualTo(oneByOne[c] * (1f / trees));
                }
            }
        }
    }

    private void scoreOften(float[] row, float[] out, double[] contributions) {
        for (int i = 0; i < 20_000; i++) {
            forest.score(row, out);
            forest.contributions(row, 0, contributions);
        }
    }

    private static int best(float[] out) {
        return out[0] >= out[1] && out[0] >= out[2] ? 0 : out[1] >= out[2] ? 1 : 2;
    }
}

package io.sentinelsdn.detector.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.FlowFile;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.tree.ForestCodec;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.detector.tree.RandomForest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the model in the jar says about the traffic it is meant for. */
class DefaultModelTest {
    private static final double UNKNOWN = Double.NaN;
    private static final TrainedModel MODEL = ModelRegistry.defaultModel();
    private static final RandomForest FOREST = (RandomForest) MODEL.model();

    private final float[] row = new float[FlowFeatures.COUNT];
    private final float[] out = new float[FOREST.classNames().size()];

    @Test
    void shouldBeSmallAndCarryItsFigures() {
        assertThat(ModelFile.write(MODEL)).hasSizeLessThan(1 << 20);
        assertThat(FOREST.classNames()).isEqualTo(Labels.ALL);
        assertThat(MODEL.metrics().get("mcc"))
                .isGreaterThan(0.95)
                .isGreaterThan(MODEL.metrics().get("stump.mcc"));
        assertThat(MODEL.metrics().get("generated.fpr")).isLessThan(0.01);
    }

    @Test
    void shouldKnowWhatIsUsualForEachFeatureThatTheFlowTableFills() {
        for (int feature = 0; feature < FlowFeatures.LIVE; feature++) {
            assertThat(MODEL.metrics()).containsKey("benign_median." + FlowFeatures.NAMES.get(feature));
        }
    }

    /** The acknowledgements of a transfer at full speed, kept by the switch after it has ended. */
    @Test
    void shouldTakeAnEntryWhoseTransferHasEndedForNormal() {
        FlowFeatures.fill(row, 6, 0, 0, 10, 0, 0, 10_000, 66, UNKNOWN);
        FlowFeatures.fillLife(row, 0, 10_000, 10_000 * 66.0, 46_000);

        assertThat(FOREST.newScorer().score(row)).isLessThan(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {500, 1000, 3000, 10_000})
    void shouldNameFloodsOfSmallPackets(double pps) {
        for (double previous : new double[] {UNKNOWN, pps, pps / 10}) {
            assertThat(judge(17, pps, 60, 0, 0, previous, UNKNOWN)).isEqualTo(Labels.UDP_FLOOD);
            assertThat(judge(17, pps, 42, 0, 0, previous, UNKNOWN)).isEqualTo(Labels.UDP_FLOOD);
            assertThat(judge(17, pps, 62, 0, 0, previous, UNKNOWN)).isEqualTo(Labels.UDP_FLOOD);
            assertThat(judge(1, pps, 42, pps, 42, previous, UNKNOWN)).isEqualTo(Labels.ICMP_FLOOD);
            assertThat(judge(58, pps, 62, 0, 0, previous, UNKNOWN)).isEqualTo(Labels.ICMP_FLOOD);
            assertThat(judge(6, pps, 54, 0, 0, previous, 1)).isEqualTo(Labels.SYN_FLOOD);
            assertThat(judge(6, pps, 74, pps, 74, previous, 1)).isEqualTo(Labels.SYN_FLOOD);
            assertThat(judge(6, pps, 54, 0, 0, previous, 0)).isEqualTo(Labels.OTHER_ATTACK);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1000, 10_000, 100_000, 1_000_000})
    void shouldTakeBulkTransfersAtFullSpeedForNormal(double pps) {
        for (double previous : new double[] {UNKNOWN, pps}) {
            assertThat(judge(6, pps, 1514, pps / 2, 66, previous, 0)).isEqualTo(Labels.NORMAL);
            assertThat(judge(6, pps / 2, 66, pps, 1514, previous, 0)).isEqualTo(Labels.NORMAL);
            assertThat(judge(6, pps, 66, pps / 3, 40_000, previous, 0)).isEqualTo(Labels.NORMAL);
            assertThat(judge(6, pps / 10, 40_000, pps / 10, 66, previous, 0)).isEqualTo(Labels.NORMAL);
        }
    }

    @Test
    void shouldTakeEverydayTrafficForNormal() {
        assertThat(judge(1, 1, 98, 1, 98, 1, UNKNOWN)).isEqualTo(Labels.NORMAL);
        assertThat(judge(1, 20, 98, 20, 98, UNKNOWN, UNKNOWN)).isEqualTo(Labels.NORMAL);
        assertThat(judge(6, 6, 120, 5, 400, UNKNOWN, 0)).isEqualTo(Labels.NORMAL);
        assertThat(judge(6, 5, 400, 6, 120, UNKNOWN, 0)).isEqualTo(Labels.NORMAL);
        assertThat(judge(6, 3, 66, 2, 66, UNKNOWN, 0)).isEqualTo(Labels.NORMAL);
        assertThat(judge(17, 1, 75, 1, 150, UNKNOWN, UNKNOWN)).isEqualTo(Labels.NORMAL);
        assertThat(judge(6, 10, 100, 10, 120, 10, 0)).isEqualTo(Labels.NORMAL);
        assertThat(judge(17, 5000, 1512, 0, 0, 5000, UNKNOWN)).isEqualTo(Labels.NORMAL);
    }

    @Test
    void shouldBeGrownAgainBitForBitFromTheSameData() {
        Path data = Path.of("../../shared/data/adddosdn/adddosdn_cicflow_dev.csv.gz");
        Assumptions.assumeTrue(Files.exists(data), "the shared data is not here: " + data);

        LabelledFlows flows =
                new DefaultRecipe(FlowFile.read(data, null, Progress.SILENT).flows()).learntFrom();

        assertThat(DefaultRecipe.fingerprint(flows))
                .isEqualTo(MODEL.provenance().dataSha256());
        assertThat(ForestCodec.write(DefaultRecipe.grow(flows))).isEqualTo(ForestCodec.write(FOREST));
    }

    private String judge(
            int protocol, double pps, double size, double back, double backSize, double previous, double synShare) {
        double previousSize = Double.isNaN(previous) ? UNKNOWN : size;
        FlowFeatures.fill(row, protocol, pps, pps * size, 1, back, back * backSize, previous, previousSize, synShare);
        FlowFeatures.fillLife(row, Double.isNaN(previous) ? UNKNOWN : pps, pps, pps * size, back);
        FOREST.score(row, out);
        int best = 0;
        for (int c = 1; c < out.length; c++) {
            best = out[c] > out[best] ? c : best;
        }
        return FOREST.classNames().get(best);
    }
}

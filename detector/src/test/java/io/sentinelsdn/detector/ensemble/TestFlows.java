package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.detector.model.RowBatch;
import io.sentinelsdn.detector.tree.LabelledRows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Made up flows of two networks: at home floods are of small frames, abroad of large ones, and all sizes are others. */
final class TestFlows {
    private TestFlows() {}

    static LabelledFlows home(int count, long seed) {
        return flows(count, seed, 60, 300, 5);
    }

    static LabelledFlows abroad(int count, long seed) {
        return flows(count, seed, 1400, 700, -5);
    }

    /** Every second flow belongs to a flood of one size; the others are answered, and in other sizes. */
    private static LabelledFlows flows(int count, long seed, double floodSize, double normalSize, double flag) {
        SplittableRandom random = new SplittableRandom(seed);
        LabelledFlows flows = new LabelledFlows();
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < count; i++) {
            boolean flood = i % 2 == 1;
            double packets = flood ? 3 : 5 + random.nextInt(40);
            double size = flood ? floodSize : normalSize * (0.5 + random.nextDouble());
            double back = flood ? 0 : packets * (0.5 + random.nextDouble());
            double backSize = normalSize * (0.2 + 2 * random.nextDouble());
            FlowFeatures.fill(
                    row, 17, packets, packets * size, 1, back, back * backSize, Double.NaN, Double.NaN, Double.NaN);
            fillUnknown(row, flood, (float) (normalSize + (flood ? flag : 0) + random.nextDouble()));
            int classIndex = flood ? Labels.ALL.indexOf("udp_flood") : 0;
            flows.add(row, classIndex, Labels.ALL.get(classIndex), null, i);
        }
        return flows;
    }

    /** What else an exporter knows tells floods well, but on the other network it means the opposite. */
    private static void fillUnknown(float[] row, boolean flood, float value) {
        for (int f = 0; f < row.length; f++) {
            row[f] = Float.isNaN(row[f]) ? value : row[f];
        }
        row[FlowFeatures.SIZE_VARIATION] = flood ? 0 : 0.5f;
    }

    static LabelledRows rows(LabelledFlows flows) {
        float[] values = new float[flows.size() * FlowFeatures.COUNT];
        float[] row = new float[FlowFeatures.COUNT];
        int[] labels = new int[flows.size()];
        float[] weights = new float[flows.size()];
        Arrays.fill(weights, 1);
        for (int i = 0; i < labels.length; i++) {
            flows.copyRow(i, row);
            System.arraycopy(row, 0, values, i * row.length, row.length);
            labels[i] = flows.classIndex(i);
        }
        return new LabelledRows(Labels.ALL, FlowFeatures.COUNT, values, labels, weights);
    }

    static LabelledFlows only(LabelledFlows flows, boolean attack) {
        return flows.part(IntStream.range(0, flows.size())
                .filter(i -> (flows.classIndex(i) != 0) == attack)
                .toArray());
    }

    static float[] normalValues(LabelledFlows flows) {
        LabelledFlows normal = only(flows, false);
        float[] values = new float[normal.size() * FlowFeatures.COUNT];
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < normal.size(); i++) {
            normal.copyRow(i, row);
            System.arraycopy(row, 0, values, i * row.length, row.length);
        }
        return values;
    }

    static RowBatch batch(LabelledFlows flows) {
        return new RowBatch() {
            @Override
            public int size() {
                return flows.size();
            }

            @Override
            public void copyRow(int index, float[] out) {
                flows.copyRow(index, out);
            }
        };
    }
}

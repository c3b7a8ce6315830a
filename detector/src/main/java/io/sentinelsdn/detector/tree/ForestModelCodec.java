package io.sentinelsdn.detector.tree;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelCodec;
import io.sentinelsdn.detector.model.ModelKind;
import java.util.List;

/** Random forests in model files, see {@link ForestCodec}. */
public final class ForestModelCodec implements ModelCodec {
    @Override
    public ModelKind kind() {
        return ModelKind.RANDOM_FOREST;
    }

    @Override
    public byte[] write(FlowModel model) {
        return ForestCodec.write((RandomForest) model);
    }

    @Override
    public FlowModel read(byte[] bytes, int features, List<String> classNames) {
        return ForestCodec.read(bytes, features, classNames);
    }
}

package io.sentinelsdn.detector.registry;

import io.sentinelsdn.detector.deep.AutoencoderCodec;
import io.sentinelsdn.detector.ensemble.HybridCodec;
import io.sentinelsdn.detector.graph.GraphCodec;
import io.sentinelsdn.detector.model.ModelCodec;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.ForestModelCodec;
import io.sentinelsdn.detector.tree.IsolationCodec;
import java.util.List;

/** The kinds of model that files may hold. A new kind is added here. */
final class ModelCodecs {
    private static final List<ModelCodec> ALL = List.of(
            new ForestModelCodec(), new IsolationCodec(), new AutoencoderCodec(), new HybridCodec(), new GraphCodec());

    private ModelCodecs() {}

    /**
     * The codec of a kind.
     *
     * @throws IllegalArgumentException if there is none; names those that there are
     */
    static ModelCodec of(String kind) {
        return ALL.stream()
                .filter(codec -> codec.kind().toString().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("its kind is " + kind + ", known here are "
                        + String.join(
                                ", ",
                                ALL.stream()
                                        .map(ModelCodec::kind)
                                        .map(ModelKind::toString)
                                        .toList())));
    }
}

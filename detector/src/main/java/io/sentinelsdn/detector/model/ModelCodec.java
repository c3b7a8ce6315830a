package io.sentinelsdn.detector.model;

import java.util.List;

/**
 * Turns the models of one kind into bytes and back. The bytes stand inside a model file, which guards them with a
 * checksum and holds features, classes and provenance beside them. Stateless; any thread.
 */
public interface ModelCodec {
    ModelKind kind();

    /** The same model gives the same bytes. */
    byte[] write(FlowModel model);

    /**
     * Reads a model that scores bit for bit as the one that was written.
     *
     * @param features number of features
     * @param classNames the model's classes
     * @throws IllegalArgumentException if the bytes are no such model; says why
     */
    FlowModel read(byte[] bytes, int features, List<String> classNames);
}

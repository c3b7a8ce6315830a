package io.sentinelsdn.domain.model;

/**
 * What to train, or which model to fit to a network.
 *
 * @param modelType kind of model
 * @param datasetPath file inside the data folder, relative to it or absolute
 * @param labelColumn column of the label, or null for the layout's own
 * @param testSize share to be judged by, above 0 and below 1
 * @param randomState seed
 * @param adaptedFrom id of the model that is fitted to the rows, or null to train a new one
 */
public record TrainingRequest(
        String modelType,
        String datasetPath,
        String labelColumn,
        double testSize,
        long randomState,
        String adaptedFrom) {
    public TrainingRequest {
        if (!(testSize > 0 && testSize < 1)) {
            throw new IllegalArgumentException("test_size must be above 0 and below 1: " + testSize);
        }
    }

    /** To train a new model. */
    public TrainingRequest(
            String modelType, String datasetPath, String labelColumn, double testSize, long randomState) {
        this(modelType, datasetPath, labelColumn, testSize, randomState, null);
    }
}

package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.tree.RandomForest;

/**
 * The last layer, fitted to one network: a small forest over the row and the opinions of the other members. Immutable;
 * any thread.
 *
 * @param forest over {@code features + }{@link #OPINIONS} values
 */
record LocalForest(RandomForest forest) {
    /** Values behind the features: log-odds of forest, isolation forest and autoencoder. */
    static final int OPINIONS = Stack.MEMBERS;
}

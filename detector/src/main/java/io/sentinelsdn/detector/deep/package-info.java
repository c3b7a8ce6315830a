/**
 * The autoencoder: trained by DL4J on normal rows, served from flat weights by a plain loop. Only
 * {@link io.sentinelsdn.detector.deep.AutoencoderTrainer} touches DL4J and its native library.
 */
package io.sentinelsdn.detector.deep;

/**
 * Memory of the house: detections, plans, rules, lists and configuration, behind {@code domain.spi.HistoryStore}.
 * {@link Stores} opens one; the rooms are {@code sqlite} (survives {@code kill -9}) and {@code memory} (does not).
 */
package io.sentinelsdn.store;

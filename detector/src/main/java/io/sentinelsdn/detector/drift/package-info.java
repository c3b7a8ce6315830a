/** Whether the traffic as a whole still is what it was: a random cut forest over per-second aggregates. */
package io.sentinelsdn.detector.drift;

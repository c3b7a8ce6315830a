/**
 * Bounded tables and sliding windows: what each destination receives, per ingress port, from exact counters and
 * sampled packets. Everything here is owned by one thread (the window thread, or the shard thread for its summary).
 */
package io.sentinelsdn.detector.window;

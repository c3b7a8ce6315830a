/**
 * From the producers' rings to the agents: shard agents own flow tables, the window agent owns windows, thresholds and
 * the tracker. Agents work on {@code doWork(nowNs)}; threads are only their runners.
 */
package io.sentinelsdn.detector.pipeline;

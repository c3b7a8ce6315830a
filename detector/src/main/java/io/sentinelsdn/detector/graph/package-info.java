/**
 * A graph network over who talked to whom in a window: hosts are nodes, flows are edges. Addresses only say which flows
 * meet at a host.
 */
package io.sentinelsdn.detector.graph;

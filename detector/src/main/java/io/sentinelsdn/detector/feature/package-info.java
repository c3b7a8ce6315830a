/** What the models look at: the schema of a flow's features and how they are computed from counters. */
package io.sentinelsdn.detector.feature;

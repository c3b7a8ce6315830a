/** Model files with provenance, and the folder that keeps them. */
package io.sentinelsdn.detector.registry;

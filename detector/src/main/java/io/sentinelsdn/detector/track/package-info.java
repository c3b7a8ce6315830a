/** One attack is one detection: its life from the first window to the end. Owned by the window thread. */
package io.sentinelsdn.detector.track;

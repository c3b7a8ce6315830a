/** A capture as a controller would have lived through it: a switch that is played, and the detector's windows behind it. */
package io.sentinelsdn.detector.playback;

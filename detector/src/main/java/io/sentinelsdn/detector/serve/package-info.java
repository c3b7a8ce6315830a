/** Models at work for people: trainings in the background, and flows that are handed in to be judged. */
package io.sentinelsdn.detector.serve;

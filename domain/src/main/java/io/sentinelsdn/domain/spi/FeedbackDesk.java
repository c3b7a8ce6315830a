package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.detect.Detection;
import java.util.Optional;

/** Where people say whether a detection was right. Any thread may call; it waits for the detector, 2 s at most. */
public interface FeedbackDesk {
    /** What a person says. */
    enum Verdict {
        /** It was none: its target gets less sensitive, and if it goes on it ends. */
        FALSE_POSITIVE,
        /** It was one: an earlier complaint about its target is taken back. */
        TRUE_POSITIVE
    }

    /**
     * How many detections people called right and wrong since the start; of words about one detection the last counts.
     *
     * @param truePositives called right
     * @param falsePositives called wrong
     */
    record Tally(long truePositives, long falsePositives) {}

    /** What was said so far. */
    Tally tally();

    /**
     * Takes the word of a person and keeps it, with what the detector saw, for the next training.
     *
     * @return the detection as it is now, or empty when it is not known any more
     * @throws IllegalStateException when the detector does not answer or the word cannot be kept; the message is for people
     */
    Optional<Detection> say(String detectionId, Verdict verdict);
}

package io.sentinelsdn.domain.mitigate;

/** What is done to attack traffic. */
public sealed interface MitigationAction {
    /** The name on the wire. */
    String wireName();

    /** Drop it. */
    record Block() implements MitigationAction {
        @Override
        public String wireName() {
            return "block";
        }
    }

    /**
     * Let a little through.
     *
     * @param packetsPerSecond what may pass, &gt; 0
     */
    record RateLimit(long packetsPerSecond) implements MitigationAction {
        public RateLimit {
            if (packetsPerSecond <= 0) {
                throw new IllegalArgumentException("packetsPerSecond must be > 0: " + packetsPerSecond);
            }
        }

        @Override
        public String wireName() {
            return "rate_limit";
        }
    }

    /**
     * Send it to a scrubber, which sends on what is clean.
     *
     * @param to the scrubber, for people
     */
    record Redirect(String to) implements MitigationAction {
        @Override
        public String wireName() {
            return "redirect";
        }
    }

    /**
     * Send its web connections to the gateway, which asks clients for a proof of work.
     *
     * @param to the gateway, for people
     */
    record Challenge(String to) implements MitigationAction {
        @Override
        public String wireName() {
            return "challenge";
        }
    }

    /** Only watch. */
    record Monitor() implements MitigationAction {
        @Override
        public String wireName() {
            return "monitor";
        }
    }
}

package io.sentinelsdn.simulator.ofswitch;

/** A request that is answered with an error; an expected outcome, so it carries no stack trace. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final OfError error;

    Refusal(OfError error) {
        super(error.name(), null, false, false);
        this.error = error;
    }

    OfError error() {
        return error;
    }
}

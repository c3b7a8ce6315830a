package io.sentinelsdn.detector.input;

/** A row that cannot be used, and why. An expected outcome while reading: it has no stack trace. */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1L;

    BadValue(String message) {
        super(message, null, false, false);
    }
}

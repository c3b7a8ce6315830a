package io.sentinelsdn.cli.profile;

/** A setting that is not allowed; the message is one line for a person. Ends the program with exit code 2. */
public final class BadSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadSetting(String message) {
        super(message);
    }
}

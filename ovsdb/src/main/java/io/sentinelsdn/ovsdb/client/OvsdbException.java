package io.sentinelsdn.ovsdb.client;

/** A request was not done; the message is one line that names the server and what it said. */
public final class OvsdbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, for those who decide whether to try again. */
    public enum Kind {
        /** Not connected, or the connection broke before the answer: a transaction may or may not have been done. */
        AWAY,
        /** Too many requests wait already. */
        BUSY,
        /** No answer in time. */
        LATE,
        /** The server said no; nothing was changed. */
        REFUSED
    }

    private final Kind kind;

    OvsdbException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

package io.sentinelsdn.domain.spi;

/** What was asked of a switch has not been done, for a reason that is its own or the network's. */
public final class SwitchTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose fault, and whether to try again. */
    public enum Kind {
        /** No switch of this datapath id was seen since the start. */
        UNKNOWN,
        /** It is not connected now. */
        AWAY,
        /** Too many questions of people wait for it already. */
        BUSY,
        /** It did not answer in time. */
        LATE,
        /** It answered with an error, or with something that cannot be read. */
        REFUSED,
        /** There is no room for more. */
        FULL
    }

    private final Kind kind;

    public SwitchTrouble(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

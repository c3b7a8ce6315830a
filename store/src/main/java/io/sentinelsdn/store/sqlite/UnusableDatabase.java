package io.sentinelsdn.store.sqlite;

import java.io.IOException;

/** A database that cannot be used, for a reason that is no mistake of whoever started the program. */
public final class UnusableDatabase extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean damaged;

    UnusableDatabase(String message, boolean damaged, Exception cause) {
        super(message, cause);
        this.damaged = damaged;
    }

    /** Whether what is in the file makes no sense; otherwise it cannot be read or written now. */
    public boolean isDamaged() {
        return damaged;
    }
}

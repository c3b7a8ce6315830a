package io.sentinelsdn.store.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;

/** What went wrong with the file, in a few words for a person. */
final class SqliteErrors {
    private static final int PRIMARY = 0xff;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int TOOBIG = 18;
    private static final int CONSTRAINT = 19;
    private static final int MISMATCH = 20;
    private static final int RANGE = 25;
    private static final int NOTADB = 26;

    private SqliteErrors() {}

    static String say(SQLException problem) {
        return switch (problem.getErrorCode() & PRIMARY) {
            case BUSY, LOCKED -> "it is locked by another program";
            case READONLY -> "it is not writable";
            case IOERR -> "the disk reports an error";
            case CORRUPT -> "it is damaged";
            case FULL -> "the disk is full";
            case CANTOPEN -> "it cannot be opened";
            case NOTADB -> "it is not a SQLite database";
            default -> String.valueOf(problem.getMessage());
        };
    }

    static String say(IOException problem) {
        return problem instanceof AccessDeniedException ? "permission denied" : String.valueOf(problem.getMessage());
    }

    /** Whether what is in the file makes no sense. */
    static boolean isDamage(SQLException problem) {
        int code = problem.getErrorCode() & PRIMARY;
        return code == CORRUPT || code == NOTADB;
    }

    /**
     * Whether the same write may well succeed later. Only what is wrong with the write itself is hopeless; the disk may
     * get better.
     */
    static boolean mayPass(SQLException problem) {
        return switch (problem.getErrorCode() & PRIMARY) {
            case TOOBIG, CONSTRAINT, MISMATCH, RANGE -> false;
            default -> true;
        };
    }
}

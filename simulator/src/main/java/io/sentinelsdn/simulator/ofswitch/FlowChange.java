package io.sentinelsdn.simulator.ofswitch;

/**
 * A FLOW_MOD, read and checked.
 *
 * @param table table, or 255 for all tables of a delete
 * @param match what matches; null if that is not understood here
 * @param instructions what the entry does; null for a delete
 * @param outPort output filter of a delete, or ANY
 * @param outGroup group filter of a delete, or ANY
 * @param encoded match and instructions as they came
 */
record FlowChange(
        int table,
        int priority,
        MatchSpec match,
        long cookie,
        long cookieMask,
        int idleTimeoutS,
        int hardTimeoutS,
        int flags,
        int outPort,
        int outGroup,
        Instructions instructions,
        Encoded encoded) {
    /** Match, with its padding, and instructions as they came. */
    static final class Encoded {
        final byte[] match;
        final byte[] instructions;

        Encoded(byte[] match, byte[] instructions) {
            this.match = match;
            this.instructions = instructions;
        }
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }
}

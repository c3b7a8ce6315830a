package io.sentinelsdn.simulator.ofswitch;

/** One entry of a flow table with its counters. Owned by the switch's event loop. */
final class FlowEntry {
    static final int FLAG_SEND_FLOW_REM = 1;
    static final int FLAG_CHECK_OVERLAP = 2;
    static final int FLAG_RESET_COUNTS = 4;

    final int table;
    final int priority;
    final MatchSpec match;
    final Words key;
    /** {@code ofp_match} with padding, as the controller sent it. */
    final byte[] matchBytes;

    final int idleTimeoutS;
    final int hardTimeoutS;
    final int flags;
    final long createdNs;
    final boolean tableMiss;
    /** Whether its match is not understood here; no packet matches it. */
    final boolean opaque;

    long cookie;
    Instructions instructions;
    /** Instructions as the controller sent them. */
    byte[] instructionBytes;
    /** The meter of the instructions, or null. */
    Meter meter;

    long packets;
    long bytes;
    long lastUsedNs;
    boolean removed;
    /** Next entry of the same match and lower priority. */
    FlowEntry next;

    FlowEntry(FlowChange change, Meter meter, long nowNs) {
        table = change.table();
        priority = change.priority();
        opaque = change.match() == null;
        match = opaque ? new MatchSpec() : change.match();
        key = Words.of(match.value);
        matchBytes = change.encoded().match;
        idleTimeoutS = change.idleTimeoutS();
        hardTimeoutS = change.hardTimeoutS();
        flags = change.flags();
        cookie = change.cookie();
        instructions = change.instructions();
        instructionBytes = change.encoded().instructions;
        this.meter = meter;
        createdNs = nowNs;
        lastUsedNs = nowNs;
        tableMiss = !opaque && priority == 0 && match.isCatchAll();
    }

    /** When it ends if nothing matches any more; {@link Long#MAX_VALUE} without timeouts. */
    long deadlineNs() {
        long idle = idleTimeoutS == 0 ? Long.MAX_VALUE : lastUsedNs + idleTimeoutS * 1_000_000_000L;
        return Math.min(idle, hardDeadlineNs());
    }

    long hardDeadlineNs() {
        return hardTimeoutS == 0 ? Long.MAX_VALUE : createdNs + hardTimeoutS * 1_000_000_000L;
    }

    void count(long n, int length, long nowNs) {
        packets += n;
        bytes += n * length;
        lastUsedNs = nowNs;
    }
}

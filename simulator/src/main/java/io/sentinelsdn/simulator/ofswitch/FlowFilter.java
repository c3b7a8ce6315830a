package io.sentinelsdn.simulator.ofswitch;

/**
 * Chooses entries as deletes, modifies and statistics requests do: table, non-strict match, cookie bits, output port,
 * group.
 */
record FlowFilter(int table, MatchSpec match, long cookie, long cookieMask, int outPort, int outGroup) {
    static final int ALL_TABLES = 0xff;

    boolean accepts(FlowEntry entry) {
        return match.covers(entry.match) && acceptsUnmatched(entry);
    }

    /** The filters beside the match. */
    boolean acceptsUnmatched(FlowEntry entry) {
        return ((entry.cookie ^ cookie) & cookieMask) == 0
                && (outPort == PortNumbers.ANY || entry.instructions.outputsTo(outPort))
                && (outGroup == PortNumbers.ANY || entry.instructions.usesGroup(outGroup));
    }
}

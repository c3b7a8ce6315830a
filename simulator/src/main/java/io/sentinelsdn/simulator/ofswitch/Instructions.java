package io.sentinelsdn.simulator.ofswitch;

import java.util.List;

/**
 * What an entry does to a packet, in the order of OpenFlow 1.3.5 section 5.9: meter, apply, clear, write, metadata,
 * goto.
 *
 * @param meterId meter, or 0
 * @param apply actions executed at once
 * @param clear whether the action set is emptied
 * @param write actions put into the action set
 * @param metadata metadata bits
 * @param metadataMask which of them are written
 * @param gotoTable next table, or -1
 */
record Instructions(
        long meterId,
        List<SwitchAction> apply,
        boolean clear,
        List<SwitchAction> write,
        long metadata,
        long metadataMask,
        int gotoTable) {
    /** All but the meter, as text. */
    String effect() {
        return apply + (clear ? " clear " : " ") + write + " metadata " + metadata + "/" + metadataMask + " goto "
                + gotoTable;
    }

    /** Whether some action sends to this port. */
    boolean outputsTo(int port) {
        return outputsTo(apply, port) || outputsTo(write, port);
    }

    /** Whether some action sends to this group. */
    boolean usesGroup(int group) {
        return ActionSet.usesGroup(apply, group) || ActionSet.usesGroup(write, group);
    }

    private static boolean outputsTo(List<SwitchAction> actions, int port) {
        for (SwitchAction action : actions) {
            if (action instanceof SwitchAction.Output output && output.port() == port) {
                return true;
            }
        }
        return false;
    }
}

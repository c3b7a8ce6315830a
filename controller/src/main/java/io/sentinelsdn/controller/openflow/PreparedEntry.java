package io.sentinelsdn.controller.openflow;

/** An entry and its FLOW_MOD, encoded once, for entries that many switches have in common. Immutable. */
public final class PreparedEntry {
    private final FlowEntry entry;
    private final byte[] addMessage;

    public PreparedEntry(FlowEntry entry) {
        this.entry = entry;
        this.addMessage = RuleCodec.add(entry);
    }

    public FlowEntry entry() {
        return entry;
    }

    byte[] addMessage() {
        return addMessage;
    }
}

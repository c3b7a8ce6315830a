package io.sentinelsdn.simulator.ofswitch;

/**
 * What a switch has seen and done, as it was when asked.
 *
 * @param entries entries in its tables, standing flows left out
 * @param rules entries of table 0 beside its table-miss entry
 * @param flowMods FLOW_MODs carried out
 * @param packetIns packet-ins given to the connection
 * @param packetInsDropped packet-ins that nobody took
 * @param entriesReported entries in answers to FLOW statistics requests
 * @param polls such requests
 */
public record SwitchTally(
        long entries,
        long rules,
        long flowMods,
        long packetIns,
        long packetInsDropped,
        long entriesReported,
        long polls) {
    /** Nothing yet. */
    public static final SwitchTally NOTHING = new SwitchTally(0, 0, 0, 0, 0, 0, 0);

    /** The sum of two. */
    public SwitchTally plus(SwitchTally other) {
        return new SwitchTally(
                entries + other.entries,
                rules + other.rules,
                flowMods + other.flowMods,
                packetIns + other.packetIns,
                packetInsDropped + other.packetInsDropped,
                entriesReported + other.entriesReported,
                polls + other.polls);
    }
}

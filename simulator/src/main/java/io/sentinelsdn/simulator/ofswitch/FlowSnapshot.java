package io.sentinelsdn.simulator.ofswitch;

/**
 * An entry as it was when asked.
 *
 * @param table table
 * @param priority priority
 * @param cookie cookie
 * @param idleTimeoutS idle timeout in seconds, 0 for none
 * @param hardTimeoutS hard timeout in seconds, 0 for none
 * @param meterId meter, or 0
 * @param effect what it does beside metering, as text that is equal where that is
 * @param packets packets matched
 * @param bytes bytes matched
 * @param tableMiss whether it is the table-miss entry
 */
public record FlowSnapshot(
        int table,
        int priority,
        long cookie,
        int idleTimeoutS,
        int hardTimeoutS,
        long meterId,
        String effect,
        long packets,
        long bytes,
        boolean tableMiss) {
    static FlowSnapshot of(FlowEntry entry) {
        return new FlowSnapshot(
                entry.table,
                entry.priority,
                entry.cookie,
                entry.idleTimeoutS,
                entry.hardTimeoutS,
                entry.instructions.meterId(),
                entry.instructions.effect(),
                entry.packets,
                entry.bytes,
                entry.tableMiss);
    }
}

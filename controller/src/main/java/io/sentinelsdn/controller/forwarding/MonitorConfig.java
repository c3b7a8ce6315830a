package io.sentinelsdn.controller.forwarding;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Budgets of the monitor table of one switch.
 *
 * @param fineEntries five-tuple entries
 * @param idleSeconds idle timeout of counting entries
 * @param puntsPerPort packets per second a port may send to the controller, half for SYNs, half for the rest
 * @param puntsPerSwitch packets per second a switch may send to the controller
 * @param coarseEntriesPerPort destination entries of a coarse port
 * @param elephantsPerPort five-tuple entries a coarse port may keep
 * @param tableBudget entries of any kind the tables of a switch should hold together, at least 100
 * @param foreignFlows whether five-tuple entries that others have installed are counted as flows, too
 */
@RecordBuilder
public record MonitorConfig(
        int fineEntries,
        int idleSeconds,
        int puntsPerPort,
        int puntsPerSwitch,
        int coarseEntriesPerPort,
        int elephantsPerPort,
        int tableBudget,
        boolean foreignFlows)
        implements MonitorConfigBuilder.With {
    public MonitorConfig {
        positive("fineEntries", fineEntries);
        positive("idleSeconds", idleSeconds);
        positive("puntsPerPort", puntsPerPort);
        positive("puntsPerSwitch", puntsPerSwitch);
        positive("coarseEntriesPerPort", coarseEntriesPerPort);
        positive("elephantsPerPort", elephantsPerPort);
        if (tableBudget < TableBudget.LEAST) {
            throw new IllegalArgumentException(
                    "tableBudget must be at least " + TableBudget.LEAST + ": " + tableBudget);
        }
    }

    public static MonitorConfig defaults() {
        return new MonitorConfig(2_000, 10, 200, 1_000, 64, 32, 10_000, false);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be > 0: " + value);
        }
    }
}

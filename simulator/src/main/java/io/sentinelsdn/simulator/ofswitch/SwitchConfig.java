package io.sentinelsdn.simulator.ofswitch;

import io.sentinelsdn.domain.net.Dpid;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * What an emulated switch is like.
 *
 * @param dpid its datapath id
 * @param ports number of ports, numbered from 1; 1 to 4096
 * @param tables number of tables, 1 to 254
 * @param maxEntries entries a table holds before it answers TABLE_FULL, &gt; 0
 * @param tcpFlags whether it knows Open vSwitch's {@code tcp_flags} match
 * @param meters whether it has meters
 * @param controllerMeter whether it has the meter of the controller connection (OFPM_CONTROLLER)
 * @param maxMeters number of meters, &gt; 0
 * @param abilities what it can beyond tables and meters
 * @param keepTables whether tables and meters survive the loss of the controller (fail mode secure); otherwise they are
 *     cleared when the connection ends
 * @param reconnectMin first pause before it connects again; doubled on each failure
 * @param reconnectMax longest pause
 * @param echoInterval silence after which it asks for an echo; a second such silence ends the connection
 */
@RecordBuilder
public record SwitchConfig(
        Dpid dpid,
        int ports,
        int tables,
        int maxEntries,
        boolean tcpFlags,
        boolean meters,
        boolean controllerMeter,
        int maxMeters,
        SwitchAbilities abilities,
        boolean keepTables,
        Duration reconnectMin,
        Duration reconnectMax,
        Duration echoInterval)
        implements SwitchConfigBuilder.With {
    public SwitchConfig {
        inRange("ports", ports, 4096);
        inRange("tables", tables, 254);
        inRange("maxEntries", maxEntries, Integer.MAX_VALUE);
        inRange("maxMeters", maxMeters, Integer.MAX_VALUE);
        positive("reconnectMin", reconnectMin);
        positive("reconnectMax", reconnectMax);
        positive("echoInterval", echoInterval);
    }

    /** A switch like Open vSwitch: 254 tables, meters, groups, bundles, tcp_flags, practically unlimited entries, fail mode secure. */
    public static SwitchConfig of(Dpid dpid, int ports) {
        return new SwitchConfig(
                dpid,
                ports,
                254,
                1_000_000,
                true,
                true,
                true,
                65_536,
                SwitchAbilities.ALL,
                true,
                Duration.ofMillis(50),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    /** The same with or without meters; without any there is none for the controller connection either. */
    @Override
    public SwitchConfig withMeters(boolean present) {
        return with().meters(present)
                .controllerMeter(present && controllerMeter)
                .build();
    }

    /** The same with or without groups. */
    public SwitchConfig withGroups(boolean present) {
        return withAbilities(abilities.withGroups(present));
    }

    /** The same with or without the bundles of the ONF extension. */
    public SwitchConfig withBundles(boolean present) {
        return withAbilities(abilities.withBundles(present));
    }

    /** The same; without counters every one of them reads as all ones. */
    public SwitchConfig withCounters(boolean present) {
        return withAbilities(abilities.withCounters(present));
    }

    /** The same with this many queues at each port, numbered from 0. */
    public SwitchConfig withQueues(int perPort) {
        return withAbilities(abilities.withQueues(perPort));
    }

    /** The same with this many auxiliary connections beside the main one. */
    public SwitchConfig withAuxiliaries(int count) {
        return withAbilities(abilities.withAuxiliaries(count));
    }

    /** The same with other pauses between attempts to connect and another patience with a silent controller. */
    public SwitchConfig withTimers(Duration newReconnectMin, Duration newReconnectMax, Duration newEchoInterval) {
        return with().reconnectMin(newReconnectMin)
                .reconnectMax(newReconnectMax)
                .echoInterval(newEchoInterval)
                .build();
    }

    private static void inRange(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " must be between 1 and " + max + ": " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be > 0: " + value);
        }
    }
}

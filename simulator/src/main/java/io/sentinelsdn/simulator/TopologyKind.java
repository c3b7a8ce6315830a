package io.sentinelsdn.simulator;

import io.sentinelsdn.simulator.ofswitch.Topology;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Topologies that can be made of a number of switches. */
public enum TopologyKind {
    /** Switches without cables between them. */
    NONE(1),
    /** One switch. */
    SINGLE(1),
    /** A row. */
    LINEAR(1),
    /** A binary tree with hosts at its leaves. */
    TREE(1),
    /** A ring. */
    RING(3),
    /** One switch in five, at least two, is a spine. */
    LEAF_SPINE(4),
    /** Two cores; of the others one in four, at least two, is a distribution. */
    CAMPUS(5);

    private final int least;

    TopologyKind(int least) {
        this.least = least;
    }

    /** The name on the command line: {@code leaf-spine} and so on. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if there is no such topology
     */
    public static TopologyKind parse(String text) {
        for (TopologyKind kind : values()) {
            if (kind.wireName().equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return kind;
            }
        }
        String allowed = Arrays.stream(values()).map(TopologyKind::wireName).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("topology must be one of " + allowed + ": " + text);
    }

    /**
     * The topology of this many switches.
     *
     * @param hosts hosts at each switch that has hosts
     * @throws IllegalArgumentException if it cannot be made of so many switches
     */
    public Topology of(int switches, int hosts) {
        if (switches < least) {
            throw new IllegalArgumentException(
                    "topology " + wireName() + " needs at least " + least + " switches: " + switches);
        }
        return switch (this) {
            case NONE -> Topology.unlinked(switches, hosts);
            case SINGLE -> single(switches, hosts);
            case LINEAR -> Topology.linear(switches, hosts);
            case TREE -> Topology.binaryTree(switches, hosts);
            case RING -> Topology.ring(switches, hosts);
            case LEAF_SPINE -> {
                int spines = Math.max(2, switches / 5);
                yield Topology.leafSpine(spines, switches - spines, hosts);
            }
            case CAMPUS -> {
                int distributions = Math.max(2, (switches - 2) / 4);
                yield Topology.campus(distributions, switches - 2 - distributions, hosts);
            }
        };
    }

    private static Topology single(int switches, int hosts) {
        if (switches != 1) {
            throw new IllegalArgumentException("topology single has one switch: " + switches);
        }
        return Topology.single(hosts);
    }
}

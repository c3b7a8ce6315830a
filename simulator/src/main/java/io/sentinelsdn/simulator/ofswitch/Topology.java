package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayList;
import java.util.List;

/**
 * Which port is connected with what. Switches and hosts are numbered from 1 as in Mininet.
 *
 * @param portCounts number of ports of each switch
 * @param links cables between switches
 * @param hosts where each host is plugged in
 */
public record Topology(List<Integer> portCounts, List<Link> links, List<HostPort> hosts) {
    /** A cable between two switches. */
    public record Link(int switchA, int portA, int switchB, int portB) {}

    /** A host's place. */
    public record HostPort(int switchNumber, int port) {}

    public Topology {
        portCounts = List.copyOf(portCounts);
        links = List.copyOf(links);
        hosts = List.copyOf(hosts);
    }

    /** One switch; host n is at port n. */
    public static Topology single(int hosts) {
        return linear(1, hosts);
    }

    /** A row of switches; each has its hosts at ports 1 to n, then its neighbours. */
    public static Topology linear(int switches, int hostsPerSwitch) {
        atLeastOne("switches", switches);
        atLeastOne("hosts", hostsPerSwitch);
        Plan plan = new Plan();
        for (int number = 1; number <= switches; number++) {
            plan.addSwitch();
            for (int host = 0; host < hostsPerSwitch; host++) {
                plan.addHost(number);
            }
        }
        for (int number = 2; number <= switches; number++) {
            plan.link(number - 1, number);
        }
        return plan.topology();
    }

    /** A tree of switches with hosts at its leaves; depth 1 is one switch with {@code fanout} hosts. */
    public static Topology tree(int depth, int fanout) {
        atLeastOne("depth", depth);
        atLeastOne("fanout", fanout);
        Plan plan = new Plan();
        plan.grow(depth, fanout);
        return plan.topology();
    }

    /** Switches without cables between them, each with its hosts at ports 1 to n: a fleet for load. */
    public static Topology unlinked(int switches, int hostsPerSwitch) {
        atLeastOne("switches", switches);
        atLeastOne("hosts", hostsPerSwitch);
        Plan plan = new Plan();
        for (int number = 1; number <= switches; number++) {
            plan.addSwitch();
            for (int host = 0; host < hostsPerSwitch; host++) {
                plan.addHost(number);
            }
        }
        return plan.topology();
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1: " + value);
        }
    }

    private static final class Plan {
        private final List<Integer> ports = new ArrayList<>();
        private final List<Link> links = new ArrayList<>();
        private final List<HostPort> hosts = new ArrayList<>();

        int addSwitch() {
            ports.add(0);
            return ports.size();
        }

        int nextPort(int number) {
            ports.set(number - 1, ports.get(number - 1) + 1);
            return ports.get(number - 1);
        }

        void addHost(int number) {
            hosts.add(new HostPort(number, nextPort(number)));
        }

        void link(int a, int b) {
            links.add(new Link(a, nextPort(a), b, nextPort(b)));
        }

        int grow(int depth, int fanout) {
            int root = addSwitch();
            for (int child = 0; child < fanout; child++) {
                if (depth == 1) {
                    addHost(root);
                } else {
                    link(root, grow(depth - 1, fanout));
                }
            }
            return root;
        }

        Topology topology() {
            return new Topology(ports, links, hosts);
        }
    }
}

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

    private static final int CORES = 2;

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
            plan.addSwitchWithHosts(hostsPerSwitch);
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

    /** A binary tree of any number of switches: n is below n / 2; those with nothing below have hosts at ports 1 to n. */
    public static Topology binaryTree(int switches, int hostsPerLeaf) {
        atLeastOne("switches", switches);
        atLeastOne("hosts", hostsPerLeaf);
        Plan plan = new Plan();
        for (int number = 1; number <= switches; number++) {
            plan.addSwitchWithHosts(2 * number > switches ? hostsPerLeaf : 0);
        }
        for (int number = 2; number <= switches; number++) {
            plan.link(number / 2, number);
        }
        return plan.topology();
    }

    /** Switches without cables between them, each with its hosts at ports 1 to n: a fleet for load. */
    public static Topology unlinked(int switches, int hostsPerSwitch) {
        atLeastOne("switches", switches);
        atLeastOne("hosts", hostsPerSwitch);
        Plan plan = new Plan();
        for (int number = 1; number <= switches; number++) {
            plan.addSwitchWithHosts(hostsPerSwitch);
        }
        return plan.topology();
    }

    /** Switches in a ring, each with its hosts at ports 1 to n, then its neighbours: the smallest loop. */
    public static Topology ring(int switches, int hostsPerSwitch) {
        if (switches < 3) {
            throw new IllegalArgumentException("a ring needs at least 3 switches: " + switches);
        }
        Topology row = linear(switches, hostsPerSwitch);
        Plan plan = new Plan(row);
        plan.link(switches, 1);
        return plan.topology();
    }

    /**
     * A Clos network of two layers: every leaf is linked with every spine. Spines are numbered first; each leaf has its
     * hosts at ports 1 to n, then its spines in order.
     */
    public static Topology leafSpine(int spines, int leaves, int hostsPerLeaf) {
        atLeastOne("spines", spines);
        atLeastOne("leaves", leaves);
        atLeastOne("hosts", hostsPerLeaf);
        Plan plan = new Plan();
        plan.addSwitches(spines);
        for (int i = 0; i < leaves; i++) {
            int leaf = plan.addSwitchWithHosts(hostsPerLeaf);
            for (int spine = 1; spine <= spines; spine++) {
                plan.link(leaf, spine);
            }
        }
        return plan.topology();
    }

    /**
     * A campus of three layers without a single point of failure: switches 1 and 2 are the cores, then come the
     * distributions, each linked with both cores, then the access switches with their hosts at ports 1 to n, each linked
     * with two neighbouring distributions.
     */
    public static Topology campus(int distributions, int accesses, int hostsPerAccess) {
        if (distributions < 2) {
            throw new IllegalArgumentException("a campus needs at least 2 distributions: " + distributions);
        }
        atLeastOne("accesses", accesses);
        atLeastOne("hosts", hostsPerAccess);
        Plan plan = new Plan();
        plan.addSwitches(CORES);
        for (int i = 0; i < distributions; i++) {
            int distribution = plan.addSwitch();
            for (int core = 1; core <= CORES; core++) {
                plan.link(distribution, core);
            }
        }
        for (int i = 0; i < accesses; i++) {
            int access = plan.addSwitchWithHosts(hostsPerAccess);
            plan.link(access, CORES + 1 + i % distributions);
            plan.link(access, CORES + 1 + (i + 1) % distributions);
        }
        return plan.topology();
    }

    /**
     * The cables between two switches.
     *
     * @throws IllegalArgumentException if there is none
     */
    List<Link> between(int one, int other) {
        List<Link> found = links.stream()
                .filter(link -> (link.switchA == one && link.switchB == other)
                        || (link.switchA == other && link.switchB == one))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no link between switches " + one + " and " + other);
        }
        return found;
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

        Plan() {}

        Plan(Topology start) {
            ports.addAll(start.portCounts);
            links.addAll(start.links);
            hosts.addAll(start.hosts);
        }

        int addSwitch() {
            ports.add(0);
            return ports.size();
        }

        void addSwitches(int count) {
            for (int i = 0; i < count; i++) {
                addSwitch();
            }
        }

        int addSwitchWithHosts(int count) {
            int number = addSwitch();
            for (int host = 0; host < count; host++) {
                addHost(number);
            }
            return number;
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

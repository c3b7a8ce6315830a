package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.FlowView;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who talks with whom in calm times: clients that a host answered, where they live, how much they send and how many
 * conversations they hold at once; and how much each host gets. A host under attack teaches nothing.
 *
 * <p>Bounded: {@value #HOSTS} hosts and {@value #CLIENTS} clients of each, the longest unseen make place. Owned by the
 * mitigation thread, which looks once a second.
 */
final class Regulars {
    static final int HOSTS = 1024;
    static final int CLIENTS = 512;
    /** Looks in which both sides were seen before a client counts as proven good. */
    private static final int PROOF = 2;

    private static final Duration REMEMBERED = Duration.ofHours(24);
    /** Share of a new look in the mean rate. */
    private static final double NEWEST = 0.1;

    private record Pair(IpAddress src, IpAddress dst) {
        static Pair back(FlowView flow) {
            return new Pair(/* src= */ flow.dst(), /* dst= */ flow.src());
        }
    }

    /** A client of a host. */
    static final class Regular {
        final IpAddress address;
        Dpid dpid;
        int inPort;
        /** Mean packets per second to the host. */
        double pps;
        /** Most conversations with the host at once. */
        int conversations;

        private int looks;
        private Instant seen;

        private Regular(IpAddress address) {
            this.address = address;
        }
    }

    private static final class Host {
        private double pps;
        private final Map<IpAddress, Regular> clients = bounded(CLIENTS);
    }

    private final Map<IpAddress, Host> hosts = bounded(HOSTS);

    private static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** Takes in the flows of the last poll. */
    void look(List<FlowView> flows, Predicate<IpAddress> attacked, Instant now) {
        Set<Pair> seen = new HashSet<>();
        Map<IpAddress, Double> got = new HashMap<>();
        Map<Pair, FlowView> strongest = new HashMap<>();
        Map<Pair, Integer> conversations = new HashMap<>();
        Map<Pair, Double> rates = new HashMap<>();
        for (FlowView flow : flows) {
            Pair pair = new Pair(flow.src(), flow.dst());
            seen.add(pair);
            got.merge(flow.dst(), flow.pps(), Double::sum);
            conversations.merge(pair, 1, Integer::sum);
            rates.merge(pair, flow.pps(), Double::sum);
            strongest.merge(pair, flow, (one, two) -> one.pps() >= two.pps() ? one : two);
        }
        got.forEach((address, pps) -> {
            if (!attacked.test(address)) {
                Host host = hosts.computeIfAbsent(address, unused -> new Host());
                host.pps += NEWEST * (pps - host.pps);
            }
        });
        for (Pair pair : seen) {
            if (seen.contains(Pair.back(strongest.get(pair))) && !attacked.test(pair.dst) && !attacked.test(pair.src)) {
                learn(strongest.get(pair), rates.get(pair), conversations.get(pair), now);
            }
        }
    }

    private void learn(FlowView flow, double pps, int conversations, Instant now) {
        Regular client = hosts.computeIfAbsent(flow.dst(), unused -> new Host())
                .clients
                .computeIfAbsent(flow.src(), Regular::new);
        client.dpid = flow.dpid();
        client.inPort = flow.inPort();
        client.pps = client.looks == 0 ? pps : client.pps + NEWEST * (pps - client.pps);
        client.conversations = Math.max(client.conversations, conversations);
        client.looks++;
        client.seen = now;
    }

    /** Clients of a host that are proven good, busiest first. */
    List<Regular> of(IpAddress host, Instant now) {
        Host known = hosts.get(host);
        return known == null
                ? List.of()
                : known.clients.values().stream()
                        .filter(client -> client.looks >= PROOF
                                && client.seen.plus(REMEMBERED).isAfter(now))
                        .sorted((one, two) -> Double.compare(two.pps, one.pps))
                        .toList();
    }

    /** This client turned out to take part in an attack. */
    void distrust(IpAddress host, IpAddress client) {
        Host known = hosts.get(host);
        if (known != null) {
            known.clients.remove(client);
        }
    }

    /** Users estimated behind an address: its conversations at once with one host, four to a user. */
    int users(IpAddress host, IpAddress client) {
        Host known = hosts.get(host);
        Regular regular = known == null ? null : known.clients.get(client);
        return regular == null ? 1 : Math.max(1, regular.conversations / 4);
    }

    /** Share of all calm traffic that goes to this host, in [0, 1]. */
    double share(IpAddress host) {
        double all = hosts.values().stream().mapToDouble(each -> each.pps).sum();
        Host known = hosts.get(host);
        return known == null || all <= 0 ? 0 : known.pps / all;
    }
}

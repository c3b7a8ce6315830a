package io.sentinelsdn.simulator.traffic;

import java.util.List;

/**
 * What honest hosts do. Rates are averages of random (exponential) gaps; 0 leaves a kind out.
 *
 * @param clients numbers of the hosts that ask, from 1
 * @param servers numbers of the hosts that answer, from 1
 * @param connectionsPerSecond short TCP connections to port 80
 * @param responseBytes length of their responses
 * @param bulkBytesPerSecond pace of one long TCP transfer to port 5001 of the first server
 * @param pingsPerSecond echo requests
 * @param queriesPerSecond DNS-like questions to UDP port 53
 * @param ipv6Share share of all of it that goes over IPv6, in [0, 1]
 */
public record BenignProfile(
        List<Integer> clients,
        List<Integer> servers,
        double connectionsPerSecond,
        int responseBytes,
        long bulkBytesPerSecond,
        double pingsPerSecond,
        double queriesPerSecond,
        double ipv6Share) {
    public static final int HTTP_PORT = 80;
    public static final int BULK_PORT = 5001;
    public static final int DNS_PORT = 53;

    public BenignProfile {
        clients = List.copyOf(clients);
        servers = List.copyOf(servers);
        if (clients.isEmpty() || servers.isEmpty()) {
            throw new IllegalArgumentException("clients and servers must not be empty: " + clients + ", " + servers);
        }
        if (connectionsPerSecond < 0 || pingsPerSecond < 0 || queriesPerSecond < 0 || bulkBytesPerSecond < 0) {
            throw new IllegalArgumentException("rates must be >= 0");
        }
        if (!(ipv6Share >= 0 && ipv6Share <= 1)) {
            throw new IllegalArgumentException("ipv6Share must be between 0 and 1: " + ipv6Share);
        }
    }

    /** A calm office: 50 connections, 5 pings, 20 questions a second, a transfer at 2 MB/s, a quarter over IPv6. */
    public static BenignProfile office(List<Integer> clients, List<Integer> servers) {
        return new BenignProfile(clients, servers, 50, 3_000, 2_000_000, 5, 20, 0.25);
    }
}

package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.domain.net.IpAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of this machine that others may know, as they are at the start. */
final class OwnAddresses {
    private static final Logger log = LoggerFactory.getLogger(OwnAddresses.class);
    private static final int MOST = 64;

    private OwnAddresses() {}

    /** Without loopback and link-local ones, at most 64; none when they cannot be read. */
    static List<IpAddress> known() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(OwnAddresses::addresses)
                    .filter(address -> !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress()
                            && !address.isAnyLocalAddress()
                            && !address.isMulticastAddress())
                    .map(address -> IpAddress.of(address.getAddress()))
                    .distinct()
                    .limit(MOST)
                    .toList();
        } catch (SocketException unreadable) {
            log.warn(
                    "addresses of this machine cannot be read, none is put on the allow-list: {}",
                    unreadable.getMessage());
            return List.of();
        }
    }

    private static Stream<InetAddress> addresses(NetworkInterface card) {
        return card.inetAddresses();
    }
}

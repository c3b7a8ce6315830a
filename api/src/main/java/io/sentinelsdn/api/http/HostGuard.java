package io.sentinelsdn.api.http;

import io.sentinelsdn.domain.net.IpAddress;

/**
 * Refuses requests under a foreign host name. An API that is open on loopback could else be reached by any web page
 * whose name is made to point to 127.0.0.1 (DNS rebinding).
 */
final class HostGuard {
    private HostGuard() {}

    /** Refuses with a {@link Problem} 403. A missing header is fine: browsers always send one. */
    static void check(String host) {
        if (host != null && !isOurs(withoutPort(host))) {
            throw Problem.forbiddenHost(host);
        }
    }

    private static String withoutPort(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? host : host.substring(1, end);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static boolean isOurs(String name) {
        if (name.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            IpAddress.parse(name);
            return true;
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }
}

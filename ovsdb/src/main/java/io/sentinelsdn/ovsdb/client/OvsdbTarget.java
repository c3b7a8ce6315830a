package io.sentinelsdn.ovsdb.client;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a database server listens, in the words of Open vSwitch (ovsdb(7), "Active connections").
 *
 * @param scheme how it is spoken to
 * @param address path of the socket for {@code unix}, else a host name or address without brackets
 * @param port TCP port, 0 for {@code unix}
 */
public record OvsdbTarget(Scheme scheme, String address, int port) {
    /** How a server is spoken to. */
    public enum Scheme {
        UNIX,
        TCP,
        SSL
    }

    /** What {@link #parse} takes, for people. */
    public static final String ALLOWED = "unix:/path, tcp:host:port or ssl:host:port";

    private static final Pattern REMOTE =
            Pattern.compile("(tcp|ssl):(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]/\\s]+):([0-9]{1,5})");
    private static final Pattern UNIX = Pattern.compile("unix:(/[^\\s]{1,100})");

    /**
     * Reads {@code unix:/path}, {@code tcp:host:port} or {@code ssl:host:port}; an IPv6 address stands in brackets.
     *
     * @throws IllegalArgumentException naming what is allowed
     */
    public static OvsdbTarget parse(String text) {
        Matcher local = UNIX.matcher(text);
        if (local.matches()) {
            return new OvsdbTarget(Scheme.UNIX, local.group(1), 0);
        }
        Matcher remote = REMOTE.matcher(text);
        if (remote.matches()) {
            int port = Integer.parseInt(remote.group(3));
            if (port >= 1 && port <= 65_535) {
                Scheme scheme = remote.group(1).equals("ssl") ? Scheme.SSL : Scheme.TCP;
                return new OvsdbTarget(scheme, remote.group(2).replaceAll("[\\[\\]]", ""), port);
            }
        }
        throw new IllegalArgumentException("a database server must be " + ALLOWED + ": " + text);
    }

    SocketAddress socketAddress() {
        return scheme == Scheme.UNIX ? UnixDomainSocketAddress.of(address) : new InetSocketAddress(address, port);
    }

    /** As it was written. */
    @Override
    public String toString() {
        if (scheme == Scheme.UNIX) {
            return "unix:" + address;
        }
        String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return (scheme == Scheme.SSL ? "ssl:" : "tcp:") + host + ":" + port;
    }
}

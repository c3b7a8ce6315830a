package io.sentinelsdn.domain.slice;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.ofctl.BadField;
import java.util.ArrayList;
import java.util.List;

/**
 * What belongs to a slice: members are joined by "or", protocol and service ports narrow all of them.
 *
 * @param prefixes address prefixes, not {@code /0}; 64 at most
 * @param hosts single addresses; 256 at most
 * @param macs Ethernet addresses; 256 at most
 * @param vlanIds VLAN ids, 1 to 4094; 64 at most
 * @param switchPorts whatever is behind these ports; 64 at most
 * @param protocol IP protocol number, or null for all
 * @param ports TCP or UDP ports of services, either end; needs protocol 6 or 17; 16 at most
 */
public record SliceMatch(
        List<Prefix> prefixes,
        List<IpAddress> hosts,
        List<MacAddress> macs,
        List<Integer> vlanIds,
        List<SwitchPort> switchPorts,
        Integer protocol,
        List<Integer> ports) {
    private static final int MOST = 64;
    private static final int MOST_HOSTS = 256;
    private static final int MOST_SERVICES = 16;

    public SliceMatch {
        prefixes = distinct("match.prefixes", prefixes, MOST);
        hosts = distinct("match.hosts", hosts, MOST_HOSTS);
        macs = distinct("match.hosts", macs, MOST_HOSTS);
        vlanIds = distinct("match.vlan_ids", vlanIds, MOST);
        switchPorts = distinct("match.switch_ports", switchPorts, MOST);
        ports = distinct("match.ports", ports, MOST_SERVICES);
        for (Prefix prefix : prefixes) {
            if (prefix.length() == 0) {
                throw new BadField("match.prefixes", "a prefix longer than /0", prefix);
            }
        }
        for (int vlan : vlanIds) {
            range("match.vlan_ids", vlan, 1, 4094);
        }
        for (int port : ports) {
            range("match.ports", port, 1, 65_535);
        }
        if (protocol != null) {
            range("match.protocol", protocol, 0, 254);
        }
        if (!ports.isEmpty() && (protocol == null || (protocol != 6 && protocol != 17))) {
            throw BadField.saying("match.ports", "match.ports needs match.protocol tcp or udp", "protocol tcp or udp");
        }
        if (prefixes.isEmpty()
                && hosts.isEmpty()
                && macs.isEmpty()
                && vlanIds.isEmpty()
                && switchPorts.isEmpty()
                && protocol == null) {
            throw BadField.saying(
                    "match",
                    "match must name at least one member",
                    "prefixes, hosts, vlan_ids, switch_ports, protocol or ports");
        }
        if (protocol != null && !(macs.isEmpty() && vlanIds.isEmpty() && switchPorts.isEmpty())) {
            throw BadField.saying(
                    "match.protocol",
                    "match.protocol goes with prefixes and addresses only",
                    "no vlan_ids, switch_ports or Ethernet addresses beside it");
        }
    }

    /** These prefixes and nothing else. */
    public static SliceMatch of(Prefix... prefixes) {
        return new SliceMatch(List.of(prefixes), List.of(), List.of(), List.of(), List.of(), null, List.of());
    }

    /** Prefixes and addresses, as prefixes. */
    public List<Prefix> networks() {
        List<Prefix> all = new ArrayList<>(prefixes);
        hosts.forEach(host -> all.add(Prefix.host(host)));
        return all;
    }

    /** Whether an address is among the prefixes and hosts. */
    public boolean contains(IpAddress address) {
        return hosts.contains(address) || prefixes.stream().anyMatch(prefix -> prefix.contains(address));
    }

    /** Whether whole hosts belong to it, and not only some of what they send. */
    public boolean isWhole() {
        return protocol == null;
    }

    /** What both have in common, in words, or null when nothing is. */
    public String overlap(SliceMatch other) {
        if (protocol != null && other.protocol != null) {
            boolean apart = !protocol.equals(other.protocol)
                    || (!ports.isEmpty()
                            && !other.ports.isEmpty()
                            && ports.stream().noneMatch(other.ports::contains));
            if (apart) {
                return null;
            }
        } else if (protocol != null || other.protocol != null) {
            return null;
        }
        for (Prefix mine : networks()) {
            for (Prefix theirs : other.networks()) {
                if (mine.contains(theirs.address()) || theirs.contains(mine.address())) {
                    return (mine.length() > theirs.length() ? mine : theirs).toString();
                }
            }
        }
        boolean services =
                protocol != null && networks().isEmpty() && other.networks().isEmpty();
        return services ? "protocol " + protocol : common(other);
    }

    private String common(SliceMatch other) {
        for (MacAddress mac : macs) {
            if (other.macs.contains(mac)) {
                return mac.toString();
            }
        }
        for (int vlan : vlanIds) {
            if (other.vlanIds.contains(vlan)) {
                return "VLAN " + vlan;
            }
        }
        for (SwitchPort port : switchPorts) {
            if (other.switchPorts.contains(port)) {
                return "switch port " + port;
            }
        }
        return null;
    }

    private static void range(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadField(field, "between " + least + " and " + most, value);
        }
    }

    private static <T> List<T> distinct(String field, List<T> values, int most) {
        List<T> copy = values == null ? List.of() : values.stream().distinct().toList();
        if (copy.size() > most) {
            throw BadField.saying(field, field + " has more than " + most + " entries", "at most " + most);
        }
        return copy;
    }
}

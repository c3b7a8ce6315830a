package io.sentinelsdn.ovsdb;

import io.sentinelsdn.ovsdb.client.OvsdbLimits;
import io.sentinelsdn.ovsdb.client.OvsdbTarget;
import io.sentinelsdn.ovsdb.client.OvsdbTarget.Scheme;
import io.sentinelsdn.ovsdb.client.OvsdbTls;
import java.util.List;
import java.util.Objects;

/**
 * Which databases of Open vSwitch are read.
 *
 * @param targets their servers, 64 at most; none to read nothing
 * @param optional whether nobody need be there
 * @param tls for {@code ssl:} targets, else null
 * @param limits of each connection
 */
public record OvsdbConfig(List<OvsdbTarget> targets, boolean optional, OvsdbTls tls, OvsdbLimits limits) {
    /** Where Open vSwitch has the socket of its database. */
    public static final String LOCAL = "unix:/var/run/openvswitch/db.sock";

    private static final int MOST_TARGETS = 64;

    public OvsdbConfig {
        targets = List.copyOf(targets);
        Objects.requireNonNull(limits, "limits");
        if (targets.size() > MOST_TARGETS) {
            throw new IllegalArgumentException(
                    "targets must be " + MOST_TARGETS + " database servers at most: " + targets.size());
        }
        if (tls == null && targets.stream().anyMatch(target -> target.scheme() == Scheme.SSL)) {
            throw new IllegalArgumentException("targets with ssl: need a certificate, its key and the CA");
        }
    }

    /** The database of this machine, if there is one. */
    public static OvsdbConfig local() {
        return new OvsdbConfig(List.of(OvsdbTarget.parse(LOCAL)), true, null, OvsdbLimits.defaults());
    }

    /** These servers. */
    public static OvsdbConfig at(List<OvsdbTarget> targets, OvsdbTls tls) {
        return new OvsdbConfig(targets, false, tls, OvsdbLimits.defaults());
    }
}

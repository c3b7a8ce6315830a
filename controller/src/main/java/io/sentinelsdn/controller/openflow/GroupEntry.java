package io.sentinelsdn.controller.openflow;

import java.util.List;

/**
 * A group that sends each packet out of one port (OpenFlow 1.3.5 section 5.6). A bucket is taken only while its port is
 * up.
 *
 * @param id group id, unsigned
 * @param type how the port is chosen
 * @param ports one bucket each, in order
 */
public record GroupEntry(int id, Type type, List<Integer> ports) {
    /** How one of the ports is chosen. */
    public enum Type {
        /** By a hash of the packet, all ports alike: {@code OFPGT_SELECT}. */
        SELECT(1),
        /** The first that is up: {@code OFPGT_FF}. */
        FAST_FAILOVER(3);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        /** {@code OFPGT_*}. */
        public int code() {
            return code;
        }
    }

    public GroupEntry {
        ports = List.copyOf(ports);
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("ports must not be empty");
        }
    }
}

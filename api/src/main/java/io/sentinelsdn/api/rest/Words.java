package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.slice.NetworkSlice;
import java.util.HexFormat;

/** Words of the network as text, fast enough for thousands in an answer. */
final class Words {
    private static final HexFormat HEX = HexFormat.of();

    private Words() {}

    /** Sixteen lower-case hexadecimal digits, or null for null. */
    static String text(Dpid dpid) {
        return dpid == null ? null : HEX.toHexDigits(dpid.value());
    }

    /** The id of a slice, or null for null. */
    static String id(NetworkSlice slice) {
        return slice == null ? null : slice.id();
    }
}

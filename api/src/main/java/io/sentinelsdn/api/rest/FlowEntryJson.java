package io.sentinelsdn.api.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sentinelsdn.domain.ofctl.FlowStats;
import java.math.BigInteger;

/** A flow entry as its switch tells it, with the cookie also in digits that survive a reader of doubles. */
record FlowEntryJson(String cookieHex, @JsonUnwrapped FlowStats entry) {
    static FlowEntryJson of(FlowStats entry) {
        return new FlowEntryJson("0x" + new BigInteger(entry.cookie().toString()).toString(16), entry);
    }
}

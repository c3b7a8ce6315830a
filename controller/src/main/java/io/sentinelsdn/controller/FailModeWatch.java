package io.sentinelsdn.controller;

import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.FailMode;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one switch does while no controller is there, and the warning when that voids our rules. Owned by the event loop
 * of the switch.
 */
final class FailModeWatch {
    private static final Logger log = LoggerFactory.getLogger(FailModeWatch.class);
    private static final String STANDALONE =
            "fail mode standalone: without a controller it forwards everything and drops nothing; set fail_mode=secure";

    private final Dpid dpid;
    private FailMode mode = FailMode.UNKNOWN;
    private boolean warned;

    FailModeWatch(Dpid dpid) {
        this.dpid = dpid;
    }

    /** Takes what is known now; changes are logged. */
    void look(FailMode now) {
        if (now == FailMode.STANDALONE && !warned) {
            warned = true;
            log.warn("bridge dpid={} has {}", dpid, STANDALONE);
        } else if (now == FailMode.SECURE && warned) {
            warned = false;
            log.info("bridge dpid={} has fail mode secure now", dpid);
        }
        mode = now;
    }

    FailMode mode() {
        return mode;
    }

    Optional<String> concern() {
        return mode == FailMode.STANDALONE ? Optional.of(STANDALONE) : Optional.empty();
    }
}

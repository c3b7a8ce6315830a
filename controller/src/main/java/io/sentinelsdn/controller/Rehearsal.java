package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.OpenFlowConfig;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.FlowStore;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets switches connect, report and send first packets to a controller of their own on a loopback port, so that the
 * first real ones do not wait for classes to be loaded and code to be compiled: after a restart all switches of a
 * network come back at once. Nobody hears of it.
 */
final class Rehearsal {
    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int MOST_SWITCHES = 400;
    private static final long FIRST_DPID = 0xfffe_0000_0000_0000L;

    private Rehearsal() {}

    /** Plays for so long, in the calling thread; answers how many switches it was. What fails ends it early. */
    static int play(ControllerConfig config, Duration most) {
        OpenFlowConfig quiet = config.openFlow().listeningOn(LOOPBACK, 0).withTls(null);
        long endNs = System.nanoTime() + most.toNanos();
        int played = 0;
        try (Controller stage = new Controller(
                config.withOpenFlow(quiet), new Counters(), event -> {}, FlowStore.NONE, () -> sample -> {})) {
            stage.start();
            while (played < MOST_SWITCHES && System.nanoTime() < endNs) {
                new RehearsalSwitch(FIRST_DPID + played).play(LOOPBACK, stage.port());
                played++;
            }
        } catch (IOException interrupted) {
            log.debug("rehearsal ended early switches={}", played, interrupted);
        }
        return played;
    }
}

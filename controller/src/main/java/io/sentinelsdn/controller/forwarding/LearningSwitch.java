package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.openflow.SwitchSession;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Answers table misses of one switch in its own event loop: an entry for the destination, and the frame itself. Nothing
 * is allocated for a frame whose destination has been asked for within the last second. Owned by the event loop of the
 * switch.
 */
public final class LearningSwitch {
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(1);

    private final SwitchSession session;
    private final MacTable macs;
    private final LongConsumer entryWanted;
    private final Supplier<int[]> floodPorts;
    private final Counter cutOff;

    /**
     * @param macs where destinations are
     * @param floodPorts where frames to unknown destinations go
     * @param entryWanted told of an Ethernet address that needs an entry now
     */
    public LearningSwitch(
            SwitchSession session,
            MacTable macs,
            Supplier<int[]> floodPorts,
            Counters counters,
            LongConsumer entryWanted) {
        this.session = session;
        this.macs = macs;
        this.floodPorts = floodPorts;
        this.entryWanted = entryWanted;
        cutOff = counters.counter(
                "sentinel_packet_in_cut_off_total", "Frames that could not be forwarded: only their head was sent");
    }

    /** Answers one miss. A frame to the port it came from is dropped. */
    public void miss(PacketIn packet, long nowNs) {
        if (!packet.isWhole()) {
            cutOff.increment();
            return;
        }
        boolean group = (packet.ethDst >>> 40 & 1) != 0;
        int place = group ? -1 : macs.find(packet.ethDst);
        if (place < 0) {
            session.forward(packet, floodPorts.get());
            return;
        }
        int port = macs.portAt(place);
        if (port == packet.inPort) {
            return;
        }
        if (macs.mayAsk(place, nowNs, AGAIN_NS)) {
            entryWanted.accept(packet.ethDst);
        }
        session.forward(packet, port);
    }
}

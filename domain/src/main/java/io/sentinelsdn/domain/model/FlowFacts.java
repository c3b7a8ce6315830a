package io.sentinelsdn.domain.model;

import io.sentinelsdn.domain.net.IpAddress;
import java.util.Map;

/**
 * A flow as somebody tells of it: counters over one interval. What is not known is null or NaN.
 *
 * @param source who sends, or null
 * @param destination who receives, or null
 * @param protocol IP protocol number, or -1
 * @param sourcePort 0 when there is none
 * @param destinationPort 0 when there is none
 * @param packets in the interval
 * @param bytes of Ethernet frames in the interval
 * @param seconds length of the interval
 * @param reversePackets packets of the other direction; NaN to look for it among the other flows
 * @param reverseBytes bytes of the other direction
 * @param synPackets TCP SYNs without ACK among the packets, or NaN
 * @param features values by name of the schema, which replace what the counters say
 */
public record FlowFacts(
        IpAddress source,
        IpAddress destination,
        int protocol,
        int sourcePort,
        int destinationPort,
        double packets,
        double bytes,
        double seconds,
        double reversePackets,
        double reverseBytes,
        double synPackets,
        Map<String, Double> features) {
    public FlowFacts {
        features = Map.copyOf(features);
    }
}

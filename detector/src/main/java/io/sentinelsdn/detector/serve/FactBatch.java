package io.sentinelsdn.detector.serve;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.FlowBatch;
import io.sentinelsdn.detector.input.FlowTuple;
import io.sentinelsdn.detector.input.LabelledFlows;
import io.sentinelsdn.domain.model.FlowFacts;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Flows as somebody tells of them, as rows of features. The other direction is looked for among them. */
public final class FactBatch {
    private final List<FlowFacts> facts;
    private final Map<FlowTuple, FlowFacts> byTuple = new HashMap<>();
    private final float[] row = new float[FlowFeatures.COUNT];

    private FactBatch(List<FlowFacts> facts) {
        this.facts = facts;
        facts.stream().filter(FactBatch::hasEnds).forEach(flow -> byTuple.putIfAbsent(tuple(flow), flow));
    }

    /**
     * The rows.
     *
     * @throws IllegalArgumentException if a flow names a feature that does not exist
     */
    public static FlowBatch of(List<FlowFacts> facts) {
        return new FactBatch(facts).batch();
    }

    private FlowBatch batch() {
        LabelledFlows flows = new LabelledFlows();
        List<FlowTuple> names = new ArrayList<>();
        MessageDigest digest = sha256();
        ByteBuffer bytes = ByteBuffer.allocate(FlowFeatures.COUNT * Float.BYTES);
        for (int i = 0; i < facts.size(); i++) {
            fill(facts.get(i), i);
            flows.add(row, 0, "unlabelled", null, Double.NaN);
            if (hasEnds(facts.get(i))) {
                names.add(tuple(facts.get(i)));
            }
            bytes.clear();
            for (float value : row) {
                bytes.putFloat(value);
            }
            digest.update(bytes.array());
        }
        boolean allNamed = names.size() == facts.size();
        return new FlowBatch(
                "json",
                flows,
                false,
                allNamed ? names : List.of(),
                0,
                List.of(),
                HexFormat.of().formatHex(digest.digest()));
    }

    private void fill(FlowFacts flow, int index) {
        FlowFacts back = hasEnds(flow) ? byTuple.get(tuple(flow).reverse()) : null;
        double packets = flow.reversePackets();
        double bytes = flow.reverseBytes();
        if (Double.isNaN(packets) && hasEnds(flow)) {
            double scale = back == null || !(back.seconds() > 0) ? 0 : flow.seconds() / back.seconds();
            packets = back == null ? 0 : back.packets() * scale;
            bytes = back == null ? 0 : back.bytes() * scale;
        }
        FlowFeatures.fill(
                row,
                flow.protocol(),
                flow.packets(),
                flow.bytes(),
                flow.seconds(),
                packets,
                bytes,
                Double.NaN,
                Double.NaN,
                flow.packets() > 0 ? flow.synPackets() / flow.packets() : Double.NaN);
        double seconds = flow.seconds() > 0 ? flow.seconds() : Double.NaN;
        FlowFeatures.fillLife(row, Double.NaN, flow.packets() / seconds, flow.bytes() / seconds, packets / seconds);
        flow.features().forEach((name, value) -> {
            int at = FlowFeatures.NAMES.indexOf(name);
            if (at < 0) {
                throw new IllegalArgumentException("flows[" + index + "].features: no such feature: " + name
                        + "; there are " + String.join(", ", FlowFeatures.NAMES));
            }
            row[at] = value.floatValue();
        });
    }

    private static boolean hasEnds(FlowFacts flow) {
        return flow.source() != null && flow.destination() != null;
    }

    private static FlowTuple tuple(FlowFacts flow) {
        return new FlowTuple(
                flow.source(), flow.destination(), flow.protocol(), flow.sourcePort(), flow.destinationPort());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}

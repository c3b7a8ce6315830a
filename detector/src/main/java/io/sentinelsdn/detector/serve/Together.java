package io.sentinelsdn.detector.serve;

import io.sentinelsdn.detector.input.FlowBatch;
import io.sentinelsdn.detector.model.RowBatch;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.HashMap;
import java.util.Map;

/** The flows of one input as a model may look at them together: who meets whom, and when. Owned by one thread. */
final class Together implements RowBatch {
    private final FlowBatch batch;
    private final Map<IpAddress, Integer> hosts = new HashMap<>();

    Together(FlowBatch batch) {
        this.batch = batch;
    }

    @Override
    public int size() {
        return batch.flows().size();
    }

    @Override
    public void copyRow(int index, float[] out) {
        batch.flows().copyRow(index, out);
    }

    @Override
    public int source(int index) {
        return batch.names().isEmpty() ? -1 : host(batch.names().get(index).source());
    }

    @Override
    public int destination(int index) {
        return batch.names().isEmpty() ? -1 : host(batch.names().get(index).destination());
    }

    /** A second. */
    @Override
    public long window(int index) {
        double time = batch.flows().time(index);
        return Double.isNaN(time) ? -1 : (long) Math.floor(time);
    }

    private int host(IpAddress address) {
        Integer known = hosts.putIfAbsent(address, hosts.size());
        return known == null ? hosts.size() - 1 : known;
    }
}

package io.sentinelsdn.controller;

import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.spi.FlowStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** People's flow entries in a map. */
final class FakeFlowStore implements FlowStore {
    final Map<String, UserFlow> flows = new ConcurrentSkipListMap<>();

    @Override
    public void saveFlow(UserFlow flow) {
        flows.put(flow.id(), flow);
    }

    @Override
    public void deleteFlow(String id) {
        flows.remove(id);
    }

    @Override
    public List<UserFlow> flows() {
        return List.copyOf(flows.values());
    }

    @Override
    public void flush() {}
}

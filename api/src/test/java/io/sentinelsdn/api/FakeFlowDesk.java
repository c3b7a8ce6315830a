package io.sentinelsdn.api;

import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.ofctl.UserFlowState;
import io.sentinelsdn.domain.spi.FlowDesk;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** Takes every entry as it is, or says what is wrong with the switch. */
final class FakeFlowDesk implements FlowDesk {
    volatile SwitchTrouble.Kind trouble;
    volatile Status status = Status.INSTALLED;
    final Map<String, UserFlowState> flows = new ConcurrentSkipListMap<>();

    @Override
    public CompletableFuture<Put> put(Dpid dpid, FlowSpec spec) {
        if (trouble != null) {
            return CompletableFuture.failedFuture(new SwitchTrouble(trouble, "BAD_MATCH/BAD_PREREQ"));
        }
        FlowSpec full = new FlowSpec(
                2, 500, spec.idleTimeout(), spec.hardTimeout(), spec.flags(), spec.match(), spec.actions(), true);
        UserFlow flow = new UserFlow("f-" + dpid, dpid, 0x5e17_08L << 40, full, FakeHouse.START, null);
        UserFlowState state = new UserFlowState(flow, status, null, null, null, null);
        return CompletableFuture.completedFuture(new Put(state, flows.put(flow.id(), state) != null));
    }

    @Override
    public CompletableFuture<Boolean> remove(String id) {
        return CompletableFuture.completedFuture(flows.remove(id) != null);
    }

    @Override
    public List<UserFlowState> flows() {
        return List.copyOf(flows.values());
    }
}

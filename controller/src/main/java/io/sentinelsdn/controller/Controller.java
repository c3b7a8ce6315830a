package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.OpenFlowServer;
import io.sentinelsdn.controller.rules.SharedPlan;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.flow.RuleBatch;
import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.net.ControllerRole;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.FailModes;
import io.sentinelsdn.domain.spi.FlowDesk;
import io.sentinelsdn.domain.spi.FlowSampleSink;
import io.sentinelsdn.domain.spi.FlowStore;
import io.sentinelsdn.domain.spi.Network;
import io.sentinelsdn.domain.spi.SliceSwitches;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.SwitchStatistics;
import io.sentinelsdn.domain.spi.TopologyView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The OpenFlow controller: the way in to this module. All methods may be called by any thread. */
public final class Controller implements Network, TopologyView, SwitchDirectory, AutoCloseable {
    private final Control control;
    private final SwitchStatistics statistics;
    private final OpenFlowServer server;

    /**
     * @param flowStore keeps people's flow entries
     * @param sinks asked once in each event loop for a sink of its own
     */
    public Controller(
            ControllerConfig config,
            Counters counters,
            EventSink events,
            FlowStore flowStore,
            Supplier<FlowSampleSink> sinks) {
        control = new Control(config, counters, events, flowStore);
        statistics = new LiveStatistics(control.agents(), LiveStatistics.PATIENCE_MS);
        ThreadLocal<FlowSampleSink> sinkOfLoop = ThreadLocal.withInitial(sinks);
        SharedPlan shared = new SharedPlan();
        server = new OpenFlowServer(
                config.openFlow(), counters, () -> new SwitchAgent(config, counters, sinkOfLoop::get, shared, control));
    }

    /**
     * Exercises the code that the first switches will need, in the calling thread and without a trace; before the start
     * it makes a storm of them faster.
     *
     * @param most how long at most
     */
    public static void rehearse(ControllerConfig config, Duration most) {
        Rehearsal.play(config, most);
    }

    /**
     * Starts to listen.
     *
     * @throws IOException naming host and port, if the port is not to be had
     */
    public void start() throws IOException {
        control.restore();
        server.start();
        control.start();
    }

    /** The port switches connect to. */
    public int port() {
        return server.port();
    }

    /** Statistics read from the switches when they are asked for. */
    public SwitchStatistics statistics() {
        return statistics;
    }

    /** Where people ask for flow entries. */
    public FlowDesk flowDesk() {
        return control.userFlows();
    }

    /** Where slices are put on the switches. */
    public SliceSwitches sliceSwitches() {
        return control.slices();
    }

    /** Whether sources are validated and when silent hosts are asked, from now on; the rest needs a new controller. */
    public void change(ControllerConfig config) {
        control.change(config.forwarding());
    }

    /** While the condition holds, five-tuple statistics are polled as often as the fast ones. */
    public void watchClosely(BooleanSupplier condition) {
        control.watchClosely(condition);
    }

    /** Who knows what switches do while no controller is there; asked from now on. */
    public void failModes(FailModes known) {
        control.failModes(known);
    }

    /**
     * Asks a switch for another role. A slave only reads; promoted, it takes the switch over as it is.
     *
     * @return the role the switch granted; fails when it refuses or is not connected
     */
    public CompletableFuture<ControllerRole> role(Dpid dpid, ControllerRole role) {
        return control.role(dpid, role);
    }

    @Override
    public CompletableFuture<Map<String, RuleState>> apply(RuleBatch batch) {
        return control.apply(batch);
    }

    @Override
    public Map<String, RuleState> ruleStates() {
        return control.ruleStates();
    }

    @Override
    public void reserve(MacAddress mac, Dpid dpid, List<Integer> ports) {
        control.reserve(mac.value(), dpid, ports);
    }

    @Override
    public List<RuleLook> takeLooks() {
        return control.takeLooks();
    }

    @Override
    public int connectedSwitches() {
        return control.agents().count();
    }

    @Override
    public Optional<Attachment> attachment(IpAddress address) {
        return control.hosts().attachment(address);
    }

    @Override
    public boolean isEdge(Dpid dpid, int port) {
        return control.fabric().isEdge(dpid, port);
    }

    @Override
    public List<SwitchView> switches() {
        return control.agents().views();
    }

    @Override
    public List<HostView> hosts() {
        return control.hosts().views();
    }

    @Override
    public List<LinkView> links() {
        return control.fabric().links();
    }

    @Override
    public void close() {
        server.close();
        control.close();
    }
}

package io.sentinelsdn.simulator.ofswitch;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.simulator.host.Attachment;
import io.sentinelsdn.simulator.host.EmulatedHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches, hosts and the cables between them, all owned by one event loop. Time is the clock of the machine, or stands
 * still until {@link #advance} is called. Cables take no time; frames and timers are handled in a fixed order.
 *
 * <p>Switch n has datapath id n; host n is {@code hn} with 10.0.0.n, fd00::n and MAC 02:00:00:00:00:n.
 */
public final class EmulatedNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmulatedNetwork.class);
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long EXPIRY_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final MultiThreadIoEventLoopGroup group = EmulatedSwitch.newGroup();
    private final EventLoop loop = group.next();
    private final VirtualClock virtual;
    private final NanoClock clock;
    private final Topology topology;
    private final Timeline timeline = new Timeline();
    private final Cabling cabling = new Cabling();
    private final List<EmulatedSwitch> switches = new ArrayList<>();
    private final List<EmulatedHost> hosts = new ArrayList<>();

    private EmulatedNetwork(Builder builder) {
        virtual = builder.virtualTime ? new VirtualClock() : null;
        clock = builder.virtualTime ? virtual : NanoClock.system();
        topology = builder.topology;
        for (int i = 0; i < topology.portCounts().size(); i++) {
            addSwitch(builder.config.apply(
                    SwitchConfig.of(new Dpid(i + 1), topology.portCounts().get(i))));
        }
        for (Topology.Link link : topology.links()) {
            plugLink(link.switchA(), link.portA(), link.switchB(), link.portB());
            plugLink(link.switchB(), link.portB(), link.switchA(), link.portA());
        }
        for (Topology.HostPort place : topology.hosts()) {
            addHost(place);
        }
        if (!builder.virtualTime) {
            var unused = loop.scheduleAtFixedRate(this::runDue, TICK_NS, TICK_NS, TimeUnit.NANOSECONDS);
        }
    }

    /** One switch; host n is at port n. */
    public static Builder single(int hosts) {
        return new Builder(Topology.single(hosts));
    }

    /** A row of switches with hosts. */
    public static Builder linear(int switches, int hostsPerSwitch) {
        return new Builder(Topology.linear(switches, hostsPerSwitch));
    }

    /** A tree of switches with hosts at its leaves. */
    public static Builder tree(int depth, int fanout) {
        return new Builder(Topology.tree(depth, fanout));
    }

    /** A ring of switches with hosts. */
    public static Builder ring(int switches, int hostsPerSwitch) {
        return new Builder(Topology.ring(switches, hostsPerSwitch));
    }

    /** Leaves with hosts, each linked with every spine. */
    public static Builder leafSpine(int spines, int leaves, int hostsPerLeaf) {
        return new Builder(Topology.leafSpine(spines, leaves, hostsPerLeaf));
    }

    /** Two cores, distributions linked with both, access switches with hosts linked with two distributions. */
    public static Builder campus(int distributions, int accesses, int hostsPerAccess) {
        return new Builder(Topology.campus(distributions, accesses, hostsPerAccess));
    }

    /** Any topology. */
    public static Builder of(Topology topology) {
        return new Builder(topology);
    }

    /** What a network is made of. */
    public static final class Builder {
        private final Topology topology;
        private UnaryOperator<SwitchConfig> config = UnaryOperator.identity();
        private boolean virtualTime;

        private Builder(Topology topology) {
            this.topology = topology;
        }

        /** Changes the configuration of every switch. */
        public Builder switches(UnaryOperator<SwitchConfig> change) {
            config = change;
            return this;
        }

        /** Time stands still until {@link EmulatedNetwork#advance} is called. */
        public Builder virtualTime() {
            virtualTime = true;
            return this;
        }

        public EmulatedNetwork build() {
            return new EmulatedNetwork(this);
        }
    }

    private void addSwitch(SwitchConfig config) {
        EmulatedSwitch added = new EmulatedSwitch(config, loop, clock);
        int index = cabling.addSwitch(config.ports());
        added.onOutput((port, frame, count) -> cabling.leave(index, port, frame, count));
        switches.add(added);
    }

    private void plugLink(int from, int fromPort, int to, int toPort) {
        EmulatedSwitch target = switches.get(to - 1);
        cabling.plug(from - 1, fromPort, (frame, count) -> target.inject(toPort, frame, count));
    }

    private void addHost(Topology.HostPort place) {
        int number = hosts.size() + 1;
        EmulatedSwitch edge = switches.get(place.switchNumber() - 1);
        Cabling.End port = (frame, count) -> edge.inject(place.port(), frame, count);
        EmulatedHost host = new EmulatedHost(
                "h" + number,
                new MacAddress(0x0200_0000_0000L | number),
                IpAddress.v4(0x0a00_0000 | number),
                new IpAddress(0xfd00L << 48, number),
                new Plug(port));
        cabling.plug(place.switchNumber() - 1, place.port(), host::deliver);
        hosts.add(host);
    }

    /** A host's side of its cable. */
    private final class Plug implements Attachment {
        private final Cabling.End port;

        Plug(Cabling.End port) {
            this.port = port;
        }

        @Override
        public void send(byte[] frame, long count) {
            cabling.enter(port, frame, count);
        }

        @Override
        public long nowNs() {
            return clock.nanoTime();
        }

        @Override
        public void after(long delayNs, Runnable task) {
            timeline.at(clock.nanoTime() + delayNs, task);
        }

        @Override
        public <T> T onOwner(Callable<T> task) {
            return call(() -> cabling.batch(() -> Loops.unchecked(task)));
        }
    }

    /** All switches connect to a controller, and again whenever they lose it. Returns at once. */
    public void connect(String host, int port) {
        connect(host, port, null);
    }

    /**
     * The same over TLS.
     *
     * @param tls whom the switches trust and who they are; null for plain TCP
     */
    public void connect(String host, int port, SSLContext tls) {
        switches.forEach(each -> each.connect(host, port, tls));
    }

    /** Whether every switch has a controller. */
    public boolean isConnected() {
        return switches.stream().allMatch(EmulatedSwitch::isConnected);
    }

    public List<EmulatedSwitch> switches() {
        return List.copyOf(switches);
    }

    /** Switch of a number from 1. */
    public EmulatedSwitch switchNumber(int number) {
        return switches.get(number - 1);
    }

    public List<EmulatedHost> hosts() {
        return List.copyOf(hosts);
    }

    /** Host of a number from 1. */
    public EmulatedHost host(int number) {
        return hosts.get(number - 1);
    }

    public NanoClock clock() {
        return clock;
    }

    /** Runs a task at a time of this network's clock, on its event loop; a time in the past means soon. */
    public void at(long timeNs, Runnable task) {
        call(() -> {
            timeline.at(timeNs, task);
            return null;
        });
    }

    /** Runs a task after a delay, on the event loop. */
    public void after(Duration delay, Runnable task) {
        at(clock.nanoTime() + delay.toNanos(), task);
    }

    /**
     * Lets virtual time pass: timers run in order, each at its time; entries end.
     *
     * @throws IllegalStateException if the network runs in wall-clock time
     */
    public void advance(Duration by) {
        if (virtual == null) {
            throw new IllegalStateException("this network runs in wall-clock time");
        }
        call(() -> {
            long target = virtual.nanoTime() + by.toNanos();
            while (virtual.nanoTime() < target) {
                virtual.advanceTo(Math.min(target, Math.min(timeline.nextNs(), virtual.nanoTime() + EXPIRY_NS)));
                runUntil(virtual.nanoTime());
                switches.forEach(EmulatedSwitch::tick);
            }
            return null;
        });
    }

    private void runDue() {
        try {
            runUntil(clock.nanoTime());
        } catch (RuntimeException failed) {
            LOG.error("a timer of the emulated network failed", failed);
        }
    }

    private void runUntil(long nowNs) {
        while (cabling.batch(() -> timeline.runNext(nowNs))) {
            // each timer may set others
        }
    }

    /**
     * Cuts every cable between two switches: the ports at both ends go down.
     *
     * @throws IllegalArgumentException if there is none
     */
    public void cut(int oneSwitch, int otherSwitch) {
        setLinks(oneSwitch, otherSwitch, false);
    }

    /** Mends what {@link #cut} has cut. */
    public void restore(int oneSwitch, int otherSwitch) {
        setLinks(oneSwitch, otherSwitch, true);
    }

    private void setLinks(int oneSwitch, int otherSwitch, boolean up) {
        for (Topology.Link link : topology.between(oneSwitch, otherSwitch)) {
            switchNumber(link.switchA()).setPortUp(link.portA(), up);
            switchNumber(link.switchB()).setPortUp(link.portB(), up);
        }
    }

    /** What all switches have seen and done. */
    public SwitchTally tally() {
        return call(() -> switches.stream().map(EmulatedSwitch::tally).reduce(SwitchTally.NOTHING, SwitchTally::plus));
    }

    public Topology topology() {
        return topology;
    }

    /**
     * Frames lost because they went round in a loop, or had multiplied beyond all measure: more than 0 means a broadcast
     * storm.
     */
    public long framesLostInLoops() {
        return call(cabling::lost);
    }

    /** Frames that have crossed a cable. */
    public long framesCarried() {
        return call(cabling::carried);
    }

    private <T> T call(Callable<T> task) {
        return Loops.call(loop, task);
    }

    @Override
    public void close() {
        switches.forEach(EmulatedSwitch::close);
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}

package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The half of the switch that moves packets: ports, tables, meters. Owned by the switch's event loop.
 *
 * <p>A packet that arrives while another is under way (a listener that answers at once) waits until that one is done.
 */
final class Datapath {
    /** Frames that have come in and wait. */
    private static final class Arrival {
        final int inPort;
        final byte[] frame;
        final long count;

        Arrival(int inPort, byte[] frame, long count) {
            this.inPort = inPort;
            this.frame = frame;
            this.count = count;
        }
    }

    final SwitchConfig config;
    final NanoClock clock;
    final Journal journal = new Journal();
    final Meters meters;
    final Groups groups;
    final FlowTables tables;
    final Pipeline pipeline;
    final long startedNs;

    private final Port[] ports;
    private final Journeys.Acting acting = new Journeys.Acting(this);
    private final Queue<Arrival> waiting = new ArrayDeque<>();
    private ControllerChannel controller = ControllerChannel.NONE;
    private PortListener listener = (port, frame, count) -> {};
    private boolean busy;
    private StandingFlows standing = StandingFlows.none();
    private long flowMods;
    private long entriesReported;
    private long polls;
    private long packetInsSent;
    private long packetInsDropped;

    Datapath(SwitchConfig config, NanoClock clock) {
        this.config = config;
        this.clock = clock;
        startedNs = clock.nanoTime();
        meters = new Meters(config);
        tables = new FlowTables(
                config.tables(),
                config.maxEntries(),
                meters,
                journal,
                (entry, reason, nowNs) -> journal.announce(() -> controller.flowRemoved(entry, reason, nowNs)));
        groups = new Groups(config.abilities().groups(), journal, this::isLive);
        pipeline = new Pipeline(tables, groups);
        ports = new Port[config.ports()];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = new Port(i + 1, startedNs, config.abilities().queuesPerPort());
        }
    }

    Port[] ports() {
        return ports;
    }

    /** The port of this number, or null. */
    Port port(int number) {
        return number >= 1 && number <= ports.length ? ports[number - 1] : null;
    }

    /** A counter as it is told: all ones when this switch does not count. */
    long reading(long counter) {
        return config.abilities().counters() ? counter : -1;
    }

    private boolean isLive(int portNumber) {
        Port port = port(portNumber);
        return port != null && port.isLive();
    }

    void controller(ControllerChannel channel) {
        controller = channel;
    }

    void listener(PortListener newListener) {
        listener = newListener;
    }

    long packetInsSent() {
        return packetInsSent;
    }

    long packetInsDropped() {
        return packetInsDropped;
    }

    void receive(int inPort, byte[] frame, long count) {
        waiting.add(new Arrival(inPort, frame, count));
        if (busy) {
            return;
        }
        busy = true;
        try {
            for (Arrival arrival = waiting.poll(); arrival != null; arrival = waiting.poll()) {
                process(arrival);
            }
        } finally {
            busy = false;
        }
    }

    private void process(Arrival arrival) {
        expire();
        Port port = port(arrival.inPort);
        if (port == null) {
            return;
        }
        if (!port.receives()) {
            port.rxDropped += arrival.count;
            return;
        }
        port.rxPackets += arrival.count;
        port.rxBytes += arrival.count * arrival.frame.length;
        pipeline.run(arrival.inPort, arrival.frame, arrival.count, acting);
    }

    /** Executes the actions of a PACKET_OUT. */
    void packetOut(int inPort, byte[] frame, List<SwitchAction> actions) {
        boolean outermost = !busy;
        busy = true;
        pipeline.run(actions, inPort, frame, acting);
        if (outermost) {
            busy = false;
            Arrival arrival = waiting.poll();
            if (arrival != null) {
                receive(arrival.inPort, arrival.frame, arrival.count);
            }
        }
    }

    PacketResult probe(int inPort, byte[] frame) {
        expire();
        Journeys.Noting noting = new Journeys.Noting(this);
        Port port = port(inPort);
        if (port != null && port.receives()) {
            pipeline.run(inPort, frame, 1, noting);
        }
        return noting.result();
    }

    void hold(StandingFlows flows) {
        standing = flows;
        flows.start(clock.nanoTime());
    }

    StandingFlows standing() {
        return standing;
    }

    /** A FLOW_MOD has been carried out. */
    void modified() {
        flowMods++;
    }

    /** A FLOW request has been answered with this many entries. */
    void reported(int entries) {
        polls++;
        entriesReported += entries;
    }

    SwitchTally tally() {
        FlowTable first = tables.used(0);
        long rules = first == null
                ? 0
                : first.entries().stream().filter(entry -> !entry.tableMiss).count();
        return new SwitchTally(tables.size(), rules, flowMods, packetInsSent, packetInsDropped, entriesReported, polls);
    }

    void addForeign(ForeignEntry foreign) {
        tables.addForeign(foreign.entry(new FlowModReader(config, groups), clock.nanoTime()));
    }

    void expire() {
        tables.expire(clock.nanoTime());
    }

    /** A frame leaves by a queue of a port. */
    void send(Port port, int queue, byte[] frame, long count) {
        if (!port.sends()) {
            port.txDropped += count;
            return;
        }
        port.sent(queue, count, frame.length);
        listener.onFrame(port.number, frame, count);
    }

    /** Packets for the controller; those that nobody takes are counted. */
    void punt(ControllerChannel.Punt punt, byte[] frame, long count) {
        Meter meter = meters.get(Meters.CONTROLLER);
        long allowed = meter == null ? count : meter.pass(count, frame.length, clock.nanoTime());
        long sent = 0;
        while (sent < allowed && controller.packetIn(punt, frame)) {
            sent++;
        }
        packetInsSent += sent;
        packetInsDropped += allowed - sent;
    }

    void linkUp(int number, boolean up) {
        Port port = port(number);
        if (port == null) {
            throw new IllegalArgumentException("port must be between 1 and " + ports.length + ": " + number);
        }
        if (port.linkUp != up) {
            port.linkUp = up;
            controller.portStatus(port);
        }
    }

    void portChanged(Port port) {
        journal.announce(() -> controller.portStatus(port));
    }

    /** Forgets entries, groups and meters. */
    void clear() {
        tables.clear();
        groups.clear();
        meters.clear();
    }
}

package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayList;
import java.util.List;

/** The two ways to walk the tables: acting, and only taking notes. Owned by the switch's event loop. */
final class Journeys {
    private static final int REASON_NO_MATCH = 0;
    private static final int REASON_ACTION = 1;

    private Journeys() {}

    /** Hands a frame to every port that FLOOD and ALL mean. */
    private interface Exit {
        void leave(Port port);
    }

    private static void toPorts(Datapath datapath, int outPort, int inPort, Exit exit) {
        switch (outPort) {
            case PortNumbers.ALL, PortNumbers.FLOOD -> {
                for (Port port : datapath.ports()) {
                    if (port.number != inPort) {
                        exit.leave(port);
                    }
                }
            }
            case PortNumbers.IN_PORT -> {
                Port port = datapath.port(inPort);
                if (port != null) {
                    exit.leave(port);
                }
            }
            default -> {
                Port port = datapath.port(outPort);
                if (port != null && outPort != inPort) {
                    exit.leave(port);
                }
            }
        }
    }

    /** Counts, meters, sends. */
    static final class Acting implements Pipeline.Journey {
        private final Datapath datapath;

        Acting(Datapath datapath) {
            this.datapath = datapath;
        }

        @Override
        public void missed(FlowTable table, long count) {
            table.lookups += count;
        }

        @Override
        public void matched(FlowTable table, FlowEntry entry, long count, int length) {
            table.lookups += count;
            table.matched += count;
            entry.count(count, length, datapath.clock.nanoTime());
        }

        @Override
        public long metered(FlowEntry entry, long count, int length) {
            return entry.meter.pass(count, length, datapath.clock.nanoTime());
        }

        @Override
        public void grouped(Group group, long count, int length) {
            group.count(count, length);
        }

        @Override
        public void bucketed(Bucket bucket, long count, int length) {
            bucket.count(count, length);
        }

        @Override
        public void output(Pipeline.Origin origin, SwitchAction.Output output, byte[] frame, long count) {
            switch (output.port()) {
                case PortNumbers.CONTROLLER -> punt(origin.entry(), output, origin.inPort(), frame, count);
                case PortNumbers.TABLE -> datapath.pipeline.run(origin.inPort(), frame, count, this);
                default ->
                    toPorts(
                            datapath,
                            output.port(),
                            origin.inPort(),
                            port -> datapath.send(port, origin.queue(), frame, count));
            }
        }

        private void punt(FlowEntry entry, SwitchAction.Output output, int inPort, byte[] frame, long count) {
            Port port = datapath.port(inPort);
            if (port != null && (port.config & Port.CONFIG_NO_PACKET_IN) != 0) {
                return;
            }
            boolean miss = entry != null && entry.tableMiss;
            datapath.punt(
                    new ControllerChannel.Punt(
                            miss ? REASON_NO_MATCH : REASON_ACTION,
                            entry == null ? 0 : entry.table,
                            entry == null ? -1 : entry.cookie,
                            inPort,
                            output.maxLen()),
                    frame,
                    count);
        }
    }

    /** Only notes what would happen. */
    static final class Noting implements Pipeline.Journey {
        private final Datapath datapath;
        private final List<Integer> outputs = new ArrayList<>();
        private final List<FlowSnapshot> path = new ArrayList<>();
        private boolean punted;
        private PacketResult.Fate end = PacketResult.Fate.DROPPED_BY_PORT;
        private int table;

        Noting(Datapath datapath) {
            this.datapath = datapath;
        }

        @Override
        public void missed(FlowTable missed, long count) {
            table = missed.id;
            end = PacketResult.Fate.DROPPED_BY_MISS;
        }

        @Override
        public void matched(FlowTable at, FlowEntry entry, long count, int length) {
            table = at.id;
            end = PacketResult.Fate.DROPPED_BY_ENTRY;
            path.add(FlowSnapshot.of(entry));
        }

        @Override
        public long metered(FlowEntry entry, long count, int length) {
            long passed = entry.meter.wouldPass(count, length, datapath.clock.nanoTime());
            if (passed == 0) {
                end = PacketResult.Fate.DROPPED_BY_METER;
            }
            return passed;
        }

        @Override
        public void grouped(Group group, long count, int length) {}

        @Override
        public void bucketed(Bucket bucket, long count, int length) {}

        @Override
        public void output(Pipeline.Origin origin, SwitchAction.Output output, byte[] frame, long count) {
            switch (output.port()) {
                case PortNumbers.CONTROLLER -> punted |= controllerTakes(frame);
                case PortNumbers.TABLE -> datapath.pipeline.run(origin.inPort(), frame, count, this);
                default -> toPorts(datapath, output.port(), origin.inPort(), this::leave);
            }
        }

        private boolean controllerTakes(byte[] frame) {
            Meter meter = datapath.meters.get(Meters.CONTROLLER);
            return meter == null || meter.wouldPass(1, frame.length, datapath.clock.nanoTime()) > 0;
        }

        private void leave(Port port) {
            if (port.sends()) {
                outputs.add(port.number);
            }
        }

        PacketResult result() {
            PacketResult.Fate fate =
                    !outputs.isEmpty() ? PacketResult.Fate.FORWARDED : punted ? PacketResult.Fate.PUNTED : end;
            return new PacketResult(outputs, punted, fate, table, path);
        }
    }
}

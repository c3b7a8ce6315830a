package io.sentinelsdn.simulator.ofswitch;

import io.sentinelsdn.simulator.frame.HeaderField;
import io.sentinelsdn.simulator.frame.PacketKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks a packet through the tables (OpenFlow 1.3.5 section 5.1). What happens on the way is told to a {@link Journey}:
 * one that acts, or one that only takes notes; so a probe and a real packet can never disagree.
 *
 * <p>Owned by the switch's event loop; actions of one packet may start another only after the first has ended.
 */
final class Pipeline {
    /** What a packet meets on its way. */
    interface Journey {
        void missed(FlowTable table, long count);

        void matched(FlowTable table, FlowEntry entry, long count, int length);

        /** How many of the packets pass the entry's meter. */
        long metered(FlowEntry entry, long count, int length);

        /** Output to a port, physical or reserved; {@code entry} is null for PACKET_OUT. */
        void output(FlowEntry entry, SwitchAction.Output output, int inPort, byte[] frame, long count);
    }

    private final FlowTables tables;
    private final PacketKey key = new PacketKey();

    Pipeline(FlowTables tables) {
        this.tables = tables;
    }

    /** Sends {@code count} equal packets from table 0 on. */
    void run(int inPort, byte[] frame, long count, Journey journey) {
        new Walk(inPort, frame, count, journey).tables();
    }

    /** Executes a list of actions, as PACKET_OUT asks. */
    void run(List<SwitchAction> actions, int inPort, byte[] frame, Journey journey) {
        new Walk(inPort, frame, 1, journey).actions(null, actions);
    }

    /** One packet under way. */
    private final class Walk {
        private final int inPort;
        private final Journey journey;
        private byte[] frame;
        private long count;
        private List<SwitchAction> actionSet = List.of();
        private FlowEntry setBy;

        Walk(int inPort, byte[] frame, long count, Journey journey) {
            this.inPort = inPort;
            this.frame = frame;
            this.count = count;
            this.journey = journey;
            key.read(inPort, frame);
        }

        void tables() {
            int id = 0;
            while (id >= 0) {
                FlowTable table = tables.table(id);
                FlowEntry entry = table.lookup(key.words());
                if (entry == null) {
                    journey.missed(table, count);
                    return;
                }
                journey.matched(table, entry, count, frame.length);
                if (entry.meter != null) {
                    count = journey.metered(entry, count, frame.length);
                    if (count == 0) {
                        return;
                    }
                }
                id = execute(entry);
            }
            actions(setBy, actionSet);
        }

        private int execute(FlowEntry entry) {
            Instructions todo = entry.instructions;
            actions(entry, todo.apply());
            if (todo.clear()) {
                actionSet = List.of();
            }
            if (!todo.write().isEmpty()) {
                write(todo.write());
                setBy = entry;
            }
            if (todo.metadataMask() != 0) {
                long old = key.get(HeaderField.METADATA);
                HeaderField.METADATA.put(
                        key.words(), (old & ~todo.metadataMask()) | (todo.metadata() & todo.metadataMask()));
            }
            return todo.gotoTable();
        }

        /** An action set holds one action of a type, and its output comes last (section 5.10). */
        private void write(List<SwitchAction> actions) {
            List<SwitchAction> merged = new ArrayList<>(actionSet);
            for (SwitchAction action : actions) {
                merged.removeIf(old -> sameKind(old, action));
                boolean output = action instanceof SwitchAction.Output;
                merged.add(output ? merged.size() : 0, action);
            }
            actionSet = merged;
        }

        private static boolean sameKind(SwitchAction one, SwitchAction other) {
            if (one instanceof SwitchAction.SetField left && other instanceof SwitchAction.SetField right) {
                return left.field() == right.field();
            }
            return one.getClass() == other.getClass();
        }

        void actions(FlowEntry entry, List<SwitchAction> actions) {
            for (int i = 0; i < actions.size(); i++) {
                SwitchAction action = actions.get(i);
                if (action instanceof SwitchAction.Output output) {
                    journey.output(entry, output, inPort, frame, count);
                } else if (action instanceof SwitchAction.SetField set) {
                    rewrite(set);
                }
            }
        }

        private void rewrite(SwitchAction.SetField set) {
            long metadata = key.get(HeaderField.METADATA);
            frame = HeaderRewriter.rewrite(frame, set);
            key.read(inPort, frame);
            HeaderField.METADATA.put(key.words(), metadata);
        }
    }
}

package io.sentinelsdn.simulator.ofswitch;

import io.sentinelsdn.simulator.frame.HeaderField;
import io.sentinelsdn.simulator.frame.PacketKey;
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

        /** A group takes the packets. */
        void grouped(Group group, long count, int length);

        /** A bucket of a group takes them. */
        void bucketed(Bucket bucket, long count, int length);

        /** Output to a port, physical or reserved. */
        void output(Origin origin, SwitchAction.Output output, byte[] frame, long count);
    }

    /**
     * Whose packet leaves.
     *
     * @param entry the entry that sends it; null for PACKET_OUT
     * @param inPort ingress port
     * @param queue the queue chosen for it
     */
    record Origin(FlowEntry entry, int inPort, int queue) {}

    private static final HeaderField[] FIVE_TUPLE = {
        HeaderField.SRC_HI,
        HeaderField.SRC_LO,
        HeaderField.DST_HI,
        HeaderField.DST_LO,
        HeaderField.IP_PROTO,
        HeaderField.TP_SRC,
        HeaderField.TP_DST
    };
    private static final HeaderField[] ADDRESSES = {HeaderField.ETH_SRC, HeaderField.ETH_DST, HeaderField.ETH_TYPE};
    /** Buckets one packet may go through; chains of groups that copy it more often lose the rest. */
    private static final int MAX_BUCKETS = 4096;

    private final FlowTables tables;
    private final Groups groups;
    private final PacketKey key = new PacketKey();

    Pipeline(FlowTables tables, Groups groups) {
        this.tables = tables;
        this.groups = groups;
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
        private int queue;
        private int bucketsLeft = MAX_BUCKETS;

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
            actions(setBy, ActionSet.executable(actionSet));
        }

        private int execute(FlowEntry entry) {
            Instructions todo = entry.instructions;
            actions(entry, todo.apply());
            if (todo.clear()) {
                actionSet = List.of();
            }
            if (!todo.write().isEmpty()) {
                actionSet = ActionSet.merge(actionSet, todo.write());
                setBy = entry;
            }
            if (todo.metadataMask() != 0) {
                long old = key.get(HeaderField.METADATA);
                HeaderField.METADATA.put(
                        key.words(), (old & ~todo.metadataMask()) | (todo.metadata() & todo.metadataMask()));
            }
            return todo.gotoTable();
        }

        void actions(FlowEntry entry, List<SwitchAction> actions) {
            for (int i = 0; i < actions.size(); i++) {
                SwitchAction action = actions.get(i);
                if (action instanceof SwitchAction.Output output) {
                    journey.output(new Origin(entry, inPort, queue), output, frame, count);
                } else if (action instanceof SwitchAction.SetField set) {
                    rewrite(set);
                } else if (action instanceof SwitchAction.SetQueue chosen) {
                    queue = (int) chosen.queue();
                } else if (action instanceof SwitchAction.ToGroup to) {
                    group(entry, groups.get(to.group()));
                }
            }
        }

        /** Each bucket gets the packet as it came to the group (section 5.6.1). */
        private void group(FlowEntry entry, Group group) {
            byte[] frameBefore = frame;
            int queueBefore = queue;
            journey.grouped(group, count, frame.length);
            for (Bucket bucket : groups.choose(group, fiveTupleHash())) {
                if (bucketsLeft-- <= 0) {
                    return;
                }
                journey.bucketed(bucket, count, frame.length);
                actions(entry, ActionSet.executable(bucket.actions));
                queue = queueBefore;
                if (frame != frameBefore) {
                    become(frameBefore);
                }
            }
        }

        /** The same for all packets of a flow; for other frames than IP made of their addresses. */
        private long fiveTupleHash() {
            long mixed = 0;
            boolean ip = key.get(HeaderField.IP_PROTO) != 0;
            for (HeaderField field : ip ? FIVE_TUPLE : ADDRESSES) {
                mixed = (mixed ^ key.get(field)) * 0x9e37_79b9_7f4a_7c15L;
                mixed ^= mixed >>> 32;
            }
            return mixed >>> 1;
        }

        private void rewrite(SwitchAction.SetField set) {
            become(HeaderRewriter.rewrite(frame, set));
        }

        private void become(byte[] other) {
            long metadata = key.get(HeaderField.METADATA);
            frame = other;
            key.read(inPort, frame);
            HeaderField.METADATA.put(key.words(), metadata);
        }
    }
}

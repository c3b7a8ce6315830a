package io.sentinelsdn.simulator.ofswitch;

import java.util.List;

/** Answers the multipart requests about groups (sections 7.3.5.9 to 7.3.5.11). Owned by the switch's event loop. */
final class GroupStatistics {
    private static final int ALL_TYPES = 0xf;
    /** Weights and liveness in SELECT, chaining, and chaining is checked. */
    private static final int CAPABILITIES = 0xf;
    /** Output, set-queue, group, set-field. */
    private static final int ACTIONS = 1 | (1 << 21) | (1 << 22) | (1 << 25);

    private final Datapath datapath;

    GroupStatistics(Datapath datapath) {
        this.datapath = datapath;
    }

    /** OFPMP_GROUP of one group or of {@link Groups#ALL}; a group that does not exist has no answer. */
    void counters(int wanted, MultipartReply reply) {
        long nowNs = datapath.clock.nanoTime();
        for (Group group : datapath.groups.all()) {
            if (wanted == Groups.ALL || wanted == group.id) {
                write(group, reply, nowNs);
            }
        }
    }

    private void write(Group group, MultipartReply reply, long nowNs) {
        int users = users(group);
        reply.entry(out -> {
            out.writeShort(40 + 16 * group.buckets.size()).writeShort(0);
            out.writeInt(group.id).writeInt(users).writeInt(0);
            out.writeLong(datapath.reading(group.packets)).writeLong(datapath.reading(group.bytes));
            Wire.writeDuration(out, nowNs - group.createdNs);
            for (Bucket bucket : group.buckets) {
                out.writeLong(datapath.reading(bucket.packets)).writeLong(datapath.reading(bucket.bytes));
            }
        });
    }

    /** Entries and groups that use it. */
    private int users(Group group) {
        FlowFilter using = new FlowFilter(FlowFilter.ALL_TABLES, new MatchSpec(), 0, 0, PortNumbers.ANY, group.id);
        long groups = datapath.groups.all().stream()
                .filter(other -> other.next.contains(group.id))
                .count();
        return datapath.tables.select(using).size() + (int) groups;
    }

    void descriptions(MultipartReply reply) {
        for (Group group : List.copyOf(datapath.groups.all())) {
            reply.entry(out -> out.writeShort(8 + group.bucketBytes.length)
                    .writeByte(group.type)
                    .writeByte(0)
                    .writeInt(group.id)
                    .writeBytes(group.bucketBytes));
        }
    }

    void features(MultipartReply reply) {
        boolean present = datapath.config.abilities().groups();
        reply.entry(out -> {
            out.writeInt(present ? ALL_TYPES : 0).writeInt(present ? CAPABILITIES : 0);
            for (int type = 0; type < 4; type++) {
                out.writeInt(present ? Groups.MAX_GROUPS : 0);
            }
            for (int type = 0; type < 4; type++) {
                out.writeInt(present ? ACTIONS : 0);
            }
        });
    }
}

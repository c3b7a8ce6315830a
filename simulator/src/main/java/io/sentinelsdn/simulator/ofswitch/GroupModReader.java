package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.protocol.OFBucket;
import org.projectfloodlight.openflow.protocol.OFGroupMod;

/** Reads GROUP_MOD (section 7.3.4.2): fixed fields from the bytes, buckets by the codec. */
final class GroupModReader {
    static final int ADD = 0;
    static final int MODIFY = 1;
    static final int DELETE = 2;

    private static final int COMMAND_AT = 8;
    private static final int TYPE_AT = 10;
    private static final int ID_AT = 12;
    private static final int BUCKETS_AT = 16;

    private final InstructionCompiler actions;

    GroupModReader(InstructionCompiler actions) {
        this.actions = actions;
    }

    static int id(ByteBuf raw) {
        return raw.getInt(ID_AT);
    }

    static int command(ByteBuf raw) {
        return raw.getUnsignedShort(COMMAND_AT);
    }

    Group read(ByteBuf raw, OFGroupMod message, long nowNs) throws Refusal {
        requireKnown(raw);
        List<Bucket> buckets = new ArrayList<>();
        for (OFBucket bucket : message.getBuckets()) {
            buckets.add(new Bucket(
                    bucket.getWeight(),
                    bucket.getWatchPort().getPortNumber(),
                    bucket.getWatchGroup().getGroupNumber(),
                    actions.actions(bucket.getActions())));
        }
        return new Group(
                id(raw),
                raw.getUnsignedByte(TYPE_AT),
                buckets,
                Wire.bytes(raw, BUCKETS_AT, raw.writerIndex() - BUCKETS_AT),
                nowNs);
    }

    /** Refuses commands and types that OpenFlow 1.3 does not have. */
    static void requireKnown(ByteBuf raw) throws Refusal {
        if (raw.writerIndex() < BUCKETS_AT) {
            throw new Refusal(OfError.BAD_REQUEST_LEN);
        }
        if (command(raw) > DELETE) {
            throw new Refusal(OfError.GROUP_BAD_COMMAND);
        }
        if (raw.getUnsignedByte(TYPE_AT) > Group.TYPE_FAST_FAILOVER) {
            throw new Refusal(OfError.GROUP_BAD_TYPE);
        }
    }
}

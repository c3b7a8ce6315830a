package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * Writes what the switch says by itself or in a few fixed fields: packet-in, flow-removed, port-status, features,
 * configuration. Owned by the switch's event loop.
 */
final class ControllerMessages implements ControllerChannel {
    private static final int FEATURES_REPLY = 6;
    private static final int GET_CONFIG_REPLY = 8;
    private static final int PORT_STATUS = 12;
    private static final int PORT_MODIFIED = 2;
    private static final int NO_BUFFER = -1;
    private static final int FLOW_TABLE_PORT_STATS = 0x7;
    private static final int GROUP_STATS = 0x8;
    private static final int QUEUE_STATS = 0x40;
    private static final int OXM_IN_PORT = 0x8000_0004;

    private final Channel channel;
    private final Datapath datapath;
    private final Roles roles;
    private Channel packetIns;

    ControllerMessages(Channel channel, Datapath datapath, Roles roles) {
        this.channel = channel;
        packetIns = channel;
        this.datapath = datapath;
        this.roles = roles;
    }

    /** Packet-ins go over an auxiliary connection from now on, as long as it stays (section 6.3.7). */
    void sendPacketInsOver(Channel auxiliary) {
        packetIns = auxiliary;
    }

    Channel channel() {
        return channel;
    }

    void features(long xid, int auxiliaryId) {
        ByteBuf out = begin(FEATURES_REPLY, xid);
        out.writeLong(datapath.config.dpid().value()).writeInt(0);
        out.writeByte(datapath.config.tables()).writeByte(auxiliaryId).writeShort(0);
        out.writeInt(capabilities()).writeInt(0);
        write(out);
    }

    private int capabilities() {
        SwitchAbilities abilities = datapath.config.abilities();
        return FLOW_TABLE_PORT_STATS
                | (abilities.groups() ? GROUP_STATS : 0)
                | (abilities.queuesPerPort() > 0 ? QUEUE_STATS : 0);
    }

    void config(long xid, int flags, int missSendLen) {
        write(begin(GET_CONFIG_REPLY, xid).writeShort(flags).writeShort(missSendLen));
    }

    @Override
    public boolean packetIn(Punt punt, byte[] frame) {
        Channel way = packetIns.isActive() ? packetIns : channel;
        if (!way.isWritable() || !roles.mask().wantsPacketIn(roles.isSlave(), punt.reason())) {
            return false;
        }
        ByteBuf out = begin(Wire.PACKET_IN, 0);
        out.writeInt(NO_BUFFER).writeShort(frame.length);
        out.writeByte(punt.reason()).writeByte(punt.table()).writeLong(punt.cookie());
        out.writeShort(1)
                .writeShort(12)
                .writeInt(OXM_IN_PORT)
                .writeInt(punt.inPort())
                .writeInt(0);
        out.writeShort(0);
        out.writeBytes(frame, 0, Math.min(frame.length, punt.maxLen()));
        var unused = way.write(Wire.end(out), way.voidPromise());
        return true;
    }

    @Override
    public void flowRemoved(FlowEntry entry, int reason, long nowNs) {
        if (!roles.mask().wantsFlowRemoved(roles.isSlave(), reason)) {
            return;
        }
        long ageNs = nowNs - entry.createdNs;
        ByteBuf out = begin(Wire.FLOW_REMOVED, 0);
        out.writeLong(entry.cookie).writeShort(entry.priority).writeByte(reason).writeByte(entry.table);
        Wire.writeDuration(out, ageNs);
        out.writeShort(entry.idleTimeoutS).writeShort(entry.hardTimeoutS);
        out.writeLong(datapath.reading(entry.packets)).writeLong(datapath.reading(entry.bytes));
        out.writeBytes(entry.matchBytes);
        write(out);
    }

    @Override
    public void portStatus(Port port) {
        if (!roles.mask().wantsPortStatus(roles.isSlave(), PORT_MODIFIED)) {
            return;
        }
        ByteBuf out = begin(PORT_STATUS, 0).writeByte(PORT_MODIFIED).writeZero(7);
        Descriptions.writePort(out, datapath.config, port);
        write(out);
    }

    private ByteBuf begin(int type, long xid) {
        return Wire.begin(channel.alloc(), type, xid);
    }

    /** Sends what has been written. */
    void flush() {
        channel.flush();
        if (packetIns != channel) {
            packetIns.flush();
        }
    }

    private void write(ByteBuf message) {
        var unused = channel.write(Wire.end(message), channel.voidPromise());
    }
}

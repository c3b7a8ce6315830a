package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;

/** Writes the messages that no answer is waited for. Owned by the event loop of the session. */
final class SwitchMessages {
    private static final int NO_BUFFER = -1;
    /** {@code OFPP_CONTROLLER}. */
    private static final int CONTROLLER_PORT = 0xffff_fffd;
    /** Reasons {@code OFPR_NO_MATCH} and {@code OFPR_ACTION}, and every reason of PORT_STATUS and FLOW_REMOVED. */
    private static final int PACKET_INS = 0x3;

    private static final int ALL_PORT_STATUS = 0x7;
    private static final int ALL_FLOW_REMOVED = 0xf;

    private final Outbox outbox;

    SwitchMessages(Outbox outbox) {
        this.outbox = outbox;
    }

    /** HELLO with the bitmap of the one version we speak (OpenFlow 1.3.5 section 7.5.1). */
    void hello() {
        ByteBuf out = outbox.open();
        Outbox.header(out, 0, 16, outbox.xid());
        out.writeShort(1).writeShort(8).writeInt(1 << Outbox.VERSION);
        outbox.written();
    }

    /** ECHO_REQUEST without data; answers its xid. */
    int echoRequest() {
        int xid = outbox.xid();
        Outbox.header(outbox.open(), 2, Outbox.HEADER, xid);
        outbox.written();
        return xid;
    }

    /** ECHO_REPLY with the data of the request. */
    void echoReply(ByteBuf request, int from, int to, int xid) {
        ByteBuf out = outbox.open();
        Outbox.header(out, 3, to - from, xid);
        out.writeBytes(request, from + Outbox.HEADER, to - from - Outbox.HEADER);
        outbox.written();
    }

    /** SET_ASYNC (section 7.3.10). */
    void packetIns(boolean wanted) {
        ByteBuf out = outbox.open();
        Outbox.header(out, 28, 32, outbox.xid());
        out.writeInt(wanted ? PACKET_INS : 0).writeInt(0);
        out.writeInt(ALL_PORT_STATUS).writeInt(ALL_PORT_STATUS);
        out.writeInt(ALL_FLOW_REMOVED).writeInt(0);
        outbox.written();
    }

    /** A frame of ours out of a port (section 7.3.7). */
    void packetOut(int port, byte[] frame) {
        ByteBuf out = outbox.open();
        Outbox.header(out, 13, 40 + frame.length, outbox.xid());
        out.writeInt(NO_BUFFER).writeInt(CONTROLLER_PORT).writeShort(16).writeZero(6);
        out.writeShort(0).writeShort(16).writeInt(port).writeZero(8);
        out.writeBytes(frame);
        outbox.written();
    }

    /** The frame of a PACKET_IN on, out of a port. */
    void forward(PacketIn packet, int port) {
        packet.writeOut(outbox.open(), outbox.xid(), port);
        outbox.written();
    }

    /** The same for several ports; none means that it is dropped. */
    void forward(PacketIn packet, int[] ports) {
        if (ports.length > 0) {
            packet.writeOut(outbox.open(), outbox.xid(), ports);
            outbox.written();
        }
    }

    /** The switch sent a message of a type that is none of its own. */
    void badType(ByteBuf message, int from, int to, int xid) {
        OpenFlowError.write(outbox.open(), xid, OpenFlowError.BAD_REQUEST, OpenFlowError.BAD_TYPE, message, from, to);
        outbox.written();
    }
}

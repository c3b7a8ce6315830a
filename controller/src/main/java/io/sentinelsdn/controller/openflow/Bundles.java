package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;

/**
 * The bundle messages of ONF extension 230, OpenFlow 1.4's bundles for 1.3: many changes, one commit, all or none. Asks a
 * switch once whether it has them. Owned by the event loop of the session.
 *
 * <pre>
 * header 8 | experimenter 4 | type 4 | bundle id 4 | control type 2 or padding 2 | flags 2 | ADD: the message
 * </pre>
 */
final class Bundles {
    private static final int EXPERIMENTER = 4;
    private static final int ONF = 0x4f4e_4600;
    private static final int CONTROL = 2300;
    private static final int ADD = 2301;
    private static final int LENGTH = 24;

    private static final int OPEN_REQUEST = 0;
    private static final int OPEN_REPLY = 1;
    private static final int COMMIT_REQUEST = 4;
    private static final int DISCARD_REQUEST = 6;
    /** {@code OFPBF_ATOMIC | OFPBF_ORDERED}. */
    private static final int FLAGS = 3;

    private final Outbox outbox;
    private int nextId = 1;
    private int probeXid;
    private boolean available;

    Bundles(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Opens a bundle and discards it, to see whether the switch can. */
    void probe() {
        ByteBuf out = outbox.open();
        probeXid = outbox.xid();
        control(out, probeXid, nextId, OPEN_REQUEST);
        control(out, probeXid, nextId, DISCARD_REQUEST);
        nextId++;
        outbox.written();
    }

    boolean areAvailable() {
        return available;
    }

    /** An EXPERIMENTER message; those that are no answer to us are ignored. */
    void message(ByteBuf message, int from, int to, int xid) {
        boolean opened = to - from >= LENGTH
                && xid == probeXid
                && message.getInt(from + 8) == ONF
                && message.getInt(from + 12) == CONTROL
                && message.getUnsignedShort(from + 20) == OPEN_REPLY;
        available |= opened;
    }

    /** Whether the error answers our question: the switch has no bundles. */
    boolean refused(int xid) {
        return xid != 0 && xid == probeXid;
    }

    /** Writes the beginning of a bundle; answers its id. */
    int open(ByteBuf out, int xid) {
        int id = nextId++;
        control(out, xid, id, OPEN_REQUEST);
        return id;
    }

    /** Writes a message into a bundle. Both headers carry the same xid. */
    static void add(ByteBuf out, int xid, int bundle, byte[] message) {
        Outbox.header(out, EXPERIMENTER, LENGTH + message.length, xid);
        out.writeInt(ONF).writeInt(ADD).writeInt(bundle).writeShort(0).writeShort(FLAGS);
        int at = out.writerIndex();
        out.writeBytes(message).setInt(at + 4, xid);
    }

    static void commit(ByteBuf out, int xid, int bundle) {
        control(out, xid, bundle, COMMIT_REQUEST);
    }

    private static void control(ByteBuf out, int xid, int bundle, int type) {
        Outbox.header(out, EXPERIMENTER, LENGTH, xid);
        out.writeInt(ONF).writeInt(CONTROL).writeInt(bundle).writeShort(type).writeShort(FLAGS);
    }
}

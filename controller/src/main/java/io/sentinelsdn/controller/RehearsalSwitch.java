package io.sentinelsdn.controller;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A switch of four ports that says just enough for a controller to set it up, sends a few first packets and leaves. Used
 * by one thread.
 */
final class RehearsalSwitch {
    private static final int PATIENCE_MS = 500;
    private static final int PORTS = 4;
    private static final int HEADER = 8;
    private static final int FRAME = 64;
    private static final int PACKETS = 64;

    private final long dpid;
    private final ByteBuffer out = ByteBuffer.allocate(64 << 10);
    private int barriers;
    private boolean done;

    RehearsalSwitch(long dpid) {
        this.dpid = dpid;
    }

    /**
     * Plays its part.
     *
     * @throws IOException when the controller does not answer in time, or otherwise than a controller would
     */
    void play(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), PATIENCE_MS);
            DataInputStream in =
                    new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 64 << 10));
            message(0, 0, 0);
            while (!done) {
                if (in.available() < HEADER) {
                    socket.getOutputStream().write(out.array(), 0, out.position());
                    out.clear();
                }
                answer(in);
            }
        }
    }

    private void answer(DataInputStream in) throws IOException {
        int type = in.readInt();
        int length = type & 0xffff;
        int xid = in.readInt();
        byte[] body = new byte[Math.max(0, length - HEADER)];
        in.readFully(body);
        switch (type >>> 16 & 0xff) {
            case 2 -> message(3, xid, body.length).put(body);
            case 3 -> done = true;
            case 5 -> message(6, xid, 24).putLong(dpid).putInt(0).put((byte) 8).put(new byte[11]);
            case 18 -> multipart(xid, ByteBuffer.wrap(body));
            case 20 -> barrier(xid);
            case 24 -> message(25, xid, body.length).put(body);
            default -> {} // HELLO, SET_CONFIG and whatever changes a switch
        }
    }

    /** The first ends the handshake, the second the set-up: then it has something to report. */
    private void barrier(int xid) {
        message(21, xid, 0);
        barriers++;
        if (barriers == 2) {
            for (int i = 0; i < PACKETS; i++) {
                packetIn(i);
            }
            message(2, 1, 0);
        }
    }

    private void multipart(int xid, ByteBuffer request) {
        int type = request.getShort(0);
        switch (type) {
            case 0 -> reply(xid, type, 1056);
            case 11 -> reply(xid, type, 16).putInt(1_000).putInt(6).putInt(15).putInt(0x0101_0000);
            case 8 -> reply(xid, type, 40);
            case 13 -> ports(reply(xid, type, 64 * PORTS));
            default -> reply(xid, type, 0);
        }
    }

    private static void ports(ByteBuffer reply) {
        for (int port = 1; port <= PORTS; port++) {
            reply.putInt(port).put(new byte[60]);
        }
    }

    private ByteBuffer reply(int xid, int type, int length) {
        message(19, xid, 8 + length).putShort((short) type).put(new byte[6]);
        int at = out.position();
        out.put(new byte[length]).position(at);
        ByteBuffer body = out.slice();
        out.position(at + length);
        return body;
    }

    /** A table miss: TCP between two of four hosts. */
    private void packetIn(int number) {
        int from = number % PORTS;
        int to = (number + 1 + number / PORTS) % PORTS;
        ByteBuffer message = message(10, 0, 34 + FRAME);
        message.putInt(-1).putShort((short) FRAME).putShort((short) 0).putLong(0);
        message.putShort((short) 1)
                .putShort((short) 12)
                .putInt(0x8000_0004)
                .putInt(1 + from)
                .putInt(0);
        message.putShort((short) 0);
        message.putShort((short) 0x0200).putInt(1 + to).putShort((short) 0x0200).putInt(1 + from);
        message.putShort((short) 0x0800).putInt(0x4500_0032).putInt(0).putInt(0x4006_0000);
        message.putInt(0x0a00_0001 + from).putInt(0x0a00_0001 + to);
        message.putInt((1_024 + number) << 16 | 80)
                .putLong(0)
                .putShort((short) 0x5010)
                .put(new byte[16]);
    }

    private ByteBuffer message(int type, int xid, int body) {
        return out.putInt(4 << 24 | type << 16 | HEADER + body).putInt(xid);
    }
}

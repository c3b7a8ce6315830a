package io.sentinelsdn.controller;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A peer that speaks just enough OpenFlow 1.3 to be taken for a switch, byte by byte, so that a test can make it
 * misbehave. Reads in a thread of its own.
 */
final class RawSwitch implements AutoCloseable {
    static final int ERROR = 1;
    static final int ECHO_REQUEST = 2;
    static final int FLOW_MOD = 14;
    static final int BARRIER_REQUEST = 20;
    static final int ROLE_REQUEST = 24;

    private final Socket socket;
    private final long dpid;
    private final int auxiliaryId;
    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private volatile boolean closed;
    private volatile long generation = Long.MIN_VALUE;

    private RawSwitch(Socket socket, long dpid, int auxiliaryId) {
        this.socket = socket;
        this.dpid = dpid;
        this.auxiliaryId = auxiliaryId;
    }

    static RawSwitch connect(int port, long dpid, int auxiliaryId) throws IOException {
        return speak(new Socket(InetAddress.getLoopbackAddress(), port), dpid, auxiliaryId);
    }

    static RawSwitch connect(int port, long dpid) throws IOException {
        return connect(port, dpid, 0);
    }

    /** Over a socket that is connected already. */
    static RawSwitch speak(Socket socket, long dpid, int auxiliaryId) throws IOException {
        RawSwitch peer = new RawSwitch(socket, dpid, auxiliaryId);
        peer.send(message(0, 0));
        Thread reader = new Thread(peer::read, "raw-switch");
        reader.setDaemon(true);
        reader.start();
        return peer;
    }

    /** From now on it takes bytes and answers nothing. */
    void fallSilent() {
        silent = true;
    }

    /** Its roles have seen this generation id: lower ones are stale. */
    void knowsGeneration(long id) {
        generation = id;
    }

    boolean isClosed() {
        return closed;
    }

    boolean got(int type) {
        return count(type) > 0;
    }

    long count(int type) {
        return received.stream().filter(message -> message[1] == type).count();
    }

    /** The first message of this type. */
    ByteBuffer first(int type) {
        return received.stream()
                .filter(message -> message[1] == type)
                .findFirst()
                .map(ByteBuffer::wrap)
                .orElseThrow();
    }

    /** The last message of this type. */
    ByteBuffer last(int type) {
        return received.stream()
                .filter(message -> message[1] == type)
                .reduce((before, after) -> after)
                .map(ByteBuffer::wrap)
                .orElseThrow();
    }

    synchronized void send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] message(int type, int xid, byte... body) {
        return ByteBuffer.allocate(8 + body.length)
                .put((byte) 4)
                .put((byte) type)
                .putShort((short) (8 + body.length))
                .putInt(xid)
                .put(body)
                .array();
    }

    private void read() {
        try {
            InputStream in = socket.getInputStream();
            DataInputStream data = new DataInputStream(in);
            while (true) {
                byte[] header = new byte[8];
                data.readFully(header);
                byte[] whole = new byte[ByteBuffer.wrap(header).getShort(2) & 0xffff];
                System.arraycopy(header, 0, whole, 0, 8);
                data.readFully(whole, 8, whole.length - 8);
                received.add(whole);
                if (!silent) {
                    answer(ByteBuffer.wrap(whole));
                }
            }
        } catch (EOFException end) {
            closed = true;
        } catch (IOException gone) {
            closed = true;
        }
    }

    private void answer(ByteBuffer message) throws IOException {
        int xid = message.getInt(4);
        switch (message.get(1)) {
            case 2 -> send(message(3, xid));
            case 5 -> send(message(6, xid, features()));
            case 18 -> multipart(message.getShort(8), xid);
            case 20 -> send(message(21, xid));
            case 24 -> role(message, xid);
            default -> {}
        }
    }

    private byte[] features() {
        return ByteBuffer.allocate(24)
                .putLong(dpid)
                .putInt(0)
                .put((byte) 4)
                .put((byte) auxiliaryId)
                .array();
    }

    /** DESC and PORT_DESC are answered, everything else is not supported. */
    private void multipart(short type, int xid) throws IOException {
        if (type == 0) {
            send(message(19, xid, new byte[8 + 1056]));
        } else if (type == 13) {
            send(message(19, xid, ByteBuffer.allocate(8).putShort(type).array()));
        } else {
            send(message(ERROR, xid, (byte) 0, (byte) 1, (byte) 0, (byte) 2));
        }
    }

    private void role(ByteBuffer request, int xid) throws IOException {
        int role = request.getInt(8);
        long asked = request.getLong(16);
        boolean stale = role >= 2 && generation != Long.MIN_VALUE && asked - generation < 0;
        if (stale) {
            send(message(ERROR, xid, (byte) 0, (byte) 11, (byte) 0, (byte) 0));
            return;
        }
        if (role >= 2) {
            generation = asked;
        }
        byte[] body = ByteBuffer.allocate(16)
                .putInt(role == 0 ? 1 : role)
                .putInt(0)
                .putLong(generation)
                .array();
        send(message(25, xid, body));
    }
}

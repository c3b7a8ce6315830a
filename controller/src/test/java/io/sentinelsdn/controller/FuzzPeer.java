package io.sentinelsdn.controller;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** One connection that begins like a switch and goes on like a madman. Owned by one thread. */
final class FuzzPeer implements AutoCloseable {
    private static final int BARRIER_REQUEST = 20;
    private static final int HANDSHAKE_MS = 3_000;
    private static final int LISTEN_MS = 4;
    private static final int MOST_MESSAGES = 400;

    private final Random random;
    private final FuzzTally tally;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final FuzzHeard heard = new FuzzHeard();
    private final FuzzMessages messages;
    private final FuzzMutator mutator;
    private final boolean madFromTheStart;
    private byte[] unread = new byte[0];
    private byte[] before = RawSwitch.message(2, 1, (byte) 1);

    FuzzPeer(int port, Random random, FuzzTally tally) throws IOException {
        this.random = random;
        this.tally = tally;
        madFromTheStart = random.nextInt(5) == 0;
        messages = new FuzzMessages(random, heard, dpid(random), random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 0);
        mutator = new FuzzMutator(random);
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        tally.connected();
    }

    /** Mostly one of a few, sometimes that of a good switch, sometimes one never seen. */
    private static long dpid(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> 1 + random.nextInt(2);
            case 1 -> random.nextLong();
            default -> 1_000 + random.nextInt(64);
        };
    }

    /** Says what it has to say; false when it shall be left open, silent for good. */
    boolean run() throws IOException {
        if (random.nextInt(20) == 0) {
            return false;
        }
        try {
            say(messages.hello());
            if (!shakeHands()) {
                return false;
            }
            rave();
            end();
        } catch (IOException hungUp) {
            tally.refused();
            return true;
        }
        return random.nextInt(20) > 0;
    }

    private void end() throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> socket.setSoLinger(true, 0);
            case 1 -> cutOff();
            default -> {}
        }
    }

    private boolean shakeHands() throws IOException {
        try {
            while (!heard.has(BARRIER_REQUEST)) {
                listen(HANDSHAKE_MS);
            }
            return true;
        } catch (SocketTimeoutException nothingMore) {
            return false;
        }
    }

    private void rave() throws IOException {
        int count = random.nextInt(MOST_MESSAGES);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(40) == 0) {
                storm();
            }
            say(twisted(messages.unasked()));
            if (i % 16 == 0) {
                listenABit();
            } else if (in.available() > 0) {
                listen(LISTEN_MS);
            }
        }
    }

    private void storm() throws IOException {
        for (int i = 0; i < 100; i++) {
            say(messages.portStatus());
        }
    }

    private void listenABit() throws IOException {
        try {
            listen(LISTEN_MS);
        } catch (SocketTimeoutException silence) {
            tally.silent();
        }
    }

    /** Reads what is there, at least something, and answers all of it. */
    private void listen(int timeoutMs) throws IOException {
        socket.setSoTimeout(timeoutMs);
        byte[] chunk = new byte[16_384];
        int length = in.read(chunk);
        if (length < 0) {
            throw new IOException("the controller hung up");
        }
        byte[] all = Arrays.copyOf(unread, unread.length + length);
        System.arraycopy(chunk, 0, all, unread.length, length);
        int at = 0;
        while (all.length - at >= 8) {
            int end = at + (ByteBuffer.wrap(all).getShort(at + 2) & 0xffff);
            if (end > all.length) {
                break;
            }
            answer(Arrays.copyOfRange(all, at, end));
            at = end;
        }
        unread = Arrays.copyOfRange(all, at, all.length);
    }

    private void answer(byte[] request) throws IOException {
        heard.add(request);
        byte[] answer = messages.answerTo(request);
        if (answer != null) {
            boolean twist = madFromTheStart && random.nextInt(3) == 0;
            say(twist ? mutator.mutate(answer, before) : answer);
        }
    }

    private byte[] twisted(byte[] message) {
        return random.nextInt(3) == 0 ? mutator.mutate(message, before) : message;
    }

    private void say(byte[] message) throws IOException {
        before = message;
        tally.sent(message);
        switch (random.nextInt(60)) {
            case 0 -> singly(message);
            case 1, 2, 3, 4 -> {
                int cut = random.nextInt(message.length);
                out.write(message, 0, cut);
                out.write(message, cut, message.length - cut);
            }
            default -> out.write(message);
        }
    }

    private void singly(byte[] message) throws IOException {
        for (byte each : message) {
            out.write(each);
        }
    }

    /** Ends in the middle of a message. */
    private void cutOff() throws IOException {
        byte[] message = messages.unasked();
        out.write(message, 0, random.nextInt(message.length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

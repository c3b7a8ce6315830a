package io.sentinelsdn.controller;

import io.sentinelsdn.controller.TestNet.Station;
import io.sentinelsdn.simulator.frame.Frames;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Frames of hosts, true and false: ARP, IP with all its extension headers, VLAN tags, LLDP. */
final class FuzzFrames {
    private static final int[] EXTENSIONS = {0, 43, 44, 51, 60, 135, 139, 140, 50, 59};
    private static final int HOSTS = 40;

    private final Random random;

    FuzzFrames(Random random) {
        this.random = random;
    }

    /** @param replayed a frame of the controller, or null */
    byte[] next(byte[] replayed) {
        byte[] frame = switch (random.nextInt(9)) {
            case 0 -> station().arpFor(station());
            case 1 -> station().pingTo(station());
            case 2 -> ping6();
            case 3 -> station().synTo(station(), port(), port());
            case 4 -> station().udpTo(station(), port(), port());
            case 5 -> extended();
            case 6 -> tagged(station().pingTo(station()));
            case 7 -> lldp();
            default -> replayed == null ? noise() : replayed.clone();
        };
        if (random.nextInt(4) == 0) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length + 1)) : frame;
    }

    /** Half of them far away, so that the hosts of the good switches are claimed seldom but surely. */
    private Station station() {
        return new Station(1 + random.nextInt(HOSTS));
    }

    private int port() {
        return random.nextInt(65_536);
    }

    private byte[] ping6() {
        Station from = station();
        Station to = station();
        return Frames.ping(from.to(to), from.v6(), to.v6(), 1, 1, 40);
    }

    /** A chain of extension headers, some of which lie about their length. */
    private byte[] extended() {
        byte[] plain = ping6();
        int count = random.nextInt(40);
        ByteBuffer frame = ByteBuffer.allocate(plain.length + 8 * count);
        frame.put(plain, 0, 54);
        int nextAt = 20;
        for (int i = 0; i < count; i++) {
            frame.put(nextAt, (byte) EXTENSIONS[random.nextInt(EXTENSIONS.length)]);
            nextAt = frame.position();
            frame.put((byte) 58).put((byte) (random.nextInt(5) == 0 ? random.nextInt(256) : 0));
            frame.putShort((short) random.nextInt()).putInt(random.nextInt());
        }
        return frame.put(plain, 54, plain.length - 54).array();
    }

    private byte[] tagged(byte[] plain) {
        int tags = 1 + random.nextInt(4);
        ByteBuffer frame = ByteBuffer.allocate(plain.length + 4 * tags).put(plain, 0, 12);
        for (int i = 0; i < tags; i++) {
            frame.putShort((short) (random.nextBoolean() ? 0x8100 : 0x88a8)).putShort((short) random.nextInt());
        }
        return frame.put(plain, 12, plain.length - 12).array();
    }

    /** Like those of the controller, with a wrong signature. */
    private byte[] lldp() {
        ByteBuffer frame = ByteBuffer.allocate(96);
        frame.putShort((short) 0x0180)
                .putInt(0xc200_000e)
                .putShort((short) 0x0200)
                .putInt(random.nextInt());
        frame.putShort((short) 0x88cc);
        frame.putShort((short) (1 << 9 | 7)).put((byte) 4).putShort((short) 0).putInt(1);
        frame.putShort((short) (127 << 9 | 40)).put(new byte[] {2, 0x5e, 0x17, 1});
        frame.putLong(1 + random.nextInt(3)).putInt(1).putLong(System.nanoTime());
        return frame.array();
    }

    private byte[] noise() {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }
}

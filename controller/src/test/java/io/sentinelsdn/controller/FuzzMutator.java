package io.sentinelsdn.controller;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Makes right messages wrong. */
final class FuzzMutator {
    private static final int HEADER = 8;
    private static final int[] EXTREMES = {0, 1, 7, 8, 0x7fff, 0x8000, 0xfff8, 0xffff};
    private static final int[] HUGE = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x0100_0000, 0x7fff_fff8};

    private final Random random;

    FuzzMutator(Random random) {
        this.random = random;
    }

    /** @param other the message before, for splicing */
    byte[] mutate(byte[] original, byte[] other) {
        byte[] message = original.clone();
        if (message.length == HEADER) {
            return header(message);
        }
        return switch (random.nextInt(10)) {
            case 0 -> header(message);
            case 1, 2 -> flip(message);
            case 3, 4, 5 -> put16(message);
            case 6 -> put32(message);
            case 7 -> framed(Arrays.copyOf(message, HEADER + random.nextInt(message.length - HEADER)));
            case 8 -> splice(message, other);
            default -> framed(Arrays.copyOf(message, message.length + 1 + random.nextInt(64)));
        };
    }

    /** A wrong length, version or type. */
    private byte[] header(byte[] message) {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        switch (random.nextInt(4)) {
            case 0 -> buffer.putShort(2, (short) (message.length + random.nextInt(33) - 16));
            case 1 -> buffer.putShort(2, (short) EXTREMES[random.nextInt(EXTREMES.length)]);
            case 2 -> buffer.put(0, (byte) random.nextInt(8));
            default -> buffer.put(1, (byte) random.nextInt(FuzzMessages.LAST_TYPE + 3));
        }
        return message;
    }

    private byte[] flip(byte[] message) {
        int flips = 1 + random.nextInt(8);
        for (int i = 0; i < flips; i++) {
            message[HEADER + random.nextInt(message.length - HEADER)] ^= (byte) (1 << random.nextInt(8));
        }
        return message;
    }

    /** Where a length, a type or a count might stand. */
    private byte[] put16(byte[] message) {
        int at = HEADER + (random.nextInt(message.length - HEADER) & ~1);
        if (at + 2 <= message.length) {
            ByteBuffer.wrap(message).putShort(at, (short) EXTREMES[random.nextInt(EXTREMES.length)]);
        }
        return message;
    }

    private byte[] put32(byte[] message) {
        int at = HEADER + (random.nextInt(message.length - HEADER) & ~3);
        if (at + 4 <= message.length) {
            ByteBuffer.wrap(message).putInt(at, HUGE[random.nextInt(HUGE.length)]);
        }
        return message;
    }

    private byte[] splice(byte[] message, byte[] other) {
        int head = HEADER + random.nextInt(message.length - HEADER);
        int tail = random.nextInt(other.length);
        byte[] both = Arrays.copyOf(message, head + other.length - tail);
        System.arraycopy(other, tail, both, head, other.length - tail);
        return framed(both);
    }

    private static byte[] framed(byte[] message) {
        ByteBuffer.wrap(message).putShort(2, (short) message.length);
        return message;
    }
}

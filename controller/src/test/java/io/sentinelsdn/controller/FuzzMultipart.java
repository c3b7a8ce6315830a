package io.sentinelsdn.controller;

import java.nio.ByteBuffer;
import java.util.Random;

/** Bodies of multipart replies of every type, right in themselves (OpenFlow 1.3.5 section 7.3.5). */
final class FuzzMultipart {
    static final int EXPERIMENTER = 0xffff;
    static final int FLOW = 1;
    static final int GROUP_DESC = 7;
    private static final int[] TYPES = {0, FLOW, 2, 3, 4, 5, 6, GROUP_DESC, 8, 9, 10, 11, 12, 13, EXPERIMENTER};
    private static final int FLOW_MOD_HEAD = 48;

    private final Random random;
    private final FuzzHeard heard;

    FuzzMultipart(Random random, FuzzHeard heard) {
        this.random = random;
        this.heard = heard;
    }

    int type() {
        return TYPES[random.nextInt(TYPES.length)];
    }

    byte[] reply(int type, int xid, boolean more) {
        ByteBuffer out = ByteBuffer.allocate(8_192);
        out.putShort((short) type).putShort((short) (more ? 1 : 0)).putInt(0);
        int rows = rows(type);
        for (int row = 0; row < rows; row++) {
            row(type, row, out);
        }
        byte[] body = new byte[out.position()];
        out.rewind().get(body);
        return RawSwitch.message(19, xid, body);
    }

    private int rows(int type) {
        return switch (type) {
            case 0, 2, 8, 11, EXPERIMENTER -> 1;
            case 12, 13 -> 4;
            default -> random.nextInt(5);
        };
    }

    private void row(int type, int row, ByteBuffer out) {
        switch (type) {
            case 0 -> out.put(new byte[1_056]);
            case FLOW -> flow(out);
            case 2 -> longs(out, 3);
            case 3 -> longs(out.put((byte) row).put(new byte[3]).putInt(random.nextInt(100)), 2);
            case 4 -> longs(out.putInt(row + 1).putInt(0), 13);
            case 5 -> longs(out.putInt(row + 1).putInt(row), 4);
            case 6 ->
                longs(
                        out.putShort((short) 56)
                                .putShort((short) 0)
                                .putInt(row)
                                .putInt(1)
                                .putInt(0),
                        5);
            case GROUP_DESC -> group(out);
            case 8 -> out.putInt(0xf).putInt(0xf).put(new byte[32]);
            case 9 ->
                longs(out.putInt(row + 1).putShort((short) 56).put(new byte[6]).putInt(1), 5);
            case 10 -> meter(out, row + 1);
            case 11 -> out.putInt(1_000).putInt(6).putInt(0xf).putInt(0x0101_0000);
            case 12 -> table(out, row);
            case 13 -> port(out, row + 1);
            default -> longs(out, 2);
        }
    }

    private ByteBuffer longs(ByteBuffer out, int count) {
        for (int i = 0; i < count; i++) {
            out.putLong(random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(100_000));
        }
        return out;
    }

    /** An entry that the controller asked for, with its cookie, match and instructions. */
    private void flow(ByteBuffer out) {
        byte[] mod = heard.any(14, random);
        if (mod == null || mod.length < FLOW_MOD_HEAD || mod.length > 1_000) {
            return;
        }
        ByteBuffer asked = ByteBuffer.wrap(mod);
        out.putShort((short) mod.length).put(mod[24]).put((byte) 0);
        out.putInt(random.nextInt(100)).putInt(0).putShort(asked.getShort(30));
        out.putShort(asked.getShort(26))
                .putShort(asked.getShort(28))
                .putShort(asked.getShort(44))
                .putInt(0);
        out.putLong(asked.getLong(8));
        longs(out, 2).put(mod, FLOW_MOD_HEAD, mod.length - FLOW_MOD_HEAD);
    }

    private void group(ByteBuffer out) {
        byte[] mod = heard.any(15, random);
        if (mod == null || mod.length < 16 || mod.length > 1_000) {
            out.putShort((short) 8).put((byte) 1).put((byte) 0).putInt(random.nextInt());
        } else {
            out.putShort((short) (mod.length - 8)).put(mod, 10, mod.length - 10);
        }
    }

    private static void meter(ByteBuffer out, int id) {
        out.putShort((short) 24).putShort((short) 1).putInt(id);
        out.putShort((short) 1).putShort((short) 16).putInt(100).putInt(10).putInt(0);
    }

    private void table(ByteBuffer out, int table) {
        out.putShort((short) 80).put((byte) table).put(new byte[37]);
        out.putLong(-1).putLong(-1).putInt(0).putInt(random.nextBoolean() ? 10 : 10_000);
        out.putShort((short) 8)
                .putShort((short) 12)
                .putInt(0x8000_0004)
                .putInt(0x8000_0606)
                .putInt(0);
    }

    static void port(ByteBuffer out, int number) {
        out.putInt(number).putInt(0).putShort((short) 0x0200).putInt(number).putShort((short) 0);
        out.put(new byte[] {'p', (byte) ('0' + number)}).put(new byte[14 + 32]);
    }
}

package io.sentinelsdn.controller;

import java.nio.ByteBuffer;
import java.util.Random;

/** Messages of all types, right in themselves, as a switch, or a controller gone astray, might send them. */
final class FuzzMessages {
    static final int LAST_TYPE = 29;
    private static final int MULTIPART_REQUEST = 18;
    private static final int ONF = 0x4f4e_4600;

    private final Random random;
    private final FuzzHeard heard;
    private final FuzzMultipart multiparts;
    private final FuzzFrames frames;
    private final long dpid;
    private final int auxiliaryId;

    FuzzMessages(Random random, FuzzHeard heard, long dpid, int auxiliaryId) {
        this.random = random;
        this.heard = heard;
        this.dpid = dpid;
        this.auxiliaryId = auxiliaryId;
        multiparts = new FuzzMultipart(random, heard);
        frames = new FuzzFrames(random);
    }

    byte[] hello() {
        return RawSwitch.message(
                0,
                0,
                ByteBuffer.allocate(8)
                        .putShort((short) 1)
                        .putShort((short) 8)
                        .putInt(0x10)
                        .array());
    }

    /** The answer a good switch gives, or null if it says nothing. */
    byte[] answerTo(byte[] request) {
        int xid = FuzzHeard.xidOf(request);
        return switch (request[1]) {
            case 2 -> RawSwitch.message(3, xid);
            case 4 -> bundle(request, xid);
            case 5 -> features(xid);
            case MULTIPART_REQUEST -> {
                int type = ByteBuffer.wrap(request).getShort(8) & 0xffff;
                yield multiparts.reply(type, xid, random.nextInt(4) == 0);
            }
            case 20 -> RawSwitch.message(21, xid);
            case 24 -> role(xid);
            default -> random.nextInt(10) == 0 ? error(xid) : null;
        };
    }

    /** Anything that a switch may say unasked, or once too often. */
    byte[] unasked() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> again();
            case 2 -> multipart();
            case 3, 4, 5 -> packetIn();
            case 6 -> flowRemoved();
            case 7 -> portStatus();
            case 8 -> error(heard.xid(random));
            default -> ofType(random.nextInt(LAST_TYPE + 1));
        };
    }

    private byte[] again() {
        int type = random.nextInt(30);
        byte[] request = heard.any(type, random);
        byte[] answer = request == null ? null : answerTo(request);
        return answer == null ? multipart() : answer;
    }

    private byte[] multipart() {
        int type = multiparts.type();
        return multiparts.reply(type, heard.multipartXid(type, random), random.nextInt(3) == 0);
    }

    /** A message of this type; those that only controllers send are theirs, sent back. */
    private byte[] ofType(int type) {
        int xid = heard.xid(random);
        return switch (type) {
            case 0 -> hello();
            case 1 -> error(xid);
            case 4 -> bundle(null, xid);
            case 6 -> features(xid);
            case 10 -> packetIn();
            case 11 -> flowRemoved();
            case 12 -> portStatus();
            case 19 -> multipart();
            case 25 -> role(xid);
            default -> {
                byte[] theirs = heard.any(type, random);
                yield theirs == null ? RawSwitch.message(type, xid, new byte[4 * random.nextInt(20)]) : theirs.clone();
            }
        };
    }

    private byte[] features(int xid) {
        ByteBuffer body = ByteBuffer.allocate(24).putLong(dpid).putInt(0).put((byte) (random.nextInt(8) == 0 ? 1 : 8));
        return RawSwitch.message(6, xid, body.put((byte) auxiliaryId).array());
    }

    private byte[] packetIn() {
        byte[] frame = frames.next(heard.frame(random));
        ByteBuffer body = ByteBuffer.allocate(34 + frame.length);
        body.putInt(-1)
                .putShort((short) frame.length)
                .put((byte) random.nextInt(2))
                .put((byte) random.nextInt(5));
        body.putLong(cookie());
        body.putShort((short) 1)
                .putShort((short) 12)
                .putInt(0x8000_0004)
                .putInt(1 + random.nextInt(4))
                .putInt(0);
        return RawSwitch.message(10, 0, body.putShort((short) 0).put(frame).array());
    }

    private long cookie() {
        byte[] mod = heard.any(14, random);
        return mod == null || mod.length < 16
                ? random.nextLong()
                : ByteBuffer.wrap(mod).getLong(8);
    }

    private byte[] flowRemoved() {
        byte[] mod = heard.any(14, random);
        if (mod == null || mod.length < 56) {
            return RawSwitch.message(
                    11,
                    0,
                    ByteBuffer.allocate(48)
                            .putLong(cookie())
                            .putShort(40, (short) 1)
                            .putShort(42, (short) 4)
                            .array());
        }
        ByteBuffer asked = ByteBuffer.wrap(mod);
        int match = Math.min(mod.length - 48, ((asked.getShort(50) & 0xffff) + 7) & ~7);
        ByteBuffer body =
                ByteBuffer.allocate(40 + match).putLong(asked.getLong(8)).putShort(asked.getShort(30));
        body.put((byte) random.nextInt(4))
                .put(mod[24])
                .putInt(5)
                .putInt(0)
                .putShort((short) 1)
                .putShort((short) 0);
        return RawSwitch.message(
                11,
                0,
                body.putLong(random.nextInt(1_000))
                        .putLong(60_000)
                        .put(mod, 48, match)
                        .array());
    }

    byte[] portStatus() {
        ByteBuffer body = ByteBuffer.allocate(72).put((byte) random.nextInt(3)).put(new byte[7]);
        FuzzMultipart.port(body, random.nextInt(20) == 0 ? random.nextInt() : 1 + random.nextInt(6));
        return RawSwitch.message(12, 0, body.putInt(44, random.nextInt(2)).array());
    }

    private byte[] error(int xid) {
        byte[] theirs = heard.any(random.nextInt(30), random);
        ByteBuffer body = ByteBuffer.allocate(theirs == null ? 4 : 4 + Math.min(64, theirs.length));
        body.putShort((short) random.nextInt(14)).putShort((short) random.nextInt(16));
        if (theirs != null) {
            body.put(theirs, 0, body.remaining());
        }
        return RawSwitch.message(1, xid, body.array());
    }

    private byte[] role(int xid) {
        int role = random.nextInt(6) == 0 ? random.nextInt(5) : 1;
        return RawSwitch.message(
                25,
                xid,
                ByteBuffer.allocate(16)
                        .putInt(role)
                        .putInt(0)
                        .putLong(random.nextLong())
                        .array());
    }

    private byte[] bundle(byte[] request, int xid) {
        boolean ours = request != null && request.length >= 24;
        int id = ours ? ByteBuffer.wrap(request).getInt(16) : random.nextInt(4);
        int control = ours ? ByteBuffer.wrap(request).getShort(20) | 1 : random.nextInt(9);
        ByteBuffer body = ByteBuffer.allocate(16)
                .putInt(ONF)
                .putInt(2_300 + random.nextInt(2))
                .putInt(id);
        return RawSwitch.message(
                4, xid, body.putShort((short) control).putShort((short) 3).array());
    }
}

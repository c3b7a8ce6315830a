package io.sentinelsdn.controller.topology;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Probes that find links: LLDP frames (IEEE 802.1AB) that carry datapath id, port and a keyed signature, so that a
 * host cannot forge a link. The key is made anew by each process. Safe for any thread.
 */
public final class Lldp {
    private static final long NEAREST_BRIDGE = 0x0180_c200_000eL;
    private static final int LLDP = 0x88cc;
    /** Organisationally specific TLV; a locally administered OUI. */
    private static final int ORGANISATION = 127;

    private static final int OUI = 0x02_5e_17;
    private static final int SIGNATURE = 16;
    private static final int BODY = 8 + 4;

    private final byte[] key = new byte[32];

    public Lldp() {
        new SecureRandom().nextBytes(key);
    }

    /** A place that a probe names. */
    public record Origin(long dpid, int port) {}

    /** The frame that a switch sends out of a port. */
    public byte[] probe(long dpid, int port, long mac) {
        ByteBuffer frame = ByteBuffer.allocate(96);
        frame.putShort((short) (NEAREST_BRIDGE >>> 32)).putInt((int) NEAREST_BRIDGE);
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
        frame.putShort((short) LLDP);
        tlv(frame, 1, 7).put((byte) 4).putShort((short) (mac >>> 32)).putInt((int) mac);
        byte[] portText = Integer.toUnsignedString(port).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        tlv(frame, 2, 1 + portText.length).put((byte) 7).put(portText);
        tlv(frame, 3, 2).putShort((short) 30);
        tlv(frame, ORGANISATION, 4 + BODY + SIGNATURE).put((byte) (OUI >>> 16)).putShort((short) OUI);
        frame.put((byte) 1);
        byte[] body = ByteBuffer.allocate(BODY).putLong(dpid).putInt(port).array();
        frame.put(body).put(sign(body));
        tlv(frame, 0, 0);
        return Arrays.copyOf(frame.array(), Math.max(60, frame.position()));
    }

    /**
     * Reads what follows the Ethernet header.
     *
     * @return where the probe was sent from; empty when it is none of ours or its signature is wrong
     */
    public Optional<Origin> read(ByteBuf payload) {
        int at = payload.readerIndex();
        int end = payload.writerIndex();
        while (end - at >= 2) {
            int header = payload.getUnsignedShort(at);
            int type = header >>> 9;
            int length = header & 0x1ff;
            at += 2;
            if (type == 0 || length > end - at) {
                return Optional.empty();
            }
            if (type == ORGANISATION
                    && length == 4 + BODY + SIGNATURE
                    && payload.getUnsignedMedium(at) == OUI
                    && payload.getByte(at + 3) == 1) {
                return verified(payload, at + 4);
            }
            at += length;
        }
        return Optional.empty();
    }

    private Optional<Origin> verified(ByteBuf payload, int at) {
        byte[] body = new byte[BODY];
        byte[] signature = new byte[SIGNATURE];
        payload.getBytes(at, body);
        payload.getBytes(at + BODY, signature);
        if (!MessageDigest.isEqual(signature, sign(body))) {
            return Optional.empty();
        }
        ByteBuffer values = ByteBuffer.wrap(body);
        return Optional.of(new Origin(values.getLong(), values.getInt()));
    }

    private byte[] sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(body), SIGNATURE);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static ByteBuffer tlv(ByteBuffer frame, int type, int length) {
        return frame.putShort((short) (type << 9 | length));
    }
}

package io.sentinelsdn.controller.topology;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.net.Dpid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Probes that find links: LLDP frames (IEEE 802.1AB) that carry datapath id, port, the time they were made, and a keyed
 * signature over these, so that a host can neither forge a link nor replay an old probe. The key is made anew by each
 * process. Safe for any thread.
 *
 * <pre>
 * TLV 127 | OUI 02-5e-17 | subtype 1 | dpid (8) | port (4) | time in ns (8) | HMAC-SHA-256, first 16 bytes
 * </pre>
 */
public final class Lldp {
    /** Older probes are refused. */
    static final long LIFETIME_NS = TimeUnit.SECONDS.toNanos(2);

    private static final long NEAREST_BRIDGE = 0x0180_c200_000eL;
    private static final int LLDP = 0x88cc;
    /** Organisationally specific TLV; a locally administered OUI. */
    private static final int ORGANISATION = 127;

    private static final int OUI = 0x02_5e_17;
    private static final int SIGNATURE = 16;
    private static final int BODY = 8 + 4 + 8;

    private final byte[] key = new byte[32];

    public Lldp() {
        new SecureRandom().nextBytes(key);
    }

    /** What a frame turned out to be. */
    public enum Verdict {
        /** Ours, and fresh. */
        GENUINE,
        /** LLDP of somebody else. */
        FOREIGN,
        /** It claims to be ours, and the signature is wrong: forged, or of another or former controller. */
        FORGED,
        /** Ours, and too old. */
        EXPIRED
    }

    /**
     * A frame that was read.
     *
     * @param verdict what it is
     * @param origin where it was sent, for a genuine or expired one; else null
     * @param sentNs when it was made
     */
    public record Probe(Verdict verdict, End origin, long sentNs) {}

    /** The frame that a switch sends out of a port. */
    public byte[] probe(Dpid dpid, int port, long mac, long nowNs) {
        ByteBuffer frame = ByteBuffer.allocate(112);
        frame.putShort((short) (NEAREST_BRIDGE >>> 32)).putInt((int) NEAREST_BRIDGE);
        frame.putShort((short) (mac >>> 32)).putInt((int) mac);
        frame.putShort((short) LLDP);
        tlv(frame, 1, 7).put((byte) 4).putShort((short) (mac >>> 32)).putInt((int) mac);
        byte[] portText = Integer.toUnsignedString(port).getBytes(StandardCharsets.US_ASCII);
        tlv(frame, 2, 1 + portText.length).put((byte) 7).put(portText);
        tlv(frame, 3, 2).putShort((short) 30);
        tlv(frame, ORGANISATION, 4 + BODY + SIGNATURE).put((byte) (OUI >>> 16)).putShort((short) OUI);
        frame.put((byte) 1);
        byte[] body = ByteBuffer.allocate(BODY)
                .putLong(dpid.value())
                .putInt(port)
                .putLong(nowNs)
                .array();
        frame.put(body).put(sign(body));
        tlv(frame, 0, 0);
        return Arrays.copyOf(frame.array(), Math.max(60, frame.position()));
    }

    /** Reads what follows the Ethernet header. */
    public Probe read(ByteBuf payload, long nowNs) {
        int at = payload.readerIndex();
        int end = payload.writerIndex();
        while (end - at >= 2) {
            int header = payload.getUnsignedShort(at);
            int type = header >>> 9;
            int length = header & 0x1ff;
            at += 2;
            if (type == 0 || length > end - at) {
                break;
            }
            if (type == ORGANISATION && length >= 4 && payload.getUnsignedMedium(at) == OUI) {
                return judged(payload, at + 3, length - 3, nowNs);
            }
            at += length;
        }
        return new Probe(Verdict.FOREIGN, null, 0);
    }

    private Probe judged(ByteBuf payload, int at, int length, long nowNs) {
        if (length != 1 + BODY + SIGNATURE || payload.getByte(at) != 1) {
            return new Probe(Verdict.FORGED, null, 0);
        }
        byte[] body = new byte[BODY];
        byte[] signature = new byte[SIGNATURE];
        payload.getBytes(at + 1, body);
        payload.getBytes(at + 1 + BODY, signature);
        if (!MessageDigest.isEqual(signature, sign(body))) {
            return new Probe(Verdict.FORGED, null, 0);
        }
        ByteBuffer values = ByteBuffer.wrap(body);
        End origin = new End(new Dpid(values.getLong()), values.getInt());
        long sentNs = values.getLong();
        boolean fresh = nowNs - sentNs <= LIFETIME_NS;
        return new Probe(fresh ? Verdict.GENUINE : Verdict.EXPIRED, origin, sentNs);
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

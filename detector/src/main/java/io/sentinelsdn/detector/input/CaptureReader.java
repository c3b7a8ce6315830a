package io.sentinelsdn.detector.input;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads packets from a capture, plain or gzip (told by content): pcap in both byte orders with times in micro- or
 * nanoseconds (draft-ietf-opsawg-pcap), or pcapng (draft-ietf-opsawg-pcapng): section header, interface description,
 * enhanced, simple and old packet blocks; others are passed over. Owned by one thread.
 */
final class CaptureReader implements Closeable {
    private static final int LARGEST_PACKET = 1 << 18;
    private static final int LARGEST_BLOCK = 1 << 24;
    private static final int PCAP_MICROS = 0xA1B2C3D4;
    private static final int PCAP_NANOS = 0xA1B23C4D;
    private static final int PCAPNG = 0x0A0D0D0A;
    private static final int BYTE_ORDER = 0x1A2B3C4D;
    private static final int INTERFACE = 1;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int OPTION_RESOLUTION = 9;

    /** Where a packet was captured: its link type, and seconds a tick. */
    private record Interface(int linkType, double tick) {}

    private final DigestInputStream digest;
    private final InputStream in;
    private final List<Interface> interfaces = new ArrayList<>();
    private boolean blocks;
    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    private long packets;

    /** The packet, as much of it as was captured, in network order; owned by the reader until the next one. */
    ByteBuffer data = ByteBuffer.allocate(0);
    /** Link type of the packet (LINKTYPE_ registry). */
    int linkType;
    /** Length of the packet on the wire, in bytes. */
    int wireLength;
    /** When, in seconds since 1970. */
    double time;

    /**
     * Opens a capture and reads its head.
     *
     * @throws IllegalArgumentException if it is none
     */
    CaptureReader(Path file) throws IOException {
        digest = new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), sha256());
        try {
            in = new BufferedInputStream(CsvReader.unzipped(digest), 1 << 16);
            head();
        } catch (EOFException e) {
            digest.close();
            throw new IllegalArgumentException("it is truncated in its head", e);
        } catch (IOException | IllegalArgumentException e) {
            digest.close();
            throw e;
        }
    }

    /** Whether a file looks like a capture. */
    static boolean isCapture(Path file) {
        byte[] start = new byte[4];
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            InputStream in = CsvReader.unzipped(raw);
            if (in.readNBytes(start, 0, 4) < 4) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        int magic = ByteBuffer.wrap(start).getInt();
        return magic == PCAPNG || isPcap(magic) || isPcap(Integer.reverseBytes(magic));
    }

    /**
     * Goes to the next packet.
     *
     * @return false at the end
     * @throws IllegalArgumentException if the file is truncated or damaged
     */
    boolean next() throws IOException {
        try {
            boolean more = blocks ? nextBlock() : nextRecord();
            packets += more ? 1 : 0;
            return more;
        } catch (EOFException e) {
            throw new IllegalArgumentException("it is truncated after packet " + packets, e);
        }
    }

    /** SHA-256 of the whole file, hexadecimal; reads what is left of it. */
    String sha256Hex() throws IOException {
        digest.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }

    private void head() throws IOException {
        ByteBuffer magic = read(4);
        if (magic == null) {
            throw new IllegalArgumentException("it is empty");
        }
        int number = magic.getInt(0);
        if (number == PCAPNG) {
            blocks = true;
            section();
            return;
        }
        order = isPcap(number) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int ordered = magic.order(order).getInt(0);
        if (!isPcap(ordered)) {
            throw new IllegalArgumentException("it is no capture (neither pcap nor pcapng)");
        }
        ByteBuffer rest = must(20);
        interfaces.add(new Interface(rest.getInt(16) & 0xffff, ordered == PCAP_NANOS ? 1e-9 : 1e-6));
    }

    private boolean nextRecord() throws IOException {
        ByteBuffer head = read(16);
        if (head == null) {
            return false;
        }
        time = (head.getInt(0) & 0xffff_ffffL)
                + (head.getInt(4) & 0xffff_ffffL) * interfaces.get(0).tick();
        int captured = length(head.getInt(8), LARGEST_PACKET, "a packet");
        wireLength = Math.max(captured, head.getInt(12));
        linkType = interfaces.get(0).linkType();
        data = must(captured).order(ByteOrder.BIG_ENDIAN);
        return true;
    }

    private boolean nextBlock() throws IOException {
        while (true) {
            ByteBuffer type = read(4);
            if (type == null) {
                return false;
            }
            if (type.getInt(0) == PCAPNG) {
                section();
                continue;
            }
            int kind = type.getInt(0);
            int length = length(must(4).getInt(0), LARGEST_BLOCK, "a block");
            if (length < 12 || length % 4 != 0) {
                throw new IllegalArgumentException(
                        "it is damaged: a block of " + length + " bytes after packet " + packets);
            }
            ByteBuffer body = must(length - 12);
            must(4);
            if (kind == INTERFACE) {
                interfaces.add(description(body));
            } else if (packet(kind, body)) {
                return true;
            }
        }
    }

    /** After the type of a section header block: its order, and the end of what was known of interfaces. */
    private void section() throws IOException {
        ByteBuffer head = must(8).order(ByteOrder.BIG_ENDIAN);
        order = head.getInt(4) == BYTE_ORDER ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        head.order(order);
        if (head.getInt(4) != BYTE_ORDER) {
            throw new IllegalArgumentException("it is damaged: a section without byte order");
        }
        must(length(head.getInt(0), LARGEST_BLOCK, "a section header") - 12);
        interfaces.clear();
    }

    private Interface description(ByteBuffer body) {
        need(body, 8);
        double tick = 1e-6;
        int at = 8;
        while (at + 4 <= body.limit()) {
            int code = body.getShort(at) & 0xffff;
            int length = body.getShort(at + 2) & 0xffff;
            if (code == OPTION_RESOLUTION && at + 4 < body.limit()) {
                int power = body.get(at + 4);
                tick = power < 0 ? Math.pow(2, -(power & 0x7f)) : Math.pow(10, -power);
            }
            at += code == 0 ? body.limit() : 4 + (length + 3) / 4 * 4;
        }
        return new Interface(body.getShort(0) & 0xffff, tick);
    }

    private boolean packet(int kind, ByteBuffer body) {
        if (kind == SIMPLE_PACKET) {
            need(body, 4);
            wireLength = body.getInt(0);
            take(body, 4, Math.min(body.limit() - 4, wireLength), 0);
            return true;
        }
        if (kind != ENHANCED_PACKET && kind != OLD_PACKET) {
            return false;
        }
        need(body, 20);
        int port = kind == ENHANCED_PACKET ? body.getInt(0) : body.getShort(0) & 0xffff;
        wireLength = body.getInt(16);
        take(body, 20, body.getInt(12), port);
        long ticks = (body.getInt(4) & 0xffff_ffffL) << 32 | (body.getInt(8) & 0xffff_ffffL);
        time = ticks * interfaces.get(port).tick();
        return true;
    }

    private void take(ByteBuffer body, int from, int captured, int port) {
        if (port < 0 || port >= interfaces.size() || captured < 0 || captured > body.limit() - from) {
            throw new IllegalArgumentException("it is damaged: packet " + (packets + 1) + " has no place or interface");
        }
        linkType = interfaces.get(port).linkType();
        data = body.slice(from, captured).order(ByteOrder.BIG_ENDIAN);
    }

    private int length(int value, int most, String what) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("it is damaged: " + what + " of " + Integer.toUnsignedString(value)
                    + " bytes after packet " + packets);
        }
        return value;
    }

    private void need(ByteBuffer body, int bytes) {
        if (body.limit() < bytes) {
            throw new IllegalArgumentException("it is damaged: a block that is too short after packet " + packets);
        }
    }

    /** So many bytes, or null at the very end. */
    private ByteBuffer read(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length == 0 && bytes > 0) {
            return null;
        }
        if (read.length < bytes) {
            throw new EOFException("only " + read.length + " of " + bytes + " bytes");
        }
        return ByteBuffer.wrap(read).order(order);
    }

    private ByteBuffer must(int bytes) throws IOException {
        ByteBuffer read = read(Math.max(0, bytes));
        if (read == null) {
            throw new EOFException("nothing of " + bytes + " bytes");
        }
        return read;
    }

    private static boolean isPcap(int magic) {
        return magic == PCAP_MICROS || magic == PCAP_NANOS;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

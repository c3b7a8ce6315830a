package io.sentinelsdn.detector.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A model as a file, big-endian; text is modified UTF-8 after its length (DataOutput).
 *
 * <pre>
 * 8 bytes "SNTLMODL" | short version = 2 | body, see ModelBody | int CRC32C of all bytes before
 * </pre>
 *
 * Readers refuse what is foreign, truncated, corrupt, of an unknown kind, or of another feature schema. Files of version
 * 1, which knew forests only and no configuration, are still read.
 */
public final class ModelFile {
    /** Largest file that is read, in bytes. */
    public static final int MAX_BYTES = 64 << 20;

    private static final long MAGIC = 0x534E544C4D4F444CL; // "SNTLMODL"
    private static final short VERSION = 2;

    private ModelFile() {}

    /** The bytes of a model: the same model gives the same bytes. */
    public static byte[] write(TrainedModel model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeShort(VERSION);
            ModelBody.write(out, model);
            out.writeInt(crc(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes a file: beside, then renamed into place, so that nobody ever reads half of it.
     *
     * @throws IllegalArgumentException if it cannot be written; names the file and the reason
     */
    public static void write(Path file, TrainedModel model) {
        AtomicFiles.write(file, write(model));
    }

    /** SHA-256, hexadecimal, of the bytes of a model: decisions name the model by it. */
    public static String sha256(TrainedModel model) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(write(model)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is not there, too large, or no model for this version; names the file and
     *     the reason
     */
    public static TrainedModel read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("no such model file: " + file);
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "model file " + file + " is larger than " + MAX_BYTES + " bytes: " + Files.size(file));
            }
            return read(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("model file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the bytes of a file.
     *
     * @param name of the file, for messages
     * @throws IllegalArgumentException as {@link #read(Path)}
     */
    public static TrainedModel read(byte[] bytes, String name) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            require(bytes.length >= 10 && in.readLong() == MAGIC, "it is not a Sentinel model");
            short version = in.readShort();
            require(
                    version >= 1 && version <= VERSION,
                    "its format version is " + version + ", this is " + VERSION + " and reads 1 too");
            require(
                    bytes.length >= 14 && crc(bytes, bytes.length - 4) == lastInt(bytes),
                    "it is corrupt or truncated (checksum)");
            return ModelBody.read(in, version);
        } catch (IOException e) {
            throw new IllegalArgumentException("model file " + name + " refused: it is truncated", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("model file " + name + " refused: " + e.getMessage(), e);
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static int lastInt(byte[] bytes) {
        int value = 0;
        for (int i = bytes.length - 4; i < bytes.length; i++) {
            value = (value << 8) | (bytes[i] & 0xff);
        }
        return value;
    }

    private static void require(boolean condition, String reason) {
        if (!condition) {
            throw new IllegalArgumentException(reason);
        }
    }
}

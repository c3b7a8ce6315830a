package io.sentinelsdn.detector.registry;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.tree.ForestCodec;
import io.sentinelsdn.detector.tree.RandomForest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A model as a file, big-endian; text is modified UTF-8 after its length (DataOutput).
 *
 * <pre>
 * 8 bytes "SNTLMODL" | short version = 1 | text kind
 * short schema version | text schema hash | short n, text × n: feature names | short n, text × n: classes
 * text data | text data SHA-256 | long rows | long seed | text code version | long created, ms since 1970
 * short n, (text name, double value) × n: metrics
 * int length | payload, see ForestCodec
 * int CRC32C of all bytes before
 * </pre>
 *
 * Readers refuse what is foreign, truncated, corrupt, or of another feature schema.
 */
public final class ModelFile {
    /** Largest file that is read, in bytes. */
    public static final int MAX_BYTES = 64 << 20;

    private static final long MAGIC = 0x534E544C4D4F444CL; // "SNTLMODL"
    private static final short VERSION = 1;

    private ModelFile() {}

    /** The bytes of a model: the same model gives the same bytes. */
    public static byte[] write(ForestModel model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeShort(VERSION);
            out.writeUTF(ForestModel.KIND);
            out.writeShort(FlowFeatures.VERSION);
            out.writeUTF(FlowFeatures.HASH);
            writeNames(out, FlowFeatures.NAMES);
            writeNames(out, model.forest().classNames());
            writeProvenance(out, model.provenance());
            out.writeShort(model.metrics().size());
            for (Map.Entry<String, Double> metric : model.metrics().entrySet()) {
                out.writeUTF(metric.getKey());
                out.writeDouble(metric.getValue());
            }
            byte[] payload = ForestCodec.write(model.forest());
            out.writeInt(payload.length);
            out.write(payload);
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
    public static void write(Path file, ForestModel model) {
        AtomicFiles.write(file, write(model));
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is not there, too large, or no model for this version; names the file and
     *     the reason
     */
    public static ForestModel read(Path file) {
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
    public static ForestModel read(byte[] bytes, String name) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            require(bytes.length >= 10 && in.readLong() == MAGIC, "it is not a Sentinel model");
            short version = in.readShort();
            require(version == VERSION, "its format version is " + version + ", this is " + VERSION);
            require(crc(bytes, bytes.length - 4) == lastInt(bytes), "it is corrupt or truncated (checksum)");
            return readBody(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("model file " + name + " refused: it is truncated", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("model file " + name + " refused: " + e.getMessage(), e);
        }
    }

    private static ForestModel readBody(DataInputStream in) throws IOException {
        String kind = in.readUTF();
        require(kind.equals(ForestModel.KIND), "its kind is " + kind + ", allowed is " + ForestModel.KIND);
        short schema = in.readShort();
        String hash = in.readUTF();
        List<String> features = readNames(in);
        require(
                schema == FlowFeatures.VERSION && hash.equals(FlowFeatures.HASH) && features.equals(FlowFeatures.NAMES),
                "it was trained with another feature schema (version " + schema + ", " + features.size()
                        + " features), this is version " + FlowFeatures.VERSION);
        List<String> classes = readNames(in);
        Provenance provenance = new Provenance(
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readUTF(),
                Instant.ofEpochMilli(in.readLong()));
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            metrics.put(in.readUTF(), in.readDouble());
        }
        int length = in.readInt();
        require(length >= 0 && length == in.available() - 4, "its payload has a wrong length: " + length);
        RandomForest forest = ForestCodec.read(in.readNBytes(length), features.size(), classes);
        return new ForestModel(forest, provenance, metrics);
    }

    private static void writeProvenance(DataOutputStream out, Provenance provenance) throws IOException {
        out.writeUTF(provenance.data());
        out.writeUTF(provenance.dataSha256());
        out.writeLong(provenance.rows());
        out.writeLong(provenance.seed());
        out.writeUTF(provenance.codeVersion());
        out.writeLong(provenance.created().toEpochMilli());
    }

    private static void writeNames(DataOutputStream out, List<String> names) throws IOException {
        out.writeShort(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    private static List<String> readNames(DataInputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            names.add(in.readUTF());
        }
        return names;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, Math.max(0, length));
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

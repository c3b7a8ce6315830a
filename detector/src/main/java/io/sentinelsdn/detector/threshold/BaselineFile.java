package io.sentinelsdn.detector.threshold;

import io.sentinelsdn.domain.net.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Keeps baselines over a restart. The version before is kept too, and read when the newest cannot be.
 *
 * <pre>
 * magic "SNTB", version 1, count; for each: address (2 longs), measure's name (UTF), baseline, start of the period
 * (doubles), age of the period in ns (long), lenience (double); CRC-32 of all before it (long)
 * </pre>
 *
 * <p>Not thread-safe: one thread saves.
 */
public final class BaselineFile {
    private static final int MAGIC = 0x534e_5442;
    private static final int VERSION = 1;
    private static final int MOST = 1 << 22;
    private static final int CRC_BYTES = Long.BYTES;

    private final Path file;
    private final Path last;
    private final Path fresh;

    /** Baselines in this folder, which must exist. */
    public BaselineFile(Path folder) {
        file = folder.resolve("baselines.bin");
        last = folder.resolve("baselines.last");
        fresh = folder.resolve("baselines.new");
    }

    /** What was read, and what was wrong with the newest file, or null. */
    public record Read(List<Baseline> baselines, String trouble) {
        public Read {
            baselines = List.copyOf(baselines);
        }
    }

    /** Reads the newest version that is whole; nothing when there is none. */
    public Read read() {
        String trouble = null;
        for (Path candidate : List.of(file, last)) {
            try {
                if (Files.exists(candidate)) {
                    return new Read(parse(Files.readAllBytes(candidate)), trouble);
                }
            } catch (IOException | IllegalArgumentException broken) {
                trouble = candidate.getFileName() + " cannot be used: " + broken.getMessage();
            }
        }
        return new Read(List.of(), trouble);
    }

    /** Writes a new version; the old one becomes the last. */
    public void write(List<Baseline> baselines) throws IOException {
        Files.write(fresh, bytes(baselines));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        if (Files.exists(file)) {
            Files.move(file, last, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] bytes(List<Baseline> baselines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        out.writeInt(baselines.size());
        for (Baseline each : baselines) {
            out.writeLong(each.destination().hi());
            out.writeLong(each.destination().lo());
            out.writeUTF(each.measure().featureName());
            out.writeDouble(each.learned().baseline());
            out.writeDouble(each.learned().periodStart());
            out.writeLong(each.learned().periodAgeNs());
            out.writeDouble(each.learned().lenience());
        }
        out.writeLong(crc(bytes.toByteArray(), bytes.size()));
        return bytes.toByteArray();
    }

    private static List<Baseline> parse(byte[] bytes) throws IOException {
        int length = bytes.length - CRC_BYTES;
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (length < 3 * Integer.BYTES || in.readInt() != MAGIC) {
            throw new IOException("it holds no baselines");
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("its version is " + version + ", known is " + VERSION);
        }
        DataInputStream end = new DataInputStream(new ByteArrayInputStream(bytes, length, CRC_BYTES));
        if (end.readLong() != crc(bytes, length)) {
            throw new IOException("its checksum is wrong");
        }
        int count = in.readInt();
        if (count < 0 || count > MOST) {
            throw new IOException("it names " + count + " baselines");
        }
        List<Baseline> baselines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            IpAddress address = new IpAddress(in.readLong(), in.readLong());
            Measure measure = measure(in.readUTF());
            AdaptiveThreshold.Learned learned =
                    new AdaptiveThreshold.Learned(in.readDouble(), in.readDouble(), in.readLong(), in.readDouble());
            if (measure != null) {
                baselines.add(new Baseline(address, measure, learned));
            }
        }
        return baselines;
    }

    /** The measure of this name, or null: one that is no more is left out. */
    private static Measure measure(String name) {
        for (Measure measure : Measure.all()) {
            if (measure.featureName().equals(name)) {
                return measure;
            }
        }
        return null;
    }

    private static long crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return crc.getValue();
    }
}

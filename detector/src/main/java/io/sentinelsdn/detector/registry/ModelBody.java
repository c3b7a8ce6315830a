package io.sentinelsdn.detector.registry;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in a {@link ModelFile} between version and checksum.
 *
 * <pre>
 * text kind | short schema version | text schema hash
 * short n, text × n: feature names | short n, text × n: classes
 * text data | text data SHA-256 | long rows | long seed | text code version | long created, ms since 1970
 * short n, (text name, text value) × n: configuration (not in version 1)
 * short n, (text name, double value) × n: metrics
 * int length | payload, see the codec of the kind
 * </pre>
 */
final class ModelBody {
    private ModelBody() {}

    static void write(DataOutputStream out, TrainedModel trained) throws IOException {
        FlowModel model = trained.model();
        ModelCodec codec = ModelCodecs.of(model.kind().toString());
        out.writeUTF(model.kind().toString());
        out.writeShort(FlowFeatures.VERSION);
        out.writeUTF(FlowFeatures.HASH);
        writeNames(out, FlowFeatures.NAMES);
        writeNames(out, model.classNames());
        writeProvenance(out, trained.provenance());
        out.writeShort(trained.metrics().size());
        for (Map.Entry<String, Double> metric : trained.metrics().entrySet()) {
            out.writeUTF(metric.getKey());
            out.writeDouble(metric.getValue());
        }
        byte[] payload = codec.write(model);
        out.writeInt(payload.length);
        out.write(payload);
    }

    static TrainedModel read(DataInputStream in, int version) throws IOException {
        ModelCodec codec = ModelCodecs.of(in.readUTF());
        short schema = in.readShort();
        String hash = in.readUTF();
        List<String> features = readNames(in);
        require(
                schema == FlowFeatures.VERSION && hash.equals(FlowFeatures.HASH) && features.equals(FlowFeatures.NAMES),
                "it was trained with another feature schema (version " + schema + ", " + features.size()
                        + " features), this is version " + FlowFeatures.VERSION);
        List<String> classes = readNames(in);
        Provenance provenance = readProvenance(in, version);
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            metrics.put(in.readUTF(), in.readDouble());
        }
        int length = in.readInt();
        require(length >= 0 && length == in.available() - Integer.BYTES, "its payload has a wrong length: " + length);
        FlowModel model = codec.read(in.readNBytes(length), features.size(), classes);
        return new TrainedModel(model, provenance, metrics);
    }

    private static void writeProvenance(DataOutputStream out, Provenance provenance) throws IOException {
        out.writeUTF(provenance.data());
        out.writeUTF(provenance.dataSha256());
        out.writeLong(provenance.rows());
        out.writeLong(provenance.seed());
        out.writeUTF(provenance.codeVersion());
        out.writeLong(provenance.created().toEpochMilli());
        out.writeShort(provenance.configuration().size());
        for (Map.Entry<String, String> entry : provenance.configuration().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    private static Provenance readProvenance(DataInputStream in, int version) throws IOException {
        String data = in.readUTF();
        String sha256 = in.readUTF();
        long rows = in.readLong();
        long seed = in.readLong();
        String codeVersion = in.readUTF();
        Instant created = Instant.ofEpochMilli(in.readLong());
        Map<String, String> configuration = new LinkedHashMap<>();
        for (int left = version == 1 ? 0 : in.readUnsignedShort(); left > 0; left--) {
            configuration.put(in.readUTF(), in.readUTF());
        }
        return new Provenance(data, sha256, rows, seed, codeVersion, created, configuration);
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

    private static void require(boolean condition, String reason) {
        if (!condition) {
            throw new IllegalArgumentException(reason);
        }
    }
}

package io.sentinelsdn.detector.ensemble;

import io.sentinelsdn.detector.deep.Autoencoder;
import io.sentinelsdn.detector.deep.AutoencoderCodec;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelCodec;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.detector.tree.ForestModelCodec;
import io.sentinelsdn.detector.tree.IsolationCodec;
import io.sentinelsdn.detector.tree.IsolationForest;
import io.sentinelsdn.detector.tree.RandomForest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A hybrid as bytes, big-endian. A member is an int length and its own bytes; length 0 where it is not there.
 *
 * <pre>
 * forest | isolation forest | autoencoder | double bias, double weight × 3
 * (float low, float high, float least, float most) × features | float share × (classes × features × 17)
 * local forest
 * </pre>
 */
public final class HybridCodec implements ModelCodec {
    private static final ModelCodec FOREST = new ForestModelCodec();
    private static final ModelCodec ISOLATION = new IsolationCodec();
    private static final ModelCodec AUTOENCODER = new AutoencoderCodec();

    @Override
    public ModelKind kind() {
        return ModelKind.HYBRID;
    }

    @Override
    public byte[] write(FlowModel model) {
        HybridModel hybrid = (HybridModel) model;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writeMember(out, FOREST, Optional.of(hybrid.forest));
            writeMember(out, ISOLATION, hybrid.isolation);
            writeMember(out, AUTOENCODER, hybrid.autoencoder);
            out.writeDouble(hybrid.stack.bias);
            for (double weight : hybrid.stack.weights) {
                out.writeDouble(weight);
            }
            for (int f = 0; f < hybrid.domain.features(); f++) {
                out.writeFloat(hybrid.domain.low[f]);
                out.writeFloat(hybrid.domain.high[f]);
                out.writeFloat(hybrid.domain.least[f]);
                out.writeFloat(hybrid.domain.most[f]);
            }
            for (float share : hybrid.domain.shares) {
                out.writeFloat(share);
            }
            writeMember(out, FOREST, hybrid.local.map(LocalForest::forest));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public FlowModel read(byte[] bytes, int features, List<String> classNames) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            RandomForest forest = (RandomForest) readMember(in, FOREST, features, classNames)
                    .orElseThrow(() -> new IllegalArgumentException("the hybrid has no forest"));
            Optional<IsolationForest> isolation =
                    readMember(in, ISOLATION, features, List.of()).map(IsolationForest.class::cast);
            Optional<Autoencoder> autoencoder =
                    readMember(in, AUTOENCODER, features, List.of()).map(Autoencoder.class::cast);
            double bias = in.readDouble();
            double[] weights = {in.readDouble(), in.readDouble(), in.readDouble()};
            Domain domain = readDomain(in, features, classNames.size());
            Optional<LocalForest> local = readMember(in, FOREST, features + LocalForest.OPINIONS, classNames)
                    .map(last -> new LocalForest((RandomForest) last));
            if (in.available() > 0) {
                throw new IllegalArgumentException(in.available() + " bytes too many after the hybrid");
            }
            return new HybridModel(forest, isolation, autoencoder, new Stack(bias, weights), domain, local);
        } catch (IOException e) {
            throw new IllegalArgumentException("the hybrid ends too early", e);
        }
    }

    private static Domain readDomain(DataInputStream in, int features, int classes) throws IOException {
        float[] low = new float[features];
        float[] high = new float[features];
        float[] least = new float[features];
        float[] most = new float[features];
        for (int f = 0; f < features; f++) {
            low[f] = in.readFloat();
            high[f] = in.readFloat();
            least[f] = in.readFloat();
            most[f] = in.readFloat();
            if (!(low[f] < high[f])) {
                throw new IllegalArgumentException("range of feature " + f + " is empty: " + low[f]);
            }
        }
        float[] shares = new float[classes * features * Domain.BINS];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = in.readFloat();
        }
        return new Domain(classes, low, high, least, most, shares);
    }

    private static void writeMember(DataOutputStream out, ModelCodec codec, Optional<? extends FlowModel> member)
            throws IOException {
        byte[] bytes = member.map(codec::write).orElse(new byte[0]);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static Optional<FlowModel> readMember(
            DataInputStream in, ModelCodec codec, int features, List<String> classNames) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("a member of the hybrid has a wrong length: " + length);
        }
        return length == 0 ? Optional.empty() : Optional.of(codec.read(in.readNBytes(length), features, classNames));
    }
}

package io.sentinelsdn.detector.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    private static final Instant CREATED = Instant.ofEpochSecond(1_700_000_001);

    private final TrainedModel model = TestModels.model(3);
    private final byte[] bytes = ModelFile.write(model);

    @Test
    void shouldReadBackWhatWasWritten() {
        TrainedModel back = ModelFile.read(bytes, "a");

        assertThat(ModelFile.write(back)).isEqualTo(bytes);
        assertThat(back.provenance()).isEqualTo(model.provenance());
        assertThat(back.metrics()).isEqualTo(model.metrics());
        assertThat(back.model().classNames()).isEqualTo(Labels.ALL);
    }

    @Test
    void shouldReadFilesOfVersion1() {
        TrainedModel plain = new TrainedModel(
                model.model(), new Provenance("d", "0".repeat(64), 1, 2, "test", CREATED, Map.of()), model.metrics());
        ByteBuffer newer = ByteBuffer.wrap(ModelFile.write(plain));
        int created = IntStream.range(0, newer.capacity() - Long.BYTES)
                .filter(at -> newer.getLong(at) == CREATED.toEpochMilli())
                .findFirst()
                .orElseThrow();
        ByteBuffer older = ByteBuffer.allocate(newer.capacity() - Short.BYTES);
        older.put(newer.array(), 0, created + Long.BYTES);
        int afterCount = created + Long.BYTES + Short.BYTES;
        older.put(newer.array(), afterCount, newer.capacity() - afterCount);
        older.putShort(8, (short) 1);

        TrainedModel back = ModelFile.read(checked(older.array()), "old.model");

        assertThat(ModelFile.write(back)).isEqualTo(newer.array());
    }

    @Test
    void shouldRefuseOtherVersionsKindsAndSchemasByName() {
        byte[] later = bytes.clone();
        later[9] = 3;
        assertThatThrownBy(() -> ModelFile.read(later, "x.model"))
                .hasMessage("model file x.model refused: its format version is 3, this is 2 and reads 1 too");

        byte[] unknown = bytes.clone();
        unknown[12] = 'X';
        assertThatThrownBy(() -> ModelFile.read(checked(unknown), "x.model"))
                .hasMessageStartingWith(
                        "model file x.model refused: its kind is Xandom_forest, known here are random_forest");

        byte[] schema = bytes.clone();
        schema[12 + "random_forest".length() + 1]++;
        assertThatThrownBy(() -> ModelFile.read(checked(schema), "x.model"))
                .hasMessageStartingWith("model file x.model refused: it was trained with another feature schema");
    }

    /** The same with a checksum that is right. */
    private static byte[] checked(byte[] file) {
        CRC32C crc = new CRC32C();
        crc.update(file, 0, file.length - Integer.BYTES);
        ByteBuffer.wrap(file).putInt(file.length - Integer.BYTES, (int) crc.getValue());
        return file;
    }

    @Test
    void shouldRefuseAForeignFileByName() {
        byte[] foreign = "PK\3\4 this is something else".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> ModelFile.read(foreign, "x.model"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model file x.model refused: it is not a Sentinel model");
        assertThatThrownBy(() -> ModelFile.read(new byte[3], "x.model")).hasMessageContaining("not a Sentinel model");
    }

    @Test
    void shouldRefuseEveryTruncation() {
        for (int length = 0; length < bytes.length; length += 97) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ModelFile.read(part, "x.model"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("model file x.model refused: ");
        }
    }

    @Test
    void shouldRefuseEveryFlippedBit() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 300; i++) {
            byte[] broken = bytes.clone();
            broken[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> ModelFile.read(broken, "x.model")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseOrReadWhatIsWrongUnderARightChecksum() {
        SplittableRandom random = new SplittableRandom(4);
        float[] row = new float[FlowFeatures.COUNT];
        for (int i = 0; i < 3000; i++) {
            byte[] broken = bytes.clone();
            // the head more often than the long payload
            int at = 10 + random.nextInt(random.nextBoolean() ? 700 : bytes.length - 14);
            broken[at] = (byte) random.nextInt(256);
            try {
                ModelFile.read(checked(broken), "x.model").model().newScorer().score(row);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("model file x.model refused: ");
            }
        }
    }

    @Test
    void shouldRefuseAMissingFile(@TempDir Path dir) {
        Path file = dir.resolve("none.model");
        assertThatThrownBy(() -> ModelFile.read(file)).hasMessage("no such model file: " + file);
    }
}

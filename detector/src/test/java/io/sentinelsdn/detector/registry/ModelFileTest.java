package io.sentinelsdn.detector.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.feature.Labels;
import io.sentinelsdn.detector.tree.RandomForest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    private final ForestModel model = TestModels.model(3);
    private final byte[] bytes = ModelFile.write(model);

    @Test
    void shouldReadBackWhatWasWritten() {
        ForestModel back = ModelFile.read(bytes, "a");

        assertThat(ModelFile.write(back)).isEqualTo(bytes);
        assertThat(back.provenance()).isEqualTo(model.provenance());
        assertThat(back.metrics()).isEqualTo(model.metrics());
        assertThat(back.forest().classNames()).isEqualTo(Labels.ALL);
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
            CRC32C crc = new CRC32C();
            crc.update(broken, 0, broken.length - 4);
            ByteBuffer.wrap(broken).putInt(broken.length - 4, (int) crc.getValue());
            try {
                RandomForest forest = ModelFile.read(broken, "x.model").forest();
                forest.score(row, new float[forest.classNames().size()]);
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

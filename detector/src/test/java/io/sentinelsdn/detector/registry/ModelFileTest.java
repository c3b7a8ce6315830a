package io.sentinelsdn.detector.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.detector.feature.Labels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
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
    void shouldRefuseAMissingFile(@TempDir Path dir) {
        Path file = dir.resolve("none.model");
        assertThatThrownBy(() -> ModelFile.read(file)).hasMessage("no such model file: " + file);
    }
}

package io.sentinelsdn.detector.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.detector.feature.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {
    @TempDir
    Path dir;

    @Test
    void shouldFallBackToTheModelInTheJar() {
        ModelRegistry registry = new ModelRegistry(dir.resolve("not-made-yet"));

        assertThat(registry.active().id()).isEqualTo(ModelRegistry.DEFAULT_ID);
        assertThat(registry.activeModel().classNames()).containsAll(Labels.ALL);
        assertThat(registry.ids()).containsExactly(ModelRegistry.DEFAULT_ID);
    }

    @Test
    void shouldKeepTheActiveModelOverARestart() {
        ModelRegistry registry = new ModelRegistry(dir);
        registry.save("mine", TestModels.model(1));
        registry.activate("mine");

        ModelRegistry again = new ModelRegistry(dir);
        assertThat(again.active().id()).isEqualTo("mine");
        assertThat(again.ids()).containsExactly(ModelRegistry.DEFAULT_ID, "mine");
        again.activate(ModelRegistry.DEFAULT_ID);
        assertThat(new ModelRegistry(dir).active().id()).isEqualTo(ModelRegistry.DEFAULT_ID);
    }

    @Test
    void shouldKeepAGraphNetworkBesideTheModelOfFlows() {
        ModelRegistry registry = new ModelRegistry(dir);
        registry.save("mine", TestModels.model(1));
        registry.save("hosts", TestModels.graph());
        registry.activate("mine");
        registry.activate("hosts");

        ModelRegistry again = new ModelRegistry(dir);
        assertThat(again.active().id()).isEqualTo("mine");
        assertThat(again.activeGraph())
                .hasValueSatisfying(beside -> assertThat(beside.id()).isEqualTo("hosts"));
        assertThat(again.isActive("hosts")).isTrue();
        assertThatThrownBy(() -> again.delete("hosts")).isInstanceOf(IllegalStateException.class);

        again.activate(ModelRegistry.DEFAULT_ID);
        assertThat(again.activeGraph()).isEmpty();
        assertThat(new ModelRegistry(dir).activeGraph()).isEmpty();
    }

    @Test
    void shouldRefuseABrokenModelAndKeepTheActiveOne() throws IOException {
        ModelRegistry registry = new ModelRegistry(dir);
        Files.writeString(dir.resolve("broken.model"), "no model at all");

        assertThatThrownBy(() -> registry.activate("broken")).isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.active().id()).isEqualTo(ModelRegistry.DEFAULT_ID);
        assertThat(new ModelRegistry(dir).active().id()).isEqualTo(ModelRegistry.DEFAULT_ID);
    }

    @Test
    void shouldStartWithTheDefaultWhenTheActiveFileBroke() throws IOException {
        ModelRegistry registry = new ModelRegistry(dir);
        registry.save("mine", TestModels.model(1));
        registry.activate("mine");
        Files.write(dir.resolve("mine.model"), new byte[100]);

        assertThat(new ModelRegistry(dir).active().id()).isEqualTo(ModelRegistry.DEFAULT_ID);
    }

    @Test
    void shouldNotDeleteWhatIsActiveOrPartOfTheProgram() {
        ModelRegistry registry = new ModelRegistry(dir);
        registry.save("mine", TestModels.model(1));
        registry.activate("mine");

        assertThatThrownBy(() -> registry.delete("mine"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("model is active: mine");
        assertThatThrownBy(() -> registry.delete(ModelRegistry.DEFAULT_ID))
                .isInstanceOf(IllegalArgumentException.class);
        registry.activate(ModelRegistry.DEFAULT_ID);
        registry.delete("mine");
        assertThatThrownBy(() -> registry.load("mine")).hasMessage("no model mine; there are default-forest");
    }

    @Test
    void shouldRefuseIdsThatLeaveTheFolderOrAreTaken() {
        ModelRegistry registry = new ModelRegistry(dir);
        TrainedModel model = TestModels.model(1);
        registry.save("mine", model);

        assertThatThrownBy(() -> registry.save("mine", model)).hasMessage("model id is taken: mine");
        assertThatThrownBy(() -> registry.save("../x", model)).hasMessageContaining("model id must be");
        assertThatThrownBy(() -> registry.load("a/b")).hasMessageContaining("model id must be");
    }

    @Test
    void shouldLeaveNoTemporaryFiles() throws IOException {
        ModelRegistry registry = new ModelRegistry(dir);
        registry.save("mine", TestModels.model(1));
        registry.activate("mine");
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("active", "mine.model");
        }
    }
}

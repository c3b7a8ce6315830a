package io.sentinelsdn.detector.registry;

import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.ModelKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models in a folder, {@code ID.model} each, and which one is active (a file {@code active} holding its id). The
 * model {@value #DEFAULT_ID} comes with the program, is always there, and is active until another one is. A graph network
 * is active beside it (a file {@code active-graph}), since it looks at whole windows and not at single flows, until the
 * default model is made the active one.
 *
 * <p>Changes are written beside and renamed into place. Any thread may call; changes wait for each other. The active
 * model is one volatile reference.
 */
public final class ModelRegistry {
    /** Id of the model in the jar. */
    public static final String DEFAULT_ID = "default-forest";

    private static final Logger LOG = LoggerFactory.getLogger(ModelRegistry.class);
    private static final String RESOURCE = "/io/sentinelsdn/detector/default-forest.model";
    private static final String ACTIVE = "active";
    private static final String GRAPH = "active-graph";
    private static final String SUFFIX = ".model";
    private static final String ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    private static final int MAX_MODELS = 1000;
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path dir;
    private volatile Entry active;
    /** Looks at whole windows beside the active model; null for none. */
    private volatile Entry graph;

    /**
     * A model and its name.
     *
     * @param id what it is called
     * @param model the model
     * @param sha256 of its file, hexadecimal
     */
    public record Entry(String id, TrainedModel model, String sha256) {
        public Entry(String id, TrainedModel model) {
            this(id, model, ModelFile.sha256(model));
        }
    }

    /**
     * Opens the folder, which need not exist yet. When the active model is missing or broken, the default one takes its
     * place and a warning is logged.
     */
    public ModelRegistry(Path dir) {
        this.dir = dir;
        active = readActive();
        graph = readGraph();
    }

    /** The model in the jar. */
    public static TrainedModel defaultModel() {
        try (InputStream in = ModelRegistry.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the default model is missing in the program: " + RESOURCE);
            }
            return ModelFile.read(in.readAllBytes(), RESOURCE);
        } catch (IOException e) {
            throw new UncheckedIOException("the default model cannot be read", e);
        }
    }

    /** The model that scores now, with its name. */
    public Entry active() {
        return active;
    }

    /** The model that scores now. */
    public FlowModel activeModel() {
        return active.model().model();
    }

    /** The graph network that looks at windows now; empty for none. */
    public Optional<Entry> activeGraph() {
        return Optional.ofNullable(graph);
    }

    /** Whether the model of this id is active, alone or beside another. */
    public boolean isActive(String id) {
        Entry beside = graph;
        return id.equals(active.id()) || (beside != null && id.equals(beside.id()));
    }

    /** Ids of all models, the default one first, then by name; at most 1000. */
    public List<String> ids() {
        List<String> ids = new ArrayList<>(List.of(DEFAULT_ID));
        if (Files.isDirectory(dir)) {
            try (Stream<Path> files = Files.list(dir)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(SUFFIX))
                        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                        .filter(id -> id.matches(ID_PATTERN) && !id.equals(DEFAULT_ID))
                        .sorted()
                        .limit(MAX_MODELS)
                        .forEach(ids::add);
            } catch (IOException e) {
                throw new UncheckedIOException("models cannot be listed: " + dir, e);
            }
        }
        return ids;
    }

    /**
     * Loads a model.
     *
     * @throws IllegalArgumentException if there is none of this id, or its file is refused
     */
    public TrainedModel load(String id) {
        if (id.equals(DEFAULT_ID)) {
            return defaultModel();
        }
        Path file = file(id);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("no model " + id + "; there are " + String.join(", ", ids()));
        }
        return ModelFile.read(file);
    }

    /**
     * Keeps a model.
     *
     * @throws IllegalArgumentException if the id is not allowed or taken
     */
    public synchronized void save(String id, TrainedModel model) {
        Path file = file(id);
        if (id.equals(DEFAULT_ID) || Files.exists(file)) {
            throw new IllegalArgumentException("model id is taken: " + id);
        }
        if (ids().size() >= MAX_MODELS) {
            throw new IllegalArgumentException("there are " + MAX_MODELS + " models already; delete some first");
        }
        write(file, ModelFile.write(model));
    }

    /**
     * Keeps a model under a new id, made of its kind and when it was trained.
     *
     * @return the id
     */
    public synchronized String add(TrainedModel model) {
        String first = model.kind() + "-" + ID_TIME.format(model.provenance().created());
        String id = first;
        for (int i = 2; Files.exists(file(id)); i++) {
            id = first + "-" + i;
        }
        save(id, model);
        return id;
    }

    /**
     * Makes a model the active one; a graph network beside the active one.
     *
     * @throws IllegalArgumentException as {@link #load}; the active one stays
     */
    public synchronized void activate(String id) {
        TrainedModel model = load(id);
        boolean beside = model.kind() == ModelKind.GNN;
        write(dir.resolve(beside ? GRAPH : ACTIVE), (id + "\n").getBytes(StandardCharsets.UTF_8));
        if (beside) {
            graph = new Entry(id, model);
        } else {
            active = new Entry(id, model);
        }
        if (id.equals(DEFAULT_ID)) {
            forgetGraph();
        }
        LOG.info("model activated id={} rows={}", id, model.provenance().rows());
    }

    /**
     * Deletes a model.
     *
     * @throws IllegalStateException if it is active
     * @throws IllegalArgumentException if there is none of this id, or it is the default one
     */
    public synchronized void delete(String id) {
        if (id.equals(DEFAULT_ID)) {
            throw new IllegalArgumentException("the default model is part of the program and cannot be deleted");
        }
        if (isActive(id) || id.equals(pointer(ACTIVE)) || id.equals(pointer(GRAPH))) {
            throw new IllegalStateException("model is active: " + id);
        }
        try {
            if (!Files.deleteIfExists(file(id))) {
                throw new IllegalArgumentException("no model " + id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("model cannot be deleted: " + id, e);
        }
    }

    private Entry readActive() {
        String id = pointer(ACTIVE);
        try {
            TrainedModel model = load(id == null ? DEFAULT_ID : id);
            if (model.kind() != ModelKind.GNN) {
                return new Entry(id == null ? DEFAULT_ID : id, model);
            }
            LOG.warn("a graph network does not judge single flows, the default model does: {}", id);
        } catch (IllegalArgumentException e) {
            LOG.warn("active model cannot be used, the default one takes its place: {}", e.getMessage());
        }
        return new Entry(DEFAULT_ID, defaultModel());
    }

    private Entry readGraph() {
        String id = pointer(GRAPH);
        try {
            return id == null ? null : new Entry(id, load(id));
        } catch (IllegalArgumentException e) {
            LOG.warn("active graph network cannot be used: {}", e.getMessage());
            return null;
        }
    }

    private void forgetGraph() {
        graph = null;
        try {
            Files.deleteIfExists(dir.resolve(GRAPH));
        } catch (IOException e) {
            throw new UncheckedIOException("the graph network stays active after a restart: " + dir, e);
        }
    }

    /** The id in a pointer file, which another process may have written; null for none. */
    private String pointer(String name) {
        Path pointer = dir.resolve(name);
        try {
            return Files.exists(pointer) ? Files.readString(pointer).strip() : null;
        } catch (IOException e) {
            LOG.warn("cannot read which model is active: {}", e.toString());
            return null;
        }
    }

    private Path file(String id) {
        if (!id.matches(ID_PATTERN)) {
            throw new IllegalArgumentException("model id must be letters, digits, '.', '_' or '-': " + id);
        }
        return dir.resolve(id + SUFFIX);
    }

    private void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot make the folder of models " + dir + ": " + e.getMessage(), e);
        }
        AtomicFiles.write(file, bytes);
    }
}

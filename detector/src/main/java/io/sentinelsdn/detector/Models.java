package io.sentinelsdn.detector;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.input.FlowBatch;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.registry.ModelFile;
import io.sentinelsdn.detector.registry.ModelRegistry;
import io.sentinelsdn.detector.registry.Provenance;
import io.sentinelsdn.detector.registry.TrainedModel;
import io.sentinelsdn.detector.serve.AnalysisLog;
import io.sentinelsdn.detector.serve.Analyst;
import io.sentinelsdn.detector.serve.CaptureWindows;
import io.sentinelsdn.detector.serve.DataFolder;
import io.sentinelsdn.detector.serve.FactBatch;
import io.sentinelsdn.detector.serve.TrainingJobs;
import io.sentinelsdn.detector.tree.Progress;
import io.sentinelsdn.domain.event.EventSink;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowFacts;
import io.sentinelsdn.domain.model.ModelInfo;
import io.sentinelsdn.domain.model.TrainingJob;
import io.sentinelsdn.domain.model.TrainingRequest;
import io.sentinelsdn.domain.spi.AnalysisStore;
import io.sentinelsdn.domain.spi.ModelDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of a data folder: kept, trained, asked. Any thread may call. */
public final class Models implements ModelDesk, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final ModelRegistry registry;
    private final TrainingJobs jobs;
    private final AnalysisLog log;

    /**
     * Opens them.
     *
     * @param dataDir models lie in its folder {@code models}; data to train from may lie anywhere in it
     * @param analyses where analyses are kept
     * @param codeVersion of this program, for the provenance of new models
     */
    public Models(Path dataDir, AnalysisStore analyses, EventSink events, Clock clock, String codeVersion) {
        log = new AnalysisLog(analyses);
        registry = new ModelRegistry(dataDir.resolve("models"));
        jobs = new TrainingJobs(registry, new DataFolder(dataDir), events, clock, codeVersion);
    }

    /** The model that scores now. */
    public FlowModel active() {
        return registry.activeModel();
    }

    /** The graph network that looks at windows now, or null. */
    public FlowModel activeGraph() {
        return registry.activeGraph().map(entry -> entry.model().model()).orElse(null);
    }

    /** SHA-256 of the file of the active model, hexadecimal. */
    public String activeSha256() {
        return registry.active().sha256();
    }

    /** Its id. */
    public String activeId() {
        return registry.active().id();
    }

    @Override
    public List<ModelInfo> models() {
        List<ModelInfo> models = new ArrayList<>();
        for (String id : registry.ids()) {
            try {
                models.add(info(id, registry.load(id)));
            } catch (IllegalArgumentException broken) {
                LOG.warn("model is left out of the list: {}", broken.getMessage());
            }
        }
        return models;
    }

    @Override
    public ModelInfo model(String id) {
        return info(id, load(id));
    }

    @Override
    public ModelInfo activate(String id) {
        load(id);
        registry.activate(id);
        return model(id);
    }

    @Override
    public void delete(String id) {
        requireThere(id);
        if (id.equals(ModelRegistry.DEFAULT_ID)) {
            throw new IllegalStateException("the default model is part of the program and cannot be deleted");
        }
        registry.delete(id);
    }

    @Override
    public TrainingJob train(TrainingRequest request) {
        if (request.adaptedFrom() != null) {
            requireThere(request.adaptedFrom());
        }
        return jobs.add(request);
    }

    @Override
    public List<TrainingJob> jobs() {
        return jobs.all();
    }

    @Override
    public Optional<TrainingJob> job(String id) {
        return jobs.get(id);
    }

    @Override
    public TrainingJob cancel(String id) {
        return jobs.cancel(id);
    }

    @Override
    public FlowAnalysis analyze(List<FlowFacts> flows, Question question) {
        return keep(judge(entry(question), FactBatch.of(flows), question));
    }

    @Override
    public FlowAnalysis analyze(byte[] file, String name, Question question) {
        Path copy = null;
        try {
            copy = Files.createTempFile("sentinel-flows", ".data");
            Files.write(copy, file);
            ModelRegistry.Entry entry = entry(question);
            CaptureWindows windows = new CaptureWindows(entry.model().model());
            FlowBatch batch = FlowBatch.read(copy, null, Progress.SILENT, windows.packets());
            return keep(windows.addTo(judge(entry, batch, question)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replace(copy.toString(), name), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the body cannot be kept while it is read: " + e.getMessage(), e);
        } finally {
            delete(copy);
        }
    }

    private ModelRegistry.Entry entry(Question question) {
        return question.modelId() == null
                ? registry.active()
                : new ModelRegistry.Entry(question.modelId(), load(question.modelId()));
    }

    private static FlowAnalysis judge(ModelRegistry.Entry entry, FlowBatch batch, Question question) {
        return new Analyst(entry.id(), entry.model(), question.explain())
                .judge(batch, question.verdicts(), verdict -> true);
    }

    private FlowAnalysis keep(FlowAnalysis analysis) {
        log.add(analysis);
        return analysis;
    }

    private static void delete(Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            LOG.warn("a copy of a body stays behind file={} reason={}", copy, e.toString());
        }
    }

    @Override
    public List<FlowAnalysis> history() {
        return log.all();
    }

    @Override
    public Map<String, Object> statistics() {
        return log.statistics();
    }

    private TrainedModel load(String id) {
        requireThere(id);
        return registry.load(id);
    }

    private void requireThere(String id) {
        if (!registry.ids().contains(id)) {
            throw new NoSuchElementException("no such model: " + id);
        }
    }

    private ModelInfo info(String id, TrainedModel trained) {
        Provenance provenance = trained.provenance();
        return new ModelInfo(
                id,
                trained.kind().toString(),
                registry.isActive(id),
                ModelFile.sha256(trained),
                FlowFeatures.VERSION,
                FlowFeatures.HASH,
                FlowFeatures.NAMES,
                trained.model().classNames(),
                provenance.data(),
                provenance.dataSha256(),
                provenance.rows(),
                provenance.seed(),
                provenance.codeVersion(),
                provenance.created(),
                provenance.configuration(),
                trained.metrics());
    }

    @Override
    public void close() {
        jobs.close();
    }
}

package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Percent;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.model.ModelInfo;
import io.sentinelsdn.domain.model.TrainingJob;
import io.sentinelsdn.domain.model.TrainingRequest;
import io.sentinelsdn.domain.spi.ModelDesk;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** {@code /api/models}: what can score, what scores, trainings and adaptations. */
public final class ModelRoutes {
    private static final int LONGEST_PATH = 1024;

    /** An adaptation keeps nothing back; its figures are of a cross-validation. */
    private static final double UNUSED_SHARE = 0.2;

    private final ModelDesk models;

    public ModelRoutes(ModelDesk models) {
        this.models = models;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/models/train", this::train),
                Route.get("/api/models", this::all).query(ListQuery.NAMES),
                Route.get("/api/models/jobs", this::jobs).query(ListQuery.NAMES),
                Route.get("/api/models/jobs/{id}", this::job),
                Route.delete("/api/models/jobs/{id}", this::cancel),
                Route.get("/api/models/{id}", this::one),
                Route.delete("/api/models/{id}", this::delete),
                Route.post("/api/models/{id}/activate", this::activate),
                Route.post("/api/models/{id}/adapt", this::adapt));
    }

    private Response train(Request request) {
        JsonBody body =
                request.body(List.of("model_type", "dataset_path", "label_column", "test_size", "random_state"));
        TrainingRequest training = new TrainingRequest(
                body.text("model_type", 100).orElse("random_forest"),
                body.text("dataset_path", LONGEST_PATH)
                        .orElseThrow(() -> Problem.missing("dataset_path", "a file in the data folder")),
                body.text("label_column", 200).orElse(null),
                body.decimal("test_size", 0.01, 0.99, 0.2),
                body.number("random_state", Long.MIN_VALUE, Long.MAX_VALUE, 42));
        return queued(training);
    }

    private Response adapt(Request request) {
        JsonBody body = request.body(List.of("dataset_path", "label_column", "random_state"));
        ModelInfo from = ModelAnswers.of(() -> models.model(request.path("id")));
        return queued(new TrainingRequest(
                from.kind(),
                body.text("dataset_path", LONGEST_PATH)
                        .orElseThrow(() -> Problem.missing("dataset_path", "a file in the data folder")),
                body.text("label_column", 200).orElse(null),
                UNUSED_SHARE,
                body.number("random_state", Long.MIN_VALUE, Long.MAX_VALUE, 42),
                from.id()));
    }

    private Response queued(TrainingRequest training) {
        TrainingJob job = ModelAnswers.of(() -> models.train(training));
        return Response.of(202, ModelJson.of(job)).header("Location", "/api/models/jobs/" + Percent.encode(job.id()));
    }

    private Response all(Request request) {
        return ListJson.of(
                ListQuery.cut(models.models(), ListQuery.of(request.query()), ModelInfo::createdAt), ModelJson::brief);
    }

    private Response jobs(Request request) {
        return ListJson.of(
                ListQuery.cut(models.jobs(), ListQuery.of(request.query()), TrainingJob::createdAt), ModelJson::of);
    }

    private Response job(Request request) {
        String id = request.path("id");
        return models.job(id)
                .map(job -> Response.ok(ModelJson.of(job)))
                .orElseThrow(() -> Problem.notFound("no such job: " + Problem.shorten(id)));
    }

    private Response cancel(Request request) {
        return Response.ok(ModelJson.of(ModelAnswers.of(() -> models.cancel(request.path("id")))));
    }

    private Response one(Request request) {
        return Response.ok(ModelJson.of(ModelAnswers.of(() -> models.model(request.path("id")))));
    }

    private Response delete(Request request) {
        ModelAnswers.of(() -> {
            models.delete(request.path("id"));
            return request;
        });
        return Response.noContent();
    }

    private Response activate(Request request) {
        return Response.ok(ModelJson.of(ModelAnswers.of(() -> models.activate(request.path("id")))));
    }

    /** What the desk refuses, as problems. */
    static final class ModelAnswers {
        private ModelAnswers() {}

        static <T> T of(Supplier<T> question) {
            try {
                return question.get();
            } catch (NoSuchElementException nothing) {
                throw Problem.notFound(Problem.shorten(nothing.getMessage()));
            } catch (IllegalStateException contradicts) {
                throw Problem.conflict(Problem.shorten(contradicts.getMessage()));
            } catch (IllegalArgumentException refused) {
                String message = Problem.shorten(refused.getMessage());
                int end = message.indexOf(' ');
                String first = end < 0 ? message : message.substring(0, end);
                boolean named = first.matches("[a-z_]+(\\[[0-9]+\\])?(\\.[a-z_]+:?)?")
                        && (first.contains("_") || first.contains("["));
                throw Problem.invalidValue(named ? first : "", message, message);
            }
        }
    }
}

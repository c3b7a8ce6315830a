package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Percent;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.spi.SliceDesk;
import java.util.List;

/**
 * {@code /api/slices}. What is answered has been confirmed by the switches that are connected, or is {@code pending};
 * what a PUT does not say stays as it was, see {@link SliceReader}.
 */
public final class SliceRoutes {
    /** Slices are looked at four times a second. */
    private static final int SNAPSHOT_MS = 250;

    private final SliceDesk desk;
    private final Answers answers;

    public SliceRoutes(SliceDesk desk, Answers answers) {
        this.desk = desk;
        this.answers = answers;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/slices", this::create),
                Route.get("/api/slices", this::list).query(ListQuery.NAMES).snapshot(SNAPSHOT_MS),
                Route.get("/api/slices/{slice_id}", this::one),
                Route.put("/api/slices/{slice_id}", this::replace),
                Route.delete("/api/slices/{slice_id}", this::remove));
    }

    private Response create(Request request) {
        var spec = SliceReader.read(request.body(SliceReader.FIELDS), null);
        SliceView made = answers.await(() -> desk.create(spec), "match");
        return tagged(Response.of(201, SliceJson.of(made)), made)
                .header("Location", "/api/slices/" + Percent.encode(made.slice().id()));
    }

    private Response list(Request request) {
        return ListJson.of(
                ListQuery.cut(
                        desk.slices(),
                        ListQuery.of(request.query()),
                        view -> view.slice().createdAt()),
                SliceJson::of);
    }

    private Response one(Request request) {
        SliceView view = find(request);
        return tagged(Response.ok(SliceJson.of(view)), view);
    }

    private Response replace(Request request) {
        SliceView before = find(request);
        var spec = SliceReader.read(
                request.body(SliceReader.FIELDS), before.slice().spec());
        SliceView changed = answers.await(() -> desk.replace(before.slice().id(), spec), "match")
                .orElseThrow(() -> gone(request));
        return tagged(Response.ok(SliceJson.of(changed)), changed);
    }

    private Response remove(Request request) {
        if (!answers.await(() -> desk.remove(request.path("slice_id")), "slice_id")) {
            throw gone(request);
        }
        return Response.noContent();
    }

    private SliceView find(Request request) {
        return desk.slice(request.path("slice_id")).orElseThrow(() -> gone(request));
    }

    private static Problem gone(Request request) {
        return Problem.notFound("no such slice: " + Problem.shorten(request.path("slice_id")));
    }

    /** The tag changes with what is wanted of the slice, not with what it carries. */
    private static Response tagged(Response response, SliceView view) {
        return response.header(
                "ETag", '"' + view.slice().id() + '.' + view.slice().revision() + '"');
    }
}

package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Percent;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.flow.RuleState.Status;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.ofctl.FlowSpec;
import io.sentinelsdn.domain.ofctl.UserFlowState;
import io.sentinelsdn.domain.spi.FlowDesk;
import io.sentinelsdn.domain.spi.FlowDesk.Put;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code /api/flows}: flow entries that people ask for, in the words of Ryu's {@code ofctl_rest}.
 *
 * <p>A new entry answers 201, one that takes the place of another with the same table, priority and match 200, and one
 * whose switch has not answered in time 202 (status {@code pending}); it stays asked for. What the switch refuses is
 * not kept: 422 with its words.
 */
public final class FlowRoutes {
    private static final List<String> FIELDS = List.of(
            "dpid", "table_id", "priority", "idle_timeout", "hard_timeout", "flags", "match", "actions", "monitor");
    private static final int MAX_16 = 65_535;
    private static final int MAX_TABLE = 254;

    private final FlowDesk desk;
    private final Answers answers;

    public FlowRoutes(FlowDesk desk, Answers answers) {
        this.desk = desk;
        this.answers = answers;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/flows", this::put),
                Route.get("/api/flows", this::list).query(ListQuery.and("dpid")),
                Route.get("/api/flows/{id}", this::one),
                Route.delete("/api/flows/{id}", this::remove));
    }

    private Response put(Request request) {
        JsonBody body = request.body(FIELDS);
        Object dpid = body.scalar("dpid");
        if (dpid == null) {
            throw Problem.missing("dpid", "a number, or 16 hexadecimal digits");
        }
        Dpid target = dpid instanceof Number
                ? new Dpid(Integers.unsigned("dpid", dpid))
                : Inputs.dpid("dpid", dpid.toString());
        FlowSpec spec = new FlowSpec(
                number(body, "table_id", MAX_TABLE, null),
                number(body, "priority", MAX_16, null),
                number(body, "idle_timeout", MAX_16, 0),
                number(body, "hard_timeout", MAX_16, 0),
                number(body, "flags", MAX_16, 0),
                body.map("match"),
                body.maps("actions"),
                body.flag("monitor", true));
        return shown(answers.await(() -> desk.put(target, spec), "match"));
    }

    private static Response shown(Put put) {
        UserFlowState state = put.state();
        boolean pending = state.status() == Status.PENDING;
        int status = pending ? 202 : put.replaced() ? 200 : 201;
        return Response.of(status, UserFlowJson.of(state))
                .header("Location", "/api/flows/" + Percent.encode(state.flow().id()));
    }

    private static Integer number(JsonBody body, String field, int most, Integer standard) {
        Object written = body.scalar(field);
        return written == null ? standard : (Integer) Integers.upTo(field, written, most);
    }

    private Response list(Request request) {
        Predicate<UserFlowState> wanted = request.query()
                .text("dpid")
                .map(text -> Inputs.dpid("dpid", text))
                .<Predicate<UserFlowState>>map(
                        dpid -> state -> state.flow().dpid().equals(dpid))
                .orElse(state -> true);
        List<UserFlowState> flows = desk.flows().stream().filter(wanted).toList();
        return ListJson.of(
                ListQuery.cut(
                        flows,
                        ListQuery.of(request.query()),
                        state -> state.flow().createdAt()),
                UserFlowJson::of);
    }

    private Response one(Request request) {
        String id = request.path("id");
        return desk.flows().stream()
                .filter(state -> state.flow().id().equals(id))
                .findFirst()
                .map(state -> Response.ok(UserFlowJson.of(state)))
                .orElseThrow(() -> Problem.notFound("no such flow entry: " + Problem.shorten(id)));
    }

    private Response remove(Request request) {
        String id = request.path("id");
        if (!answers.await(() -> desk.remove(id), "id")) {
            throw Problem.notFound("no such flow entry: " + Problem.shorten(id));
        }
        return Response.noContent();
    }
}

package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.SwitchView;
import io.sentinelsdn.domain.spi.SwitchDirectory;
import io.sentinelsdn.domain.spi.TopologyView.Attachment;
import java.util.List;
import java.util.Set;

/** {@code /api/switches} and {@code /api/topology}. */
public final class SwitchRoutes {
    private final SwitchDirectory directory;

    public SwitchRoutes(SwitchDirectory directory) {
        this.directory = directory;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/switches", this::list).query(ListQuery.NAMES),
                Route.get("/api/switches/{dpid}", this::one),
                Route.get("/api/topology", this::topology));
    }

    private Response list(Request request) {
        return ListJson.of(
                ListQuery.cut(directory.switches(), ListQuery.of(request.query()), SwitchView::connectedAt),
                SwitchJson::of);
    }

    private Response one(Request request) {
        Dpid dpid = Inputs.dpid("dpid", request.path("dpid"));
        return directory.switches().stream()
                .filter(view -> view.dpid().equals(dpid))
                .findFirst()
                .map(view -> Response.ok(SwitchJson.of(view)))
                .orElseThrow(() -> Problem.notFound("no such switch: " + dpid));
    }

    private Response topology(Request request) {
        List<SwitchView> switches = directory.switches();
        Set<Attachment> up = TopologyJson.up(switches);
        return Response.ok(new TopologyJson(
                switches.stream().map(TopologyJson.NodeJson::of).toList(),
                directory.hosts().stream().map(TopologyJson.HostJson::of).toList(),
                directory.links().stream()
                        .map(link -> TopologyJson.LinkJson.of(link, up))
                        .toList()));
    }
}

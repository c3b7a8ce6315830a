package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.spi.AuditStore;
import java.time.Instant;
import java.util.List;

/** {@code /api/system/audit}: who changed what. */
public final class AuditRoutes {
    private final AuditStore audit;

    public AuditRoutes(AuditStore audit) {
        this.audit = audit;
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/system/audit", this::list)
                .query(ListQuery.and("actor"))
                .role(Role.ADMIN));
    }

    record AuditJson(
            String id,
            Instant timestamp,
            String actor,
            String role,
            String address,
            String action,
            int status,
            String detail) {
        static AuditJson of(AuditEntry entry) {
            return new AuditJson(
                    entry.id(),
                    entry.at(),
                    entry.actor(),
                    entry.role(),
                    entry.address(),
                    entry.action(),
                    entry.status(),
                    entry.detail());
        }
    }

    private Response list(Request request) {
        String actor = request.query().text("actor").orElse(null);
        return ListJson.of(audit.audit(ListQuery.of(request.query()), actor), AuditJson::of);
    }
}

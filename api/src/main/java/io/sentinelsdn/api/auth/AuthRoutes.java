package io.sentinelsdn.api.auth;

import io.sentinelsdn.api.http.Caller;
import io.sentinelsdn.api.http.Credentials;
import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.auth.ApiKey;
import io.sentinelsdn.domain.auth.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/auth}: keys, tokens, and who one is. */
final class AuthRoutes {
    private static final int LONGEST_NAME = 100;

    private final Keyring keyring;
    private final Tokens tokens;
    private final Authenticator authenticator;

    AuthRoutes(Keyring keyring, Tokens tokens, Authenticator authenticator) {
        this.keyring = keyring;
        this.tokens = tokens;
        this.authenticator = authenticator;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/auth/token", this::token).question().open(),
                Route.get("/api/auth/me", this::me).open(),
                Route.get("/api/auth/keys", this::keys).role(Role.ADMIN),
                Route.post("/api/auth/keys", this::create).role(Role.ADMIN),
                Route.delete("/api/auth/keys/{id}", this::revoke).role(Role.ADMIN));
    }

    record TokenJson(String accessToken, String tokenType, long expiresIn, String role) {}

    record MeJson(String actor, String role, boolean open) {}

    record KeyJson(String id, String name, String role, Instant createdAt) {
        static KeyJson of(ApiKey key) {
            return new KeyJson(key.id(), key.name(), key.role().wireName(), key.createdAt());
        }
    }

    record KeysJson(List<KeyJson> items, long total) {}

    private Response token(Request request) {
        String text = request.body(List.of("api_key"))
                .text("api_key", 200)
                .orElseThrow(() -> Problem.missing("api_key", "an API key"));
        ApiKey key = authenticator.keyOf(new Credentials(text, request.caller().address(), false));
        return Response.ok(new TokenJson(
                tokens.issue(key),
                "Bearer",
                tokens.lifetime().toSeconds(),
                key.role().wireName()));
    }

    private Response me(Request request) {
        Caller caller = request.caller();
        String role = caller.role() == null ? null : caller.role().wireName();
        return Response.ok(new MeJson(caller.actor(), role, authenticator.isOpen()));
    }

    private Response keys(Request request) {
        List<KeyJson> keys = keyring.keys().stream().map(KeyJson::of).toList();
        return Response.ok(new KeysJson(keys, keys.size()));
    }

    private Response create(Request request) {
        JsonBody body = request.body(List.of("name", "role"));
        String name = body.text("name", LONGEST_NAME).orElse("");
        Role role = role(body);
        try {
            Keyring.NewKey made = keyring.create(name, role);
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", made.key().id());
            shown.put("name", made.key().name());
            shown.put("role", role.wireName());
            shown.put("created_at", made.key().createdAt());
            shown.put("api_key", made.text());
            return Response.of(201, shown)
                    .header("Location", "/api/auth/keys/" + made.key().id());
        } catch (IllegalStateException full) {
            throw Problem.conflict(full.getMessage());
        }
    }

    private static Role role(JsonBody body) {
        List<String> allowed = Arrays.stream(Role.values()).map(Role::wireName).toList();
        String text = body.text("role", 20).orElseThrow(() -> Problem.missing("role", allowed));
        try {
            return Role.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw Problem.invalidValue("role", Problem.shorten(unknown.getMessage()), allowed);
        }
    }

    private Response revoke(Request request) {
        if (!keyring.revoke(request.path("id"))) {
            throw Problem.notFound("no such key: " + Problem.shorten(request.path("id")));
        }
        return Response.noContent();
    }
}

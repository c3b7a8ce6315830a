package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sentinelsdn.api.auth.Keyring;
import io.sentinelsdn.domain.auth.ApiKey;
import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.spi.HouseStore;
import io.sentinelsdn.store.StoreConfig;
import io.sentinelsdn.store.Stores;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sentinel keys}: the keys of the API, in the data folder of this machine, or with {@code --url} those of a
 * running Sentinel.
 */
@Command(
        name = "keys",
        description =
                "Make, list and revoke keys of the API: in the data folder while nothing runs on it, or with --url"
                        + " those of a running Sentinel.")
public final class KeysCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private InheritedDataDir dataDir;

    @Mixin
    private RestOptions rest;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: create, list or revoke");
    }

    @Command(name = "create", description = "Make a key and print it, this once: only its hash is kept.")
    void create(
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "viewer (reads), operator (changes the network), admin (changes Sentinel too)"
                                    + " or gateway (posts logs and reports).")
                    String role,
            @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = "What it is for.")
                    String name)
            throws IOException {
        Role parsed = role(role);
        JsonNode made = rest.isRemote()
                ? rest.client().post("/api/auth/keys", Map.of("role", parsed.wireName(), "name", name))
                : createHere(parsed, name);
        if (!rest.told(made)) {
            PrintWriter out = rest.out();
            out.println(made.path("api_key").asText());
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            err.println(
                    "key " + made.path("id").asText() + " with role " + parsed.wireName() + "; it is not shown again");
            err.flush();
        }
    }

    @Command(name = "list", description = "All keys, without their secrets.")
    void list() throws IOException {
        JsonNode answer = rest.isRemote() ? rest.client().get("/api/auth/keys") : listHere();
        if (!rest.told(answer)) {
            PrintWriter out = rest.out();
            out.printf(Locale.ROOT, "%-16s %-8s %-27s %s%n", "id", "role", "created", "name");
            for (JsonNode key : answer.path("items")) {
                out.printf(
                        Locale.ROOT,
                        "%-16s %-8s %-27s %s%n",
                        key.path("id").asText(),
                        key.path("role").asText(),
                        key.path("created_at").asText(),
                        key.path("name").asText());
            }
            out.flush();
        }
    }

    @Command(name = "revoke", description = "Forget a key; whoever has it is refused from then on.")
    void revoke(@Parameters(paramLabel = "ID", description = "Its id, as in the list.") String id) throws IOException {
        if (rest.isRemote()) {
            rest.client().delete("/api/auth/keys/" + RestClient.part(id));
        } else {
            revokeHere(id);
        }
        rest.out().println("revoked      " + id);
        rest.out().flush();
    }

    private Role role(String text) {
        try {
            return Role.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), "--" + unknown.getMessage(), unknown);
        }
    }

    private JsonNode createHere(Role role, String name) throws IOException {
        try (HouseStore store = open()) {
            Keyring.NewKey made = new Keyring(store, Clock.systemUTC()).create(name, role);
            audit(store, "keys create " + made.key().id());
            return shown(made.key()).put("api_key", made.text());
        }
    }

    private JsonNode listHere() throws IOException {
        try (HouseStore store = open()) {
            ObjectNode answer = JSON.createObjectNode();
            var items = answer.putArray("items");
            store.keys().forEach(key -> items.add(shown(key)));
            return answer.put("total", items.size());
        }
    }

    private void revokeHere(String id) throws IOException {
        try (HouseStore store = open()) {
            if (!new Keyring(store, Clock.systemUTC()).revoke(id)) {
                throw new IllegalArgumentException("no such key: " + id);
            }
            audit(store, "keys revoke " + id);
        }
    }

    private HouseStore open() throws IOException {
        try {
            return Stores.open(dataDir.dataDir(), StoreConfig.defaults(), new Counters());
        } catch (IOException unusable) {
            if (String.valueOf(unusable.getMessage()).contains("in use by another")) {
                throw new IOException(
                        unusable.getMessage() + ": ask that one with --url " + RestOptions.STANDARD_URL, unusable);
            }
            throw unusable;
        }
    }

    private static void audit(HouseStore store, String action) {
        store.saveAudit(new AuditEntry(
                UUID.randomUUID().toString(), Instant.now(), "shell", "admin", "local", action, 200, ""));
        store.flush();
    }

    private static ObjectNode shown(ApiKey key) {
        return JSON.createObjectNode()
                .put("id", key.id())
                .put("name", key.name())
                .put("role", key.role().wireName())
                .put("created_at", key.createdAt().toString());
    }
}

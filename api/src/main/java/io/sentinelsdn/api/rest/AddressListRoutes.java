package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.JsonBody;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.api.http.Route;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import io.sentinelsdn.domain.spi.MitigationDesk;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /api/mitigation/allowlist} and {@code /api/mitigation/blacklist}. */
public final class AddressListRoutes {
    private static final int LONGEST_REASON = 500;

    private final MitigationDesk desk;
    private final Answers answers;

    public AddressListRoutes(MitigationDesk desk, Answers answers) {
        this.desk = desk;
        this.answers = answers;
    }

    public List<Route> routes() {
        AddressList allow = new AddressList(answers, desk::allowList, desk::allow, desk::disallow);
        AddressList black = new AddressList(answers, desk::blackList, desk::blacklist, desk::unblacklist);
        return List.of(
                Route.get("/api/mitigation/allowlist", allow::list).query(ListQuery.NAMES),
                Route.post("/api/mitigation/allowlist", allow::add),
                Route.delete("/api/mitigation/allowlist/{entry...}", allow::remove),
                Route.get("/api/mitigation/blacklist", black::list).query(ListQuery.NAMES),
                Route.post("/api/mitigation/blacklist", black::add),
                Route.delete("/api/mitigation/blacklist/{entry...}", black::remove));
    }

    /** An address or prefix in canonical text, why it is there, and since when. */
    record EntryJson(String entry, String reason, Instant createdAt) {
        static EntryJson of(ListEntry entry) {
            return new EntryJson(entry.prefix(), entry.reason(), entry.createdAt());
        }
    }

    private record AddressList(
            Answers answers,
            Supplier<List<ListEntry>> entries,
            BiFunction<Prefix, String, CompletableFuture<Void>> add,
            Function<Prefix, CompletableFuture<Void>> remove) {
        Response list(Request request) {
            return ListJson.of(
                    ListQuery.cut(entries.get(), ListQuery.of(request.query()), ListEntry::createdAt), EntryJson::of);
        }

        Response add(Request request) {
            JsonBody body = request.body(List.of("entry", "ip", "reason"));
            String field = body.text("ip", 64).isPresent() ? "ip" : "entry";
            if (field.equals("ip") && body.text("entry", 64).isPresent()) {
                throw Problem.invalidValue("ip", "give entry or ip, not both", "one of entry, ip");
            }
            String text = body.text(field, 64).orElseThrow(() -> Problem.missing("entry", "an address or prefix"));
            Prefix prefix = Inputs.prefix(field, text);
            String reason = body.text("reason", LONGEST_REASON).orElse("");
            answers.await(() -> add.apply(prefix, reason), field);
            return find(prefix)
                    .map(entry -> Response.of(201, EntryJson.of(entry)))
                    .orElseGet(() -> Response.of(201, new EntryJson(prefix.toString(), "", Instant.now())));
        }

        Response remove(Request request) {
            Prefix prefix = Inputs.prefix("entry", request.path("entry"));
            if (find(prefix).isEmpty()) {
                throw Problem.notFound("not in the list: " + prefix);
            }
            answers.await(() -> remove.apply(prefix), "entry");
            return Response.noContent();
        }

        private java.util.Optional<ListEntry> find(Prefix prefix) {
            return entries.get().stream()
                    .filter(entry -> entry.prefix().equals(prefix.toString()))
                    .findFirst();
        }
    }
}

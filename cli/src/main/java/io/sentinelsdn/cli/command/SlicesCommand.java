package io.sentinelsdn.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sentinel slices}: the slices of a running Sentinel. */
@Command(
        name = "slices",
        description = "List, show, create, update, delete and watch slices of a running Sentinel.",
        subcommands = {SlicesCommand.Create.class, SlicesCommand.Update.class})
public final class SlicesCommand extends RemoteCommand {
    private static final int BAR = 30;
    private static final double MEGA = 1e6;

    @Override
    String verbs() {
        return "list, show, create, update, delete or watch";
    }

    @Command(name = "list", description = "Slices, oldest first.")
    void list() {
        JsonNode answer = client().get("/api/slices?limit=1000");
        if (told(answer)) {
            return;
        }
        PrintWriter out = out();
        out.printf(
                Locale.ROOT,
                "%-16s %-20s %-11s %9s %9s %9s %4s %9s %6s%n",
                "id",
                "name",
                "status",
                "Mbit/s",
                "limit",
                "rate",
                "prio",
                "drops/s",
                "flows");
        for (JsonNode slice : answer.path("items")) {
            JsonNode stats = slice.path("stats");
            out.printf(
                    Locale.ROOT,
                    "%-16s %-20.20s %-11s %9d %9.2f %9.2f %4d %9.0f %6d%n",
                    slice.path("id").asText(),
                    slice.path("name").asText(),
                    slice.path("status").asText(),
                    slice.path("bandwidth").asInt(),
                    stats.path("limit_mbps").asDouble(),
                    stats.path("rate_bps").asDouble() / MEGA,
                    slice.path("priority").asInt(),
                    stats.path("drops_pps").asDouble(),
                    stats.path("flows").asInt());
        }
        out.printf(Locale.ROOT, "%d slices%n", answer.path("total").asLong());
        out.flush();
    }

    @Command(name = "show", description = "One slice.")
    void show(@Parameters(paramLabel = "ID") String id) {
        tell(client().get(path(id)));
    }

    @Command(name = "delete", description = "Take a slice away: its entries, meters and queues.")
    void delete(@Parameters(paramLabel = "ID") String id) {
        client().delete(path(id));
        out().println("deleted      " + id);
        out().flush();
    }

    @Command(name = "watch", description = "Draw rates against limits, once a second, until it is interrupted.")
    void watch(
            @Option(names = "--times", defaultValue = "0", description = "Stop after so many (default: 0, never).")
                    int times) {
        for (int i = 1; times == 0 || i <= times; i++) {
            JsonNode answer = client().get("/api/slices?limit=1000");
            if (!told(answer)) {
                if (i > 1) {
                    out().print("\u001b[H\u001b[J");
                }
                answer.path("items").forEach(this::draw);
            }
            out().flush();
            if (i != times) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    private void draw(JsonNode slice) {
        double limit = slice.at("/stats/limit_mbps").asDouble();
        double rate = slice.at("/stats/rate_bps").asDouble() / MEGA;
        int filled = limit <= 0 ? 0 : (int) Math.min(BAR, Math.round(BAR * rate / limit));
        out().printf(
                        Locale.ROOT,
                        "%-20.20s [%s%s] %8.2f of %8.2f Mbit/s %8.0f drops/s  %s%n",
                        slice.path("name").asText(),
                        "#".repeat(filled),
                        ".".repeat(BAR - filled),
                        rate,
                        limit,
                        slice.at("/stats/drops_pps").asDouble(),
                        slice.path("status").asText());
    }

    /** What a slice is to be; what is not said stays as it is. */
    static final class Wanted {
        @Option(names = "--bandwidth", paramLabel = "MBIT", description = "Mbit/s as a whole, each direction.")
        private Integer bandwidth;

        @Option(names = "--min-bandwidth", paramLabel = "MBIT", description = "Mbit/s guaranteed by queues.")
        private Integer minBandwidth;

        @Option(names = "--priority", paramLabel = "0-7", description = "Higher is better.")
        private Integer priority;

        @Option(names = "--prefix", paramLabel = "PREFIX", description = "A member; may be repeated.")
        private List<String> prefixes;

        @Option(names = "--host", paramLabel = "ADDRESS", description = "An IP or Ethernet address; may be repeated.")
        private List<String> hosts;

        @Option(names = "--vlan", paramLabel = "ID", description = "A VLAN; may be repeated.")
        private List<Integer> vlans;

        @Option(names = "--switch-port", paramLabel = "DPID:PORT", description = "A port; may be repeated.")
        private List<String> switchPorts;

        @Option(names = "--protocol", description = "Only this: tcp, udp, icmp, icmpv6 or a number.")
        private String protocol;

        @Option(names = "--port", paramLabel = "PORT", description = "A service's port; may be repeated.")
        private List<Integer> ports;

        @Option(names = "--isolated", negatable = true, description = "Nothing passes to or from other slices.")
        private Boolean isolated;

        @Option(names = "--dynamic", negatable = true, description = "Lend what is idle, and borrow.")
        private Boolean dynamic;

        @Option(names = "--floor", paramLabel = "MBIT", description = "Mbit/s never lent.")
        private Integer floor;

        @Option(names = "--ceiling", paramLabel = "MBIT", description = "Mbit/s never exceeded by borrowing.")
        private Integer ceiling;

        @Option(names = "--status", paramLabel = "active|disabled", description = "On the switches or not.")
        private String status;

        Map<String, Object> body(String name) {
            Map<String, Object> match = new LinkedHashMap<>();
            put(match, "prefixes", prefixes);
            put(match, "hosts", hosts);
            put(match, "vlan_ids", vlans);
            put(match, "switch_ports", switchPorts);
            put(match, "protocol", protocol);
            put(match, "ports", ports);
            Map<String, Object> body = new LinkedHashMap<>();
            put(body, "name", name);
            put(body, "bandwidth", bandwidth);
            put(body, "min_bandwidth", minBandwidth);
            put(body, "priority", priority);
            put(body, "match", match.isEmpty() ? null : match);
            put(body, "isolated", isolated);
            put(body, "dynamic", dynamic);
            put(body, "floor", floor);
            put(body, "ceiling", ceiling);
            put(body, "status", status);
            return body;
        }

        private static void put(Map<String, Object> body, String name, Object value) {
            if (value != null) {
                body.put(name, value);
            }
        }
    }

    @Command(name = "create", description = "Make a slice.")
    static final class Create implements Runnable {
        @ParentCommand
        private SlicesCommand slices;

        @Parameters(paramLabel = "NAME")
        private String name;

        @Mixin
        private Wanted wanted;

        @Override
        public void run() {
            slices.tell(slices.client().post("/api/slices", wanted.body(name)));
        }
    }

    @Command(name = "update", description = "Change a slice without a gap for its traffic.")
    static final class Update implements Runnable {
        @ParentCommand
        private SlicesCommand slices;

        @Parameters(paramLabel = "ID")
        private String id;

        @Option(names = "--name", description = "Another name.")
        private String name;

        @Mixin
        private Wanted wanted;

        @Override
        public void run() {
            slices.tell(slices.client().put(path(id), wanted.body(name)));
        }
    }

    private static String path(String id) {
        return "/api/slices/" + RestClient.part(id);
    }

    private void tell(JsonNode slice) {
        if (told(slice)) {
            return;
        }
        PrintWriter out = out();
        JsonNode stats = slice.path("stats");
        out.println("slice        " + slice.path("id").asText() + "  "
                + slice.path("name").asText());
        out.println("status       " + slice.path("status").asText());
        slice.path("reasons").forEach(reason -> out.println("             " + reason.asText()));
        out.printf(
                Locale.ROOT,
                "bandwidth    %d Mbit/s, guaranteed %d, priority %d%s%s%n",
                slice.path("bandwidth").asInt(),
                slice.path("min_bandwidth").asInt(),
                slice.path("priority").asInt(),
                slice.path("isolated").asBoolean() ? ", isolated" : "",
                slice.path("dynamic").asBoolean() ? ", dynamic" : "");
        out.println("match        " + slice.path("match"));
        out.printf(
                Locale.ROOT,
                "carries      %.2f of %.2f Mbit/s, %.2f offered, %.0f drops/s, %d flows, queues %s%n",
                stats.path("rate_bps").asDouble() / MEGA,
                stats.path("limit_mbps").asDouble(),
                stats.path("offered_bps").asDouble() / MEGA,
                stats.path("drops_pps").asDouble(),
                stats.path("flows").asInt(),
                stats.path("queues").asText());
        out.flush();
    }
}

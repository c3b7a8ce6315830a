package io.sentinelsdn.ovsdb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.ovsdb.client.OvsdbTarget.Scheme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of one database server: connects, watches tables, connects again after a pause that doubles. Owned by the
 * event loop; {@link #transact}, {@link #isConnected} and {@link #close} may be called by any thread.
 */
public final class OvsdbClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OvsdbClient.class);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int CONNECT_MS = 5_000;

    private final OvsdbTarget target;
    private final OvsdbTls tls;
    private final OvsdbLimits limits;
    private final EventLoop loop;
    private final boolean optional;
    private final List<TableWatch> watches;
    private final Counter connections;
    private final Counter refusedRows;
    private RpcChannel channel;
    private long backoffMs;
    private boolean complained;
    private boolean closed;
    private volatile boolean connected;

    /**
     * @param tls needed for {@code ssl:}, else null
     * @param optional whether nobody need be there: that is not worth a warning
     * @param watches tables whose rows are followed while connected
     */
    public OvsdbClient(
            OvsdbTarget target,
            OvsdbTls tls,
            OvsdbLimits limits,
            EventLoop loop,
            boolean optional,
            List<TableWatch> watches,
            Counters counters) {
        if (target.scheme() == Scheme.SSL && tls == null) {
            throw new IllegalArgumentException(target + " needs a certificate, its key and the CA");
        }
        this.target = target;
        this.tls = tls;
        this.limits = limits;
        this.loop = loop;
        this.optional = optional;
        this.watches = List.copyOf(watches);
        backoffMs = limits.backoffMs();
        connections = counters.counter("sentinel_ovsdb_connections_total", "Connections to databases of switches");
        refusedRows = counters.counter(
                "sentinel_ovsdb_rows_not_kept_total", "Rows of databases of switches that there was no room for");
    }

    /** Connects soon, and again whenever the connection is lost. */
    public void start() {
        loop.execute(this::connect);
    }

    /** Whether all watched rows are known. */
    public boolean isConnected() {
        return connected;
    }

    /**
     * Carries out a transaction: all of it or nothing.
     *
     * @param comment who asks for it, for the log of the server
     * @return the result of each operation (RFC 7047 section 5.2); fails with {@link OvsdbException}, or with
     *     {@link IllegalArgumentException} if the request is too large
     */
    public CompletableFuture<List<JsonNode>> transact(String database, List<Operation> operations, String comment) {
        ArrayNode params = NODES.arrayNode().add(database);
        operations.forEach(operation -> params.add(operation.json()));
        params.add(Operation.comment(comment).json());
        CompletableFuture<List<JsonNode>> results = new CompletableFuture<>();
        try {
            loop.execute(() -> call("transact", params).whenComplete((answer, failed) -> {
                if (failed != null) {
                    results.completeExceptionally(failed);
                } else {
                    settle(answer, operations, results);
                }
            }));
        } catch (RejectedExecutionException closing) {
            results.completeExceptionally(trouble(OvsdbException.Kind.AWAY, "closed"));
        }
        return results;
    }

    private void settle(JsonNode answer, List<Operation> operations, CompletableFuture<List<JsonNode>> results) {
        List<JsonNode> each = new ArrayList<>();
        for (int i = 0; i < answer.size(); i++) {
            JsonNode result = answer.get(i);
            if (result.hasNonNull("error")) {
                String where = i < operations.size() ? "operation " + i + " of " + operations.size() + ": " : "";
                results.completeExceptionally(trouble(OvsdbException.Kind.REFUSED, where + RpcChannel.words(result)));
                return;
            }
            if (i < operations.size()) {
                each.add(result);
            }
        }
        results.complete(List.copyOf(each));
    }

    private CompletableFuture<JsonNode> call(String method, JsonNode params) {
        return channel == null
                ? CompletableFuture.failedFuture(trouble(OvsdbException.Kind.AWAY, "not connected"))
                : channel.call(method, params);
    }

    private OvsdbException trouble(OvsdbException.Kind kind, String what) {
        return new OvsdbException(kind, target + ": " + what);
    }

    // --- in the event loop ---

    private void connect() {
        if (closed) {
            return;
        }
        RpcChannel next = new RpcChannel(target, limits, new Session());
        try {
            SslContext ssl = target.scheme() == Scheme.SSL ? tls.context() : null;
            Bootstrap bootstrap = new Bootstrap()
                    .group(loop)
                    .channel(target.scheme() == Scheme.UNIX ? NioDomainSocketChannel.class : NioSocketChannel.class)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS)
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel raw) {
                            if (ssl != null) {
                                raw.pipeline().addLast(ssl.newHandler(raw.alloc()));
                            }
                            raw.pipeline().addLast(new JsonFramer(limits.maxMessageBytes()), next);
                        }
                    });
            bootstrap.connect(target.socketAddress()).addListener(done -> {
                if (!done.isSuccess()) {
                    again(RpcChannel.clean(String.valueOf(done.cause().getMessage())));
                }
            });
        } catch (SSLException unreadable) {
            again("TLS files do not work: " + RpcChannel.clean(String.valueOf(unreadable.getMessage())));
        }
    }

    /** Says once what is wrong, and tries again later. */
    private void again(String reason) {
        if (closed) {
            return;
        }
        if (!complained && optional) {
            log.info("the database of Open vSwitch is not there: {}", reason);
        } else if (!complained) {
            log.warn("database of a switch is away target={} reason={}", target, reason);
        }
        complained = true;
        loop.schedule(this::connect, backoffMs, TimeUnit.MILLISECONDS);
        backoffMs = Math.min(2 * backoffMs, limits.maxBackoffMs());
    }

    private void watch(RpcChannel opened) {
        Set<String> databases = new HashSet<>();
        watches.forEach(watch -> databases.add(watch.database()));
        CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
        for (String database : databases) {
            ready = ready.thenCompose(unused -> opened.call(
                            "get_schema", NODES.arrayNode().add(database))
                    .thenAccept(schema -> watches.stream()
                            .filter(watch -> watch.database().equals(database))
                            .forEach(watch -> watch.schema(schema))));
        }
        for (int i = 0; i < watches.size(); i++) {
            TableWatch watch = watches.get(i);
            String id = String.valueOf(i);
            ready = ready.thenCompose(unused -> monitor(opened, watch, id));
        }
        ready.whenComplete((unused, failed) -> {
            if (failed == null) {
                isReady();
            } else {
                Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
                opened.close(String.valueOf(cause.getMessage()));
            }
        });
    }

    private CompletableFuture<Void> monitor(RpcChannel opened, TableWatch watch, String id) {
        return opened.call("monitor_cond", watch.request(id, true))
                .thenAccept(rows -> count(watch, watch.differences(rows, limits.maxRows())))
                .exceptionallyCompose(failed -> {
                    Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
                    boolean unknown = cause instanceof OvsdbException refused
                            && refused.kind() == OvsdbException.Kind.REFUSED
                            && String.valueOf(refused.getMessage()).contains("unknown method");
                    return unknown
                            ? opened.call("monitor", watch.request(id, false))
                                    .thenAccept(rows -> count(watch, watch.states(rows, limits.maxRows())))
                            : CompletableFuture.failedFuture(cause);
                });
    }

    private void isReady() {
        log.info("connected to the database of a switch target={}", target);
        connections.increment();
        connected = true;
        complained = false;
        backoffMs = limits.backoffMs();
    }

    private void count(TableWatch watch, int refused) {
        if (refused > 0) {
            refusedRows.add(refused);
            log.warn("more than {} rows, {} not kept target={} table={}", limits.maxRows(), refused, target, watch);
        }
    }

    private final class Session implements RpcChannel.Owner {
        @Override
        public void opened(RpcChannel opened) {
            if (closed) {
                opened.close("closed");
                return;
            }
            channel = opened;
            watch(opened);
        }

        @Override
        public void notified(String method, JsonNode params) {
            boolean second = method.equals("update2");
            if (!second && !method.equals("update")) {
                return;
            }
            int index = params.path(0).asInt(-1);
            if (index >= 0 && index < watches.size()) {
                TableWatch watch = watches.get(index);
                JsonNode rows = params.path(1);
                count(watch, second ? watch.differences(rows, limits.maxRows()) : watch.states(rows, limits.maxRows()));
            }
        }

        @Override
        public void lost(RpcChannel lost, String reason) {
            if (channel == lost) {
                channel = null;
                connected = false;
                watches.forEach(TableWatch::clear);
                again(reason);
            }
        }
    }

    /** Hangs up and stays so. */
    @Override
    public void close() {
        try {
            loop.execute(() -> {
                closed = true;
                if (channel != null) {
                    channel.close("closed");
                }
            });
        } catch (RejectedExecutionException closing) {
            log.debug("event loop is closing already");
        }
    }
}

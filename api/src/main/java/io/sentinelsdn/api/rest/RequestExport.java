package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Json;
import io.sentinelsdn.api.http.Problem;
import io.sentinelsdn.api.http.Request;
import io.sentinelsdn.api.http.Response;
import io.sentinelsdn.domain.gateway.RequestFilter;
import io.sentinelsdn.domain.gateway.RequestLog;
import io.sentinelsdn.domain.gateway.StoredRequest;
import io.sentinelsdn.domain.spi.RequestStore;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes all requests of a time as they are read, a thousand at a time, so that neither the memory nor a reader of the
 * store is held by a slow client. Few at once, since each takes a worker thread.
 */
final class RequestExport {
    private static final int AT_ONCE = 4;
    private static final int PART = 1000;
    private static final String HEADER = "id,timestamp,source_ip,request_path,request_method,user_agent,prediction,"
            + "confidence_score,is_blocked,response_status_code,response_time_ms,request_size_bytes,gateway_id\r\n";

    private final RequestStore store;
    private final Json json = new Json();
    private final Semaphore room = new Semaphore(AT_ONCE);

    RequestExport(RequestStore store) {
        this.store = store;
    }

    private record FullJson(
            String id,
            Instant timestamp,
            String sourceIp,
            String requestPath,
            String requestMethod,
            String userAgent,
            String prediction,
            double confidenceScore,
            int isBlocked,
            int responseStatusCode,
            double responseTimeMs,
            long requestSizeBytes,
            String gatewayId) {}

    Response answer(Request request) {
        boolean csv = request.query()
                .oneOf("format", List.of("csv", "json"))
                .orElse("csv")
                .equals("csv");
        RequestFilter filter = RequestQuery.filter(request.query());
        String type = csv ? "text/csv; charset=utf-8" : "application/json";
        return Response.handedOver(type, exchange -> {
                    if (!room.tryAcquire()) {
                        refuse(exchange);
                        return;
                    }
                    try {
                        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
                        exchange.startBlocking();
                        write(exchange.getOutputStream(), filter, csv);
                        exchange.getOutputStream().close();
                    } finally {
                        room.release();
                    }
                })
                .header("Content-Disposition", "attachment; filename=\"requests." + (csv ? "csv" : "json") + "\"");
    }

    private void refuse(HttpServerExchange exchange) {
        Problem busy = Problem.unavailable("busy", "too many exports at once, try again");
        exchange.setStatusCode(busy.status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/problem+json");
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "5");
        exchange.getResponseSender()
                .send(new String(json.write(busy.document(exchange.getRequestPath())), StandardCharsets.UTF_8));
    }

    private void write(OutputStream out, RequestFilter filter, boolean csv) throws IOException {
        out.write((csv ? HEADER : "[").getBytes(StandardCharsets.UTF_8));
        StoredRequest last = null;
        List<StoredRequest> part = store.after(filter, null, PART);
        while (!part.isEmpty()) {
            boolean first = last == null;
            String text = csv
                    ? part.stream().map(RequestExport::line).collect(Collectors.joining())
                    : part.stream().map(this::object).collect(Collectors.joining(",\n", first ? "\n" : ",\n", ""));
            out.write(text.getBytes(StandardCharsets.UTF_8));
            last = part.get(part.size() - 1);
            part = store.after(filter, last, PART);
        }
        out.write((csv ? "" : "\n]\n").getBytes(StandardCharsets.UTF_8));
    }

    private String object(StoredRequest stored) {
        RequestLog log = stored.log();
        FullJson full = new FullJson(
                Long.toString(stored.id()),
                log.timestamp(),
                log.sourceIp(),
                log.path(),
                log.method(),
                log.userAgent(),
                log.prediction().wireName(),
                log.confidence(),
                log.blocked() ? 1 : 0,
                log.status(),
                log.responseTimeMs(),
                log.sizeBytes(),
                log.gatewayId());
        return new String(json.write(full), StandardCharsets.UTF_8);
    }

    private static String line(StoredRequest stored) {
        RequestLog log = stored.log();
        return Stream.of(
                        stored.id(),
                        log.timestamp(),
                        log.sourceIp(),
                        log.path(),
                        log.method(),
                        log.userAgent(),
                        log.prediction().wireName(),
                        log.confidence(),
                        log.blocked() ? 1 : 0,
                        log.status(),
                        log.responseTimeMs(),
                        log.sizeBytes(),
                        log.gatewayId())
                .map(RequestExport::cell)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /**
     * A cell (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in front: clients choose paths and
     * user agents.
     */
    static String cell(Object value) {
        String text = value.toString();
        if (value instanceof String && !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}

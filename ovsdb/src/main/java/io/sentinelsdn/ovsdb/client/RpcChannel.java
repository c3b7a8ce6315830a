package io.sentinelsdn.ovsdb.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One connection that speaks JSON-RPC 1.0 (RFC 7047 section 4): requests and their answers, notifications, echo both
 * ways. A server that is silent for three echo intervals is hung up on. Owned by the event loop.
 */
final class RpcChannel extends ChannelInboundHandlerAdapter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_WORDS = 300;
    private static final int MISSED_ECHOES = 3;

    /** Who uses the connection; called in the event loop. */
    interface Owner {
        void opened(RpcChannel channel);

        void notified(String method, JsonNode params);

        void lost(RpcChannel channel, String reason);
    }

    private record Call(CompletableFuture<JsonNode> answer, Future<?> timeout) {}

    private final OvsdbTarget target;
    private final OvsdbLimits limits;
    private final Owner owner;
    private final Map<Long, Call> calls = new HashMap<>();
    private ChannelHandlerContext context;
    private Future<?> pulse;
    private long nextId = 1;
    private int silentPulses;
    private String reason = "closed by the server";

    RpcChannel(OvsdbTarget target, OvsdbLimits limits, Owner owner) {
        this.target = target;
        this.limits = limits;
        this.owner = owner;
    }

    /**
     * Asks the server.
     *
     * @return the result; fails with {@link OvsdbException}, or {@link IllegalArgumentException} if the request is too
     *     large
     */
    CompletableFuture<JsonNode> call(String method, JsonNode params) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        if (context == null || !context.channel().isActive()) {
            answer.completeExceptionally(trouble(OvsdbException.Kind.AWAY, "not connected"));
            return answer;
        }
        if (calls.size() >= limits.maxPending()) {
            answer.completeExceptionally(
                    trouble(OvsdbException.Kind.BUSY, limits.maxPending() + " requests wait for an answer already"));
            return answer;
        }
        long id = nextId++;
        ObjectNode request = NODES.objectNode();
        request.put("method", method);
        request.set("params", params);
        request.put("id", id);
        try {
            send(request);
        } catch (IllegalArgumentException tooLarge) {
            answer.completeExceptionally(tooLarge);
            return answer;
        }
        Future<?> timeout =
                context.executor().schedule(() -> late(id, method), limits.requestMs(), TimeUnit.MILLISECONDS);
        calls.put(id, new Call(answer, timeout));
        return answer;
    }

    void close(String because) {
        reason = because;
        if (context != null) {
            context.close();
        }
    }

    private void late(long id, String method) {
        Call call = calls.remove(id);
        if (call != null) {
            String text = "no answer to " + method + " within " + limits.requestMs() + " ms";
            call.answer().completeExceptionally(trouble(OvsdbException.Kind.LATE, text));
        }
    }

    private void send(ObjectNode message) {
        byte[] bytes;
        try {
            bytes = JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("not JSON: " + impossible.getOriginalMessage(), impossible);
        }
        if (bytes.length > limits.maxMessageBytes()) {
            throw new IllegalArgumentException(
                    "a message may have " + limits.maxMessageBytes() + " bytes, not " + bytes.length);
        }
        context.writeAndFlush(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        pulse = active.executor()
                .scheduleWithFixedDelay(this::pulse, limits.echoMs(), limits.echoMs(), TimeUnit.MILLISECONDS);
        owner.opened(this);
    }

    /** Nothing was heard since the last pulse: asks for an echo, at last gives up. */
    private void pulse() {
        silentPulses++;
        if (silentPulses > MISSED_ECHOES) {
            close("silent for " + (long) MISSED_ECHOES * limits.echoMs() + " ms");
        } else if (silentPulses > 1) {
            call("echo", NODES.arrayNode());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object received) {
        JsonNode message = (JsonNode) received;
        silentPulses = 0;
        JsonNode id = message.path("id");
        if (!message.has("method")) {
            answered(id, message);
        } else if (id.isMissingNode() || id.isNull()) {
            owner.notified(message.path("method").asText(), message.path("params"));
        } else if (context.channel().isWritable()) {
            asked(message.path("method").asText(), message.path("params"), id);
        } else {
            close("asks faster than it reads the answers");
        }
    }

    private void asked(String method, JsonNode params, JsonNode id) {
        boolean echo = method.equals("echo");
        ObjectNode answer = NODES.objectNode();
        answer.set("result", echo ? params : NODES.nullNode());
        answer.set("error", echo ? NODES.nullNode() : NODES.textNode("unknown method"));
        answer.set("id", id);
        send(answer);
    }

    private void answered(JsonNode id, JsonNode message) {
        Call call = id.isIntegralNumber() ? calls.remove(id.asLong()) : null;
        if (call == null) {
            return;
        }
        call.timeout().cancel(false);
        JsonNode error = message.path("error");
        if (error.isNull() || error.isMissingNode()) {
            call.answer().complete(message.path("result"));
        } else {
            call.answer().completeExceptionally(trouble(OvsdbException.Kind.REFUSED, words(error)));
        }
    }

    /** What the server says is wrong, in one line. */
    static String words(JsonNode error) {
        String kind = error.path("error").asText(error.isTextual() ? error.asText() : "");
        String details = error.path("details").asText("");
        String text = kind.isEmpty() ? error.toString() : details.isEmpty() ? kind : kind + ": " + details;
        return clean(text);
    }

    static String clean(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > MOST_WORDS ? line.substring(0, MOST_WORDS) + "…" : line;
    }

    OvsdbException trouble(OvsdbException.Kind kind, String what) {
        return new OvsdbException(kind, target + ": " + what);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        close(clean(root.getMessage() == null ? root.toString() : root.getMessage()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        if (pulse != null) {
            pulse.cancel(false);
        }
        List<Call> open = List.copyOf(calls.values());
        calls.clear();
        open.forEach(call -> {
            call.timeout().cancel(false);
            call.answer().completeExceptionally(trouble(OvsdbException.Kind.AWAY, "connection lost before the answer"));
        });
        owner.lost(this, reason);
    }
}

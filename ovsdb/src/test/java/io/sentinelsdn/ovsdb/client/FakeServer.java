package io.sentinelsdn.ovsdb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A small OVSDB server: one database, connections on a free TCP port, each served by a thread of its own. Its answers
 * are those of ovsdb-server 3.1 for what is asked of it here. Thread-safe.
 */
public final class FakeServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final FakeTables tables = new FakeTables();
    final Queue<JsonNode> answersToUs = new ConcurrentLinkedQueue<>();
    private final boolean conditional;
    private final ServerSocket listener;
    private final Queue<Peer> peers = new ConcurrentLinkedQueue<>();
    private volatile boolean mute;
    private final AtomicInteger connections = new AtomicInteger();

    public FakeServer() throws IOException {
        this(true, ServerSocketFactory.getDefault(), 0);
    }

    /**
     * @param conditional whether it knows {@code monitor_cond}; servers before 2.6 do not
     * @param port 0 for any that is free
     */
    public FakeServer(boolean conditional, ServerSocketFactory sockets, int port) throws IOException {
        this.conditional = conditional;
        listener = sockets.createServerSocket(port, 8, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "fake-ovsdb");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public OvsdbTarget target(String scheme) {
        return OvsdbTarget.parse(scheme + ":127.0.0.1:" + listener.getLocalPort());
    }

    int port() {
        return listener.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    /** Hears everything and says nothing any more. */
    void mute() {
        mute = true;
    }

    void unmute() {
        mute = false;
    }

    public void hangUp() {
        peers.forEach(Peer::close);
    }

    /** Says something to everybody, JSON or not. */
    void say(String text) {
        peers.forEach(peer -> peer.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Changes the database as another client would, and tells those who watch. */
    public JsonNode change(Operation... operations) {
        ArrayNode params = JSON.createArrayNode().add("Open_vSwitch");
        List.of(operations).forEach(operation -> params.add(operation.json()));
        return transact(params);
    }

    private synchronized JsonNode transact(JsonNode params) {
        FakeTables.State before = tables.copy();
        JsonNode results = tables.transact(params);
        for (Peer peer : peers) {
            peer.monitors.forEach((id, request) -> peer.tell(id, request, before));
        }
        return results;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Peer peer = new Peer(socket);
                peers.add(peer);
                Thread reader = new Thread(peer::read, "fake-ovsdb-peer");
                reader.setDaemon(true);
                reader.start();
            }
        } catch (IOException closed) {
            hangUp();
        }
    }

    /** Listens no more. */
    public void stop() throws IOException {
        listener.close();
        hangUp();
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private final class Peer {
        private final Socket socket;
        private final Map<JsonNode, JsonNode> monitors = new LinkedHashMap<>();

        Peer(Socket socket) {
            this.socket = socket;
        }

        void read() {
            try (InputStream in = socket.getInputStream();
                    MappingIterator<JsonNode> messages =
                            JSON.readerFor(JsonNode.class).readValues(in)) {
                while (messages.hasNext()) {
                    JsonNode message = messages.next();
                    if (!message.has("method")) {
                        answersToUs.add(message);
                    } else if (!mute) {
                        answer(message);
                    }
                }
            } catch (IOException | RuntimeException gone) {
                close();
            } finally {
                peers.remove(this);
            }
        }

        private void answer(JsonNode message) {
            JsonNode params = message.get("params");
            synchronized (FakeServer.this) {
                switch (message.get("method").asText()) {
                    case "echo" -> reply(message, params, null);
                    case "get_schema" -> reply(message, tables.schema(), null);
                    case "transact" -> reply(message, transact(params), null);
                    case "monitor" -> monitor(message, params);
                    case "monitor_cond" -> {
                        if (conditional) {
                            monitor(message, params);
                        } else {
                            reply(message, null, "unknown method");
                        }
                    }
                    default -> reply(message, null, "unknown method");
                }
            }
        }

        private void monitor(JsonNode message, JsonNode params) {
            String table = params.get(2).fieldNames().next();
            if (!tables.has(table)) {
                ObjectNode error = JSON.createObjectNode().put("error", "syntax error");
                error.put("details", "no table named " + table);
                reply(message, null, error);
                return;
            }
            monitors.put(params.get(1), params.get(2));
            reply(message, tables.updates(params.get(2), FakeTables.NOTHING, conditional), null);
        }

        void tell(JsonNode id, JsonNode request, FakeTables.State before) {
            JsonNode updates = tables.updates(request, before, conditional);
            if (!updates.isEmpty()) {
                ObjectNode notification = JSON.createObjectNode();
                notification.put("method", conditional ? "update2" : "update");
                notification.putArray("params").add(id).add(updates);
                notification.putNull("id");
                write(notification.toString().getBytes(StandardCharsets.UTF_8));
            }
        }

        private void reply(JsonNode message, JsonNode result, Object error) {
            ObjectNode reply = JSON.createObjectNode();
            reply.set("result", result);
            reply.set("error", JSON.valueToTree(error));
            reply.set("id", message.get("id"));
            write(reply.toString().getBytes(StandardCharsets.UTF_8));
        }

        private void write(byte[] bytes) {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(bytes);
                out.flush();
            } catch (IOException gone) {
                close();
            }
        }

        private void close() {
            try {
                socket.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}

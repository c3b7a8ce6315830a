package io.sentinelsdn.api.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Reads a body on the I/O thread without waiting. A body that is a little too large is read to its end and forgotten, so
 * that the client gets to see the 413; one that takes too long costs its connection.
 */
final class BodyReader {
    private final long limit;
    private final long timeoutMs;

    BodyReader(long limit, long timeoutMs) {
        this.limit = limit;
        this.timeoutMs = timeoutMs;
    }

    /** Calls back in the I/O thread with the body, or with null when it is too large. */
    void read(HttpServerExchange exchange, Consumer<byte[]> whenRead) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        long[] seen = new long[1];
        XnioExecutor.Key clock = exchange.getIoThread()
                .executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), timeoutMs, TimeUnit.MILLISECONDS);
        exchange.getRequestReceiver()
                .receivePartialBytes(
                        (ignored, part, last) -> {
                            seen[0] += part.length;
                            if (seen[0] <= limit) {
                                body.writeBytes(part);
                            }
                            if (last) {
                                clock.remove();
                                whenRead.accept(seen[0] <= limit ? body.toByteArray() : null);
                            }
                        },
                        (ignored, broken) -> {
                            clock.remove();
                            exchange.setPersistent(false);
                            exchange.dispatch(SameThreadExecutor.INSTANCE, () -> whenRead.accept(null));
                        });
    }
}

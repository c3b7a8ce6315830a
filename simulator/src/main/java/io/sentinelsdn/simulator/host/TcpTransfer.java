package io.sentinelsdn.simulator.host;

import java.util.concurrent.CompletableFuture;

/** A TCP connection as its client sees it. Any thread may look. */
public final class TcpTransfer {
    /** How a connection ended. */
    public enum Outcome {
        /** The request was acknowledged and the server closed. */
        COMPLETED,
        /** The server answered with RST. */
        REFUSED,
        /** No answer to SYN or data. */
        TIMED_OUT
    }

    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile boolean established;
    private volatile long bytesAcknowledged;
    private volatile long bytesReceived;
    private volatile boolean cancelled;

    TcpTransfer() {}

    /** Completes on the owning thread when the connection has ended. */
    public CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    public boolean isEstablished() {
        return established;
    }

    /** Bytes of the request that the server has acknowledged. */
    public long bytesAcknowledged() {
        return bytesAcknowledged;
    }

    /** Bytes of the response so far. */
    public long bytesReceived() {
        return bytesReceived;
    }

    /** Sends no more of the request. */
    public void stop() {
        cancelled = true;
    }

    boolean isStopped() {
        return cancelled;
    }

    void establish() {
        established = true;
    }

    void acknowledged(long bytes) {
        bytesAcknowledged = bytes;
    }

    void receivedBytes(long bytes) {
        bytesReceived = bytes;
    }

    void end(Outcome how) {
        outcome.complete(how);
    }
}

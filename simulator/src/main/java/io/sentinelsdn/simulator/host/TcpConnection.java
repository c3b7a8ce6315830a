package io.sentinelsdn.simulator.host;

import io.sentinelsdn.simulator.frame.TcpFlags;
import java.util.concurrent.TimeUnit;

/**
 * One TCP connection: the client sends its request, the server its response and then FIN, the client answers with its
 * own FIN. Lost segments are sent again from the first unacknowledged byte (go-back-N). Positions count bytes from the
 * start of a direction, the FIN as one more. Owned by the owning thread.
 */
final class TcpConnection {
    private static final int SEGMENT = 1400;
    private static final int WINDOW = 32 * SEGMENT;
    private static final int MAX_RETRIES = 6;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int TRICKLE = 20;
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(1);

    private final TcpStack stack;
    private final TcpStack.Key key;
    private final TcpTransfer transfer;
    private final long bytesPerSecond;
    private final int firstSeq;

    private int firstRemoteSeq;
    private long toSend;
    private long acknowledged;
    private long sent;
    private long highest;
    private long received;
    private long paced;
    private long pacedSinceNs;
    private boolean established;
    private boolean finReceived;
    private boolean requestComplete;
    private boolean stopSaid;
    private boolean closed;
    private int retries;
    private long deadlineNs;
    private boolean timerPending;

    private TcpConnection(
            TcpStack stack, TcpStack.Key key, int firstSeq, long toSend, long bytesPerSecond, TcpTransfer transfer) {
        this.stack = stack;
        this.key = key;
        this.firstSeq = firstSeq;
        this.toSend = toSend;
        this.bytesPerSecond = bytesPerSecond;
        this.transfer = transfer;
    }

    static TcpConnection client(
            TcpStack stack, TcpStack.Key key, long requestBytes, long bytesPerSecond, TcpTransfer transfer) {
        return new TcpConnection(stack, key, key.localPort() << 8, requestBytes, bytesPerSecond, transfer);
    }

    /** The server's side; the response follows when the request is complete. */
    static TcpConnection server(TcpStack stack, TcpStack.Key key, int cookie, int remoteSeq, int responseBytes) {
        TcpConnection connection = new TcpConnection(stack, key, cookie + 1, responseBytes, 0, null);
        connection.firstRemoteSeq = remoteSeq;
        connection.established = true;
        connection.armTimer();
        return connection;
    }

    private boolean isClient() {
        return transfer != null;
    }

    /** Sends the SYN. */
    void open() {
        stack.transmit(key, firstSeq - 1, 0, TcpFlags.SYN, 0, 1);
        armTimer();
    }

    void receive(Segment segment) {
        if (closed) {
            if (segment.has(TcpFlags.FIN)) {
                acknowledge();
            }
            return;
        }
        if (segment.has(TcpFlags.RST)) {
            end(TcpTransfer.Outcome.REFUSED);
            return;
        }
        if (segment.has(TcpFlags.SYN)) {
            establish(segment);
            return;
        }
        if (!established) {
            return;
        }
        takeAcknowledgement(segment.ack());
        takeData(segment);
        finishOrSend();
    }

    private void establish(Segment synAck) {
        firstRemoteSeq = synAck.seq() + 1;
        if (!established) {
            established = true;
            retries = 0;
            pacedSinceNs = stack.attachment().nowNs();
            transfer.establish();
        }
        acknowledge();
        pump();
    }

    private void takeAcknowledgement(int ack) {
        int progress = ack - wire(firstSeq, acknowledged);
        if (progress > 0 && progress <= highest - acknowledged) {
            acknowledged += progress;
            sent = Math.max(sent, acknowledged);
            retries = 0;
            if (isClient()) {
                transfer.acknowledged(Math.min(acknowledged, toSend));
            }
            armTimer();
        }
    }

    private void takeData(Segment segment) {
        boolean inOrder = segment.seq() == wire(firstRemoteSeq, received);
        boolean fin = segment.has(TcpFlags.FIN);
        if (inOrder) {
            received += segment.payload();
            if (segment.payload() > 0) {
                retries = 0;
                armTimer();
            }
            if (fin) {
                finReceived = true;
                received++;
            }
            requestComplete |= segment.has(TcpFlags.PSH);
            if (isClient()) {
                transfer.receivedBytes(finReceived ? received - 1 : received);
            }
        }
        if (segment.payload() > 0 || fin) {
            acknowledge();
        }
    }

    private void finishOrSend() {
        boolean allAcknowledged = acknowledged == toSend + 1;
        if (finReceived && allAcknowledged) {
            end(TcpTransfer.Outcome.COMPLETED);
        } else if (isClient() || requestComplete) {
            pump();
        }
    }

    /** Whether the FIN may follow the last byte: the server's at once, the client's after the server's. */
    private boolean mayFinish() {
        return !isClient() || finReceived;
    }

    private void pump() {
        if (isClient() && transfer.isStopped()) {
            stop();
        }
        while (sent < toSend && sent - acknowledged + SEGMENT <= WINDOW && pacingAllows()) {
            int length = (int) Math.min(segment(), toSend - sent);
            int push = sent + length == toSend ? TcpFlags.PSH : 0;
            sendFrom(sent, length, TcpFlags.ACK | push);
            sent += length;
        }
        if (sent == toSend && mayFinish()) {
            sendFrom(sent, 0, TcpFlags.FIN | TcpFlags.ACK);
            sent++;
        }
        highest = Math.max(highest, sent);
    }

    /** Ends the request early and tells the server that it is complete. */
    private void stop() {
        toSend = Math.min(toSend, highest);
        if (!stopSaid) {
            stopSaid = true;
            sendFrom(sent, 0, TcpFlags.ACK | TcpFlags.PSH);
        }
    }

    /** Who sends slower than a packet's worth a second sends small pieces. */
    private int segment() {
        return bytesPerSecond > 0 && bytesPerSecond < SEGMENT ? (int) Math.max(TRICKLE, bytesPerSecond) : SEGMENT;
    }

    private boolean pacingAllows() {
        if (bytesPerSecond == 0) {
            return true;
        }
        double allowed = bytesPerSecond * (stack.attachment().nowNs() - pacedSinceNs) / 1e9;
        boolean allows = sent <= allowed;
        if (!allows && paced != sent) {
            paced = sent;
            stack.attachment().after(PACE_NS, this::paceAgain);
        }
        return allows;
    }

    private void paceAgain() {
        paced = -1;
        if (!closed) {
            pump();
        }
    }

    private void sendFrom(long position, int length, int flags) {
        stack.transmit(key, wire(firstSeq, position), wire(firstRemoteSeq, received), flags, length, 1);
    }

    private void acknowledge() {
        sendFrom(sent, 0, TcpFlags.ACK);
    }

    private static int wire(int first, long position) {
        return first + (int) position;
    }

    private void armTimer() {
        long delayNs = RETRY_NS << retries;
        deadlineNs = stack.attachment().nowNs() + delayNs;
        if (!timerPending) {
            timerPending = true;
            stack.attachment().after(delayNs, this::ring);
        }
    }

    private void ring() {
        timerPending = false;
        long leftNs = deadlineNs - stack.attachment().nowNs();
        if (!closed && leftNs > 0) {
            timerPending = true;
            stack.attachment().after(leftNs, this::ring);
        } else if (!closed) {
            timeOut();
        }
    }

    private void timeOut() {
        if (retries == MAX_RETRIES) {
            end(TcpTransfer.Outcome.TIMED_OUT);
            return;
        }
        boolean waiting = !established || acknowledged < sent;
        if (waiting || !isClient() || sent >= toSend) {
            retries++;
        }
        if (!established) {
            open();
            return;
        }
        sent = acknowledged;
        if (isClient() && sent == toSend && !finReceived) {
            sendFrom(sent, 0, TcpFlags.ACK | TcpFlags.PSH);
        }
        finishOrSend();
        armTimer();
    }

    private void end(TcpTransfer.Outcome outcome) {
        closed = true;
        if (isClient()) {
            transfer.end(outcome);
        }
        if (outcome == TcpTransfer.Outcome.COMPLETED) {
            stack.attachment().after(LINGER_NS, () -> stack.forget(key));
        } else {
            stack.forget(key);
        }
    }
}

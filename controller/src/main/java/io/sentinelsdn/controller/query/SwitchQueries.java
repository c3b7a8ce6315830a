package io.sentinelsdn.controller.query;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.controller.ofctl.StatsQuery;
import io.sentinelsdn.controller.openflow.MultipartCall;
import io.sentinelsdn.domain.metric.Counters.Counter;
import io.sentinelsdn.domain.spi.SwitchStatistics.Answer;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import io.sentinelsdn.domain.spi.SwitchTrouble.Kind;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Questions of people to one switch. One is on its way at a time, so that a poll never waits behind more than one; a few
 * wait, more are refused. Owned by the event loop of the switch.
 */
public final class SwitchQueries {
    /** Questions that wait, besides the one on its way. */
    static final int MOST_WAITING = 8;

    /** The words of a switch that does not know the kind of request (OpenFlow 1.3.5 section 7.4.4.2). */
    private static final String UNSUPPORTED = "BAD_REQUEST/BAD_MULTIPART";

    private final Caller caller;
    private final Counter opaqueFields;
    private final Queue<Running<?>> waiting = new ArrayDeque<>();
    private Running<?> running;
    private boolean closed;

    /**
     * @param opaqueFields counts fields and actions of entries that were shown as hexadecimal digits
     */
    public SwitchQueries(Caller caller, Counter opaqueFields) {
        this.caller = caller;
        this.opaqueFields = opaqueFields;
    }

    /** Asks as soon as it is this question's turn; the future completes in the event loop. */
    public <T> void ask(StatsQuery<T> query, CompletableFuture<Answer<T>> answer) {
        Running<T> question = new Running<>(query, answer);
        if (closed) {
            answer.completeExceptionally(wentAway());
        } else if (running == null) {
            question.start();
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(question);
        } else {
            answer.completeExceptionally(
                    new SwitchTrouble(Kind.BUSY, "too many questions wait for this switch, try again"));
        }
    }

    /** Nobody waits for this answer any more. */
    public void abandon(CompletableFuture<?> answer) {
        waiting.removeIf(question -> question.answer == answer);
        if (running != null && running.answer == answer) {
            caller.forget(running.xid);
            next();
        }
    }

    /** The connection is gone. */
    public void closed() {
        closed = true;
        running = null;
        Queue<Running<?>> unasked = new ArrayDeque<>(waiting);
        waiting.clear();
        unasked.forEach(question -> question.answer.completeExceptionally(wentAway()));
    }

    private static SwitchTrouble wentAway() {
        return new SwitchTrouble(Kind.AWAY, "the switch went away before it could be asked");
    }

    private void next() {
        running = null;
        Running<?> following = waiting.poll();
        if (following != null) {
            following.start();
        }
    }

    /** A question with the steps that are left. */
    private final class Running<T> implements MultipartCall {
        private final StatsQuery<T> query;
        private final CompletableFuture<Answer<T>> answer;
        private int step;
        private int xid;
        private String unreadable;

        Running(StatsQuery<T> query, CompletableFuture<Answer<T>> answer) {
            this.query = query;
            this.answer = answer;
        }

        void start() {
            running = this;
            xid = caller.call(this);
        }

        @Override
        public int type() {
            return query.steps().get(step).type();
        }

        @Override
        public void writeBody(ByteBuf out) {
            query.steps().get(step).writeBody(out);
        }

        @Override
        public void part(ByteBuf buffer, int from, int to, boolean last) {
            try {
                if (unreadable == null) {
                    query.steps().get(step).part(buffer, from, to);
                }
            } catch (IllegalArgumentException malformed) {
                unreadable = malformed.getMessage();
            }
            if (last) {
                stepDone();
            }
        }

        private void stepDone() {
            step++;
            if (unreadable == null && step < query.steps().size()) {
                xid = caller.call(this);
                return;
            }
            opaqueFields.add(query.opaqueFields());
            if (unreadable == null) {
                answer.complete(query.answer());
            } else {
                answer.completeExceptionally(new SwitchTrouble(Kind.REFUSED, unreadable));
            }
            next();
        }

        @Override
        public void failed(String error) {
            if (error.equals(UNSUPPORTED)) {
                answer.complete(query.unsupported());
            } else {
                answer.completeExceptionally(new SwitchTrouble(Kind.REFUSED, error));
            }
            if (running == this) {
                next();
            }
        }
    }
}

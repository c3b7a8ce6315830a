package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.net.ControllerRole;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Our role at one switch (OpenFlow 1.3.5 sections 6.3.4 and 7.3.9). Owned by the event loop of the session. A request
 * that the switch calls stale is sent once more with a generation id above the one the switch knows.
 */
final class RoleKeeper {
    /** {@code OFPET_ROLE_REQUEST_FAILED}, {@code OFPRRFC_STALE}. */
    static final int ROLE_REQUEST_FAILED = 11;

    private static final int STALE = 0;
    private static final int ROLE_REQUEST = 24;
    private static final int LENGTH = 24;
    private static final int NO_CHANGE = 0;
    private static final AtomicLong GENERATION = new AtomicLong();

    private final Outbox outbox;
    private ControllerRole wanted = ControllerRole.EQUAL;
    private ControllerRole current = ControllerRole.EQUAL;
    private int xid;
    private boolean asksGeneration;
    private boolean insisted;
    private CompletableFuture<ControllerRole> answer = new CompletableFuture<>();

    RoleKeeper(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Asks for a role; the answer fails with the error of the switch. A later request overtakes an earlier one. */
    CompletableFuture<ControllerRole> request(ControllerRole role) {
        answer.completeExceptionally(new IllegalStateException("overtaken by a later request"));
        answer = new CompletableFuture<>();
        wanted = role;
        insisted = false;
        send(code(role), nextGeneration(0));
        return answer;
    }

    /** Whether nothing may be written: as slave, and from the moment we want to be one. */
    boolean isReadOnly() {
        return current == ControllerRole.SLAVE || wanted == ControllerRole.SLAVE;
    }

    ControllerRole current() {
        return isReadOnly() ? ControllerRole.SLAVE : current;
    }

    /** ROLE_REPLY; false when nobody asked. */
    boolean reply(ByteBuf message, int from, int to, int replyXid) {
        if (to - from < LENGTH) {
            throw new MalformedMessage("ROLE_REPLY is cut off");
        }
        if (replyXid != xid || xid == 0) {
            return false;
        }
        if (asksGeneration) {
            asksGeneration = false;
            send(code(wanted), nextGeneration(message.getLong(from + 16)));
            return true;
        }
        ControllerRole granted = role(message.getInt(from + 8));
        xid = 0;
        current = granted;
        answer.complete(current);
        return true;
    }

    /** The switch refused; false when it was none of these requests. */
    boolean refused(int errorXid, int type, int code, String text) {
        if (errorXid != xid || xid == 0) {
            return false;
        }
        if (type == ROLE_REQUEST_FAILED && code == STALE && !insisted) {
            insisted = true;
            asksGeneration = true;
            send(NO_CHANGE, 0);
            return true;
        }
        xid = 0;
        asksGeneration = false;
        answer.completeExceptionally(new IllegalStateException("the switch refused the role: " + text));
        return true;
    }

    /** The switch says that we are a slave: another controller has become the master. */
    void demoted() {
        current = ControllerRole.SLAVE;
        wanted = ControllerRole.SLAVE;
    }

    private static int code(ControllerRole role) {
        return switch (role) {
            case EQUAL -> 1;
            case MASTER -> 2;
            case SLAVE -> 3;
        };
    }

    private static ControllerRole role(int code) {
        for (ControllerRole role : ControllerRole.values()) {
            if (code(role) == code) {
                return role;
            }
        }
        throw new MalformedMessage("ROLE_REPLY has role " + code);
    }

    private void send(int role, long generation) {
        xid = outbox.xid();
        ByteBuf out = outbox.open();
        Outbox.header(out, ROLE_REQUEST, LENGTH, xid);
        out.writeInt(role).writeZero(4).writeLong(generation);
        outbox.written();
    }

    /**
     * Larger than every one given out before and than {@code known}, in the circular sense of section 6.3.4. Begins
     * with the time in milliseconds, so that it also grows from one process to the next.
     */
    private static long nextGeneration(long known) {
        return GENERATION.updateAndGet(last -> {
            long next = Math.max(last + 1, System.currentTimeMillis());
            return next - known > 0 ? next : known + 1;
        });
    }
}

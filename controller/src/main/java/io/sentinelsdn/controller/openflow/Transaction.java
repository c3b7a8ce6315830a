package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.sentinelsdn.domain.flow.MeterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A set of changes to one switch: one write and one barrier. Order is kept; meters are changed by {@code MODIFY} when
 * they exist, so that entries that use them stay.
 */
public final class Transaction {
    /** {@code OFPM_CONTROLLER}: the meter of everything sent to the controller. */
    public static final long CONTROLLER_METER = 0xffff_fffeL;

    /** {@code OFPFMFC_TABLE_FULL} as {@link OpenFlowError} writes it. */
    private static final String TABLE_FULL = "FLOW_MOD_FAILED/TABLE_FULL";

    private static final int FLOW_MOD = 14;
    private static final int METER_MOD = 29;
    /** {@code OFPMC_DELETE}. */
    private static final int METER_DELETE = 2;

    /**
     * What came back.
     *
     * @param confirmed the barrier was answered; false when the connection went first
     * @param errors errors by the {@code tag} of the change that caused them
     */
    public record Result(boolean confirmed, List<Failure> errors) {
        public Result {
            errors = List.copyOf(errors);
        }

        public boolean clean() {
            return confirmed && errors.isEmpty();
        }

        /** Whether a change failed because a table is full. */
        public boolean hasTableFull() {
            return errors.stream().anyMatch(failure -> failure.error().startsWith(TABLE_FULL));
        }
    }

    /** An OFPT_ERROR and the change that caused it. */
    public record Failure(Object tag, String error) {}

    /** A message without its xid, and what it is about. */
    static final class Change {
        private final byte[] message;
        private final Object tag;

        Change(byte[] message, Object tag) {
            this.message = message;
            this.tag = tag;
        }

        byte[] message() {
            return message;
        }

        Object tag() {
            return tag;
        }

        boolean isFlow() {
            return message[1] == FLOW_MOD;
        }

        boolean isMeterDelete() {
            return message[1] == METER_MOD && message[9] == METER_DELETE;
        }
    }

    private final List<Change> changes = new ArrayList<>();
    private Consumer<Result> callback = result -> {};
    private boolean patient;

    public Transaction add(FlowEntry entry, Object tag) {
        changes.add(new Change(RuleCodec.add(entry), tag));
        return this;
    }

    public Transaction add(PreparedEntry entry, Object tag) {
        changes.add(new Change(entry.addMessage(), tag));
        return this;
    }

    public Transaction delete(FlowEntry entry, Object tag) {
        changes.add(new Change(RuleCodec.deleteStrict(entry), tag));
        return this;
    }

    public Transaction deleteByCookie(long cookie, long mask) {
        changes.add(new Change(RuleCodec.deleteByCookie(cookie, mask), "delete cookie " + Long.toHexString(cookie)));
        return this;
    }

    /**
     * Sends a message that somebody else has written.
     *
     * @param message a whole message; its xid is put in when it is sent
     */
    public Transaction message(ByteBuf message, Object tag) {
        changes.add(new Change(ByteBufUtil.getBytes(message), tag));
        return this;
    }

    /** Adds or modifies a meter. */
    public Transaction meter(long meterId, MeterSpec spec, boolean exists, Object tag) {
        changes.add(new Change(RuleCodec.meter(meterId, spec, exists), tag));
        return this;
    }

    /** Adds or modifies a group. */
    public Transaction group(GroupEntry group, boolean exists, Object tag) {
        changes.add(new Change(GroupCodec.put(group, exists), tag));
        return this;
    }

    /** Deletes a group and the entries that use it. */
    public Transaction deleteGroup(int groupId) {
        changes.add(new Change(GroupCodec.delete(groupId), "delete group " + Integer.toHexString(groupId)));
        return this;
    }

    public Transaction deleteMeter(long meterId) {
        changes.add(new Change(RuleCodec.deleteMeter(meterId), "delete meter " + meterId));
        return this;
    }

    /** Called in the event loop of the session. */
    public Transaction then(Consumer<Result> whenDone) {
        callback = whenDone;
        return this;
    }

    /**
     * Nobody waits for the confirmation: the changes leave at once, but the barrier behind them may be that of a later
     * transaction, at the latest {@link SwitchSession#settle}'s.
     */
    public Transaction patient() {
        patient = true;
        return this;
    }

    boolean isPatient() {
        return patient;
    }

    /** Nothing is sent, so nothing will be confirmed. */
    void refuse() {
        callback.accept(new Result(false, List.of()));
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    List<Change> changes() {
        return changes;
    }

    Consumer<Result> callback() {
        return callback;
    }
}

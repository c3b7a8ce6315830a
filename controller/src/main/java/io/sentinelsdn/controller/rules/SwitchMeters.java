package io.sentinelsdn.controller.rules;

import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.domain.flow.MeterSpec;
import java.util.HashSet;
import java.util.Set;

/**
 * The meters of one switch: numbers from its {@link MeterTable}, and which of them exist, so that a meter that is
 * there is modified and not added. Owned by the event loop of the switch.
 */
public final class SwitchMeters {
    private final MeterTable numbers;
    private final Set<Long> existing;
    private final Set<Long> punts = new HashSet<>();

    /**
     * @param maxMeters what the switch said, 0 for no meters
     * @param existing meters it had when it connected
     */
    public SwitchMeters(long maxMeters, Set<Long> existing) {
        numbers = new MeterTable(maxMeters);
        this.existing = new HashSet<>(existing);
    }

    /** Whether the switch has meters at all. */
    public boolean any() {
        return numbers.hasMeters();
    }

    /** The number of an owner's meter, given out on first use; 0 when there is none left. */
    public int numberOf(String owner) {
        return numbers.numberOf(owner);
    }

    /**
     * Writes an owner's meter into the transaction.
     *
     * @return its number, 0 when there is none left
     */
    public int put(Transaction transaction, String owner, MeterSpec spec, Object tag) {
        int number = numbers.numberOf(owner);
        if (number != 0) {
            transaction.meter(number, spec, !existing.add((long) number), tag);
        }
        return number;
    }

    /** The same for a meter of what is sent to the controller. */
    public int putPunt(Transaction transaction, String owner, MeterSpec spec) {
        int number = put(transaction, owner, spec, "meter " + owner);
        punts.add((long) number);
        return number;
    }

    /** Whether the meter limits what is sent to the controller, and nothing else. */
    public boolean isPunt(long number) {
        return punts.contains(number);
    }

    /** The ceiling of everything that is sent to the controller. */
    public void putCeiling(Transaction transaction, MeterSpec spec, Object tag) {
        transaction.meter(Transaction.CONTROLLER_METER, spec, !existing.add(Transaction.CONTROLLER_METER), tag);
    }

    /** A meter that should exist does not: it is added anew with the next {@link #put}. */
    public void gone(String owner) {
        existing.remove((long) numbers.numberOf(owner));
    }

    /**
     * Writes the end of meters that a former process of ours has left behind into the transaction.
     *
     * @param seen all meters of the switch
     */
    public void collect(Transaction transaction, Set<Long> seen) {
        for (long number : seen) {
            if (numbers.isLeftBehind(number)) {
                existing.remove(number);
                transaction.deleteMeter(number);
            }
        }
    }

    /** Writes the end of an owner's meter into the transaction and takes its number back. */
    public void remove(Transaction transaction, String owner) {
        int number = numbers.release(owner);
        if (number != 0) {
            existing.remove((long) number);
            transaction.deleteMeter(number);
        }
    }
}

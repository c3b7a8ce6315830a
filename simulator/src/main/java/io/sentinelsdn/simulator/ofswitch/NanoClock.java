package io.sentinelsdn.simulator.ofswitch;

/** Time in nanoseconds since some fixed point; never goes back. Any thread may ask. */
@FunctionalInterface
public interface NanoClock {
    long nanoTime();

    /** The clock of the machine. */
    static NanoClock system() {
        return System::nanoTime;
    }
}

package io.sentinelsdn.detector.tree;

/** Is told how far a long work has come, and says whether to go on. Called by the thread that started the work. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing and never stops. */
    Progress SILENT = fraction -> true;

    /**
     * Takes the part done.
     *
     * @param fraction in [0, 1], never falling
     * @return false to cancel: the work then ends with {@link java.util.concurrent.CancellationException}
     */
    boolean report(double fraction);
}

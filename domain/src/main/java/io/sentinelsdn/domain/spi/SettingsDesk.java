package io.sentinelsdn.domain.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the running process: what holds, where it comes from, and what may change without a restart. */
public interface SettingsDesk {
    /**
     * One setting.
     *
     * @param key its place in a profile, such as {@code detection.release_after}
     * @param value as it would be written in a profile; {@code hidden} for a secret that is set
     * @param source {@code default}, a place in a profile, a variable of the environment, a flag, or {@code api}
     * @param live whether it can be changed while the process runs
     * @param allowed what may be written, for people
     */
    record Setting(String key, String value, String source, boolean live, String allowed) {}

    /**
     * What becomes other.
     *
     * @param untilRestart whether the environment or a flag will bring the former value back
     */
    record Change(String key, String from, String to, boolean untilRestart) {}

    /** A wish that cannot be fulfilled; nothing has changed then. */
    final class NotAllowed extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final String key;
        private final String allowed;

        public NotAllowed(String key, String message, String allowed) {
            super(message);
            this.key = key;
            this.allowed = allowed;
        }

        public String key() {
            return key;
        }

        public String allowed() {
            return allowed;
        }
    }

    /** All of them, in the order of the documentation. */
    List<Setting> settings();

    /**
     * Changes all of these or none, and keeps them over a restart.
     *
     * @param wanted values by key; empty goes back to what was configured
     * @param dryRun only says what would change
     * @throws NotAllowed naming the key
     * @throws java.io.UncheckedIOException if they cannot be stored; nothing has changed then
     */
    List<Change> change(Map<String, Optional<String>> wanted, boolean dryRun);
}

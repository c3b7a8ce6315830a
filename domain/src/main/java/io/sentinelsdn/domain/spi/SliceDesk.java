package io.sentinelsdn.domain.spi;

import io.sentinelsdn.domain.slice.SliceMembers;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SliceView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where people ask for slices. Any thread may ask; the futures complete when the connected switches have answered (or
 * after 5 s) and what was asked is on disk, and complete exceptionally with {@link Conflict}.
 */
public interface SliceDesk {
    CompletableFuture<SliceView> create(SliceSpec spec);

    /** Changes a slice without a gap for its traffic; empty when there is none of this id. */
    CompletableFuture<Optional<SliceView>> replace(String id, SliceSpec spec);

    /** Takes a slice away from store and switches; false when there is none of this id. */
    CompletableFuture<Boolean> remove(String id);

    /** All slices, oldest first: an immutable snapshot. */
    List<SliceView> slices();

    Optional<SliceView> slice(String id);

    /** Who belongs to which slice: an immutable snapshot. */
    SliceMembers members();

    /** What was asked contradicts what is there. */
    final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** What kind of contradiction. */
        public enum Kind {
            /** The link cannot guarantee that much. */
            OVERCOMMITTED,
            /** The name, a host or a port belongs to another slice. */
            TAKEN,
            /** There is no room for more. */
            FULL
        }

        private final Kind kind;
        private final transient Map<String, Object> numbers;

        public Conflict(Kind kind, String message, Map<String, Object> numbers) {
            super(message, null, false, false);
            this.kind = kind;
            this.numbers = new LinkedHashMap<>(numbers);
        }

        public Kind kind() {
            return kind;
        }

        /** What the refusal is made of, by name. */
        public Map<String, Object> numbers() {
            return numbers == null ? Map.of() : Map.copyOf(numbers);
        }
    }
}

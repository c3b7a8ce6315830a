package io.sentinelsdn.domain.slice;

import java.time.Instant;
import java.util.Objects;

/**
 * A slice as it is kept.
 *
 * @param id unique
 * @param number of its queue, and its mark while a packet is looked at; 1 to 126, unique among slices
 * @param spec what is wanted
 * @param createdAt when it was made
 * @param updatedAt last change of {@code spec}
 * @param revision 1, and one more with each change
 */
public record NetworkSlice(String id, int number, SliceSpec spec, Instant createdAt, Instant updatedAt, long revision) {
    /** Most slices there may be. */
    public static final int MOST = 126;

    public NetworkSlice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(spec, "spec");
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("number must be between 1 and " + MOST + ": " + number);
        }
    }

    /** The same slice with another will. */
    public NetworkSlice with(SliceSpec changed, Instant now) {
        return new NetworkSlice(id, number, changed, createdAt, now, revision + 1);
    }
}

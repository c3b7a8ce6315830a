package io.sentinelsdn.controller.topology;

import java.util.Comparator;

/**
 * A cable between two switches of ours, found in both directions.
 *
 * @param a its lower end
 * @param b its higher end
 * @param live probes come through; when not, it is used only where there is no other way
 */
public record Cable(End a, End b, boolean live) {
    static final Comparator<Cable> ORDER = Comparator.comparing(Cable::a).thenComparing(Cable::b);
}

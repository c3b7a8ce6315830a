package io.sentinelsdn.slicing.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Divides the limit of a slice among the switches where its frames enter, so that the parts always add up to it: max-min
 * fair by what each could use (Bertsekas and Gallager, Data Networks, 1992, section 6.5.2). A switch without demand keeps
 * a small part to begin with. A change costs a full burst of the meter that is changed, so shares stay as they are while
 * nobody could use more than a tenth more. Stateless.
 *
 * @param <K> what stands for a switch
 */
public final class Shares<K extends Comparable<K>> {
    /** All idle switches together keep this part of the limit. */
    static final double IDLE_PART = 0.03;
    /** Of its share a switch uses so much when it could use more. */
    static final double PRESSED = 0.9;

    private static final double NOISE = 1e-9;
    private static final double HEADROOM = 1.5;
    /** Whoever is held back may have this many times as much, who uses little fewer times. */
    private static final double GROWTH = 8;

    private static final double LITTLE_GROWTH = 3;
    /** Who uses up to this part of the limit, such as acknowledgements do, is judged by its peaks. */
    private static final double LITTLE = 0.06;

    private static final double WORTH = 1.1;

    /**
     * What one switch uses of the limit, in the unit of the limit.
     *
     * @param offered now
     * @param peak over the last seconds
     * @param drops whether its meter dropped something
     */
    public record Use(double offered, double peak, boolean drops) {}

    /** Equal parts. */
    public Map<K, Double> equal(double limit, List<K> places) {
        Map<K, Double> parts = new TreeMap<>();
        places.forEach(place -> parts.put(place, limit / places.size()));
        return parts;
    }

    /**
     * The parts from now on: those that are there, scaled to the limit, unless somebody could use more.
     *
     * @param now the parts as they are
     */
    public Map<K, Double> divide(double limit, List<K> places, Map<K, Double> now, Map<K, Use> uses) {
        if (!now.keySet().equals(new TreeSet<>(places))) {
            return redivide(limit, places, uses, equal(limit, places));
        }
        double sum = now.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<K, Double> scaled = new TreeMap<>(now);
        if (Math.abs(sum - limit) > limit * NOISE) {
            scaled.replaceAll((place, part) -> part * limit / sum);
        }
        Map<K, Double> wanted = redivide(limit, places, uses, scaled);
        for (K place : places) {
            if (isPressed(uses.get(place), now.get(place)) && wanted.get(place) > WORTH * scaled.get(place)) {
                return wanted;
            }
        }
        return scaled;
    }

    private static boolean isPressed(Use use, double part) {
        return use != null && (use.drops() || use.offered() >= PRESSED * part);
    }

    private static double want(double limit, Use use, boolean pressed) {
        boolean little = use.offered() <= LITTLE * limit;
        if (pressed) {
            return use.offered() * (little ? LITTLE_GROWTH : GROWTH);
        }
        double usual = little ? Math.min(use.peak(), LITTLE * limit) : use.offered();
        return HEADROOM * usual;
    }

    private Map<K, Double> redivide(double limit, List<K> places, Map<K, Use> uses, Map<K, Double> now) {
        double idle = IDLE_PART * limit / Math.max(1, places.size());
        Map<K, Double> wants = new LinkedHashMap<>();
        boolean anybody = false;
        for (K place : places) {
            Use use = uses.getOrDefault(place, new Use(0, 0, false));
            boolean pressed = isPressed(use, now.get(place));
            anybody |= pressed;
            wants.put(place, Math.min(limit, Math.max(idle, want(limit, use, pressed))));
        }
        if (!anybody) {
            return now;
        }
        Map<K, Double> parts = new TreeMap<>();
        List<K> modestFirst = new ArrayList<>(places);
        modestFirst.sort(Comparator.comparingDouble(wants::get));
        double left = limit;
        for (int i = 0; i < modestFirst.size(); i++) {
            K place = modestFirst.get(i);
            double part = Math.min(wants.get(place), left / (modestFirst.size() - i));
            parts.put(place, part);
            left -= part;
        }
        double given = limit - left;
        parts.replaceAll((place, part) -> part * limit / given);
        return parts;
    }
}

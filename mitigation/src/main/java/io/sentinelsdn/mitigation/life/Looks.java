package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.RuleLook;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What samples say of who is among the packets that rules hold back. Samples fade by a tenth each second, so that the
 * last seven seconds count for half.
 *
 * <p>Bounded: rules that are live, {@value #SOURCES} sources of each; what finds no place is counted without a source.
 * Owned by the mitigation thread, which looks once a second.
 */
final class Looks {
    static final int SOURCES = 256;
    private static final double FADES = 0.9;
    private static final double GONE = 0.05;
    /** Quantile of the normal distribution for 95 %, one side. */
    private static final double Z = 1.645;

    private static final class Samples {
        private double packets;
        private final Map<IpAddress, Double> bySource = new HashMap<>();

        private void fade() {
            packets *= FADES;
            bySource.replaceAll((source, count) -> count * FADES);
            bySource.values().removeIf(count -> count < GONE);
        }
    }

    private final Map<String, Samples> byRule = new HashMap<>();

    /**
     * Takes what was sampled in the last second.
     *
     * @param isLive whether there is a rule of an id; others are forgotten
     */
    void take(List<RuleLook> looks, Predicate<String> isLive) {
        byRule.keySet().removeIf(id -> !isLive.test(id));
        byRule.values().forEach(Samples::fade);
        for (RuleLook look : looks) {
            if (isLive.test(look.ruleId())) {
                Samples samples = byRule.computeIfAbsent(look.ruleId(), unused -> new Samples());
                samples.packets++;
                if (samples.bySource.size() < SOURCES || samples.bySource.containsKey(look.src())) {
                    samples.bySource.merge(look.src(), 1.0, Double::sum);
                }
            }
        }
    }

    /** Samples of a rule, faded. */
    double packets(String ruleId) {
        Samples samples = byRule.get(ruleId);
        return samples == null ? 0 : samples.packets;
    }

    /** The same by source; not to be changed. */
    Map<IpAddress, Double> sources(String ruleId) {
        Samples samples = byRule.get(ruleId);
        return samples == null ? Map.of() : samples.bySource;
    }

    /**
     * What a share is at least with 95 % confidence (Wilson 1927, the lower bound), in [0, 1]: one packet among a few is
     * no proof.
     *
     * @param hits of {@code samples}
     */
    static double atLeast(double hits, double samples) {
        if (samples <= 0) {
            return 0;
        }
        double share = Math.min(1, hits / samples);
        double z2 = Z * Z;
        double middle = share + z2 / (2 * samples);
        double spread = Z * Math.sqrt(share * (1 - share) / samples + z2 / (4 * samples * samples));
        return Math.max(0, (middle - spread) / (1 + z2 / samples));
    }
}

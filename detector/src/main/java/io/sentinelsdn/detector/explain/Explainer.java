package io.sentinelsdn.detector.explain;

import io.sentinelsdn.detector.threshold.Measure;
import io.sentinelsdn.detector.window.AttackPicture;
import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Turns evidence into a confidence and its reasons. The logit of the confidence is a sum over the features; the
 * contribution of a feature is what the confidence gains when its term is added in the order below, so contributions
 * sum to the confidence ({@code prior} included). Immutable.
 *
 * <p>Terms: {@code prior} 0.5 (a threshold was crossed long enough); the measure {@code 1.2 ln(observed / threshold)}, at
 * most 4; {@code attack_share} of the protocol's packets to the target; {@code forged_source_share}; {@code forest_score}.
 */
public final class Explainer {
    static final String ATTACK_SHARE = "attack_share";
    static final String FORGED_SHARE = "forged_source_share";
    static final String MODEL_SCORE = "forest_score";

    private static final double PRIOR = 0.5;
    private static final double PER_LOG_RATIO = 1.2;
    private static final double MOST_FROM_RATIO = 4;

    /**
     * What is known about an attack in this window.
     *
     * @param measure the measure that crossed its threshold
     * @param observed its value in packets per second
     * @param baseline what is normal
     * @param threshold what it crossed
     * @param picture the evidence
     */
    public record Case(Measure measure, double observed, double baseline, double threshold, AttackPicture picture) {}

    /** Confidence in [0, 1] and explanation. */
    public record Opinion(double confidence, Explanation explanation) {}

    /**
     * All that the confidence depends on.
     *
     * @param feature name of the measure
     * @param observed its value
     * @param baseline what is normal
     * @param threshold what it crossed
     * @param purity share of the protocol's packets to the target, in [0, 1]
     * @param forgedShare in [0, 1]
     * @param modelScore in [0, 1]; NaN without a model
     */
    record Inputs(
            String feature,
            double observed,
            double baseline,
            double threshold,
            double purity,
            double forgedShare,
            double modelScore) {}

    /** Confidence, and what each feature adds to it, strongest first. */
    record Reasoning(double confidence, List<Contribution> contributions) {}

    private record Term(String feature, double observed, double usual, double logit) {}

    public Opinion judge(Case attack) {
        AttackPicture picture = attack.picture();
        Reasoning reasoning = reason(new Inputs(
                attack.measure().featureName(),
                attack.observed(),
                attack.baseline(),
                attack.threshold(),
                picture.purity(),
                picture.forgedShare(),
                picture.modelScore()));
        Explanation explanation = new Explanation(
                attack.measure().featureName(),
                attack.observed(),
                attack.baseline(),
                attack.threshold(),
                reasoning.contributions(),
                sentence(attack),
                picture.rows());
        return new Opinion(reasoning.confidence(), explanation);
    }

    /** The same inputs give the same outcome, bit for bit. */
    static Reasoning reason(Inputs inputs) {
        double running = 0;
        double before = 0;
        List<Contribution> contributions = new ArrayList<>();
        for (Term term : terms(inputs)) {
            running += term.logit();
            double after = 1 / (1 + StrictMath.exp(-running));
            contributions.add(new Contribution(term.feature(), term.observed(), term.usual(), after - before));
            before = after;
        }
        contributions.sort(Comparator.comparingDouble((Contribution c) -> -Math.abs(c.contribution())));
        return new Reasoning(before, contributions);
    }

    private static List<Term> terms(Inputs inputs) {
        List<Term> terms = new ArrayList<>();
        double ratio = Math.max(inputs.observed() / inputs.threshold(), 0.1);
        terms.add(new Term("prior", 1, 0, PRIOR));
        terms.add(new Term(
                inputs.feature(),
                inputs.observed(),
                inputs.baseline(),
                Math.min(MOST_FROM_RATIO, PER_LOG_RATIO * StrictMath.log(ratio))));
        terms.add(new Term(ATTACK_SHARE, inputs.purity(), 0, 2 * inputs.purity() - 1));
        if (inputs.forgedShare() > 0) {
            terms.add(new Term(FORGED_SHARE, inputs.forgedShare(), 0, inputs.forgedShare()));
        }
        if (!Double.isNaN(inputs.modelScore())) {
            terms.add(new Term(MODEL_SCORE, inputs.modelScore(), 0, 2 * inputs.modelScore() - 1));
        }
        return terms;
    }

    static String sentence(Case attack) {
        AttackEvidence evidence = attack.picture().evidence();
        return whatHappens(attack) + ports(evidence) + sources(evidence) + places(evidence) + "; normal here is "
                + number(attack.baseline()) + unit(attack.measure()) + " (threshold " + number(attack.threshold())
                + unit(attack.measure()) + ")."
                + (attack.picture().words().isEmpty()
                        ? ""
                        : " " + attack.picture().words() + ".");
    }

    private static String whatHappens(Case attack) {
        String much = number(attack.observed()) + " " + noun(attack.measure());
        return switch (attack.measure()) {
            case SLOW_CONNECTIONS -> attack.picture().evidence().target() + " holds " + much;
            case FAILED_PROBES ->
                "Somebody tries " + much + ", most of them of "
                        + attack.picture().evidence().target();
            case STRAY_FLOWS -> "The network receives " + much + " each second";
            case GRAPH_VERDICTS -> attack.picture().evidence().target() + " receives " + much;
            default -> attack.picture().evidence().target() + " receives " + much + "/s";
        };
    }

    private static String unit(Measure measure) {
        return switch (measure) {
            case SLOW_CONNECTIONS, FAILED_PROBES, GRAPH_VERDICTS -> "";
            default -> "/s";
        };
    }

    private static String noun(Measure measure) {
        return switch (measure) {
            case HALF_OPEN_SYN -> "half-open TCP SYNs";
            case ONE_WAY_UDP -> "unanswered UDP packets";
            case ANSWERED_UDP -> "UDP requests";
            case ICMP_ECHO -> "ICMP requests";
            case DNS_ANSWERS -> "DNS answers to questions it did not ask";
            case NTP_ANSWERS -> "NTP answers to questions it did not ask";
            case WEB_REQUESTS -> "web connections and requests of busy clients";
            case SLOW_CONNECTIONS -> "open connections that carry next to nothing";
            case FAILED_PROBES -> "different ports and hosts in vain within a minute";
            case STRAY_FLOWS -> "packets to ever new hosts";
            case ONE_WAY_OTHER -> "packets outside connections, unanswered";
            case MODEL_VERDICTS -> "packets of flows that the model takes for an attack";
            case GRAPH_VERDICTS -> "flows within ten seconds that the graph network takes for parts of an attack";
        };
    }

    private static String ports(AttackEvidence evidence) {
        if (evidence.dstPorts().isEmpty()) {
            return "";
        }
        AttackEvidence.PortShare first = evidence.dstPorts().get(0);
        return first.share() > 0.9 ? " on port " + first.port() : " on many ports";
    }

    private static String sources(AttackEvidence evidence) {
        if (evidence.spoofed()) {
            return " from forged sources";
        }
        double count = evidence.distinctSources();
        return count == 0 ? "" : " from " + (count == 1 ? "1 source" : number(count) + " sources");
    }

    private static String places(AttackEvidence evidence) {
        if (evidence.ingress().isEmpty()) {
            return "";
        }
        AttackEvidence.Ingress first = evidence.ingress().get(0);
        int more = evidence.ingress().size() - 1;
        return " at switch " + Long.toHexString(first.dpid().value()) + " port "
                + Integer.toUnsignedString(first.inPort()) + (more > 0 ? " and " + more + " more" : "");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
    }
}

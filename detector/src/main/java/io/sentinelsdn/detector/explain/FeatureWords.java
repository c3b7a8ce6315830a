package io.sentinelsdn.detector.explain;

import java.util.Locale;

/** Features of the schema in words and units of people. */
final class FeatureWords {
    private FeatureWords() {}

    /** A name without its scale: {@code log_reverse_pps} is "reverse pps". */
    static String name(String feature) {
        String plain = isLog(feature) ? feature.replaceFirst("log_", "") : feature;
        return plain.replace('_', ' ');
    }

    /** A value in its own unit; logarithms are undone. */
    static String value(String feature, double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        if (feature.startsWith("is_") || feature.equals("one_way")) {
            return value > 0.5 ? "yes" : "no";
        }
        double plain = !isLog(feature) ? value : feature.endsWith("gap") ? Math.exp(value) : Math.expm1(value);
        return text(plain);
    }

    private static boolean isLog(String feature) {
        return feature.startsWith("log_") || feature.startsWith("life_log_");
    }

    private static String text(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 1 || size == 0 ? "%.1f" : "%.3g", value);
    }
}

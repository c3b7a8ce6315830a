package io.sentinelsdn.detector.input;

import io.sentinelsdn.detector.feature.Labels;
import java.util.Locale;

/** Labels as files write them, mapped to the classes of {@link Labels}. */
final class LabelText {
    private LabelText() {}

    /**
     * The class of a label. {@code 0} and words for good traffic are normal; {@code 1} and words for attacks in general
     * are the flood of the flow's protocol; names are matched by what they contain; every other name is
     * {@link Labels#OTHER_ATTACK}, adversarial variants ({@code ad_…}) too: they are shaped not to look like floods.
     *
     * @throws BadValue if it is blank or a number other than 0 and 1
     */
    static String classOf(String text, int protocol) throws BadValue {
        String label = text.toLowerCase(Locale.ROOT);
        switch (label) {
            case "0", "0.0", "normal", "benign", "legitimate", "legit", "background", "false" -> {
                return Labels.NORMAL;
            }
            case "1", "1.0", "attack", "ddos", "dos", "malicious", "anomaly", "true" -> {
                return floodOf(protocol);
            }
            default -> {
                return named(label);
            }
        }
    }

    private static String floodOf(int protocol) {
        return switch (protocol) {
            case 1, 58 -> Labels.ICMP_FLOOD;
            case 6 -> Labels.SYN_FLOOD;
            case 17 -> Labels.UDP_FLOOD;
            default -> Labels.OTHER_ATTACK;
        };
    }

    private static String named(String label) throws BadValue {
        if (label.isEmpty() || !Character.isLetter(label.charAt(0))) {
            throw new BadValue("label must be 0, 1 or a name: '" + Columns.shortened(label) + "'");
        }
        if (label.startsWith("ad_") || (label.startsWith("drdos") && !label.contains("udp"))) {
            return Labels.OTHER_ATTACK;
        }
        if (label.contains("syn")) {
            return Labels.SYN_FLOOD;
        }
        if (label.contains("udp")) {
            return Labels.UDP_FLOOD;
        }
        return label.contains("icmp") ? Labels.ICMP_FLOOD : Labels.OTHER_ATTACK;
    }
}

package io.sentinelsdn.controller.ofctl;

import java.util.Locale;
import java.util.Map;

/** Port numbers and the words of the reserved ones (OpenFlow 1.3.5 section 7.2.1). Stateless. */
final class Ports {
    private static final Map<Integer, String> WORDS = Map.of(
            0xffff_fff8, "IN_PORT",
            0xffff_fff9, "TABLE",
            0xffff_fffa, "NORMAL",
            0xffff_fffb, "FLOOD",
            0xffff_fffc, "ALL",
            0xffff_fffd, "CONTROLLER",
            0xffff_fffe, "LOCAL",
            0xffff_ffff, "ANY");

    private Ports() {}

    /** The number, or the word of a reserved port. */
    static Object word(int number) {
        String word = WORDS.get(number);
        return word != null ? word : (Object) Integer.toUnsignedLong(number);
    }

    /**
     * The number of a word or of digits.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static int number(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        for (Map.Entry<Integer, String> word : WORDS.entrySet()) {
            if (word.getValue().equals(wanted)) {
                return word.getKey();
            }
        }
        long number = Numbers.unsigned(text);
        if (number >>> 32 != 0) {
            throw new NumberFormatException(text);
        }
        return (int) number;
    }
}

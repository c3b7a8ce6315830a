package io.sentinelsdn.api.rest;

import io.sentinelsdn.api.http.Problem;

/** Unsigned numbers, decimal or {@code 0x…}, from text or JSON, or a {@link Problem} 422. Stateless. */
final class Integers {
    private Integers() {}

    /** A number of at most 64 bits. */
    static long unsigned(String field, Object written) {
        String text = written.toString().strip();
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        String digits = hex ? text.substring(2) : text;
        try {
            if (digits.matches("[0-9a-fA-F]+")) {
                return Long.parseUnsignedLong(digits, hex ? 16 : 10);
            }
        } catch (NumberFormatException tooLarge) {
            // Said below, with the name of the field.
        }
        String allowed = "a number from 0 to 18446744073709551615, decimal or 0x…";
        throw Problem.invalidValue(field, field + " must be " + allowed + ": " + Problem.shorten(text), allowed);
    }

    /** A number from 0 to {@code most}. */
    static int upTo(String field, Object written, int most) {
        long number = unsigned(field, written);
        if (number < 0 || number > most) {
            String allowed = "between 0 and " + most;
            throw Problem.invalidValue(field, field + " must be " + allowed + ": " + written, allowed);
        }
        return (int) number;
    }
}

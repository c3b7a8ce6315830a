package io.sentinelsdn.api.http;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986 section 2.1) of paths and queries. */
public final class Percent {
    private Percent() {}

    /** A text as one segment of a path. */
    public static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Decodes.
     *
     * @param plusIsSpace as in queries
     * @throws Problem 400 if an escape is broken or the result is not UTF-8
     */
    static String decode(String text, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(escaped(text, i));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw Problem.badRequest("the address is not UTF-8: " + Problem.shorten(text));
        }
    }

    private static int escaped(String text, int at) {
        int high = at + 2 < text.length() ? hex(text.charAt(at + 1)) : -1;
        int low = at + 2 < text.length() ? hex(text.charAt(at + 2)) : -1;
        if (high < 0 || low < 0) {
            throw Problem.badRequest("broken percent escape: " + Problem.shorten(text));
        }
        return high << 4 | low;
    }

    /** ASCII digits only, where Character.digit would take others too. */
    private static int hex(char digit) {
        return digit < 128 ? Character.digit(digit, 16) : -1;
    }
}

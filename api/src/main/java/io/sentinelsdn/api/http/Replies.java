package io.sentinelsdn.api.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers to requests with an {@code Idempotency-Key}, so that one that is sent again changes nothing again. The newest
 * 1,000 answers of the last day are remembered, in memory: a restart forgets them. Only what was carried out is
 * remembered; what was refused may be tried again under the same key. Any thread may call.
 */
final class Replies {
    private static final int MOST = 1_000;
    private static final int LONGEST_KEY = 100;
    private static final int LARGEST_BODY = 65_536;
    private static final long LIFE_NS = Duration.ofDays(1).toNanos();

    private record Reply(String fingerprint, long atNs, Response response) {}

    private final Map<String, Reply> replies = new LinkedHashMap<>();

    /**
     * The answer to a request: the one given before to the same request, or that of the work.
     *
     * @param client who asks; keys of different clients have nothing to do with each other
     * @param key as the client sent it
     * @param request all that makes the request what it is
     * @param work answers with its body as bytes
     * @throws Problem 409 while the first one is still being carried out, 422 for a bad key, or the key of another
     *     request
     */
    Response answer(String client, String key, byte[] request, Supplier<Response> work) {
        if (key.isEmpty() || key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > 32 && c < 127)) {
            throw bad("Idempotency-Key must be 1 to 100 visible ASCII characters");
        }
        String place = client + " " + key;
        String fingerprint = sha256(request);
        Response before = begin(place, fingerprint);
        if (before != null) {
            return before.header("Idempotency-Replayed", "true");
        }
        Response response = null;
        try {
            response = work.get();
            return response;
        } finally {
            end(place, fingerprint, response);
        }
    }

    private synchronized Response begin(String place, String fingerprint) {
        long now = System.nanoTime();
        Reply reply = replies.get(place);
        if (reply != null && reply.response() != null && now - reply.atNs() > LIFE_NS) {
            replies.remove(place);
            reply = null;
        }
        if (reply == null) {
            replies.put(place, new Reply(fingerprint, now, null));
            evict();
            return null;
        }
        if (!reply.fingerprint().equals(fingerprint)) {
            throw bad("Idempotency-Key was used for another request");
        }
        if (reply.response() == null) {
            throw Problem.conflict("the first request with this Idempotency-Key is still being carried out")
                    .with("field", "Idempotency-Key");
        }
        return reply.response();
    }

    private synchronized void end(String place, String fingerprint, Response response) {
        boolean carriedOut = response != null && response.status() < 300;
        boolean small = carriedOut && (!(response.body() instanceof byte[] bytes) || bytes.length <= LARGEST_BODY);
        if (small) {
            replies.put(place, new Reply(fingerprint, System.nanoTime(), response));
        } else {
            replies.remove(place);
        }
    }

    /** The oldest answer goes; what is being carried out stays, there are few of those. */
    private void evict() {
        Iterator<Reply> oldest = replies.values().iterator();
        while (replies.size() > MOST && oldest.hasNext()) {
            if (oldest.next().response() != null) {
                oldest.remove();
            }
        }
    }

    private static Problem bad(String detail) {
        return Problem.invalidValue("Idempotency-Key", detail, "a key of its own for each request");
    }

    private static String sha256(byte[] request) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(request));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}

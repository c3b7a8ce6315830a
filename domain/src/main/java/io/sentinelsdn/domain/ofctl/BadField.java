package io.sentinelsdn.domain.ofctl;

/** A field of a flow entry that cannot be what it is, and what is allowed. */
public final class BadField extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String allowed;

    /**
     * The words: {@code field must be allowed: value}.
     *
     * @param field path in the document, for example {@code match.ipv4_src}
     * @param allowed what it may be, to follow "must be"
     * @param value what it is
     */
    public BadField(String field, String allowed, Object value) {
        this(field, allowed, field + " must be " + allowed + ": " + value, null);
    }

    private BadField(String field, String allowed, String message, Throwable cause) {
        super(message, cause);
        this.field = field;
        this.allowed = allowed;
    }

    /** With words of its own. */
    public static BadField saying(String field, String message, String allowed) {
        return new BadField(field, allowed, message, null);
    }

    public String field() {
        return field;
    }

    public String allowed() {
        return allowed;
    }
}

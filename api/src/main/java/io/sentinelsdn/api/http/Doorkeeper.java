package io.sentinelsdn.api.http;

/** Says who somebody is. Any thread may ask. */
public interface Doorkeeper {
    /** Who it is, at once, or null when that has to be worked out by {@link #identify}. */
    Caller recognise(Credentials credentials);

    /**
     * Who it is; may take tens of milliseconds.
     *
     * @throws Problem 401 when the key or token is none of ours, 429 or 503 when too many are tried
     */
    Caller identify(Credentials credentials);

    /** Whether somebody who came in may stay: their key is still there, or no key was asked for and none is now. */
    boolean isWelcome(Caller caller);

    /** Whether people without a key may do everything. */
    boolean isOpen();
}

package io.sentinelsdn.domain.auth;

import java.util.Arrays;
import java.util.Locale;

/** What the holder of a key may do. Viewer, operator and admin each include the one before; gateway stands alone. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Changes the network too. */
    OPERATOR,
    /** Changes Sentinel itself too: settings, keys. */
    ADMIN,
    /** Posts logs and reports of an HTTP gateway, nothing else. */
    GATEWAY;

    /** Reads {@code viewer}, {@code operator}, {@code admin} or {@code gateway}. */
    public static Role parse(String text) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("role must be viewer, operator, admin or gateway: " + text));
    }

    /** Its name in the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether whoever has this role may do what the other one may. */
    public boolean includes(Role other) {
        return this == other || (this != GATEWAY && other != GATEWAY && compareTo(other) > 0);
    }
}

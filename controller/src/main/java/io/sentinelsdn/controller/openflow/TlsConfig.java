package io.sentinelsdn.controller.openflow;

import io.sentinelsdn.domain.net.Dpid;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * TLS towards switches; files are PEM and are read again when they change.
 *
 * @param certificate our certificate and its chain
 * @param key its private key: PKCS#8, not encrypted
 * @param ca certificates that sign those of switches, or null to trust none
 * @param clientAuth whether a switch must show a certificate
 * @param bindings who speaks for a datapath id: common name, or SHA-256 fingerprint in hexadecimal digits
 */
public record TlsConfig(Path certificate, Path key, Path ca, ClientAuth clientAuth, Map<Dpid, String> bindings) {
    /** Whether a switch must show a certificate signed by the CA. */
    public enum ClientAuth {
        /** It is not asked for one. */
        NONE,
        /** It may; one that is not signed by the CA is refused. */
        WANT,
        /** It must. */
        NEED;

        /**
         * The word of a profile.
         *
         * @throws IllegalArgumentException if it is none of these
         */
        public static ClientAuth parse(String word) {
            for (ClientAuth auth : values()) {
                if (auth.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return auth;
                }
            }
            throw new IllegalArgumentException("openflow.tls_client_auth must be none, want or need: " + word);
        }
    }

    public TlsConfig {
        if (certificate == null || key == null) {
            throw new IllegalArgumentException("openflow.tls_cert and openflow.tls_key go together: one is missing");
        }
        if (clientAuth != ClientAuth.NONE && ca == null) {
            throw new IllegalArgumentException("openflow.tls_client_auth needs openflow.tls_ca: it is missing");
        }
        if (!bindings.isEmpty() && clientAuth == ClientAuth.NONE) {
            throw new IllegalArgumentException(
                    "openflow.tls_bind needs client certificates: openflow.tls_client_auth is none");
        }
        bindings = Map.copyOf(bindings);
    }

    /**
     * Why a switch may not speak for a datapath id.
     *
     * @param dpid what it claims
     * @param names what its certificate says: common name and fingerprint; empty when it showed none
     * @return null when it may
     */
    String refusal(Dpid dpid, Set<String> names) {
        String bound = bindings.get(dpid);
        if (bound != null && !names.contains(normal(bound))) {
            return "datapath id is bound to another certificate than " + names;
        }
        boolean boundElsewhere = bindings.values().stream().anyMatch(name -> names.contains(normal(name)));
        return bound == null && boundElsewhere ? "certificate " + names + " is bound to another datapath id" : null;
    }

    /** Fingerprints are written with or without colons, in either case. */
    private static String normal(String name) {
        String digits = name.replace(":", "").toLowerCase(Locale.ROOT);
        return digits.matches("[0-9a-f]{64}") ? digits : name;
    }
}

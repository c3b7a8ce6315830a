package io.sentinelsdn.api.alert;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A relay for mail, and whom to write to.
 *
 * @param host the relay
 * @param port its TCP port, 1 to 65535
 * @param security how the connection is protected
 * @param user login, or null for none
 * @param password of the login; never shown
 * @param ca PEM file with the certificates that sign the relay's, or null for those that Java trusts
 * @param from sender
 * @param to receivers, at least one
 */
public record MailConfig(
        String host, int port, Security security, String user, String password, Path ca, String from, List<String> to) {
    /** How a connection to a relay is protected. */
    public enum Security {
        /** Not at all. */
        NONE,
        /** It begins in plain text and must change to TLS before anything is said (RFC 3207). */
        STARTTLS,
        /** TLS from the first byte (RFC 8314). */
        TLS;

        /** The port that goes with it. */
        public int usualPort() {
            return switch (this) {
                case NONE -> 25;
                case STARTTLS -> 587;
                case TLS -> 465;
            };
        }

        /** Reads {@code none}, {@code starttls} or {@code tls}. */
        public static Security parse(String text) {
            for (Security security : values()) {
                if (security.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return security;
                }
            }
            throw new IllegalArgumentException("alerts.smtp_security must be none, starttls or tls: " + text);
        }
    }

    public MailConfig {
        to = List.copyOf(to);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("alerts.smtp must have a port between 1 and 65535: " + port);
        }
        if (to.isEmpty() || from.isBlank()) {
            throw new IllegalArgumentException("alerts.smtp needs alerts.mail_from and alerts.mail_to");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("alerts.smtp_user and alerts.smtp_password go together");
        }
        if (user != null && security == Security.NONE) {
            throw new IllegalArgumentException(
                    "alerts.smtp_password would be sent in plain text: set alerts.smtp_security to starttls or tls");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port + " " + security + (user == null ? "" : " as " + user) + " from " + from + " to " + to;
    }
}

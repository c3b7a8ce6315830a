package io.sentinelsdn.api.alert;

import java.net.URI;
import java.util.List;

/**
 * Whom to tell.
 *
 * @param webhook gets a JSON object, or null
 * @param slack gets {@code {"text": …}}, as Slack and those like it want it, or null
 * @param smtpHost relay for mail, or null
 * @param smtpPort its port
 * @param mailFrom sender
 * @param mailTo receivers
 */
public record AlertConfig(URI webhook, URI slack, String smtpHost, int smtpPort, String mailFrom, List<String> mailTo) {
    public AlertConfig {
        mailTo = List.copyOf(mailTo);
        http("alerts.webhook", webhook);
        http("alerts.slack", slack);
        if (smtpHost != null && (mailTo.isEmpty() || mailFrom.isBlank())) {
            throw new IllegalArgumentException("alerts.smtp needs alerts.mail_from and alerts.mail_to");
        }
    }

    /** Nobody. */
    public static AlertConfig nobody() {
        return new AlertConfig(null, null, null, 25, "", List.of());
    }

    public boolean isNobody() {
        return webhook == null && slack == null && smtpHost == null;
    }

    private static void http(String name, URI uri) {
        if (uri != null && !List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
            throw new IllegalArgumentException(name + " must start with http:// or https://: " + uri);
        }
    }
}

package io.sentinelsdn.api.alert;

import java.net.URI;
import java.util.List;

/**
 * Whom to tell.
 *
 * @param webhook gets a JSON object, or null
 * @param slack gets {@code {"text": …}}, as Slack and those like it want it, or null
 * @param mail relay and receivers, or null
 */
public record AlertConfig(URI webhook, URI slack, MailConfig mail) {
    public AlertConfig {
        http("alerts.webhook", webhook);
        http("alerts.slack", slack);
    }

    /** Nobody. */
    public static AlertConfig nobody() {
        return new AlertConfig(null, null, null);
    }

    public boolean isNobody() {
        return webhook == null && slack == null && mail == null;
    }

    private static void http(String name, URI uri) {
        if (uri != null && !List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
            throw new IllegalArgumentException(name + " must start with http:// or https://: " + uri);
        }
    }
}

package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.api.alert.AlertConfig;
import io.sentinelsdn.api.alert.MailConfig;
import io.sentinelsdn.cli.profile.BadSetting;
import io.sentinelsdn.cli.profile.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Settings of alerts as their own configuration. */
final class AlertSettings {
    private AlertSettings() {}

    static AlertConfig of(Settings settings) {
        try {
            return new AlertConfig(
                    uri(settings.text(Settings.Key.ALERT_WEBHOOK)),
                    uri(settings.text(Settings.Key.ALERT_SLACK)),
                    mail(settings));
        } catch (IllegalArgumentException notAllowed) {
            throw new BadSetting("alerts: " + notAllowed.getMessage());
        }
    }

    private static MailConfig mail(Settings settings) {
        String relay = settings.text(Settings.Key.ALERT_SMTP);
        if (relay.isEmpty()) {
            return null;
        }
        MailConfig.Security security = MailConfig.Security.parse(settings.text(Settings.Key.ALERT_SMTP_SECURITY));
        List<String> receivers = Stream.of(
                        settings.text(Settings.Key.ALERT_MAIL_TO).split(",", -1))
                .map(String::strip)
                .filter(receiver -> !receiver.isEmpty())
                .toList();
        int colon = relay.lastIndexOf(':');
        String ca = settings.text(Settings.Key.ALERT_SMTP_CA);
        return new MailConfig(
                colon < 0 ? relay : relay.substring(0, colon),
                colon < 0 ? security.usualPort() : port(relay.substring(colon + 1)),
                security,
                orNull(settings.text(Settings.Key.ALERT_SMTP_USER)),
                orNull(settings.text(Settings.Key.ALERT_SMTP_PASSWORD)),
                ca.isEmpty() ? null : Path.of(ca),
                settings.text(Settings.Key.ALERT_MAIL_FROM),
                receivers);
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("alerts.smtp must be host or host:port, not with port " + text, none);
        }
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static URI uri(String text) {
        return text.isEmpty() ? null : URI.create(text);
    }
}

package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.api.alert.AlertConfig;
import io.sentinelsdn.cli.profile.BadSetting;
import io.sentinelsdn.cli.profile.Settings;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** Settings of alerts as their own configuration. */
final class AlertSettings {
    private static final int SMTP = 25;

    private AlertSettings() {}

    static AlertConfig of(Settings settings) {
        String relay = settings.text(Settings.Key.ALERT_SMTP);
        int colon = relay.lastIndexOf(':');
        List<String> receivers = Stream.of(
                        settings.text(Settings.Key.ALERT_MAIL_TO).split(",", -1))
                .map(String::strip)
                .filter(receiver -> !receiver.isEmpty())
                .toList();
        try {
            return new AlertConfig(
                    uri(settings.text(Settings.Key.ALERT_WEBHOOK)),
                    uri(settings.text(Settings.Key.ALERT_SLACK)),
                    relay.isEmpty() ? null : colon < 0 ? relay : relay.substring(0, colon),
                    colon < 0 ? SMTP : Integer.parseInt(relay.substring(colon + 1)),
                    settings.text(Settings.Key.ALERT_MAIL_FROM),
                    receivers);
        } catch (IllegalArgumentException notAllowed) {
            throw new BadSetting("alerts: " + notAllowed.getMessage());
        }
    }

    private static URI uri(String text) {
        return text.isEmpty() ? null : URI.create(text);
    }
}

package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.influx.InfluxConfig;
import io.sentinelsdn.store.StoreConfig;
import java.io.IOException;
import java.util.Optional;

/** What the settings mean for the store. */
final class StoreSettings {
    private StoreSettings() {}

    static StoreConfig of(Settings settings) {
        return StoreConfig.defaults()
                .withRequests(
                        settings.duration(Settings.Key.REQUEST_RETENTION), settings.number(Settings.Key.MAX_REQUESTS));
    }

    /** Where numbers are told to as well; empty when nowhere. */
    static Optional<InfluxConfig> influx(Settings settings) throws IOException {
        if (settings.text(Settings.Key.INFLUX_URL).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InfluxConfig.at(
                    settings.text(Settings.Key.INFLUX_URL),
                    settings.text(Settings.Key.INFLUX_ORG),
                    settings.text(Settings.Key.INFLUX_BUCKET),
                    settings.text(Settings.Key.INFLUX_TOKEN)));
        } catch (IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
    }
}

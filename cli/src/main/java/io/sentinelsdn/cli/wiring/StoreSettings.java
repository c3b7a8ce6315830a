package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.store.StoreConfig;

/** What the settings mean for the store. */
final class StoreSettings {
    private StoreSettings() {}

    static StoreConfig of(Settings settings) {
        return StoreConfig.defaults()
                .withRequests(
                        settings.duration(Settings.Key.REQUEST_RETENTION), settings.number(Settings.Key.MAX_REQUESTS));
    }
}

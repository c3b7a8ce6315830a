package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.slicing.SliceConfig;

/** Turns settings into what slices may rely on. Stateless. */
final class SliceSettings {
    private SliceSettings() {}

    static SliceConfig of(Settings settings) {
        return SliceConfig.defaults()
                .withLinks(settings.number(Settings.Key.LINK_SPEED), settings.links())
                .withQueues(settings.text(Settings.Key.QUEUES).equals("auto"));
    }
}

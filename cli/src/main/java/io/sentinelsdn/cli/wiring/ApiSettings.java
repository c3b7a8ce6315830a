package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.api.ApiConfig;
import io.sentinelsdn.api.ApiSecurity;
import io.sentinelsdn.cli.profile.BadSetting;
import io.sentinelsdn.cli.profile.Settings;
import java.nio.file.Path;

/** Turns settings into the configuration of the API. Stateless. */
final class ApiSettings {
    private ApiSettings() {}

    /**
     * The configuration.
     *
     * @throws BadSetting when only one of certificate and key is given
     */
    static ApiConfig of(Settings settings) {
        Path certificate = file(settings, Settings.Key.API_TLS_CERT);
        Path key = file(settings, Settings.Key.API_TLS_KEY);
        if ((certificate == null) != (key == null)) {
            throw new BadSetting("api.tls_cert and api.tls_key go together: one of them is missing");
        }
        return ApiConfig.at(
                        settings.text(Settings.Key.API_HOST),
                        settings.number(Settings.Key.API_PORT),
                        settings.is(Settings.Key.API_INSECURE))
                .with(new ApiSecurity(
                        settings.number(Settings.Key.API_RATE_LIMIT),
                        settings.isSaid(Settings.Key.API_RATE_LIMIT),
                        settings.corsOrigins(),
                        certificate,
                        key,
                        settings.duration(Settings.Key.API_TOKEN_LIFETIME)));
    }

    private static Path file(Settings settings, Settings.Key key) {
        String name = settings.text(key);
        return name.isEmpty() ? null : Path.of(name);
    }
}

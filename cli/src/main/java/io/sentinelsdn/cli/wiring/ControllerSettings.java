package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.cli.profile.BadSetting;
import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.controller.ControllerConfig;
import io.sentinelsdn.controller.forwarding.ForwardingConfig;
import io.sentinelsdn.controller.forwarding.ForwardingMode;
import io.sentinelsdn.controller.forwarding.MonitorConfig;
import io.sentinelsdn.controller.openflow.ConnectionLimits;
import io.sentinelsdn.controller.openflow.OpenFlowConfig;
import io.sentinelsdn.controller.openflow.TlsConfig;
import java.nio.file.Path;

/** Turns settings into the controller's configuration. Stateless. */
final class ControllerSettings {
    private ControllerSettings() {}

    /**
     * The configuration.
     *
     * @throws BadSetting when settings contradict each other
     */
    static ControllerConfig of(Settings settings) {
        boolean reactive = settings.text(Settings.Key.FORWARDING_MODE).equals("reactive");
        try {
            return ControllerConfig.defaults()
                    .withOpenFlow(openFlow(settings))
                    .withStatsIntervalMs(
                            (int) settings.duration(Settings.Key.STATS_INTERVAL).toMillis())
                    .withMonitor(MonitorConfig.defaults()
                            .withTableBudget(settings.number(Settings.Key.TABLE_BUDGET))
                            .withForeignFlows(settings.is(Settings.Key.FOREIGN_FLOWS)))
                    .withForwarding(ForwardingConfig.defaults()
                            .withMode(reactive ? ForwardingMode.REACTIVE : ForwardingMode.PROACTIVE)
                            .withEcmp(settings.is(Settings.Key.ECMP))
                            .withFastFailover(settings.is(Settings.Key.FAST_FAILOVER))
                            .withHostTimeoutMs(
                                    settings.duration(Settings.Key.HOST_TIMEOUT).toMillis())
                            .withSourceValidation(settings.is(Settings.Key.SOURCE_VALIDATION)));
        } catch (IllegalArgumentException contradiction) {
            throw new BadSetting(contradiction.getMessage());
        }
    }

    private static OpenFlowConfig openFlow(Settings settings) {
        OpenFlowConfig defaults = OpenFlowConfig.defaults();
        return defaults.listeningOn(settings.text(Settings.Key.OF_HOST), settings.number(Settings.Key.OF_PORT))
                .withRole(settings.role())
                .withLimits(new ConnectionLimits(
                        settings.number(Settings.Key.OF_MAX_CONNECTIONS),
                        settings.number(Settings.Key.OF_MAX_PER_ADDRESS),
                        defaults.limits().halfOpen()))
                .withPacketInLimit(settings.number(Settings.Key.OF_PACKET_IN_LIMIT))
                .withTls(tls(settings));
    }

    private static TlsConfig tls(Settings settings) {
        Path certificate = path(settings.text(Settings.Key.OF_TLS_CERT));
        Path key = path(settings.text(Settings.Key.OF_TLS_KEY));
        Path ca = path(settings.text(Settings.Key.OF_TLS_CA));
        String auth = settings.text(Settings.Key.OF_TLS_CLIENT_AUTH);
        boolean nothing = auth.isEmpty() && settings.bindings().isEmpty();
        if (certificate == null && key == null && ca == null && nothing) {
            return null;
        }
        String byDefault = ca == null ? "none" : "need";
        return new TlsConfig(
                certificate,
                key,
                ca,
                TlsConfig.ClientAuth.parse(auth.isEmpty() ? byDefault : auth),
                settings.bindings());
    }

    private static Path path(String text) {
        return text.isEmpty() ? null : Path.of(text);
    }
}

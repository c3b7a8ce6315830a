package io.sentinelsdn.cli.wiring;

import io.sentinelsdn.cli.profile.BadSetting;
import io.sentinelsdn.cli.profile.Settings;
import io.sentinelsdn.domain.mitigate.PolicyKind;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.mitigation.MitigationConfig;
import io.sentinelsdn.mitigation.policy.ResponseConfig;

/** Settings of mitigation as its own configuration. */
final class MitigationSettings {
    private MitigationSettings() {}

    static MitigationConfig of(Settings settings) {
        ResponseConfig response = ResponseConfig.defaults()
                .withPolicy(PolicyKind.parse(settings.text(Settings.Key.MITIGATION_POLICY)))
                .withCollateralBudget(settings.rate(Settings.Key.COLLATERAL_BUDGET) / 100)
                .withMaxTrafficShare(settings.rate(Settings.Key.MAX_TRAFFIC_SHARE) / 100)
                .withProbe(settings.duration(Settings.Key.PROBE));
        String scrubber = settings.text(Settings.Key.SCRUBBER);
        if (!scrubber.isEmpty()) {
            response = response.withScrubber(IpAddress.parse(scrubber));
        }
        try {
            response = response.withScrubberPorts(settings.scrubberPorts());
        } catch (IllegalArgumentException notAllowed) {
            throw new BadSetting("mitigation.scrubber_ports: " + notAllowed.getMessage());
        }
        String gateway = settings.text(Settings.Key.GATEWAY);
        if (!gateway.isEmpty()) {
            response = response.withGateway(IpAddress.parse(gateway))
                    .withGatewayPort(settings.number(Settings.Key.GATEWAY_PORT));
        }
        response = response.withControllers(OwnAddresses.known());
        return MitigationConfig.defaults()
                .withMode(settings.mode())
                .withLifetime(settings.duration(Settings.Key.RULE_LIFETIME))
                .withResponse(response);
    }
}

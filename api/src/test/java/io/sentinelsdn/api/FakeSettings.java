package io.sentinelsdn.api;

import io.sentinelsdn.domain.spi.SettingsDesk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two settings of which one is live and must be a number; its default is 150. */
final class FakeSettings implements SettingsDesk {
    static final String LIVE = "detection.half_open_syn_pps";
    private final Map<String, String> values = new LinkedHashMap<>(Map.of(LIVE, "150"));

    @Override
    public synchronized List<Setting> settings() {
        return List.of(
                new Setting("openflow.port", "6653", "default", false, "a TCP port"),
                new Setting("mitigation.mode", "auto", "default", false, "auto, propose or off"),
                new Setting("mitigation.policy", "ladder", "default", false, "ladder or rl"),
                new Setting(
                        LIVE, values.get(LIVE), values.get(LIVE).equals("150") ? "default" : "api", true, "a number"));
    }

    @Override
    public synchronized List<Change> change(Map<String, Optional<String>> wanted, boolean dryRun) {
        List<Change> changes = new ArrayList<>();
        wanted.forEach((key, value) -> {
            String text = value.orElse("150");
            if (!key.equals(LIVE)) {
                throw new NotAllowed(key, key + " needs a restart", LIVE);
            }
            if (!text.matches("[0-9]+")) {
                throw new NotAllowed(key, key + " must be a number", "a number");
            }
            changes.add(new Change(key, values.get(key), text, false));
        });
        if (!dryRun) {
            changes.forEach(change -> values.put(change.key(), change.to()));
        }
        return changes;
    }
}

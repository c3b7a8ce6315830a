package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.SwitchFeatures;
import io.sentinelsdn.domain.net.FailMode;
import io.sentinelsdn.domain.net.SwitchView.Abilities;
import java.util.ArrayList;
import java.util.List;

/** What a switch can, in the words of OpenFlow 1.3.5 sections 7.3.1 and 7.3.5.10. Stateless. */
final class AbilityWords {
    private static final String[] CAPABILITIES = {
        "FLOW_STATS", "TABLE_STATS", "PORT_STATS", "GROUP_STATS", null, "IP_REASM", "QUEUE_STATS", null, "PORT_BLOCKED"
    };
    private static final String[] GROUP_TYPES = {"ALL", "SELECT", "INDIRECT", "FF"};

    private AbilityWords() {}

    /** The fail mode is not told over OpenFlow. */
    static Abilities of(SwitchFeatures features, FailMode failMode) {
        return new Abilities(
                words(features.capabilities(), CAPABILITIES),
                features.maxMeters(),
                words(features.groups().types(), GROUP_TYPES),
                failMode);
    }

    private static List<String> words(int bits, String[] names) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if ((bits >> i & 1) != 0 && names[i] != null) {
                words.add(names[i]);
            }
        }
        return words;
    }
}

package io.sentinelsdn.cli.profile;

import io.sentinelsdn.ovsdb.client.OvsdbTarget;
import java.util.ArrayList;
import java.util.List;

/**
 * Which databases of Open vSwitch are read.
 *
 * @param local the one of this machine, if there is one; no targets then
 * @param targets their servers
 */
public record OvsdbChoice(boolean local, List<OvsdbTarget> targets) {
    private static final int MOST = 64;

    public OvsdbChoice {
        targets = List.copyOf(targets);
    }

    /**
     * Reads {@code auto}, {@code off} or servers with commas between.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    static OvsdbChoice parse(String text) {
        if (text.equals("auto")) {
            return new OvsdbChoice(true, List.of());
        }
        List<OvsdbTarget> targets = new ArrayList<>();
        if (!text.equals("off")) {
            for (String part : text.split(",", -1)) {
                targets.add(OvsdbTarget.parse(part.trim()));
            }
        }
        if (targets.size() > MOST) {
            throw new IllegalArgumentException(String.valueOf(targets.size()));
        }
        return new OvsdbChoice(false, targets);
    }

    /** Whether none is read. */
    public boolean isOff() {
        return !local && targets.isEmpty();
    }
}

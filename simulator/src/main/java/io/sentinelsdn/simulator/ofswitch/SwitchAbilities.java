package io.sentinelsdn.simulator.ofswitch;

/**
 * Optional parts of OpenFlow 1.3 that an emulated switch has or lacks.
 *
 * @param groups whether it has groups (section 5.6)
 * @param bundles whether it has the bundles of the ONF extension EXT-230
 * @param counters whether it counts; otherwise every counter reads as all ones, which means unsupported
 * @param queuesPerPort queues at each port, numbered from 0; 0 to 64
 * @param auxiliaries auxiliary connections it opens beside the main one (section 6.3.7); 0 to 8
 */
public record SwitchAbilities(boolean groups, boolean bundles, boolean counters, int queuesPerPort, int auxiliaries) {
    static final SwitchAbilities ALL = new SwitchAbilities(true, true, true, 0, 0);

    public SwitchAbilities {
        inRange("queuesPerPort", queuesPerPort, 64);
        inRange("auxiliaries", auxiliaries, 8);
    }

    private static void inRange(String name, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(name + " must be between 0 and " + max + ": " + value);
        }
    }

    SwitchAbilities withGroups(boolean present) {
        return new SwitchAbilities(present, bundles, counters, queuesPerPort, auxiliaries);
    }

    SwitchAbilities withBundles(boolean present) {
        return new SwitchAbilities(groups, present, counters, queuesPerPort, auxiliaries);
    }

    SwitchAbilities withCounters(boolean present) {
        return new SwitchAbilities(groups, bundles, present, queuesPerPort, auxiliaries);
    }

    SwitchAbilities withQueues(int perPort) {
        return new SwitchAbilities(groups, bundles, counters, perPort, auxiliaries);
    }

    SwitchAbilities withAuxiliaries(int count) {
        return new SwitchAbilities(groups, bundles, counters, queuesPerPort, count);
    }
}

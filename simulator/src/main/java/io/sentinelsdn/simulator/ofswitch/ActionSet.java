package io.sentinelsdn.simulator.ofswitch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The rules of action sets (section 5.10): one action of a kind, executed in a fixed order with group and output last, and
 * no output where there is a group.
 */
final class ActionSet {
    private ActionSet() {}

    /** The set with more actions written into it. */
    static List<SwitchAction> merge(List<SwitchAction> set, List<SwitchAction> more) {
        List<SwitchAction> merged = new ArrayList<>(set);
        for (SwitchAction action : more) {
            merged.removeIf(old -> sameKind(old, action));
            merged.add(action);
        }
        merged.sort(Comparator.comparingInt(ActionSet::rank));
        return List.copyOf(merged);
    }

    /** What is executed of a set. */
    static List<SwitchAction> executable(List<SwitchAction> set) {
        boolean group = set.stream().anyMatch(SwitchAction.ToGroup.class::isInstance);
        return group
                ? set.stream()
                        .filter(action -> !(action instanceof SwitchAction.Output))
                        .toList()
                : set;
    }

    /** Whether some action sends to this group. */
    static boolean usesGroup(List<SwitchAction> actions, int group) {
        for (SwitchAction action : actions) {
            if (action instanceof SwitchAction.ToGroup to && to.group() == group) {
                return true;
            }
        }
        return false;
    }

    private static int rank(SwitchAction action) {
        if (action instanceof SwitchAction.Output) {
            return 3;
        }
        if (action instanceof SwitchAction.ToGroup) {
            return 2;
        }
        return action instanceof SwitchAction.SetQueue ? 1 : 0;
    }

    private static boolean sameKind(SwitchAction one, SwitchAction other) {
        if (one instanceof SwitchAction.SetField left && other instanceof SwitchAction.SetField right) {
            return left.field() == right.field();
        }
        return one.getClass() == other.getClass();
    }
}

package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import java.util.ArrayList;
import java.util.List;

/** Networks for tests, written as switch pairs; port n of switch m leads to switch n. */
final class Cables {
    private Cables() {}

    static Dpid dpid(int number) {
        return new Dpid(number);
    }

    static End end(int from, int to) {
        return new End(dpid(from), to);
    }

    static Cable cable(int one, int other) {
        return new Cable(
                end(Math.min(one, other), Math.max(one, other)), end(Math.max(one, other), Math.min(one, other)), true);
    }

    static Cable silent(int one, int other) {
        Cable live = cable(one, other);
        return new Cable(live.a(), live.b(), false);
    }

    static List<Cable> ring(int switches) {
        List<Cable> cables = new ArrayList<>();
        for (int number = 1; number <= switches; number++) {
            cables.add(cable(number, number % switches + 1));
        }
        cables.sort(Cable.ORDER);
        return cables;
    }

    /** Every leaf with every spine; spines come first. */
    static List<Cable> leafSpine(int spines, int leaves) {
        List<Cable> cables = new ArrayList<>();
        for (int spine = 1; spine <= spines; spine++) {
            for (int leaf = spines + 1; leaf <= spines + leaves; leaf++) {
                cables.add(cable(spine, leaf));
            }
        }
        cables.sort(Cable.ORDER);
        return cables;
    }
}

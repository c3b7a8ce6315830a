package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a switch is asked once it has been set up, because nothing waits for it: whether it has bundles, and what its
 * tables can. Owned by the event loop of the session.
 */
final class Exploration {
    private final Bundles bundles;
    private final boolean bundlesWanted;
    private final TableAbilities abilities;
    private final Consumer<List<String>> done;

    /**
     * @param done takes what the tables lack, for people
     */
    Exploration(Outbox outbox, Bundles bundles, boolean bundlesWanted, Consumer<List<String>> done) {
        this.bundles = bundles;
        this.bundlesWanted = bundlesWanted;
        this.done = done;
        abilities = new TableAbilities(outbox);
    }

    void begin() {
        if (bundlesWanted) {
            bundles.probe();
        }
        abilities.ask();
    }

    /** The switch refused a request; false when it was none of these. */
    boolean refused(int xid) {
        return bundles.refused(xid) || abilities.refused(xid);
    }

    /** One part of a multipart reply; false when it is none of ours. */
    boolean reply(ByteBuf message, int from, int to, int xid, boolean last) {
        if (!abilities.reply(message, from, to, xid, last)) {
            return false;
        }
        if (last) {
            done.accept(abilities.lacks());
        }
        return true;
    }
}

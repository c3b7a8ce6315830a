package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.projectfloodlight.openflow.protocol.OFMessage;

/**
 * The bundles of one connection (ONF extension EXT-230 for OpenFlow 1.3, which is section 7.3.9 of OpenFlow 1.4). A commit
 * takes all messages or none; the first that fails is answered with its own error and transaction id, then the commit with
 * MSG_FAILED, as Open vSwitch does. Only flow, group and port changes and packet-outs may be bundled.
 *
 * <pre>
 *  8              12       16          20      22      24
 * +--------------+--------+-----------+-------+-------+
 * | experimenter | 2300   | bundle id | type  | flags |            BUNDLE_CONTROL
 * | experimenter | 2301   | bundle id | pad   | flags | message…   BUNDLE_ADD_MESSAGE
 * +--------------+--------+-----------+-------+-------+
 * </pre>
 *
 * Owned by the switch's event loop.
 */
final class Bundles {
    static final int ONF = OxmParser.ONF;
    private static final int CONTROL = 2300;
    private static final int ADD_MESSAGE = 2301;

    private static final int OPEN = 0;
    private static final int CLOSE = 2;
    private static final int COMMIT = 4;
    private static final int DISCARD = 6;

    private static final int BODY_AT = 24;
    private static final int KNOWN_FLAGS = 3;
    private static final int MAX_BUNDLES = 64;
    private static final int MAX_MESSAGES = 65_536;

    /** Sends the error that answers a request. */
    interface Refuser {
        void refuse(ByteBuf request, OfError error);
    }

    private record Content(ByteBuf raw, OFMessage message) {}

    private static final class Bundle {
        final int flags;
        final List<Content> contents = new ArrayList<>();
        boolean closed;

        Bundle(int flags) {
            this.flags = flags;
        }
    }

    private final Map<Integer, Bundle> bundles = new HashMap<>();
    private final Decoder decoder;
    private final Modifications modifications;
    private final Refuser refuser;

    Bundles(Decoder decoder, Modifications modifications, Refuser refuser) {
        this.decoder = decoder;
        this.modifications = modifications;
        this.refuser = refuser;
    }

    /** Whether a message is one of the extension. */
    static boolean isBundleMessage(ByteBuf raw) {
        if (raw.writerIndex() < BODY_AT || raw.getInt(8) != ONF) {
            return false;
        }
        int type = raw.getInt(12);
        return type == CONTROL || type == ADD_MESSAGE;
    }

    void handle(ByteBuf raw, ByteBufAllocator allocator, Consumer<ByteBuf> replies) throws Refusal {
        if ((raw.getUnsignedShort(22) & ~KNOWN_FLAGS) != 0) {
            throw new Refusal(OfError.BUNDLE_BAD_FLAGS);
        }
        if (raw.getInt(12) == ADD_MESSAGE) {
            add(raw);
            return;
        }
        int type = raw.getUnsignedShort(20);
        switch (type) {
            case OPEN -> open(raw);
            case CLOSE -> close(raw);
            case COMMIT -> commit(raw);
            case DISCARD -> {
                if (bundles.remove(id(raw)) == null) {
                    throw new Refusal(OfError.BUNDLE_BAD_ID);
                }
            }
            default -> throw new Refusal(OfError.BUNDLE_BAD_TYPE);
        }
        ByteBuf reply = Wire.begin(allocator, Wire.EXPERIMENTER, Wire.xid(raw));
        reply.writeInt(ONF).writeInt(CONTROL).writeInt(id(raw));
        replies.accept(Wire.end(reply.writeShort(type + 1).writeShort(raw.getUnsignedShort(22))));
    }

    private static int id(ByteBuf raw) {
        return raw.getInt(16);
    }

    private Bundle open(ByteBuf raw) throws Refusal {
        if (bundles.remove(id(raw)) != null) {
            throw new Refusal(OfError.BUNDLE_EXISTS);
        }
        if (bundles.size() >= MAX_BUNDLES) {
            throw new Refusal(OfError.BUNDLE_OUT_OF_BUNDLES);
        }
        Bundle bundle = new Bundle(raw.getUnsignedShort(22));
        bundles.put(id(raw), bundle);
        return bundle;
    }

    private Bundle require(ByteBuf raw) throws Refusal {
        Bundle bundle = bundles.get(id(raw));
        if (bundle == null) {
            throw new Refusal(OfError.BUNDLE_BAD_ID);
        }
        if (bundle.flags != raw.getUnsignedShort(22)) {
            bundles.remove(id(raw));
            throw new Refusal(OfError.BUNDLE_BAD_FLAGS);
        }
        return bundle;
    }

    private void close(ByteBuf raw) throws Refusal {
        Bundle bundle = require(raw);
        if (bundle.closed) {
            bundles.remove(id(raw));
            throw new Refusal(OfError.BUNDLE_CLOSED);
        }
        bundle.closed = true;
    }

    /** A bundle that does not exist is opened by its first message. */
    private void add(ByteBuf raw) throws Refusal {
        Bundle bundle = bundles.containsKey(id(raw)) ? require(raw) : open(raw);
        if (bundle.closed) {
            bundles.remove(id(raw));
            throw new Refusal(OfError.BUNDLE_CLOSED);
        }
        if (bundle.contents.size() >= MAX_MESSAGES) {
            throw new Refusal(OfError.BUNDLE_TOO_MANY);
        }
        ByteBuf inner = inner(raw);
        if (!Modifications.mayBeBundled(Wire.type(inner))) {
            throw new Refusal(OfError.BUNDLE_UNSUPPORTED);
        }
        bundle.contents.add(new Content(inner, decoder.decode(inner)));
    }

    private static ByteBuf inner(ByteBuf raw) throws Refusal {
        int left = raw.writerIndex() - BODY_AT;
        int length = left < Wire.HEADER ? 0 : raw.getUnsignedShort(BODY_AT + 2);
        if (length < Wire.HEADER || length > left) {
            throw new Refusal(OfError.BUNDLE_BAD_LEN);
        }
        if (raw.getInt(BODY_AT + 4) != (int) Wire.xid(raw)) {
            throw new Refusal(OfError.BUNDLE_BAD_XID);
        }
        return Unpooled.wrappedBuffer(Wire.bytes(raw, BODY_AT, length));
    }

    private void commit(ByteBuf raw) throws Refusal {
        Bundle bundle = require(raw);
        bundles.remove(id(raw));
        if (!modifications.applyAll(bundle.contents.size(), number -> apply(bundle.contents.get(number)))) {
            throw new Refusal(OfError.BUNDLE_FAILED);
        }
    }

    private boolean apply(Content content) {
        try {
            modifications.apply(content.raw(), content.message());
            return true;
        } catch (Refusal refusal) {
            refuser.refuse(content.raw(), refusal.error());
            return false;
        }
    }
}

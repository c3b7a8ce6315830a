package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Multipart requests on their way, each known by its xid. Owned by the event loop of the session. */
final class MultipartCalls {
    private static final int MULTIPART_REQUEST = 18;
    private static final int HEADER = 16;

    private final Outbox outbox;
    private final Map<Integer, MultipartCall> calls = new HashMap<>();

    MultipartCalls(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Sends the request; answers its xid. */
    int send(MultipartCall call) {
        int xid = outbox.xid();
        ByteBuf out = outbox.open();
        int at = out.writerIndex();
        Outbox.header(out, MULTIPART_REQUEST, HEADER, xid);
        out.writeShort(call.type()).writeShort(0).writeInt(0);
        call.writeBody(out);
        out.setShort(at + 2, out.writerIndex() - at);
        calls.put(xid, call);
        outbox.written();
        return xid;
    }

    /** Nobody waits for this reply any more. */
    void forget(int xid) {
        calls.remove(xid);
    }

    /** One part of a reply; false when no call has this xid and type. */
    boolean reply(ByteBuf buffer, int from, int to, int type, int xid, boolean last) {
        MultipartCall call = calls.get(xid);
        if (call == null || call.type() != type) {
            return false;
        }
        if (last) {
            calls.remove(xid);
        }
        call.part(buffer, from, to, last);
        return true;
    }

    /** Tells the call of this xid; false when there is none. */
    boolean failed(int xid, String error) {
        MultipartCall call = calls.remove(xid);
        if (call != null) {
            call.failed(error);
        }
        return call != null;
    }

    /** The connection is gone: no reply will come any more. */
    void closed() {
        List<MultipartCall> unanswered = List.copyOf(calls.values());
        calls.clear();
        unanswered.forEach(call -> call.failed("connection lost before the reply"));
    }
}

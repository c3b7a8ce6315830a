package io.sentinelsdn.controller;

import io.sentinelsdn.controller.openflow.MultipartCall;
import io.sentinelsdn.controller.openflow.SwitchSession;
import io.sentinelsdn.controller.query.Caller;

/** Multipart requests over a session. */
record SessionCaller(SwitchSession session) implements Caller {
    @Override
    public int call(MultipartCall call) {
        return session.call(call);
    }

    @Override
    public void forget(int xid) {
        session.forget(xid);
    }
}

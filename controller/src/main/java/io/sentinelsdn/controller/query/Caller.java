package io.sentinelsdn.controller.query;

import io.sentinelsdn.controller.openflow.MultipartCall;

/** Where multipart requests go: a session. */
public interface Caller {
    /** Sends the request and answers its xid. */
    int call(MultipartCall call);

    /** Nobody waits for this reply any more. */
    void forget(int xid);
}

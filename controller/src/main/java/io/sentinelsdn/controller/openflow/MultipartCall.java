package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;

/** A multipart request of its own xid and who hears the reply. All methods are called in the event loop. */
public interface MultipartCall {
    /** OFPMP_* (OpenFlow 1.3.5 section 7.3.5). */
    int type();

    /** Writes what follows the multipart header. */
    void writeBody(ByteBuf out);

    /**
     * One part of the reply.
     *
     * @param from first byte of the body
     * @param last no more parts follow; the call is over
     */
    void part(ByteBuf buffer, int from, int to, boolean last);

    /** The switch refused, or the connection is gone; the call is over. */
    void failed(String error);
}

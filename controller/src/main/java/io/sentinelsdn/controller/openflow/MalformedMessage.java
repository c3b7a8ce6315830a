package io.sentinelsdn.controller.openflow;

/** A message whose lengths or fields contradict each other. Without a stack trace: a peer can cause it at will. */
final class MalformedMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedMessage(String message) {
        super(message, null, false, false);
    }
}

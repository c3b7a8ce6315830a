package io.sentinelsdn.simulator.frame;

/** TCP flags, bits as in RFC 9293 section 3.1. */
public final class TcpFlags {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PSH = 8;
    public static final int ACK = 16;

    private TcpFlags() {}
}

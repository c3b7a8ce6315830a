package io.sentinelsdn.simulator.ofswitch;

/** Reserved port numbers (OpenFlow 1.3.5 section 7.2.1). */
final class PortNumbers {
    static final int MAX = 0xffff_ff00;
    static final int IN_PORT = 0xffff_fff8;
    static final int TABLE = 0xffff_fff9;
    static final int FLOOD = 0xffff_fffb;
    static final int ALL = 0xffff_fffc;
    static final int CONTROLLER = 0xffff_fffd;
    static final int LOCAL = 0xffff_fffe;
    static final int ANY = 0xffff_ffff;

    private PortNumbers() {}
}

package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.sentinelsdn.domain.net.Dpid;
import java.nio.charset.StandardCharsets;
import org.projectfloodlight.openflow.types.MacAddress;

/** How the switch and its ports describe themselves. */
final class Descriptions {
    private static final int STATE_LINK_DOWN = 1;
    private static final int STATE_LIVE = 4;
    private static final int COPPER_10_GBIT = (1 << 6) | (1 << 11);
    private static final int SPEED_KBPS = 10_000_000;

    private Descriptions() {}

    /** A locally administered address made of the switch and the port. */
    static long hardwareAddress(Dpid dpid, int port) {
        return 0x0200_0000_0000L | ((dpid.value() & 0xff_ffff) << 16) | (port & 0xffff);
    }

    /** {@code ofp_port} (section 7.2.1). */
    static void writePort(ByteBuf out, SwitchConfig config, Port port) {
        out.writeInt(port.number).writeInt(0);
        out.writeBytes(
                MacAddress.of(hardwareAddress(config.dpid(), port.number)).getBytes());
        out.writeShort(0);
        writeText(out, "s" + Long.toUnsignedString(config.dpid().value()) + "-eth" + port.number, 16);
        out.writeInt(port.config).writeInt(port.linkUp ? STATE_LIVE : STATE_LINK_DOWN);
        out.writeInt(COPPER_10_GBIT).writeInt(0).writeInt(0).writeInt(0);
        out.writeInt(SPEED_KBPS).writeInt(SPEED_KBPS);
    }

    /** {@code ofp_desc} (section 7.3.5.1). */
    static void writeSwitch(ByteBuf out, SwitchConfig config) {
        writeText(out, "Sentinel", 256);
        writeText(out, "Emulated switch", 256);
        writeText(out, "1", 256);
        writeText(out, "None", 32);
        writeText(out, "s" + Long.toUnsignedString(config.dpid().value()), 256);
    }

    /** Text in a field of fixed length, cut so that a zero follows. */
    static void writeText(ByteBuf out, String text, int length) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int used = Math.min(bytes.length, length - 1);
        out.writeBytes(bytes, 0, used).writeZero(length - used);
    }
}

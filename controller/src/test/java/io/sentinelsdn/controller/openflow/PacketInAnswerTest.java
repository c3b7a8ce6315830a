package io.sentinelsdn.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFPacketInReason;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.OFBufferId;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

/** PACKET_IN and its PACKET_OUT in place; openflowj is the oracle. */
class PacketInAnswerTest {
    private static final OFFactory OF13 = RuleCodec.FACTORY;
    private static final byte[] FRAME = frame();

    private final FairShare fair = new FairShare();

    private static byte[] frame() {
        byte[] frame = new byte[90];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) i;
        }
        return frame;
    }

    private static ByteBuf wire(OFMessage message) {
        ByteBuf buffer = Unpooled.buffer();
        message.writeTo(buffer);
        return buffer;
    }

    private static ByteBuf packetIn(int port, long cookie, OFBufferId bufferId, int sent) {
        return wire(OF13.buildPacketIn()
                .setBufferId(bufferId)
                .setTotalLen(FRAME.length)
                .setReason(OFPacketInReason.NO_MATCH)
                .setTableId(TableId.of(2))
                .setCookie(U64.of(cookie))
                .setMatch(OF13.buildMatch()
                        .setExact(MatchField.IN_PORT, OFPort.of(port))
                        .build())
                .setData(java.util.Arrays.copyOf(FRAME, sent))
                .build());
    }

    private static PacketIn read(ByteBuf message) {
        PacketIn packet = new PacketIn();
        packet.read(message, 0, message.writerIndex());
        return packet;
    }

    private static byte[] expected(OFBufferId bufferId, byte[] data) {
        return ByteBufUtil.getBytes(wire(OF13.buildPacketOut()
                .setXid(77)
                .setBufferId(bufferId)
                .setInPort(OFPort.of(3))
                .setActions(List.of(OF13.actions().output(OFPort.of(9), 0)))
                .setData(data)
                .build()));
    }

    @Test
    void shouldSendAWholeFrameBack() {
        PacketIn packet = read(packetIn(3, 5, OFBufferId.NO_BUFFER, FRAME.length));
        ByteBuf out = Unpooled.buffer();

        packet.writeOut(out, 77, 9);

        assertThat(packet.isWhole()).isTrue();
        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(expected(OFBufferId.NO_BUFFER, FRAME));
    }

    @Test
    void shouldNameTheBufferWhereTheSwitchKeepsTheFrame() {
        PacketIn packet = read(packetIn(3, 5, OFBufferId.of(1234), 60));
        ByteBuf out = Unpooled.buffer();

        packet.writeOut(out, 77, 9);

        assertThat(packet.isWhole()).isTrue();
        assertThat(ByteBufUtil.getBytes(out)).isEqualTo(expected(OFBufferId.of(1234), new byte[0]));
    }

    @Test
    void shouldKnowWhenOnlyTheHeadOfAFrameCame() {
        assertThat(read(packetIn(3, 5, OFBufferId.NO_BUFFER, 60)).isWhole()).isFalse();
    }

    @Test
    void shouldShedNothingWhileItKeepsUp() {
        fair.readStarts(false);
        assertThat(admitted(packetIn(1, 0, OFBufferId.NO_BUFFER, 60), 1_000)).isEqualTo(1_000);
    }

    @Test
    void shouldGiveEachPortItsShareWhileBehind() {
        ByteBuf flood = packetIn(1, 0x5e17_0600_0000_0000L, OFBufferId.NO_BUFFER, 60);
        fair.readStarts(true);
        assertThat(admitted(flood, 1_000)).isEqualTo(FairShare.SHARE);
        assertThat(admitted(packetIn(2, 0x5e17_0600_0000_0000L, OFBufferId.NO_BUFFER, 60), 10))
                .as("another port")
                .isEqualTo(10);
        assertThat(admitted(packetIn(1, 0x5e17_0400_0000_0000L, OFBufferId.NO_BUFFER, 60), 10))
                .as("LLDP and ARP of the flooded port")
                .isEqualTo(10);

        fair.readStarts(true);
        assertThat(admitted(flood, 1_000)).as("the next read").isEqualTo(FairShare.SHARE);
    }

    private int admitted(ByteBuf message, int times) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += fair.admits(message, 0, message.writerIndex()) ? 1 : 0;
        }
        return admitted;
    }
}

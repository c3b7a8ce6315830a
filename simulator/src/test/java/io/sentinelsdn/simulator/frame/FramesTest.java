package io.sentinelsdn.simulator.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final Frames.Hop HOP =
            new Frames.Hop(MacAddress.parse("02:00:00:00:00:01"), MacAddress.parse("02:00:00:00:00:02"));
    private static final IpAddress A4 = IpAddress.parse("10.0.0.1");
    private static final IpAddress B4 = IpAddress.parse("10.0.0.2");
    private static final IpAddress A6 = IpAddress.parse("fd00::1");
    private static final IpAddress B6 = IpAddress.parse("fd00::2");

    /** RFC 1071 section 3 works this example: the sum of the words is ddf2, its complement 220d. */
    @Test
    void shouldComputeTheChecksumOfRfc1071() {
        byte[] example = HexFormat.of().parseHex("0001f203f4f5f6f7");

        assertThat(Checksum.of(example, 0, example.length)).isEqualTo(0x220d);
    }

    /** A widely printed IPv4 header: 4500 0073 0000 4000 4011 b861 c0a8 0001 c0a8 00c7. */
    @Test
    void shouldComputeTheChecksumOfAKnownIpv4Header() {
        byte[] header = HexFormat.of().parseHex("450000730000400040110000c0a80001c0a800c7");

        assertThat(Checksum.of(header, 0, header.length)).isEqualTo(0xb861);
    }

    @Test
    void shouldBuildTransportChecksumsThatSumToZero() {
        byte[] tcp = Frames.tcp(HOP, A4, B4, 1, 2, 3, 4, TcpFlags.ACK, new byte[] {1, 2, 3});
        byte[] udp = Frames.udp(HOP, A6, B6, 1, 2, new byte[] {9, 8, 7});
        byte[] ping = Frames.ping(HOP, A6, B6, 1, 2, 5);
        byte[] solicitation = Frames.neighborSolicitation(HOP.src(), A6, B6);
        IpAddress group = IpAddress.parse("ff02::1:ff00:2");

        assertThat(Checksum.ofSegment(A4, B4, 6, tcp, 34, 23)).isZero();
        assertThat(Checksum.ofSegment(A6, B6, 17, udp, 54, 11)).isZero();
        assertThat(Checksum.ofSegment(A6, B6, 58, ping, 54, 13)).isZero();
        assertThat(Checksum.ofSegment(A6, group, 58, solicitation, 54, 32)).isZero();
    }

    @Test
    void shouldPadShortFramesToSixtyBytes() {
        assertThat(Frames.arpRequest(HOP.src(), A4, B4)).hasSize(60);
        assertThat(Frames.syn(HOP, A4, B4, 1, 2)).hasSize(60);
    }

    @Test
    void shouldReadBackWhatWasBuilt() {
        PacketKey key = new PacketKey();

        key.read(7, Frames.tcp(HOP, A6, B6, 1000, 443, 1, 0, TcpFlags.SYN, new byte[0]));
        assertThat(key.get(HeaderField.IN_PORT)).isEqualTo(7);
        assertThat(key.get(HeaderField.ETH_TYPE)).isEqualTo(EtherType.IPV6);
        assertThat(key.get(HeaderField.ETH_DST)).isEqualTo(HOP.dst().value());
        assertThat(key.get(HeaderField.SRC_HI)).isEqualTo(A6.hi());
        assertThat(key.get(HeaderField.DST_LO)).isEqualTo(B6.lo());
        assertThat(key.get(HeaderField.TP_DST)).isEqualTo(443);
        assertThat(key.get(HeaderField.TCP_FLAGS)).isEqualTo(TcpFlags.SYN);

        key.read(1, Frames.ping(HOP, A4, B4, 1, 1, 0));
        assertThat(key.get(HeaderField.TP_SRC)).isEqualTo(8);
        assertThat(key.get(HeaderField.TCP_FLAGS)).isZero();

        key.read(1, Frames.arpRequest(HOP.src(), A4, B4));
        assertThat(key.get(HeaderField.ARP_OP)).isEqualTo(1);
        assertThat(key.get(HeaderField.DST_LO)).isEqualTo(B4.v4Bits());
    }

    @Test
    void shouldSurviveFramesCutAnywhere() {
        PacketKey key = new PacketKey();
        byte[] frame = Frames.tcp(HOP, A6, B6, 1000, 443, 1, 0, TcpFlags.SYN, new byte[0]);

        for (int length = 0; length < frame.length; length++) {
            key.read(1, java.util.Arrays.copyOf(frame, length));
            assertThat(key.get(HeaderField.IN_PORT)).isEqualTo(1);
        }
    }

    @Test
    void shouldRewriteFieldsAndKeepChecksumsRight() {
        byte[] udp = Frames.udp(HOP, A4, B4, 1, 2, new byte[] {1, 2, 3, 4});

        byte[] changed = FrameEditor.set(
                udp, HeaderField.DST_LO, IpAddress.parse("10.9.9.9").v4Bits(), 0);
        changed = FrameEditor.set(changed, HeaderField.TP_DST, 4000, 0);

        assertThat(changed)
                .isEqualTo(Frames.udp(HOP, A4, IpAddress.parse("10.9.9.9"), 1, 4000, new byte[] {1, 2, 3, 4}));
    }

    @Test
    void shouldRefuseMixedAddressFamilies() {
        assertThatThrownBy(() -> Frames.syn(HOP, A4, B6, 1, 2)).hasMessageContaining("one address family");
    }
}

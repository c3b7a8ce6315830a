package io.sentinelsdn.detector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.tree.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {
    private static final Path SHARED = Path.of("../../shared/data/pcap");
    private static final byte[] MACS = new byte[12];
    private static final byte[] V4_SYN = ipv4(6, 0, 1, "0400" + "0050" + "00000000" + "00000000" + "5002" + "00000000");
    private static final byte[] V4_REPLY = HexFormat.of()
            .parseHex("450000280001000040060000" + "0a000002" + "0a000001" + "00500400" + "0000000000000000" + "5012"
                    + "000000000000");

    @TempDir
    Path dir;

    /** An IPv4 packet from 10.0.0.1 to 10.0.0.2. */
    private static byte[] ipv4(int protocol, int fragment, int id, String payload) {
        byte[] rest = HexFormat.of().parseHex(payload);
        ByteBuffer packet = ByteBuffer.allocate(20 + rest.length);
        packet.put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) packet.capacity())
                .putShort((short) id);
        packet.putShort((short) fragment).put((byte) 64).put((byte) protocol).putShort((short) 0);
        packet.putInt(0x0a000001).putInt(0x0a000002).put(rest);
        return packet.array();
    }

    private static byte[] ethernet(String type, byte[] payload) {
        return join(MACS, HexFormat.of().parseHex(type), payload);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Stream.of(parts).mapToInt(part -> part.length).sum());
        Stream.of(parts).forEach(all::put);
        return all.array();
    }

    private static byte[] pcap(ByteOrder order, int magic, int linkType, double secondsApart, byte[]... packets) {
        ByteBuffer out = ByteBuffer.allocate(1 << 16).order(order);
        out.putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65_535)
                .putInt(linkType);
        int perSecond = magic == 0xA1B23C4D ? 1_000_000_000 : 1_000_000;
        for (int i = 0; i < packets.length; i++) {
            double time = 1000 + i * secondsApart;
            out.putInt((int) time).putInt((int) Math.round((time - (int) time) * perSecond));
            out.putInt(packets[i].length).putInt(packets[i].length).put(packets[i]);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] pcapng(ByteOrder order, byte[]... packets) {
        ByteBuffer out = ByteBuffer.allocate(1 << 16).order(order);
        out.putInt(0x0A0D0D0A).putInt(28).putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0);
        out.putLong(-1).putInt(28);
        out.putInt(1).putInt(28).putShort((short) 1).putShort((short) 0).putInt(0);
        out.putShort((short) 9).putShort((short) 1).putInt(0).putInt(28);
        out.put(out.position() - 8, (byte) 9);
        for (int i = 0; i < packets.length; i++) {
            int padded = (packets[i].length + 3) / 4 * 4;
            long nanos = 1_000_000_000_000L + i * 250_000_000L;
            out.putInt(6)
                    .putInt(32 + padded)
                    .putInt(0)
                    .putInt((int) (nanos >>> 32))
                    .putInt((int) nanos);
            out.putInt(packets[i].length).putInt(packets[i].length).put(packets[i]);
            out.position(out.position() + padded - packets[i].length);
            out.putInt(32 + padded);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private FlowBatch read(byte[] bytes) throws IOException {
        return FlowBatch.read(Files.write(dir.resolve("a.pcap"), bytes), null, Progress.SILENT);
    }

    private static float[] row(FlowBatch batch, int index) {
        float[] row = new float[FlowFeatures.COUNT];
        batch.flows().copyRow(index, row);
        return row;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldMakeOneRowOfEachFlowAndSecond(boolean bigEndian) throws IOException {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] syn = ethernet("0800", V4_SYN);
        byte[] reply = ethernet("0800", V4_REPLY);

        FlowBatch batch = read(pcap(order, 0xA1B2C3D4, 1, 0.3, syn, syn, reply, syn, syn));

        assertThat(batch.layout()).isEqualTo("pcap");
        assertThat(batch.names().stream().map(FlowTuple::toString))
                .containsExactly(
                        "tcp 10.0.0.1:1024 > 10.0.0.2:80",
                        "tcp 10.0.0.2:80 > 10.0.0.1:1024",
                        "tcp 10.0.0.1:1024 > 10.0.0.2:80");
        float[] first = row(batch, 0);
        assertThat(first[FlowFeatures.IS_TCP]).isEqualTo(1);
        assertThat(first[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(3), within(1e-6f));
        assertThat(first[FlowFeatures.MEAN_SIZE]).isEqualTo(syn.length);
        assertThat(first[FlowFeatures.REVERSE_RATIO]).isCloseTo(1 / 3f, within(1e-6f));
        assertThat(first[FlowFeatures.SYN_SHARE]).isEqualTo(1);
        assertThat(row(batch, 1)[FlowFeatures.SYN_SHARE]).isZero();
        float[] second = row(batch, 2);
        assertThat(second[FlowFeatures.ONE_WAY]).isEqualTo(1);
        assertThat(second[FlowFeatures.PPS_CHANGE]).isCloseTo((float) Math.log(2 / 4.0), within(1e-6f));
    }

    @Test
    void shouldTakeManyFlowsToOneDestinationAsOne() throws IOException {
        byte[][] packets = new byte[100][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = ethernet("0800", V4_SYN);
            packets[i][14 + 15] = (byte) i;
        }

        FlowBatch batch = read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1, 0, packets));

        assertThat(batch.names().stream().map(FlowTuple::toString)).containsExactly("tcp many > 10.0.0.2");
        assertThat(row(batch, 0)[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(100), within(1e-6f));
        assertThat(row(batch, 0)[FlowFeatures.LIFE_LOG_PPS]).isCloseTo((float) Math.log1p(100), within(1e-6f));
        assertThat(row(batch, 0)[FlowFeatures.SYN_SHARE]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadPcapngOfBothByteOrdersAndItsTimes(boolean bigEndian) throws IOException {
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] syn = ethernet("0800", V4_SYN);

        FlowBatch batch = read(pcapng(order, syn, syn, syn, syn, syn));

        assertThat(batch.flows().size()).isEqualTo(2);
        assertThat(batch.flows().time(0)).isCloseTo(1000, within(1e-6));
        assertThat(row(batch, 0)[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(4), within(1e-6f));
    }

    @Test
    void shouldFindTheSameFlowBehindEveryLinkLayer() throws IOException {
        byte[] cooked = join(new byte[14], HexFormat.of().parseHex("0800"), V4_SYN);
        byte[] cooked2 = join(HexFormat.of().parseHex("0800"), new byte[18], V4_SYN);
        for (FlowBatch batch : List.of(
                read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1, 0, ethernet("81000064" + "0800", V4_SYN))),
                read(pcap(
                        ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1, 0, ethernet("88a80064" + "81000065" + "0800", V4_SYN))),
                read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B23C4D, 101, 0, V4_SYN)),
                read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 113, 0, cooked)),
                read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 276, 0, cooked2)),
                read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 0, 0, join(new byte[4], V4_SYN))))) {
            assertThat(batch.names().get(0)).hasToString("tcp 10.0.0.1:1024 > 10.0.0.2:80");
        }
        FlowBatch raw = read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 101, 0, V4_SYN));
        assertThat(row(raw, 0)[FlowFeatures.MEAN_SIZE]).isEqualTo(V4_SYN.length + 14);
    }

    @Test
    void shouldCountLaterFragmentsToTheFlowOfTheFirst() throws IOException {
        byte[] first = ethernet("0800", ipv4(17, 0x2000, 7, "14e9" + "0035" + "0010" + "0000"));
        byte[] later = ethernet("0800", ipv4(17, 0x0001, 7, "ffffffff"));
        byte[] stray = ethernet("0800", ipv4(17, 0x0001, 8, "ffffffff"));

        FlowBatch batch = read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1, 0, first, later, stray));

        assertThat(batch.names().stream().map(FlowTuple::toString))
                .containsExactly("udp 10.0.0.1:5353 > 10.0.0.2:53", "udp 10.0.0.1 > 10.0.0.2");
        assertThat(row(batch, 0)[FlowFeatures.LOG_PPS]).isCloseTo((float) Math.log1p(2), within(1e-6f));
    }

    @Test
    void shouldReadIpv6BehindExtensionHeaders() throws IOException {
        String addresses = "20010db8000000000000000000000001" + "20010db8000000000000000000000002";
        byte[] packet = HexFormat.of()
                .parseHex("60000000" + "0018" + "00" + "40" + addresses + "2c00000000000000" + "1100000100000009"
                        + "14e90035" + "00080000");

        FlowBatch batch = read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1, 0, ethernet("86dd", packet)));

        assertThat(batch.names().get(0)).hasToString("udp [2001:db8::1]:5353 > [2001:db8::2]:53");
    }

    @Test
    void shouldReadGzipAndCountWhatIsNotIp() throws IOException {
        byte[] plain = pcap(
                ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1, 0, ethernet("0806", new byte[28]), ethernet("0800", V4_SYN));
        Path file = dir.resolve("a.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(plain);
        }

        FlowBatch batch = FlowBatch.read(file, null, Progress.SILENT);

        assertThat(batch.flows().size()).isEqualTo(1);
        assertThat(batch.skipped()).isEqualTo(1);
        assertThat(batch.sha256()).hasSize(64);
    }

    @Test
    void shouldNameATruncatedCapture() throws IOException {
        byte[] whole =
                pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1, 0, ethernet("0800", V4_SYN), ethernet("0800", V4_SYN));
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capture " + dir.resolve("a.pcap") + ": it is truncated after packet 1");
        assertThatThrownBy(() -> read(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1, 0)))
                .hasMessageContaining("it has no IP packets");
    }

    @Test
    void shouldRefuseOrReadEveryDamagedCapture() throws IOException {
        byte[] one =
                pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 1, 0.1, ethernet("0800", V4_SYN), ethernet("0800", V4_REPLY));
        byte[] other = pcapng(ByteOrder.LITTLE_ENDIAN, ethernet("0800", V4_SYN), ethernet("0800", V4_REPLY));
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 600; i++) {
            byte[] damaged = (i % 2 == 0 ? one : other).clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(read(damaged).flows().size()).isPositive();
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageStartingWith("capture " + dir.resolve("a.pcap") + ": ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attack/pkt.TCP.synflood.spoofed.pcap.gz",
                "attack/amp.dns.RRSIG.fragmented.pcap.gz",
                "attack/amp.UDP.snmp.src161.pcapng.gz",
                "benign/rtsp.pcap.gz",
                "benign/viber.pcap.gz",
                "adddosdn/120925-28_normal.pcap.gz"
            })
    void shouldReadRealCaptures(String name) {
        Path file = SHARED.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "the shared captures are not here: " + file);

        FlowBatch batch = FlowBatch.read(file, null, Progress.SILENT);

        assertThat(batch.flows().size()).isEqualTo(batch.names().size()).isPositive();
        if (name.contains("synflood")) {
            assertThat(row(batch, 0)[FlowFeatures.SYN_SHARE]).isEqualTo(1);
        }
    }
}

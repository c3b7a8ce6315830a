package io.sentinelsdn.detector;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the packets of a script as a pcap of Ethernet frames, of which the first 96 bytes are kept. */
final class CaptureWriter implements AutoCloseable {
    private static final int SNAP = 96;
    private static final long SECONDS = 1_700_000_000;

    private final DataOutputStream out;

    CaptureWriter(Path file) {
        try {
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
            out.writeInt(0xA1B2C3D4);
            out.writeInt(0x0002_0004);
            out.writeLong(0);
            out.writeInt(SNAP);
            out.writeInt(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Packet packet, long nowNs) {
        byte[] frame = frame(packet);
        try {
            for (long i = 0; i < packet.count(); i++) {
                out.writeInt((int) (SECONDS + nowNs / 1_000_000_000));
                out.writeInt((int) (nowNs % 1_000_000_000 / 1000));
                out.writeInt(frame.length);
                out.writeInt(Math.max(frame.length, packet.bytes()));
                out.write(frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] frame(Packet packet) {
        boolean v4 = packet.src().isV4();
        ByteBuffer frame = ByteBuffer.allocate(SNAP);
        frame.putShort((short) 0x0200).putInt(1).putShort((short) 0x0200).putInt(packet.inPort());
        frame.putShort((short) (v4 ? 0x0800 : 0x86dd));
        int length = Math.max(SNAP, packet.bytes()) - 14;
        if (v4) {
            frame.putShort((short) 0x4500).putShort((short) length).putInt(0);
            frame.put((byte) 64).put((byte) packet.protocol()).putShort((short) 0);
            frame.putInt(v4(packet.src())).putInt(v4(packet.dst()));
        } else {
            frame.putInt(0x6000_0000).putShort((short) (length - 40));
            frame.put((byte) packet.protocol()).put((byte) 64);
            frame.putLong(packet.src().hi()).putLong(packet.src().lo());
            frame.putLong(packet.dst().hi()).putLong(packet.dst().lo());
        }
        if (IpProto.isIcmp(packet.protocol())) {
            frame.put((byte) packet.srcPort()).put((byte) packet.dstPort());
        } else {
            frame.putShort((short) packet.srcPort()).putShort((short) packet.dstPort());
        }
        if (packet.protocol() == IpProto.TCP) {
            frame.putLong(0).put((byte) 0x50).put((byte) packet.flags()).putShort((short) 8192);
        }
        return frame.array();
    }

    private static int v4(IpAddress address) {
        return (int) address.lo();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}

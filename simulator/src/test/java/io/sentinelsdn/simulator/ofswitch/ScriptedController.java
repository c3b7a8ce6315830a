package io.sentinelsdn.simulator.ofswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFHello;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFStatsReply;
import org.projectfloodlight.openflow.protocol.OFStatsReplyFlags;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.types.U32;

/** A controller made of a blocking socket: it says what the test tells it and hears what the switch answers. */
final class ScriptedController implements AutoCloseable {
    static final OFFactory OF = OFFactories.getFactory(OFVersion.OF_13);

    private static final int PATIENCE_MS = 10_000;

    private final ServerSocket server;
    private final Deque<OFMessage> heard = new ArrayDeque<>();
    private Socket peer;
    private DataInputStream in;

    ScriptedController() throws IOException {
        this(0);
    }

    ScriptedController(int port) throws IOException {
        this(new ServerSocket(port, 4, InetAddress.getLoopbackAddress()));
    }

    ScriptedController(ServerSocket server) throws IOException {
        this.server = server;
        server.setSoTimeout(PATIENCE_MS);
    }

    /** Waits for another connection to the same port, with a controller of its own. */
    ScriptedController second() throws IOException {
        ScriptedController other = new ScriptedController(server);
        other.greetNext();
        return other;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connects the switch and greets it. */
    ScriptedController greet(EmulatedSwitch emulated) throws IOException {
        emulated.connect("127.0.0.1", port());
        return greetNext();
    }

    /** Waits for a switch and greets it. */
    ScriptedController greetNext() throws IOException {
        accept();
        assertThat(hear(OFHello.class)).isNotNull();
        say(OF.hello(List.of(OF.helloElemVersionbitmap(List.of(U32.of(1 << 4))))));
        sync();
        return this;
    }

    void accept() throws IOException {
        peer = server.accept();
        peer.setSoTimeout(PATIENCE_MS);
        peer.setTcpNoDelay(true);
        in = new DataInputStream(peer.getInputStream());
        heard.clear();
    }

    void hangUp() throws IOException {
        peer.close();
    }

    void say(OFMessage message) throws IOException {
        ByteBuf out = Unpooled.buffer();
        message.writeTo(out);
        say(out);
    }

    void say(ByteBuf bytes) throws IOException {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        peer.getOutputStream().write(copy);
    }

    /** Says it, waits until it is done, and expects no error. */
    void order(OFMessage message) throws IOException {
        say(message);
        sync();
        assertThat(heard).noneMatch(OFErrorMsg.class::isInstance);
    }

    /** Says it and returns the error it causes. */
    OFErrorMsg refused(OFMessage message) throws IOException {
        say(message);
        OFErrorMsg error = hear(OFErrorMsg.class);
        assertThat(error.getXid()).isEqualTo(message.getXid());
        return error;
    }

    /** Waits for the answer to a barrier; what comes before it stays to be heard. */
    void sync() throws IOException {
        OFMessage barrier = OF.barrierRequest();
        say(barrier);
        await(message -> message.getXid() == barrier.getXid()
                && message.getType() == org.projectfloodlight.openflow.protocol.OFType.BARRIER_REPLY);
    }

    /** All parts of a multipart reply. */
    <T extends OFStatsReply> List<T> parts(OFMessage request, Class<T> type) throws IOException {
        say(request);
        List<T> parts = new ArrayList<>();
        do {
            parts.add(type.cast(await(message -> message.getXid() == request.getXid())));
        } while (parts.get(parts.size() - 1).getFlags().contains(OFStatsReplyFlags.REPLY_MORE));
        return parts;
    }

    <T extends OFStatsReply> T ask(OFMessage request, Class<T> type) throws IOException {
        return parts(request, type).get(0);
    }

    /** The next message of a kind; others before it stay to be heard. */
    <T extends OFMessage> T hear(Class<T> type) throws IOException {
        return type.cast(await(type::isInstance));
    }

    /** What has come up to now. */
    <T extends OFMessage> List<T> heard(Class<T> type) throws IOException {
        sync();
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Forgets what was heard. */
    void forget() {
        heard.clear();
    }

    /** Whether the switch has hung up. */
    boolean isHungUp() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (IOException gone) {
            return true;
        }
    }

    private OFMessage await(Predicate<OFMessage> wanted) throws IOException {
        for (OFMessage message : heard) {
            if (wanted.test(message)) {
                heard.remove(message);
                return message;
            }
        }
        while (true) {
            OFMessage message = read();
            if (wanted.test(message)) {
                return message;
            }
            heard.add(message);
        }
    }

    private OFMessage read() throws IOException {
        byte[] message = readBytes();
        try {
            return OFFactories.getGenericReader().readFrom(Unpooled.wrappedBuffer(message));
        } catch (OFParseError unreadable) {
            throw new UncheckedIOException(new IOException(unreadable));
        }
    }

    /** The very next message, as it came. */
    ByteBuf hearBytes() throws IOException {
        assertThat(heard).isEmpty();
        return Unpooled.wrappedBuffer(readBytes());
    }

    private byte[] readBytes() throws IOException {
        byte[] header = new byte[4];
        in.readFully(header);
        int length = (header[2] & 0xff) << 8 | (header[3] & 0xff);
        byte[] message = new byte[length];
        System.arraycopy(header, 0, message, 0, 4);
        in.readFully(message, 4, length - 4);
        return message;
    }

    @Override
    public void close() throws IOException {
        if (peer != null) {
            peer.close();
        }
        server.close();
    }
}

package io.sentinelsdn.simulator.ofswitch;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the controller: connects, and after a loss connects again with a doubling pause. Owned by the
 * switch's event loop; {@link #isReady} may be asked by any thread.
 */
final class ControllerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerConnection.class);
    private static final int MAX_MESSAGE = 65_535;
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(256 * 1024, 4 * 1024 * 1024);

    private final Datapath datapath;
    private final EventLoop loop;
    private final Roles roles = new Roles();
    private InetSocketAddress address;
    private SSLContext tls;
    /** Grows with each {@link #connectTo} and {@link #disconnect}; what began under an older one is void. */
    private int order;

    private Channel channel;
    private ControllerMessages messages;
    private final List<Channel> auxiliaries = new ArrayList<>();
    private long pauseMs;
    private volatile boolean ready;

    ControllerConnection(Datapath datapath, EventLoop loop) {
        this.datapath = datapath;
        this.loop = loop;
    }

    boolean isReady() {
        return ready;
    }

    /**
     * Connects to a controller.
     *
     * @param newTls for TLS; null for plain TCP
     */
    void connectTo(InetSocketAddress controller, SSLContext newTls) {
        disconnect();
        address = controller;
        tls = newTls;
        pauseMs = datapath.config.reconnectMin().toMillis();
        connect();
    }

    /** Ends the connection and does not connect again. */
    void disconnect() {
        address = null;
        order++;
        if (channel != null) {
            var unused = channel.close();
        }
    }

    /** Drops the connection; it comes back by itself. */
    void reconnect() {
        if (channel != null) {
            var unused = channel.close();
        }
    }

    /** Drops the connection as a restarted switch does: what was known about controllers is forgotten. */
    void restart() {
        roles.restart();
        reconnect();
    }

    void flush() {
        if (messages != null) {
            messages.flush();
        }
    }

    private void connect() {
        if (address == null || loop.isShuttingDown()) {
            return;
        }
        int under = order;
        var unused = open(0, this::greeted).addListener((ChannelFuture attempt) -> connected(under, attempt));
    }

    private ChannelFuture open(int auxiliaryId, Consumer<ControllerMessages> whenReady) {
        return new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel created) {
                        prepare(created, new SwitchSession(datapath, roles, auxiliaryId, whenReady));
                    }
                })
                .connect(address);
    }

    private void prepare(Channel created, SwitchSession session) {
        if (tls != null) {
            SSLEngine engine = tls.createSSLEngine(address.getHostString(), address.getPort());
            engine.setUseClientMode(true);
            created.pipeline().addLast(new SslHandler(engine));
        }
        long echoMs = datapath.config.echoInterval().toMillis();
        created.pipeline()
                .addLast(new LengthFieldBasedFrameDecoder(MAX_MESSAGE, 2, 2, -4, 0))
                .addLast(new IdleStateHandler(echoMs, 0, 0, TimeUnit.MILLISECONDS))
                .addLast(session);
    }

    private void connected(int under, ChannelFuture attempt) {
        if (!attempt.isSuccess()) {
            LOG.debug("dpid={} cannot connect to {}", datapath.config.dpid(), address);
            retry(under);
            return;
        }
        channel = attempt.channel();
        if (under != order) {
            var unused = channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> lost(under));
    }

    private void greeted(ControllerMessages main) {
        messages = main;
        datapath.controller(main);
        ready = true;
        pauseMs = datapath.config.reconnectMin().toMillis();
        for (int id = 1; id <= datapath.config.abilities().auxiliaries(); id++) {
            openAuxiliary(id, main);
        }
    }

    /** It carries packet-ins and ends with the main connection (section 6.3.7). */
    private void openAuxiliary(int id, ControllerMessages main) {
        ChannelFuture attempt = open(id, auxiliary -> main.sendPacketInsOver(auxiliary.channel()));
        auxiliaries.add(attempt.channel());
    }

    private void lost(int under) {
        ready = false;
        messages = null;
        datapath.controller(ControllerChannel.NONE);
        auxiliaries.forEach(Channel::close);
        auxiliaries.clear();
        if (!datapath.config.keepTables()) {
            datapath.clear();
        }
        retry(under);
    }

    private void reconnect(int under) {
        if (under == order) {
            connect();
        }
    }

    private void retry(int under) {
        if (under != order || loop.isShuttingDown()) {
            return;
        }
        var unused = loop.schedule(() -> reconnect(under), pauseMs, TimeUnit.MILLISECONDS);
        pauseMs = Math.min(2 * pauseMs, datapath.config.reconnectMax().toMillis());
    }
}

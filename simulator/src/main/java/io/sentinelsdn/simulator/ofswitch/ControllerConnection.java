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
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
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
    /** Grows with each {@link #connectTo} and {@link #disconnect}; what began under an older one is void. */
    private int order;

    private Channel channel;
    private long pauseMs;
    private volatile boolean ready;

    ControllerConnection(Datapath datapath, EventLoop loop) {
        this.datapath = datapath;
        this.loop = loop;
    }

    boolean isReady() {
        return ready;
    }

    void connectTo(InetSocketAddress controller) {
        disconnect();
        address = controller;
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

    void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    private void connect() {
        if (address == null || loop.isShuttingDown()) {
            return;
        }
        int under = order;
        var unused = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel created) {
                        prepare(created);
                    }
                })
                .connect(address)
                .addListener((ChannelFuture attempt) -> connected(under, attempt));
    }

    private void prepare(Channel created) {
        long echoMs = datapath.config.echoInterval().toMillis();
        created.pipeline()
                .addLast(new LengthFieldBasedFrameDecoder(MAX_MESSAGE, 2, 2, -4, 0))
                .addLast(new IdleStateHandler(echoMs, 0, 0, TimeUnit.MILLISECONDS))
                .addLast(new SwitchSession(datapath, roles, this::greeted));
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

    private void greeted() {
        ready = true;
        pauseMs = datapath.config.reconnectMin().toMillis();
    }

    private void lost(int under) {
        ready = false;
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

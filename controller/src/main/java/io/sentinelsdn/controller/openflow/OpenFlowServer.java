package io.sentinelsdn.controller.openflow;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sentinelsdn.domain.metric.Counters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Listens for switches. Each connection gets a {@link SwitchSession} with a handler of its own. */
public final class OpenFlowServer implements AutoCloseable {
    /** Fixed, so that the kernel does not queue megabytes of one switch in front of its echo replies. */
    private static final int RECEIVE_BUFFER = 256 << 10;

    private final OpenFlowConfig config;
    private final OpenFlowMetrics metrics;
    private final Supplier<SessionHandler> handlers;
    private final Admission admission;
    private final Sessions sessions;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    /** A loop of its own, so that new switches are let in however busy those that are there keep the others. */
    private EventLoopGroup acceptor;

    private EventLoopGroup loops;
    private Channel listener;
    private Tls tls;

    /**
     * @param handlers asked once per connection, in the accepting event loop
     */
    public OpenFlowServer(OpenFlowConfig config, Counters counters, Supplier<SessionHandler> handlers) {
        this.config = config;
        this.metrics = new OpenFlowMetrics(counters);
        this.handlers = handlers;
        admission = new Admission(config.limits(), metrics);
        sessions = new Sessions(metrics, admission);
        counters.gauge("sentinel_openflow_open_connections", "Open connections", channels::size);
    }

    /**
     * Reads the certificates and binds the port.
     *
     * @throws IOException one line that names the file, or host and port, that are not to be had
     */
    public void start() throws IOException {
        if (config.tls() != null) {
            tls = new Tls(config.tls(), metrics);
        }
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loops = new MultiThreadIoEventLoopGroup(config.eventLoops(), new DefaultThreadFactory("openflow", true), io);
        Class<? extends ServerSocketChannel> type =
                Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        acceptor = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("openflow-accept", true), io);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptor, loops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(SessionChannelHandler.READ_BYTES)
                                .maxMessagesPerRead(SessionChannelHandler.MAX_READS))
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 20, 4 << 20))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                });
        var bound = bootstrap
                .bind(new InetSocketAddress(config.host(), config.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            close();
            throw new IOException(
                    "cannot listen for switches on " + config.host() + ":" + config.port() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listener = bound.channel();
    }

    /** The port that was bound. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private void accept(Channel channel) {
        if (!admission.admit(channel)) {
            channel.close();
            return;
        }
        channels.add(channel);
        if (tls != null) {
            channel.pipeline().addLast(tls.handler(channel));
        }
        SwitchSession session = new SwitchSession(channel, handlers.get(), metrics, config, sessions);
        channel.pipeline().addLast(new SessionChannelHandler(config.patience(), metrics, session));
    }

    /** Closes the listener and all connections. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
        channels.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        if (tls != null) {
            tls.close();
        }
        if (acceptor != null) {
            acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }
}

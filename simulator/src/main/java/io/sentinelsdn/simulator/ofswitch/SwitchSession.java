package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.projectfloodlight.openflow.protocol.OFBarrierRequest;
import org.projectfloodlight.openflow.protocol.OFControllerRole;
import org.projectfloodlight.openflow.protocol.OFEchoReply;
import org.projectfloodlight.openflow.protocol.OFEchoRequest;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFeaturesRequest;
import org.projectfloodlight.openflow.protocol.OFGetConfigRequest;
import org.projectfloodlight.openflow.protocol.OFHello;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFRoleRequest;
import org.projectfloodlight.openflow.protocol.OFSetConfig;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.types.U32;
import org.projectfloodlight.openflow.types.U64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a controller, from its HELLO to its end. Messages are handled strictly in order, so a barrier is
 * answered as soon as it is read. Owned by the switch's event loop.
 */
final class SwitchSession extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchSession.class);
    private static final OFFactory OF = OFFactories.getFactory(OFVersion.OF_13);
    private static final int ERROR_DATA = 64;

    private final Datapath datapath;
    private final Roles roles;
    private final Modifications modifications;
    private final Statistics statistics;
    private final Decoder decoder;
    private final int auxiliaryId;
    private final Consumer<ControllerMessages> whenReady;
    private Bundles bundles;
    private ControllerMessages messages;
    private boolean greeted;
    private boolean echoAsked;
    private int missSendLen = 128;
    private int configFlags;

    /**
     * @param roles shared by the connections to one controller
     * @param auxiliaryId number of an auxiliary connection, 0 for the main one
     * @param whenReady gets the way to the controller once it has said HELLO
     */
    SwitchSession(Datapath datapath, Roles roles, int auxiliaryId, Consumer<ControllerMessages> whenReady) {
        this.datapath = datapath;
        this.roles = roles;
        this.auxiliaryId = auxiliaryId;
        this.whenReady = whenReady;
        modifications = new Modifications(datapath);
        decoder = new Decoder(modifications.reader().matches());
        statistics = new Statistics(datapath, modifications.reader().matches());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        messages = new ControllerMessages(context.channel(), datapath, roles);
        bundles = new Bundles(decoder, modifications, (request, error) -> refuse(context, request, error));
        if (auxiliaryId == 0) {
            roles.newConnection();
        }
        send(context, OF.hello(List.of(OF.helloElemVersionbitmap(List.of(U32.of(1 << Wire.VERSION))))));
        context.flush();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    /** Who does not read our answers is not read either, so that they do not pile up. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            return;
        }
        if (echoAsked) {
            var unused = context.close();
        } else {
            echoAsked = true;
            send(context, OF.echoRequest(new byte[0]));
            context.flush();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("dpid={} connection lost", datapath.config.dpid(), cause);
        } else {
            LOG.warn("dpid={} connection ended by a fault", datapath.config.dpid(), cause);
        }
        var unused = context.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf raw) {
        echoAsked = false;
        try {
            if (!greeted) {
                greet(context, raw);
            } else if (raw.getUnsignedByte(0) != Wire.VERSION) {
                throw new Refusal(OfError.BAD_REQUEST_VERSION);
            } else {
                handle(context, raw);
            }
        } catch (Refusal refusal) {
            refuse(context, raw, refusal.error());
        }
    }

    private void greet(ChannelHandlerContext context, ByteBuf raw) {
        if (Wire.type(raw) != Wire.HELLO || !Hello.offers13(raw)) {
            refuse(context, raw, OfError.HELLO_INCOMPATIBLE);
            context.flush();
            var unused = context.close();
            return;
        }
        greeted = true;
        whenReady.accept(messages);
    }

    private void handle(ChannelHandlerContext context, ByteBuf raw) throws Refusal {
        switch (Wire.type(raw)) {
            case Wire.MULTIPART_REQUEST -> multipart(context, raw);
            case Wire.SET_ASYNC -> roles.mask().read(raw);
            case Wire.GET_ASYNC_REQUEST -> {
                ByteBuf reply = Wire.begin(context.alloc(), Wire.GET_ASYNC_REPLY, Wire.xid(raw));
                roles.mask().write(reply);
                write(context, Wire.end(reply));
            }
            case Wire.EXPERIMENTER -> experimenter(context, raw);
            default -> dispatch(context, raw, decoder.decode(raw));
        }
    }

    private void experimenter(ChannelHandlerContext context, ByteBuf raw) throws Refusal {
        if (!datapath.config.abilities().bundles() || !Bundles.isBundleMessage(raw)) {
            throw new Refusal(OfError.BAD_REQUEST_EXPERIMENTER);
        }
        roles.requireNotSlave();
        bundles.handle(raw, context.alloc(), reply -> write(context, reply));
    }

    private void dispatch(ChannelHandlerContext context, ByteBuf raw, OFMessage message) throws Refusal {
        if (message instanceof OFEchoRequest echo) {
            send(context, OF.buildEchoReply().setXid(echo.getXid()).setData(echo.getData()));
        } else if (message instanceof OFFeaturesRequest) {
            messages.features(message.getXid(), auxiliaryId);
        } else if (message instanceof OFBarrierRequest) {
            send(context, OF.buildBarrierReply().setXid(message.getXid()));
        } else if (message instanceof OFSetConfig config) {
            missSendLen = config.getMissSendLen();
            configFlags = raw.getUnsignedShort(8);
        } else if (message instanceof OFGetConfigRequest) {
            messages.config(message.getXid(), configFlags, missSendLen);
        } else if (message instanceof OFRoleRequest request) {
            role(context, request);
        } else if (!(message instanceof OFHello || message instanceof OFEchoReply || message instanceof OFErrorMsg)) {
            roles.requireNotSlave();
            modifications.apply(raw, message);
        }
    }

    private void role(ChannelHandlerContext context, OFRoleRequest request) throws Refusal {
        OFControllerRole role =
                roles.request(request.getRole(), request.getGenerationId().getValue());
        send(
                context,
                OF.buildRoleReply().setXid(request.getXid()).setRole(role).setGenerationId(U64.of(roles.generation())));
    }

    private void multipart(ChannelHandlerContext context, ByteBuf raw) throws Refusal {
        if (raw.writerIndex() < 16) {
            throw new Refusal(OfError.BAD_REQUEST_LEN);
        }
        statistics.answer(
                raw,
                new MultipartReply(
                        context.alloc(),
                        Statistics.multipartType(raw),
                        Wire.xid(raw),
                        message -> write(context, message)));
    }

    private static void refuse(ChannelHandlerContext context, ByteBuf request, OfError error) {
        ByteBuf reply = Wire.begin(context.alloc(), Wire.ERROR, Wire.xid(request));
        reply.writeShort(error.type).writeShort(error.code);
        if (error.type == OfError.EXPERIMENTER) {
            reply.writeInt(Bundles.ONF);
        }
        reply.writeBytes(request, 0, Math.min(ERROR_DATA, request.writerIndex()));
        write(context, Wire.end(reply));
    }

    private static void send(ChannelHandlerContext context, OFMessage.Builder message) {
        send(context, message.build());
    }

    private static void send(ChannelHandlerContext context, OFMessage message) {
        ByteBuf out = context.alloc().ioBuffer(128);
        message.writeTo(out);
        write(context, out);
    }

    private static void write(ChannelHandlerContext context, ByteBuf message) {
        var unused = context.write(message);
    }
}

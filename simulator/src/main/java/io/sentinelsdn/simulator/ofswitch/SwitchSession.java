package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.List;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFBarrierRequest;
import org.projectfloodlight.openflow.protocol.OFControllerRole;
import org.projectfloodlight.openflow.protocol.OFEchoReply;
import org.projectfloodlight.openflow.protocol.OFEchoRequest;
import org.projectfloodlight.openflow.protocol.OFErrorMsg;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFeaturesRequest;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFGetConfigRequest;
import org.projectfloodlight.openflow.protocol.OFGroupMod;
import org.projectfloodlight.openflow.protocol.OFHello;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFMeterMod;
import org.projectfloodlight.openflow.protocol.OFPacketOut;
import org.projectfloodlight.openflow.protocol.OFPortMod;
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
    private final Runnable whenReady;
    private ControllerMessages controller;
    private boolean greeted;
    private boolean echoAsked;
    private int missSendLen = 128;
    private int configFlags;

    SwitchSession(Datapath datapath, Roles roles, Runnable whenReady) {
        this.datapath = datapath;
        this.roles = roles;
        this.whenReady = whenReady;
        modifications = new Modifications(datapath);
        statistics = new Statistics(datapath, modifications.reader().matches());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        controller = new ControllerMessages(context.channel(), datapath, roles);
        roles.newConnection();
        send(context, OF.hello(List.of(OF.helloElemVersionbitmap(List.of(U32.of(1 << Wire.VERSION))))));
        context.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        datapath.controller(ControllerChannel.NONE);
        context.fireChannelInactive();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
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
            } else if (Wire.type(raw) == Wire.MULTIPART_REQUEST) {
                multipart(context, raw);
            } else {
                dispatch(context, raw, decode(raw));
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
        datapath.controller(controller);
        whenReady.run();
    }

    private OFMessage decode(ByteBuf raw) throws Refusal {
        try {
            OFMessage message = OFFactories.getGenericReader().readFrom(raw.slice());
            if (message != null) {
                return message;
            }
        } catch (OFParseError | RuntimeException undecodable) {
            switch (Wire.type(raw)) {
                case Wire.FLOW_MOD -> {
                    if (raw.writerIndex() >= FlowModReader.MATCH_AT) {
                        modifications.reader().matches().parse(raw, FlowModReader.MATCH_AT);
                    }
                }
                case Wire.EXPERIMENTER -> throw new Refusal(OfError.BAD_REQUEST_EXPERIMENTER);
                default -> {}
            }
        }
        boolean unknown = Wire.type(raw) > Wire.LAST_TYPE;
        throw new Refusal(unknown ? OfError.BAD_REQUEST_TYPE : OfError.BAD_REQUEST_LEN);
    }

    private void dispatch(ChannelHandlerContext context, ByteBuf raw, OFMessage message) throws Refusal {
        if (message instanceof OFEchoRequest echo) {
            send(context, OF.buildEchoReply().setXid(echo.getXid()).setData(echo.getData()));
        } else if (message instanceof OFFeaturesRequest) {
            controller.features(message.getXid());
        } else if (message instanceof OFBarrierRequest) {
            send(context, OF.buildBarrierReply().setXid(message.getXid()));
        } else if (message instanceof OFSetConfig config) {
            missSendLen = config.getMissSendLen();
            configFlags = raw.getUnsignedShort(8);
        } else if (message instanceof OFGetConfigRequest) {
            controller.config(message.getXid(), configFlags, missSendLen);
        } else if (message instanceof OFRoleRequest request) {
            role(context, request);
        } else if (message instanceof OFFlowMod flowMod) {
            roles.requireNotSlave();
            modifications.flow(raw, flowMod);
        } else if (message instanceof OFMeterMod meterMod) {
            roles.requireNotSlave();
            modifications.meter(raw, meterMod);
        } else if (message instanceof OFPortMod portMod) {
            roles.requireNotSlave();
            modifications.port(portMod, raw);
        } else if (message instanceof OFPacketOut packetOut) {
            roles.requireNotSlave();
            modifications.packetOut(packetOut);
        } else if (message instanceof OFGroupMod) {
            throw new Refusal(OfError.GROUP_MOD_INVALID);
        } else if (!(message instanceof OFHello || message instanceof OFEchoReply || message instanceof OFErrorMsg)) {
            boolean experimenter = Wire.type(raw) == Wire.EXPERIMENTER;
            throw new Refusal(experimenter ? OfError.BAD_REQUEST_EXPERIMENTER : OfError.BAD_REQUEST_TYPE);
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

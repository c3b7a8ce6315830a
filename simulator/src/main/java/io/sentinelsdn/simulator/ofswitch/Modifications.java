package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFGroupMod;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFMeterMod;
import org.projectfloodlight.openflow.protocol.OFPacketOut;
import org.projectfloodlight.openflow.protocol.OFPortMod;
import org.projectfloodlight.openflow.protocol.meterband.OFMeterBand;
import org.projectfloodlight.openflow.protocol.meterband.OFMeterBandDrop;

/** What the controller changes: flows, groups, meters, ports, and packets it sends out. Owned by the switch's event loop. */
final class Modifications {
    private final Datapath datapath;
    private final FlowModReader reader;
    private final GroupModReader groups;

    Modifications(Datapath datapath) {
        this.datapath = datapath;
        reader = new FlowModReader(datapath.config, datapath.groups);
        groups = new GroupModReader(reader.instructions());
    }

    static boolean mayBeBundled(int type) {
        return type == Wire.FLOW_MOD || type == Wire.GROUP_MOD || type == Wire.PORT_MOD || type == Wire.PACKET_OUT;
    }

    /** Carries out a FLOW_MOD, GROUP_MOD, METER_MOD, PORT_MOD or PACKET_OUT; refuses everything else. */
    void apply(ByteBuf raw, OFMessage message) throws Refusal {
        if (message instanceof OFFlowMod flowMod) {
            flow(raw, flowMod);
        } else if (message instanceof OFGroupMod groupMod) {
            group(raw, groupMod);
        } else if (message instanceof OFMeterMod meterMod) {
            meter(raw, meterMod);
        } else if (message instanceof OFPortMod portMod) {
            port(portMod, raw);
        } else if (message instanceof OFPacketOut packetOut) {
            packetOut(packetOut);
        } else {
            throw new Refusal(OfError.BAD_REQUEST_TYPE);
        }
    }

    /** Carries steps out until one says false; then everything is as before. */
    boolean applyAll(int steps, IntPredicate step) {
        datapath.journal.begin();
        if (IntStream.range(0, steps).allMatch(step)) {
            datapath.journal.commit();
            return true;
        }
        datapath.journal.rollBack();
        return false;
    }

    FlowModReader reader() {
        return reader;
    }

    private void flow(ByteBuf raw, OFFlowMod message) throws Refusal {
        long nowNs = datapath.clock.nanoTime();
        datapath.expire();
        FlowChange change = reader.read(raw, message);
        switch (message.getCommand()) {
            case ADD -> datapath.tables.add(change, nowNs);
            case MODIFY -> datapath.tables.modify(change, false);
            case MODIFY_STRICT -> datapath.tables.modify(change, true);
            case DELETE -> datapath.tables.delete(change, false, nowNs);
            case DELETE_STRICT -> datapath.tables.delete(change, true, nowNs);
        }
        datapath.modified();
    }

    private void group(ByteBuf raw, OFGroupMod message) throws Refusal {
        long nowNs = datapath.clock.nanoTime();
        switch (GroupModReader.command(raw)) {
            case GroupModReader.ADD -> datapath.groups.add(groups.read(raw, message, nowNs));
            case GroupModReader.MODIFY -> datapath.groups.modify(groups.read(raw, message, nowNs));
            default -> {
                for (Group gone : datapath.groups.remove(GroupModReader.id(raw))) {
                    datapath.tables.removeUsing(gone, nowNs);
                }
            }
        }
    }

    private void meter(ByteBuf raw, OFMeterMod message) throws Refusal {
        int flags = raw.getUnsignedShort(10);
        long id = raw.getUnsignedInt(12);
        long nowNs = datapath.clock.nanoTime();
        switch (message.getCommand()) {
            case ADD -> datapath.meters.add(id, flags, bands(message, flags), nowNs);
            case MODIFY -> datapath.meters.modify(id, flags, bands(message, flags), nowNs);
            case DELETE -> deleteMeters(id, nowNs);
        }
    }

    private static List<Meter.BandSpec> bands(OFMeterMod message, int flags) throws Refusal {
        List<Meter.BandSpec> bands = new ArrayList<>();
        for (OFMeterBand band : message.getMeters()) {
            if (!(band instanceof OFMeterBandDrop drop)) {
                throw new Refusal(OfError.METER_BAD_BAND);
            }
            boolean bursts = (flags & Meter.FLAG_BURST) != 0;
            bands.add(new Meter.BandSpec(drop.getRate(), bursts ? drop.getBurstSize() : 0));
        }
        return bands;
    }

    private void deleteMeters(long id, long nowNs) {
        if (id != Meters.ALL) {
            deleteMeter(id, nowNs);
            return;
        }
        for (Meter meter : List.copyOf(datapath.meters.all())) {
            deleteMeter(meter.id, nowNs);
        }
    }

    private void deleteMeter(long id, long nowNs) {
        Meter meter = datapath.meters.remove(id);
        if (meter != null) {
            datapath.tables.removeUsing(meter, nowNs);
        }
    }

    private void port(OFPortMod message, ByteBuf raw) throws Refusal {
        Port port = datapath.port(message.getPortNo().getPortNumber());
        if (port == null) {
            throw new Refusal(OfError.PORT_MOD_BAD_PORT);
        }
        if (message.getHwAddr().getLong() != Descriptions.hardwareAddress(datapath.config.dpid(), port.number)) {
            throw new Refusal(OfError.PORT_MOD_BAD_HW_ADDR);
        }
        int config = raw.getInt(24);
        int mask = raw.getInt(28);
        int changed = (port.config & ~mask) | (config & mask);
        if (changed != port.config) {
            int before = port.config;
            port.config = changed;
            datapath.journal.undo(() -> port.config = before);
            datapath.portChanged(port);
        }
    }

    private void packetOut(OFPacketOut message) throws Refusal {
        if (message.getBufferId().getInt() != -1) {
            throw new Refusal(OfError.BAD_REQUEST_BUFFER_UNKNOWN);
        }
        int inPort = message.getInPort().getPortNumber();
        boolean reserved = Integer.compareUnsigned(inPort, PortNumbers.MAX) > 0;
        boolean allowed = reserved
                ? inPort == PortNumbers.CONTROLLER || inPort == PortNumbers.ANY || inPort == PortNumbers.LOCAL
                : inPort != 0;
        if (!allowed) {
            throw new Refusal(OfError.BAD_REQUEST_PORT);
        }
        List<SwitchAction> actions = reader.instructions().actions(message.getActions());
        datapath.journal.announce(() -> datapath.packetOut(inPort, message.getData(), actions));
    }
}

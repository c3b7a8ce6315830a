package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.projectfloodlight.openflow.protocol.OFFlowMod;
import org.projectfloodlight.openflow.protocol.OFMeterMod;
import org.projectfloodlight.openflow.protocol.OFPacketOut;
import org.projectfloodlight.openflow.protocol.OFPortMod;
import org.projectfloodlight.openflow.protocol.meterband.OFMeterBand;
import org.projectfloodlight.openflow.protocol.meterband.OFMeterBandDrop;

/** What the controller changes: flows, meters, ports, and packets it sends out. Owned by the switch's event loop. */
final class Modifications {
    private final Datapath datapath;
    private final FlowModReader reader;

    Modifications(Datapath datapath) {
        this.datapath = datapath;
        reader = new FlowModReader(datapath.config);
    }

    FlowModReader reader() {
        return reader;
    }

    void flow(ByteBuf raw, OFFlowMod message) throws Refusal {
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
    }

    void meter(ByteBuf raw, OFMeterMod message) throws Refusal {
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

    void port(OFPortMod message, ByteBuf raw) throws Refusal {
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
            port.config = changed;
            datapath.portChanged(port);
        }
    }

    void packetOut(OFPacketOut message) throws Refusal {
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
        datapath.packetOut(inPort, message.getData(), reader.instructions().actions(message.getActions()));
    }
}

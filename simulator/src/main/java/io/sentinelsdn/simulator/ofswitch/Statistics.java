package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Answers multipart requests (section 7.3.5), written field by field, so that they test the controller's codec rather
 * than mirror it. Owned by the switch's event loop.
 */
final class Statistics {
    private static final int DESC = 0;
    private static final int FLOW = 1;
    private static final int AGGREGATE = 2;
    private static final int TABLE = 3;
    private static final int PORT_STATS = 4;
    private static final int QUEUE = 5;
    private static final int GROUP = 6;
    private static final int GROUP_DESC = 7;
    private static final int GROUP_FEATURES = 8;
    private static final int METER = 9;
    private static final int METER_CONFIG = 10;
    private static final int METER_FEATURES = 11;
    private static final int TABLE_FEATURES = 12;
    private static final int PORT_DESC = 13;

    private static final int BODY_AT = 16;
    private static final int MATCH_AT = 48;
    private static final int BAND_DROP = 1;
    private static final int ALL_QUEUES = -1;

    private final Datapath datapath;
    private final OxmParser matches;
    private final GroupStatistics groups;

    Statistics(Datapath datapath, OxmParser matches) {
        this.datapath = datapath;
        this.matches = matches;
        groups = new GroupStatistics(datapath);
    }

    static int multipartType(ByteBuf request) {
        return request.getUnsignedShort(Wire.HEADER);
    }

    /** Writes the answer to a request; {@code request} is the whole message. */
    void answer(ByteBuf request, MultipartReply reply) throws Refusal {
        datapath.expire();
        switch (multipartType(request)) {
            case DESC -> reply.entry(out -> Descriptions.writeSwitch(out, datapath.config));
            case FLOW -> flows(request, reply);
            case AGGREGATE -> aggregate(request, reply);
            case TABLE -> tables(reply);
            case PORT_STATS -> ports(request, reply);
            case QUEUE -> queues(request, reply);
            case GROUP -> {
                require(request, BODY_AT + 8);
                groups.counters(request.getInt(BODY_AT), reply);
            }
            case GROUP_DESC -> groups.descriptions(reply);
            case GROUP_FEATURES -> groups.features(reply);
            case METER -> meters(request, reply);
            case METER_CONFIG -> meterConfigs(request, reply);
            case METER_FEATURES -> reply.entry(this::writeMeterFeatures);
            case TABLE_FEATURES -> TableFeatures.write(datapath.config, reply);
            case PORT_DESC -> {
                for (Port port : datapath.ports()) {
                    reply.entry(out -> Descriptions.writePort(out, datapath.config, port));
                }
            }
            default -> throw new Refusal(OfError.BAD_REQUEST_MULTIPART);
        }
        reply.end();
    }

    private FlowFilter filter(ByteBuf request) throws Refusal {
        require(request, MATCH_AT);
        int table = request.getUnsignedByte(BODY_AT);
        if (table >= datapath.tables.count() && table != FlowFilter.ALL_TABLES) {
            throw new Refusal(OfError.BAD_REQUEST_TABLE_ID);
        }
        return new FlowFilter(
                table,
                matches.parse(request, MATCH_AT),
                request.getLong(BODY_AT + 16),
                request.getLong(BODY_AT + 24),
                request.getInt(BODY_AT + 4),
                request.getInt(BODY_AT + 8));
    }

    private void flows(ByteBuf request, MultipartReply reply) throws Refusal {
        long nowNs = datapath.clock.nanoTime();
        FlowFilter filter = filter(request);
        List<FlowEntry> entries = datapath.tables.select(filter);
        for (FlowEntry entry : entries) {
            reply.entry(out -> writeFlow(out, entry, nowNs));
        }
        int standing = datapath.standing().write(filter, matches, reply, nowNs);
        datapath.reported(entries.size() + standing);
    }

    private void writeFlow(ByteBuf out, FlowEntry entry, long nowNs) {
        out.writeShort(48 + entry.matchBytes.length + entry.instructionBytes.length);
        out.writeByte(entry.table).writeByte(0);
        Wire.writeDuration(out, nowNs - entry.createdNs);
        out.writeShort(entry.priority).writeShort(entry.idleTimeoutS).writeShort(entry.hardTimeoutS);
        out.writeShort(entry.flags).writeInt(0);
        out.writeLong(entry.cookie);
        out.writeLong(datapath.reading(entry.packets)).writeLong(datapath.reading(entry.bytes));
        out.writeBytes(entry.matchBytes).writeBytes(entry.instructionBytes);
    }

    private void aggregate(ByteBuf request, MultipartReply reply) throws Refusal {
        FlowFilter filter = filter(request);
        List<FlowEntry> entries = datapath.tables.select(filter);
        long[] standing = datapath.standing().aggregate(filter, matches, datapath.clock.nanoTime());
        long packets = standing[0];
        long bytes = standing[1];
        int count = entries.size() + (int) standing[2];
        for (FlowEntry entry : entries) {
            packets += entry.packets;
            bytes += entry.bytes;
        }
        long packetSum = datapath.reading(packets);
        long byteSum = datapath.reading(bytes);
        reply.entry(out ->
                out.writeLong(packetSum).writeLong(byteSum).writeInt(count).writeInt(0));
    }

    private void tables(MultipartReply reply) {
        for (int id = 0; id < datapath.tables.count(); id++) {
            int number = id;
            FlowTable table = datapath.tables.used(id);
            reply.entry(out -> out.writeByte(number)
                    .writeZero(3)
                    .writeInt(datapath.standing().count(number) + (table == null ? 0 : table.size()))
                    .writeLong(datapath.reading(table == null ? 0 : table.lookups))
                    .writeLong(datapath.reading(table == null ? 0 : table.matched)));
        }
    }

    private void ports(ByteBuf request, MultipartReply reply) throws Refusal {
        require(request, BODY_AT + 8);
        int wanted = request.getInt(BODY_AT);
        if (wanted != PortNumbers.ANY && datapath.port(wanted) == null) {
            throw new Refusal(OfError.BAD_REQUEST_PORT);
        }
        long nowNs = datapath.clock.nanoTime();
        for (Port port : datapath.ports()) {
            if (wanted == PortNumbers.ANY || wanted == port.number) {
                reply.entry(out -> writePort(out, port, nowNs));
            }
        }
    }

    private void writePort(ByteBuf out, Port port, long nowNs) {
        out.writeInt(port.number).writeInt(0);
        out.writeLong(datapath.reading(port.rxPackets)).writeLong(datapath.reading(port.txPackets));
        out.writeLong(datapath.reading(port.rxBytes)).writeLong(datapath.reading(port.txBytes));
        out.writeLong(datapath.reading(port.rxDropped)).writeLong(datapath.reading(port.txDropped));
        out.writeZero(6 * 8); // errors and collisions do not happen
        Wire.writeDuration(out, nowNs - port.createdNs);
    }

    private void queues(ByteBuf request, MultipartReply reply) throws Refusal {
        require(request, BODY_AT + 8);
        int wantedPort = request.getInt(BODY_AT);
        int wantedQueue = request.getInt(BODY_AT + 4);
        if (wantedPort != PortNumbers.ANY && datapath.port(wantedPort) == null) {
            throw new Refusal(OfError.QUEUE_BAD_PORT);
        }
        int queues = datapath.config.abilities().queuesPerPort();
        if (wantedQueue != ALL_QUEUES && Integer.compareUnsigned(wantedQueue, queues) >= 0) {
            throw new Refusal(OfError.QUEUE_BAD_QUEUE);
        }
        long nowNs = datapath.clock.nanoTime();
        for (Port port : datapath.ports()) {
            for (int queue = 0; queue < queues; queue++) {
                boolean wanted = (wantedPort == PortNumbers.ANY || wantedPort == port.number)
                        && (wantedQueue == ALL_QUEUES || wantedQueue == queue);
                if (wanted) {
                    writeQueue(port, queue, reply, nowNs);
                }
            }
        }
    }

    private void writeQueue(Port port, int number, MultipartReply reply, long nowNs) {
        Port.Queue queue = port.queues[number];
        reply.entry(out -> {
            out.writeInt(port.number).writeInt(number);
            out.writeLong(datapath.reading(queue.bytes)).writeLong(datapath.reading(queue.packets));
            out.writeLong(0);
            Wire.writeDuration(out, nowNs - port.createdNs);
        });
    }

    private void meters(ByteBuf request, MultipartReply reply) throws Refusal {
        long nowNs = datapath.clock.nanoTime();
        for (Meter meter : chosenMeters(request)) {
            List<Meter.BandCounters> bands = meter.bandCounters();
            reply.entry(out -> {
                out.writeInt((int) meter.id).writeShort(40 + 16 * bands.size()).writeZero(6);
                out.writeInt(meter.flows)
                        .writeLong(datapath.reading(meter.packets))
                        .writeLong(datapath.reading(meter.bytes));
                Wire.writeDuration(out, nowNs - meter.createdNs);
                for (Meter.BandCounters band : bands) {
                    out.writeLong(datapath.reading(band.packets())).writeLong(datapath.reading(band.bytes()));
                }
            });
        }
    }

    private void meterConfigs(ByteBuf request, MultipartReply reply) throws Refusal {
        for (Meter meter : chosenMeters(request)) {
            List<Meter.BandCounters> bands = meter.bandCounters();
            reply.entry(out -> {
                out.writeShort(8 + 16 * bands.size()).writeShort(meter.flags()).writeInt((int) meter.id);
                for (Meter.BandCounters band : bands) {
                    out.writeShort(BAND_DROP).writeShort(16);
                    out.writeInt((int) band.spec().rate());
                    out.writeInt((int) band.spec().burst()).writeInt(0);
                }
            });
        }
    }

    private List<Meter> chosenMeters(ByteBuf request) throws Refusal {
        require(request, BODY_AT + 8);
        long wanted = request.getUnsignedInt(BODY_AT);
        if (wanted == Meters.ALL) {
            return List.copyOf(datapath.meters.all());
        }
        Meter meter = datapath.meters.get(wanted);
        if (meter == null) {
            throw new Refusal(OfError.METER_UNKNOWN);
        }
        return List.of(meter);
    }

    private void writeMeterFeatures(ByteBuf out) {
        boolean meters = datapath.config.meters();
        int capabilities = Meter.FLAG_KBPS | Meter.FLAG_PKTPS | Meter.FLAG_BURST | 8;
        out.writeInt(meters ? datapath.config.maxMeters() : 0);
        out.writeInt(meters ? 1 << BAND_DROP : 0);
        out.writeInt(meters ? capabilities : 0);
        out.writeByte(meters ? Meters.MAX_BANDS : 0).writeByte(0).writeShort(0);
    }

    private static void require(ByteBuf request, int length) throws Refusal {
        if (request.writerIndex() < length) {
            throw new Refusal(OfError.BAD_REQUEST_LEN);
        }
    }
}

package io.sentinelsdn.simulator.ofswitch;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** The meters of a switch and what METER_MOD does to them (section 7.3.4.4). Owned by the switch's event loop. */
final class Meters {
    static final long CONTROLLER = 0xffff_fffeL;
    static final long ALL = 0xffff_ffffL;
    static final int MAX_BANDS = 8;

    private static final int KNOWN_FLAGS = 0xf;

    private final SwitchConfig config;
    private final TreeMap<Long, Meter> meters = new TreeMap<>();

    Meters(SwitchConfig config) {
        this.config = config;
    }

    Collection<Meter> all() {
        return meters.values();
    }

    /** The meter of this number, or null. */
    Meter get(long id) {
        return meters.get(id);
    }

    /** The meter an entry names; Open vSwitch answers INVALID_METER when there is none. */
    Meter require(long id) throws Refusal {
        Meter meter = meters.get(id);
        if (meter == null || id == CONTROLLER) {
            throw new Refusal(OfError.METER_INVALID);
        }
        return meter;
    }

    void add(long id, int flags, List<Meter.BandSpec> bands, long nowNs) throws Refusal {
        check(id, flags, bands);
        if (meters.containsKey(id)) {
            throw new Refusal(OfError.METER_EXISTS);
        }
        if (meters.size() >= config.maxMeters()) {
            throw new Refusal(OfError.METER_OUT_OF_METERS);
        }
        meters.put(id, new Meter(id, flags, bands, nowNs));
    }

    void modify(long id, int flags, List<Meter.BandSpec> bands, long nowNs) throws Refusal {
        check(id, flags, bands);
        Meter meter = meters.get(id);
        if (meter == null) {
            throw new Refusal(OfError.METER_UNKNOWN);
        }
        meter.configure(flags, bands, nowNs);
    }

    /** Takes a meter away; null if there is none. */
    Meter remove(long id) {
        return meters.remove(id);
    }

    void clear() {
        meters.clear();
    }

    private void check(long id, int flags, List<Meter.BandSpec> bands) throws Refusal {
        boolean known = id == CONTROLLER ? config.controllerMeter() : id >= 1 && id <= config.maxMeters();
        if (!config.meters() || !known) {
            throw new Refusal(OfError.METER_INVALID);
        }
        boolean bothUnits = (flags & Meter.FLAG_KBPS) != 0 && (flags & Meter.FLAG_PKTPS) != 0;
        if (bothUnits || (flags & ~KNOWN_FLAGS) != 0) {
            throw new Refusal(OfError.METER_BAD_FLAGS);
        }
        if (bands.size() > MAX_BANDS) {
            throw new Refusal(OfError.METER_OUT_OF_BANDS);
        }
        for (Meter.BandSpec band : bands) {
            if (band.rate() == 0) {
                throw new Refusal(OfError.METER_BAD_RATE);
            }
        }
    }
}

package io.sentinelsdn.simulator.ofswitch;

/**
 * A meter as it was when asked.
 *
 * @param id number
 * @param packets packets that met it
 * @param dropped packets its bands dropped
 * @param flows entries that use it
 */
public record MeterSnapshot(long id, long packets, long dropped, int flows) {
    static MeterSnapshot of(Meter meter) {
        long dropped = meter.bandCounters().stream()
                .mapToLong(Meter.BandCounters::packets)
                .sum();
        return new MeterSnapshot(meter.id, meter.packets, dropped, meter.flows);
    }
}

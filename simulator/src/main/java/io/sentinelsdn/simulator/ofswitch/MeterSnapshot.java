package io.sentinelsdn.simulator.ofswitch;

/**
 * A meter as it was when asked.
 *
 * @param id number
 * @param limits its bands, as text that is equal where they are
 * @param packets packets that met it
 * @param dropped packets its bands dropped
 * @param flows entries that use it
 */
public record MeterSnapshot(long id, String limits, long packets, long dropped, int flows) {
    static MeterSnapshot of(Meter meter) {
        long dropped = meter.bandCounters().stream()
                .mapToLong(Meter.BandCounters::packets)
                .sum();
        return new MeterSnapshot(meter.id, meter.limits(), meter.packets, dropped, meter.flows);
    }
}

package io.sentinelsdn.detector.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The rings of one consumer, one for each producer. Any thread adds; the consuming thread drains. */
final class RingSet {
    private static final int BATCH = 1024;

    private final Supplier<SampleRing.Reader> readers;
    private final List<Place> places = new CopyOnWriteArrayList<>();

    private record Place(SampleRing ring, SampleRing.Reader reader) {}

    /** Each ring gets a reader of its own. */
    RingSet(Supplier<SampleRing.Reader> readers) {
        this.readers = readers;
    }

    SampleRing add(int samples) {
        SampleRing ring = new SampleRing(samples);
        places.add(new Place(ring, readers.get()));
        return ring;
    }

    /** Gives each ring its turn; how many samples there were. */
    int drain() {
        int count = 0;
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            count += place.ring.drain(place.reader, BATCH);
        }
        return count;
    }
}

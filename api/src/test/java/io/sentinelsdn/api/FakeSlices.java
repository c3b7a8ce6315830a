package io.sentinelsdn.api;

import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.slice.SliceMembers;
import io.sentinelsdn.domain.slice.SliceSpec;
import io.sentinelsdn.domain.slice.SliceView;
import io.sentinelsdn.domain.spi.SliceDesk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Slices on a network with room for a guarantee of 100 Mbit/s. */
final class FakeSlices implements SliceDesk {
    static final int ROOM = 100;
    private static final Instant MADE = Instant.parse("2026-03-01T12:00:00Z");

    private final List<NetworkSlice> slices = new ArrayList<>();

    @Override
    public synchronized CompletableFuture<SliceView> create(SliceSpec spec) {
        int guaranteed =
                slices.stream().mapToInt(slice -> slice.spec().minBandwidth()).sum();
        if (guaranteed + spec.minBandwidth() > ROOM) {
            return CompletableFuture.failedFuture(new Conflict(
                    Conflict.Kind.OVERCOMMITTED,
                    "it does not fit",
                    Map.of("capacity_mbps", ROOM, "guaranteed_mbps", guaranteed)));
        }
        int number = slices.size() + 1;
        NetworkSlice slice = new NetworkSlice("s-" + number, number, spec, MADE, MADE, 1);
        slices.add(slice);
        return CompletableFuture.completedFuture(view(slice));
    }

    @Override
    public synchronized CompletableFuture<Optional<SliceView>> replace(String id, SliceSpec spec) {
        for (int i = 0; i < slices.size(); i++) {
            if (slices.get(i).id().equals(id)) {
                slices.set(i, slices.get(i).with(spec, MADE));
                return CompletableFuture.completedFuture(Optional.of(view(slices.get(i))));
            }
        }
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public synchronized CompletableFuture<Boolean> remove(String id) {
        return CompletableFuture.completedFuture(
                slices.removeIf(slice -> slice.id().equals(id)));
    }

    @Override
    public synchronized List<SliceView> slices() {
        return slices.stream().map(FakeSlices::view).toList();
    }

    @Override
    public synchronized Optional<SliceView> slice(String id) {
        return slices().stream().filter(view -> view.slice().id().equals(id)).findFirst();
    }

    @Override
    public synchronized SliceMembers members() {
        return new SliceMembers(slices, Map.of());
    }

    private static SliceView view(NetworkSlice slice) {
        SliceView.Stats stats =
                new SliceView.Stats(slice.spec().bandwidth(), 0, 0, 0, 0, 0, 0, 0, "unavailable", List.of(), MADE);
        SliceView.Status status = slice.spec().enabled() ? SliceView.Status.ACTIVE : SliceView.Status.DISABLED;
        return new SliceView(slice, status, List.of(), stats);
    }
}

package io.sentinelsdn.api;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.spi.FeedbackDesk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Knows the detections that are active in a house. */
final class FakeFeedback implements FeedbackDesk {
    Tally tally = new Tally(0, 0);
    private final FakeHouse house;

    FakeFeedback(FakeHouse house) {
        this.house = house;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public Optional<Detection> say(String id, Verdict verdict) {
        return house.activeDetections().stream()
                .filter(detection -> detection.id().equals(id))
                .map(detection -> verdict == Verdict.TRUE_POSITIVE
                        ? detection
                        : detection.with(DetectionStatus.FALSE_POSITIVE, Instant.now(), List.of()))
                .findFirst();
    }
}

package io.sentinelsdn.mitigation;

import static io.sentinelsdn.mitigation.TestObjects.detected;
import static io.sentinelsdn.mitigation.TestObjects.spoofedSyn;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.metric.Counters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final String DROPPED = "sentinel_mitigation_detections_dropped_total";

    private final Counters counters = new Counters();
    private final Mailbox mailbox = new Mailbox(2, counters);
    private final List<String> done = new ArrayList<>();

    @Test
    void shouldKeepOnlyTheNewestStateOfADetection() {
        for (int pps = 1; pps <= 10_000; pps++) {
            mailbox.detection(detected("d1", spoofedSyn(pps)));
        }

        List<Detection> taken = take();
        assertThat(taken)
                .singleElement()
                .satisfies(newest -> assertThat(newest.peakPps()).isEqualTo(10_000));
        assertThat(counters.counter(DROPPED, "").value()).isZero();
    }

    @Test
    void shouldDropNewDetectionsWhenFullAndCountThem() {
        fill();
        mailbox.detection(detected("late", spoofedSyn(1)));

        assertThat(take())
                .hasSize(Mailbox.MAX_DETECTIONS)
                .noneMatch(taken -> taken.id().equals("late"));
        assertThat(counters.counter(DROPPED, "").value()).isEqualTo(1);
    }

    @Test
    void shouldNeverDropTheEndOfADetection() {
        fill();
        mailbox.detection(ended("late"));

        List<Detection> taken = take();
        assertThat(taken).hasSize(Mailbox.MAX_DETECTIONS);
        assertThat(taken).anyMatch(end -> end.id().equals("late"));
        assertThat(taken).noneMatch(oldest -> oldest.id().equals("d0"));
    }

    @Test
    void shouldRefuseRequestsWhenFull() {
        assertThat(mailbox.request(() -> {}, false)).isTrue();
        assertThat(mailbox.request(() -> {}, false)).isTrue();
        assertThat(mailbox.request(() -> {}, false)).isFalse();
        assertThat(mailbox.request(() -> {}, true)).isTrue();
    }

    @Test
    void shouldDoAnswersFirstThenWhatIsUrgentThenDetectionsThenRequests() {
        mailbox.request(() -> done.add("request"), false);
        mailbox.detection(detected("d1", spoofedSyn(1)));
        mailbox.request(() -> done.add("urgent"), true);
        mailbox.answer(() -> done.add("answer"));
        mailbox.takeAll(detection -> done.add(detection.id())).forEach(Runnable::run);

        assertThat(done).containsExactly("answer", "urgent", "d1", "request");
    }

    private void fill() {
        for (int i = 0; i < Mailbox.MAX_DETECTIONS; i++) {
            mailbox.detection(detected("d" + i, spoofedSyn(1)));
        }
    }

    private List<Detection> take() {
        List<Detection> taken = new ArrayList<>();
        mailbox.takeAll(taken::add).forEach(Runnable::run);
        return taken;
    }

    private static Detection ended(String id) {
        return detected(id, spoofedSyn(1)).with(DetectionStatus.ENDED, Instant.EPOCH, List.of());
    }
}

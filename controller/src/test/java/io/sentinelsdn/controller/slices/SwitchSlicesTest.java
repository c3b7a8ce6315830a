package io.sentinelsdn.controller.slices;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.controller.openflow.MultipartCall;
import io.sentinelsdn.controller.openflow.Transaction;
import io.sentinelsdn.controller.query.Caller;
import io.sentinelsdn.controller.rules.SwitchMeters;
import io.sentinelsdn.domain.spi.SliceSwitches.Plan;
import io.sentinelsdn.domain.spi.SliceSwitches.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SwitchSlicesTest {
    private static final int METER = 9;
    private static final long MAX_METERS = 100_000;
    private static final int OURS = 30_005;
    private static final int FOREIGN = 7;
    private static final int FULL_TABLES = 254;

    private final List<MultipartCall> calls = new ArrayList<>();
    private final List<Transaction> sent = new ArrayList<>();
    private long nowNs = 1;
    private boolean master = true;

    private final Caller caller = new Caller() {
        @Override
        public int call(MultipartCall call) {
            calls.add(call);
            return calls.size();
        }

        @Override
        public void forget(int xid) {}
    };

    private final SwitchSlices slices =
            new SwitchSlices(caller, sent::add, () -> master, false, () -> nowNs, new SwitchSlices.Listener() {
                @Override
                public void reported(Report report) {}

                @Override
                public void missing(int things) {}
            });

    private void attach() {
        slices.attached(new SwitchMeters(MAX_METERS, Set.of((long) OURS, (long) FOREIGN)), FULL_TABLES, Plan.NOTHING);
    }

    private void waitSeconds(long seconds) {
        nowNs += TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Asked for its meters, the switch has these; false when it was not asked. */
    private boolean answerMeters(int... numbers) {
        slices.tick();
        MultipartCall asked = calls.stream()
                .filter(call -> call.type() == METER)
                .reduce((first, last) -> last)
                .orElse(null);
        calls.clear();
        if (asked == null) {
            return false;
        }
        ByteBuf reply = Unpooled.buffer();
        for (int number : numbers) {
            reply.writeInt(number).writeShort(40).writeZero(34);
        }
        asked.part(reply, 0, reply.writerIndex(), true);
        return true;
    }

    @Test
    void shouldDeleteMetersOfAFormerProcessOnceThoughThereAreNoSlices() {
        attach();
        assertThat(answerMeters(OURS, FOREIGN))
                .as("others may still put them back")
                .isFalse();

        waitSeconds(16);
        assertThat(answerMeters(OURS, FOREIGN)).isTrue();
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).isEmpty()).isFalse();

        assertThat(answerMeters(OURS)).as("asked again").isFalse();
    }

    @Test
    void shouldLeaveMetersOfOthers() {
        attach();
        waitSeconds(16);

        assertThat(answerMeters(FOREIGN)).isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldDeleteNothingWhereAnotherControllerIsMaster() {
        attach();
        master = false;
        waitSeconds(16);

        assertThat(answerMeters(OURS)).isFalse();
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldCollectAgainAfterTheSwitchHasComeBack() {
        attach();
        waitSeconds(16);
        answerMeters(OURS);
        attach();
        waitSeconds(16);

        assertThat(answerMeters(OURS)).isTrue();
        assertThat(sent).hasSize(2);
    }
}

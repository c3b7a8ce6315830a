package io.sentinelsdn.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.domain.metric.Counters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    private static final int FLOW_MOD = 14;
    private static final int BARRIER_REQUEST = 20;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Outbox outbox = new Outbox(channel);
    private final Transactions transactions =
            new Transactions(outbox, new OpenFlowMetrics(new Counters()), new Bundles(outbox), 0);
    private final List<String> heard = new ArrayList<>();

    private record Sent(int type, int xid) {}

    private List<Sent> sent() {
        List<Sent> messages = new ArrayList<>();
        for (ByteBuf read = channel.readOutbound(); read != null; read = channel.readOutbound()) {
            while (read.isReadable()) {
                int at = read.readerIndex();
                messages.add(new Sent(read.getByte(at + 1), read.getInt(at + 4)));
                read.skipBytes(read.getUnsignedShort(at + 2));
            }
            read.release();
        }
        return messages;
    }

    private Transaction host(long mac) {
        return new Transaction()
                .add(TablePlan.host(mac, 1, 0), mac)
                .then(result -> heard.add(mac + (result.clean() ? " in" : " " + result.confirmed() + result.errors())));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldConfirmPatientTransactionsByTheBarrierOfALaterOne() {
        transactions.send(host(1).patient());
        transactions.send(host(2).patient());
        assertThat(sent()).extracting(Sent::type).as("they leave at once").containsExactly(FLOW_MOD, FLOW_MOD);

        transactions.send(host(3));
        List<Sent> rest = sent();
        assertThat(rest).extracting(Sent::type).containsExactly(FLOW_MOD, BARRIER_REQUEST);
        assertThat(transactions.barrier(rest.get(1).xid(), System.nanoTime())).isTrue();

        assertThat(heard).containsExactly("1 in", "2 in", "3 in");
    }

    @Test
    void shouldTellWhichPatientTransactionFailed() {
        transactions.send(host(1).patient());
        transactions.send(host(2).patient());
        transactions.failed(sent().get(1).xid(), "FLOW_MOD_FAILED/TABLE_FULL");

        transactions.settle();
        transactions.barrier(sent().get(0).xid(), System.nanoTime());

        assertThat(heard.get(0)).isEqualTo("1 in");
        assertThat(heard.get(1)).contains("TABLE_FULL");
    }

    @Test
    void shouldSettleWhenManyArePatientAndOnlyThen() {
        for (int mac = 1; mac < 64; mac++) {
            transactions.send(host(mac).patient());
        }
        assertThat(sent()).extracting(Sent::type).doesNotContain(BARRIER_REQUEST);

        transactions.send(host(64).patient());
        assertThat(sent()).extracting(Sent::type).containsExactly(FLOW_MOD, BARRIER_REQUEST);
        transactions.settle();
        assertThat(sent()).as("nothing is left to settle").isEmpty();
    }

    @Test
    void shouldNotTakeAnUnaskedBarrierReplyForAConfirmation() {
        transactions.send(host(1).patient());

        assertThat(transactions.barrier(0, System.nanoTime())).isFalse();
        transactions.closed();

        assertThat(heard).containsExactly("1 false[]");
    }
}

package io.sentinelsdn.controller.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.controller.ofctl.FlowQueries;
import io.sentinelsdn.controller.ofctl.PortQueries;
import io.sentinelsdn.controller.openflow.MultipartCall;
import io.sentinelsdn.domain.metric.Counters;
import io.sentinelsdn.domain.ofctl.PortStats;
import io.sentinelsdn.domain.ofctl.TableStats;
import io.sentinelsdn.domain.spi.SwitchStatistics.Answer;
import io.sentinelsdn.domain.spi.SwitchStatistics.Window;
import io.sentinelsdn.domain.spi.SwitchTrouble;
import io.sentinelsdn.domain.spi.SwitchTrouble.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A switch that answers when the test says so. */
class SwitchQueriesTest {
    private static final Window ALL = new Window(10, 0);

    private final List<MultipartCall> sent = new ArrayList<>();
    private final List<Integer> forgotten = new ArrayList<>();
    private final SwitchQueries queries = new SwitchQueries(
            new Caller() {
                @Override
                public int call(MultipartCall call) {
                    sent.add(call);
                    return sent.size();
                }

                @Override
                public void forget(int xid) {
                    forgotten.add(xid);
                }
            },
            new Counters().counter("opaque", ""));

    private CompletableFuture<Answer<TableStats>> askTables() {
        CompletableFuture<Answer<TableStats>> answer = new CompletableFuture<>();
        queries.ask(FlowQueries.tables(ALL), answer);
        return answer;
    }

    private static ByteBuf tables(int... ids) {
        ByteBuf body = Unpooled.buffer();
        for (int id : ids) {
            body.writeByte(id).writeZero(3).writeInt(1).writeLong(2).writeLong(-1);
        }
        return body;
    }

    private void answer(int call, ByteBuf body, boolean last) {
        sent.get(call).part(body, 0, body.readableBytes(), last);
    }

    private static Kind trouble(CompletableFuture<?> answer) {
        assertThat(answer).isCompletedExceptionally();
        return ((SwitchTrouble) answer.handle((unused, failure) -> failure).join()).kind();
    }

    @Test
    void shouldGatherThePartsOfAReply() {
        CompletableFuture<Answer<TableStats>> asked = askTables();

        answer(0, tables(0, 1), false);
        assertThat(asked).isNotDone();
        answer(0, tables(2), true);

        assertThat(asked.join().items()).extracting(TableStats::tableId).containsExactly(0, 1, 2);
        assertThat(asked.join().items().get(0).matchedCount()).as("all ones").isNull();
    }

    @Test
    void shouldAskOneQuestionAtATime() {
        CompletableFuture<Answer<TableStats>> first = askTables();
        CompletableFuture<Answer<TableStats>> second = askTables();
        assertThat(sent).hasSize(1);

        answer(0, tables(0), true);

        assertThat(first).isCompleted();
        assertThat(sent).hasSize(2);
        answer(1, tables(0), true);
        assertThat(second).isCompleted();
    }

    @Test
    void shouldRefuseMoreThanAFew() {
        for (int i = 0; i <= SwitchQueries.MOST_WAITING; i++) {
            assertThat(askTables()).isNotDone();
        }

        assertThat(trouble(askTables())).isEqualTo(Kind.BUSY);
    }

    @Test
    void shouldGoOnWhenAnAnswerIsAbandoned() {
        CompletableFuture<Answer<TableStats>> late = askTables();
        CompletableFuture<Answer<TableStats>> waiting = askTables();
        CompletableFuture<Answer<TableStats>> last = askTables();

        queries.abandon(waiting);
        queries.abandon(late);

        assertThat(forgotten).containsExactly(1);
        answer(1, tables(7), true);
        assertThat(last.join().items()).extracting(TableStats::tableId).containsExactly(7);
        assertThat(sent).hasSize(2);
    }

    @Test
    void shouldJoinDescriptionsAndCounters() {
        CompletableFuture<Answer<PortStats>> asked = new CompletableFuture<>();
        queries.ask(PortQueries.ports(ALL), asked);
        ByteBuf description =
                Unpooled.buffer().writeInt(5).writeZero(4).writeInt(0x02000000).writeShort(0x0005);
        description
                .writeZero(2)
                .writeBytes("eth5".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .writeZero(12);
        description.writeZero(32);
        ByteBuf counters = Unpooled.buffer();
        for (int port : new int[] {5, -2}) {
            counters.writeInt(port)
                    .writeZero(4)
                    .writeLong(11)
                    .writeZero(88)
                    .writeInt(1)
                    .writeInt(2);
        }

        answer(0, description, true);
        answer(1, counters, true);

        assertThat(sent).hasSize(2);
        List<PortStats> ports = asked.join().items();
        assertThat(ports).extracting(PortStats::portNo).containsExactly(5L, "LOCAL");
        assertThat(ports).extracting(PortStats::name).containsExactly("eth5", null);
        assertThat(ports.get(0).hwAddr()).isEqualTo("02:00:00:00:00:05");
        assertThat(ports.get(0).rxPackets()).isEqualTo(11L);
    }

    @Test
    void shouldTellUnsupportedFromRefused() {
        CompletableFuture<Answer<TableStats>> unsupported = askTables();
        CompletableFuture<Answer<TableStats>> refused = askTables();

        sent.get(0).failed("BAD_REQUEST/BAD_MULTIPART");
        sent.get(1).failed("BAD_REQUEST/EPERM");

        assertThat(unsupported.join().supported()).isFalse();
        assertThat(trouble(refused)).isEqualTo(Kind.REFUSED);
    }

    @Test
    void shouldSayWhenAnAnswerCannotBeRead() {
        CompletableFuture<Answer<TableStats>> asked = askTables();

        answer(0, Unpooled.buffer().writeZero(23), true);

        assertThat(trouble(asked)).isEqualTo(Kind.REFUSED);
        askTables();
        assertThat(sent).as("the next one is asked").hasSize(2);
    }

    @Test
    void shouldEndAllWaitingWhenTheConnectionGoes() {
        askTables();
        CompletableFuture<Answer<TableStats>> waiting = askTables();

        queries.closed();

        assertThat(trouble(waiting)).isEqualTo(Kind.AWAY);
    }
}

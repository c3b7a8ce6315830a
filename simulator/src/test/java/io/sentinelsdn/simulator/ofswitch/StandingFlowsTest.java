package io.sentinelsdn.simulator.ofswitch;

import static io.sentinelsdn.simulator.ofswitch.ScriptedController.OF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.projectfloodlight.openflow.protocol.OFAggregateStatsReply;
import org.projectfloodlight.openflow.protocol.OFFlowStatsEntry;
import org.projectfloodlight.openflow.protocol.OFFlowStatsReply;
import org.projectfloodlight.openflow.protocol.OFFlowStatsRequest;
import org.projectfloodlight.openflow.protocol.OFTableStatsReply;
import org.projectfloodlight.openflow.protocol.match.Match;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.U64;

class StandingFlowsTest {
    private static final long COOKIE = 0x5e17_0300_0000_0000L;
    private static final int FLOWS = 2_000;

    @AutoClose
    private final SwitchFixture fixture = new SwitchFixture();

    private final ScriptedController controller = fixture.controller;

    @BeforeEach
    void hold() {
        fixture.emulated.hold(new StandingFlows(3, COOKIE, FLOWS, 4, 10, 1));
    }

    private List<OFFlowStatsEntry> entries(OFFlowStatsRequest request) throws IOException {
        List<OFFlowStatsEntry> entries = new ArrayList<>();
        controller.parts(request, OFFlowStatsReply.class).forEach(part -> entries.addAll(part.getEntries()));
        return entries;
    }

    private static OFFlowStatsRequest.Builder request() {
        return Flows.stats().createBuilder();
    }

    @Test
    void shouldReportDistinctFiveTuplesOverSeveralParts() throws IOException {
        List<OFFlowStatsEntry> entries = entries(Flows.stats());

        Set<Match> matches = new HashSet<>();
        entries.forEach(entry -> matches.add(entry.getMatch()));
        assertThat(entries).hasSize(FLOWS).allMatch(entry -> entry.getTableId().getValue() == 3);
        assertThat(matches).hasSize(FLOWS);
        assertThat(matches)
                .allMatch(match -> match.get(MatchField.IPV4_DST) != null
                        && match.get(MatchField.IN_PORT).getPortNumber() <= 4
                        && (match.get(MatchField.TCP_DST) != null || match.get(MatchField.UDP_DST) != null));
    }

    @Test
    void shouldCountOnWithTime() throws IOException {
        long before = sum(entries(Flows.stats()));
        fixture.pass(Duration.ofSeconds(10));
        long after = sum(entries(Flows.stats()));

        assertThat(before).isZero();
        assertThat(after).isBetween((long) (0.95 * FLOWS * 100), (long) (1.05 * FLOWS * 100));
        assertThat(entries(Flows.stats())).allMatch(entry -> entry.getDurationSec() == 10);
    }

    private static long sum(List<OFFlowStatsEntry> entries) {
        return entries.stream()
                .mapToLong(entry -> entry.getPacketCount().getValue())
                .sum();
    }

    @Test
    void shouldHonourTheFilterOfARequest() throws IOException {
        U64 classMask = U64.of(0xffff_ff00_0000_0000L);
        assertThat(entries(request()
                        .setCookie(U64.of(COOKIE))
                        .setCookieMask(classMask)
                        .build()))
                .hasSize(FLOWS);
        assertThat(entries(request()
                        .setCookie(U64.of(COOKIE | 77))
                        .setCookieMask(U64.of(-1))
                        .build()))
                .hasSize(1);
        assertThat(entries(request()
                        .setCookie(U64.of(0x5e17_8400_0000_0000L))
                        .setCookieMask(classMask)
                        .build()))
                .isEmpty();
        assertThat(entries(request().setTableId(TableId.of(2)).build())).isEmpty();
        assertThat(entries(request().setOutPort(OFPort.of(1)).build())).isEmpty();
        Match udp = OF.buildMatch()
                .setExact(MatchField.ETH_TYPE, org.projectfloodlight.openflow.types.EthType.IPv4)
                .setExact(MatchField.IP_PROTO, IpProtocol.UDP)
                .build();
        assertThat(entries(request().setMatch(udp).build()))
                .hasSize(667)
                .allMatch(entry -> entry.getMatch().get(MatchField.UDP_DST) != null);
    }

    @Test
    void shouldAddThemToTheEntriesOfTheController() throws IOException {
        controller.order(Flows.rule(3, 1, Flows.any()));
        fixture.pass(Duration.ofSeconds(1));

        assertThat(entries(Flows.stats())).hasSize(FLOWS + 1);
        OFAggregateStatsReply sums = controller.ask(
                OF.buildAggregateStatsRequest()
                        .setTableId(TableId.ALL)
                        .setOutPort(OFPort.ANY)
                        .setOutGroup(org.projectfloodlight.openflow.types.OFGroup.ANY)
                        .setMatch(Flows.any())
                        .build(),
                OFAggregateStatsReply.class);
        assertThat(sums.getFlowCount()).isEqualTo(FLOWS + 1);
        assertThat(sums.getPacketCount().getValue()).isEqualTo(sum(entries(Flows.stats())));
        OFTableStatsReply tables = controller.ask(OF.buildTableStatsRequest().build(), OFTableStatsReply.class);
        assertThat(tables.getEntries().get(3).getActiveCount()).isEqualTo(FLOWS + 1);
        assertThat(fixture.emulated.tally().entriesReported()).isEqualTo(2 * (FLOWS + 1));
        assertThat(fixture.emulated.tally().entries()).isEqualTo(1);
    }

    @Test
    void shouldLetNoFlowModTouchThem() throws IOException {
        controller.order(Flows.delete(Flows.any()).build());

        assertThat(entries(Flows.stats())).hasSize(FLOWS);
    }

    @Test
    void shouldRefuseACookieWithoutRoomForTheNumber() {
        assertThatThrownBy(() -> new StandingFlows(0, 5, 1, 1, 1, 1)).hasMessageContaining("low bits");
    }
}

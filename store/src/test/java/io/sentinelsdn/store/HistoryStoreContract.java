package io.sentinelsdn.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.alert.Alert;
import io.sentinelsdn.domain.auth.ApiKey;
import io.sentinelsdn.domain.auth.AuditEntry;
import io.sentinelsdn.domain.auth.Role;
import io.sentinelsdn.domain.detect.Decision;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.Explanation;
import io.sentinelsdn.domain.detect.Explanation.Contribution;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.model.FlowAnalysis;
import io.sentinelsdn.domain.model.FlowVerdict;
import io.sentinelsdn.domain.ofctl.UserFlow;
import io.sentinelsdn.domain.slice.NetworkSlice;
import io.sentinelsdn.domain.spi.AlertStore.Filter;
import io.sentinelsdn.domain.spi.HistoryStore.ListEntry;
import io.sentinelsdn.domain.spi.HistoryStore.Query;
import io.sentinelsdn.domain.spi.HouseStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do. */
public abstract class HistoryStoreContract {
    private HouseStore store;

    /** A fresh, empty store. */
    protected abstract HouseStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void shouldGiveBackADetectionExactlyAsItWasSaved() {
        Detection saved = TestObjects.detection("d-1", now());

        store.saveDetection(saved);

        assertThat(store.detection("d-1")).contains(saved);
        assertThat(store.detection("d-2")).isEmpty();
    }

    @Test
    void shouldListAnalysesNewestFirstWithoutSingleVerdicts() {
        FlowAnalysis first = TestObjects.analysis("1", now());
        FlowAnalysis second = TestObjects.analysis("2", now().plusSeconds(1));
        FlowVerdict verdict =
                new FlowVerdict(1, null, true, 0.9, "udp_flood", false, null, Double.NaN, List.of(), null);
        store.saveAnalysis(first);
        store.saveAnalysis(new FlowAnalysis(
                "2",
                second.timestamp(),
                second.modelId(),
                second.modelSha256(),
                second.layout(),
                second.dataSha256(),
                second.rows(),
                second.attacks(),
                second.skipped(),
                second.reports(),
                second.types(),
                second.captured(),
                List.of(verdict)));

        assertThat(store.analyses(Query.newest(10)).items()).containsExactly(second, first);
    }

    @Test
    void shouldKeepKeysUntilTheyAreDeleted() {
        ApiKey key = new ApiKey("00000000000000ab", "grafana", Role.VIEWER, "aa", "bb", 7, now());
        store.saveKey(key);
        store.saveKey(new ApiKey("00000000000000ac", "edge", Role.GATEWAY, "cc", "dd", 7, now()));

        store.deleteKey("00000000000000ac");

        assertThat(store.keys()).containsExactly(key);
    }

    @Test
    void shouldListWhatWasChangedByWhomNewestFirst() {
        AuditEntry first = audit("1", "local", now());
        AuditEntry second = audit("2", "ann", now().plusSeconds(1));
        store.saveAudit(first);
        store.saveAudit(second);

        assertThat(store.audit(Query.newest(10), null).items()).containsExactly(second, first);
        assertThat(store.audit(Query.newest(10), "local").items()).containsExactly(first);
        assertThat(store.audit(new Query(10, 0, second.at(), null), null).total())
                .isEqualTo(1);
    }

    private static AuditEntry audit(String id, String actor, Instant at) {
        return new AuditEntry(id, at, actor, "admin", "127.0.0.1", "DELETE /api/flows/1", 204, "");
    }

    @Test
    void shouldKeepWhoHasSeenAnAlert() {
        Alert lost = new Alert(
                "a-1",
                now(),
                Alert.Type.SWITCH_LOST,
                Alert.Level.HIGH,
                "switch 1",
                null,
                "switch 1 is gone",
                null,
                null);
        Alert attack = new Alert(
                "a-2",
                now().plusSeconds(1),
                Alert.Type.DDOS_DETECTED,
                Alert.Level.CRITICAL,
                "d-1",
                "192.0.2.1",
                "syn_flood",
                null,
                null);
        store.saveAlert(lost);
        store.saveAlert(attack);
        Alert seen = lost.acknowledged("ann", now().plusSeconds(2));
        store.saveAlert(seen);

        assertThat(store.alert("a-1")).contains(seen);
        assertThat(store.alert("a-3")).isEmpty();
        assertThat(store.alerts(Query.newest(10), Filter.none()).items()).containsExactly(attack, seen);
        assertThat(store.alerts(Query.newest(10), new Filter(null, false)).items())
                .containsExactly(attack);
        assertThat(store.alerts(Query.newest(10), new Filter(Alert.Type.SWITCH_LOST, true))
                        .items())
                .containsExactly(seen);
    }

    @Test
    void shouldKeepTheLastDecisionOfADetectionExactly() {
        Decision first = decision(0.1);
        Decision last = decision(Math.nextUp(0.1));

        store.saveDecision(first);
        store.saveDecision(last);

        assertThat(store.decision("d-1")).contains(last);
        assertThat(store.decision("d-2")).isEmpty();
    }

    private static Decision decision(double contribution) {
        return new Decision(
                "d-1",
                now(),
                "default-forest",
                "ab",
                Map.of("detector", "x"),
                "cd",
                new Explanation(
                        "icmp_echo_pps",
                        1e6 / 3,
                        2,
                        150,
                        List.of(new Contribution("attack_share", 1 / 3.0, 0, contribution)),
                        "because"));
    }

    @Test
    void shouldReplaceADetectionOfTheSameId() {
        Detection first = TestObjects.detection("d-1", now());
        Detection later = first.with(io.sentinelsdn.domain.detect.DetectionStatus.ENDED, now(), List.of("over"));

        store.saveDetection(first);
        store.flush();
        store.saveDetection(later);

        assertThat(store.detection("d-1")).contains(later);
        assertThat(store.detections(Query.newest(10)).total()).isEqualTo(1);
    }

    @Test
    void shouldListDetectionsNewestFirstInPagesWithTheSizeOfTheWhole() {
        Instant start = now().minusSeconds(100);
        for (int i = 0; i < 5; i++) {
            store.saveDetection(TestObjects.detection("d-" + i, start.plusSeconds(i)));
        }

        var page = store.detections(new Query(2, 1, null, null));

        assertThat(page.items()).extracting(Detection::id).containsExactly("d-3", "d-2");
        assertThat(page.total()).isEqualTo(5);
    }

    @Test
    void shouldTakeSinceAsIncludedAndUntilAsExcluded() {
        Instant start = now().minusSeconds(100);
        for (int i = 0; i < 5; i++) {
            store.saveDetection(TestObjects.detection("d-" + i, start.plusSeconds(i)));
        }

        var page = store.detections(new Query(10, 0, start.plusSeconds(1), start.plusSeconds(3)));

        assertThat(page.items()).extracting(Detection::id).containsExactly("d-2", "d-1");
        assertThat(page.total()).isEqualTo(2);
    }

    @Test
    void shouldAnswerAnEmptyPageBehindTheEndWithTheSizeOfTheWhole() {
        store.saveDetection(TestObjects.detection("d-1", now()));

        var page = store.detections(new Query(10, 7, null, null));

        assertThat(page.items()).isEmpty();
        assertThat(page.total()).isEqualTo(1);
    }

    @Test
    void shouldGiveBackPlansNewestFirst() {
        MitigationPlan older = TestObjects.plan("p-1", "d-1", now().minusSeconds(5));
        MitigationPlan newer = TestObjects.plan("p-2", "d-1", now());
        store.savePlan(newer);
        store.savePlan(older);
        store.savePlan(older.with(MitigationPlan.Status.RELEASED));

        assertThat(store.plan("p-1")).contains(older.with(MitigationPlan.Status.RELEASED));
        assertThat(store.plans(Query.newest(10)).items())
                .extracting(MitigationPlan::id)
                .containsExactly("p-2", "p-1");
    }

    @Test
    void shouldKeepRulesUntilTheyAreDeleted() {
        MitigationRule rule = TestObjects.rule("r-1");
        store.saveRule(rule);
        store.saveRule(TestObjects.rule("r-2"));

        store.deleteRule("r-2");
        store.deleteRule("never-there");

        assertThat(store.rules()).containsExactly(rule);
    }

    @Test
    void shouldKeepFlowEntriesUntilTheyAreDeleted() {
        UserFlow flow = TestObjects.flow("f-1", now());
        store.saveFlow(flow);
        store.saveFlow(TestObjects.flow("f-2", now()));
        store.flush();
        store.deleteFlow("f-2");

        assertThat(store.flows()).containsExactly(flow);
    }

    @Test
    void shouldKeepTheNewestOfASliceUntilItIsDeleted() {
        NetworkSlice slice = TestObjects.slice("s-1", now());
        NetworkSlice changed = slice.with(slice.spec(), now().plusSeconds(20));
        store.saveSlice(slice);
        store.saveSlice(TestObjects.slice("s-2", now().plusSeconds(1)));
        store.saveSlice(changed);
        store.saveSlice(TestObjects.slice("s-0", now().minusSeconds(1)));
        store.flush();
        store.deleteSlice("s-2");

        assertThat(store.slices()).extracting(NetworkSlice::id).containsExactly("s-0", "s-1");
        assertThat(store.slices()).contains(changed);
    }

    @Test
    void shouldKeepThePrefixesOfAListOnceWithTheirFirstReason() {
        ListEntry first = new ListEntry("10.0.0.0/8", "our own", TestObjects.START);
        store.addListEntry("allow", first);
        store.addListEntry("allow", new ListEntry("10.0.0.0/8", "again", TestObjects.START.plusSeconds(1)));
        store.addListEntry("black", new ListEntry("192.0.2.1", "bad", TestObjects.START));

        assertThat(store.listEntries("allow")).containsExactly(first);
        assertThat(store.listEntries("black")).extracting(ListEntry::prefix).containsExactly("192.0.2.1");
    }

    @Test
    void shouldTakeAnEntryWithItsNewReasonAfterItWasRemoved() {
        ListEntry again = new ListEntry("10.0.0.0/8", "again", TestObjects.START.plusSeconds(1));
        store.addListEntry("allow", new ListEntry("10.0.0.0/8", "first", TestObjects.START));
        store.removeListEntry("allow", "10.0.0.0/8");
        store.removeListEntry("allow", "172.16.0.0/12");

        assertThat(store.listEntries("allow")).isEmpty();
        store.addListEntry("allow", again);
        assertThat(store.listEntries("allow")).containsExactly(again);
    }

    @Test
    void shouldRememberTheLastValueOfAConfigurationKey() {
        store.putConfig("mitigation_mode", "auto");
        store.putConfig("mitigation_mode", "off");

        assertThat(store.config("mitigation_mode")).contains("off");
        assertThat(store.config("other")).isEmpty();
    }

    /** Stores keep microseconds of the times they sort by. */
    private static Instant now() {
        return Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }
}

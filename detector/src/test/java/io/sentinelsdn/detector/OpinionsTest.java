package io.sentinelsdn.detector;

import static io.sentinelsdn.detector.TelemetryScript.v4;
import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.detector.feature.FlowFeatures;
import io.sentinelsdn.detector.model.FlowModel;
import io.sentinelsdn.detector.model.FlowScorer;
import io.sentinelsdn.detector.model.ModelKind;
import io.sentinelsdn.domain.detect.AttackType;
import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.detect.DetectionStatus;
import io.sentinelsdn.domain.detect.ScoredRow;
import io.sentinelsdn.domain.net.IpAddress;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a model thinks of live flows becomes a detection where no threshold has a name for it. */
class OpinionsTest {
    private static final int SIZE = FlowFeatures.NAMES.indexOf("mean_size");
    private static final int TCP = FlowFeatures.NAMES.indexOf("is_tcp");

    /** Takes rows for attacks that a rule names; a kind whose verdicts count. */
    private record Rule(ModelKind kind, Predicate<float[]> attack) implements FlowModel {
        /** Small TCP packets of one odd size. */
        static final Rule ODD_SIZE = new Rule(ModelKind.HYBRID, row -> row[TCP] == 1 && Math.abs(row[SIZE] - 211) < 2);

        @Override
        public int featureCount() {
            return FlowFeatures.COUNT;
        }

        @Override
        public List<String> classNames() {
            return List.of("normal", "other_attack");
        }

        @Override
        public FlowScorer newScorer() {
            return row -> attack.test(row) ? 0.9 : 0.1;
        }
    }

    private static TelemetryScript scriptWith(FlowModel model) {
        TelemetryScript script = new TelemetryScript(() -> model, () -> null);
        BenignHosts hosts = new BenignHosts(script);
        script.every(20, () -> hosts.shortConnection(1, 4, false));
        script.every(20, () -> hosts.dnsQuery(2, 4));
        return script;
    }

    /** Two hundred answered connections of twelve hosts, two packets a second each: nothing has a threshold for them. */
    private static void oddConversations(TelemetryScript script) {
        int[] next = {0};
        script.every(400, () -> {
            int flow = next[0]++ % 200;
            IpAddress client = IpAddress.v4(0xc633_6400 + flow % 12);
            script.send(Packet.tcp(3, client, 20_000 + flow, v4(4), 9100, Packet.ACK)
                    .times(1, 211));
            script.send(Packet.tcp(4, v4(4), 9100, client, 20_000 + flow, Packet.ACK)
                    .times(1, 211));
        });
    }

    @Test
    void shouldTellOfWhatNoThresholdNamesOnceAndSayWhy() {
        TelemetryScript script = scriptWith(Rule.ODD_SIZE);
        script.runSeconds(70);
        assertThat(script.told).isEmpty();
        oddConversations(script);

        assertThat(script.runUntilTold(20)).isLessThan(10);
        script.runSeconds(5);
        script.silence();
        script.runSeconds(25);

        assertThat(script.told)
                .extracting(Detection::id)
                .containsOnly(script.last().id());
        Detection first = script.told.get(0);
        assertThat(first.type()).isEqualTo(AttackType.UNKNOWN_ANOMALY);
        assertThat(first.evidence().target()).isEqualTo(v4(4));
        assertThat(first.explanation().feature()).isEqualTo("model_verdict_pps");
        assertThat(first.explanation().sentence())
                .contains("takes for an attack")
                .contains("score 0.90");
        assertThat(first.explanation().rows()).isNotEmpty().hasSizeLessThanOrEqualTo(ScoredRow.MOST);
        assertThat(script.last().status()).isEqualTo(DetectionStatus.ENDED);
    }

    @Test
    void shouldLeaveTheDefaultForestToNameWhatThresholdsFind() {
        TelemetryScript script = scriptWith(new Rule(ModelKind.RANDOM_FOREST, Rule.ODD_SIZE.attack()));
        script.runSeconds(70);
        oddConversations(script);

        script.runSeconds(20);

        assertThat(script.told).isEmpty();
    }

    @Test
    void shouldNotBelieveAModelThatCallsCalmTrafficAnAttack() {
        TelemetryScript script = scriptWith(new Rule(ModelKind.HYBRID, row -> row[TCP] == 1));
        script.runSeconds(70);
        oddConversations(script);

        script.runSeconds(20);

        assertThat(script.told).isEmpty();
        assertThat(script.counters
                        .gauges()
                        .get("sentinel_model_flagged_share")
                        .value()
                        .getAsDouble())
                .isGreaterThan(0.05);
    }

    @Test
    void shouldNotTellTwiceOfAnAttackThatHasItsName() {
        TelemetryScript script = scriptWith(new Rule(ModelKind.ISOLATION_FOREST, row -> row[SIZE] < 62));
        script.runSeconds(70);
        script.every(1500, () -> script.send(Packet.echo(3, v4(3), v4(4))));

        script.runSeconds(15);

        assertThat(script.told).extracting(Detection::type).containsOnly(AttackType.ICMP_FLOOD);
        assertThat(script.told)
                .extracting(Detection::id)
                .containsOnly(script.last().id());
    }

    @Test
    void shouldTellOfManyStrangersWhoDoLittleEachByTheGraphOfTheWindow() {
        FlowModel graph = LiveModels.graph();
        TelemetryScript script = new TelemetryScript(() -> null, () -> graph);
        BenignHosts hosts = new BenignHosts(script);
        script.every(20, () -> hosts.shortConnection(1, 4, false));
        script.every(20, () -> hosts.dnsQuery(2, 4));
        script.runSeconds(60);
        assertThat(script.told).isEmpty();
        int[] next = {0};
        script.every(100, () -> {
            IpAddress client = IpAddress.v4(0xc633_6400 + next[0]++ % 150);
            script.send(Packet.tcp(3, client, 20_000, v4(4), 9100, Packet.ACK).times(1, 300));
            script.send(Packet.tcp(4, v4(4), 9100, client, 20_000, Packet.ACK).times(1, 300));
        });

        assertThat(script.runUntilTold(60)).isLessThan(45);

        Detection told = script.last();
        assertThat(told.type()).isEqualTo(AttackType.UNKNOWN_ANOMALY);
        assertThat(told.evidence().target()).isEqualTo(v4(4));
        assertThat(told.explanation().feature()).isEqualTo("graph_verdict_flows");
        assertThat(told.explanation().sentence()).contains("graph network").contains("neighbour");
        assertThat(told.evidence().sources())
                .extracting(source -> source.ip())
                .isNotEmpty()
                .doesNotContain(v4(1), v4(2));
    }
}

package io.sentinelsdn.mitigation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sentinelsdn.domain.detect.AttackEvidence;
import io.sentinelsdn.domain.detect.AttackEvidence.Ingress;
import io.sentinelsdn.domain.detect.AttackEvidence.PortShare;
import io.sentinelsdn.domain.detect.AttackEvidence.SourceShare;
import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.Prefix;
import io.sentinelsdn.mitigation.list.PrefixSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every plan, whatever the evidence; seeds are fixed. */
class PlanPropertiesTest {
    private final Random random = new Random(20260301);

    @Test
    void shouldKeepItsPromisesForAnyEvidence() {
        for (int round = 0; round < 150; round++) {
            Fixture house = new Fixture().started();
            List<Prefix> allowed = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                allowed.add(new Prefix(address(true), 24 + random.nextInt(9)));
            }
            allowed.forEach(prefix -> house.ask(house.mitigator.allow(prefix, "")));
            AttackEvidence before = null;
            for (int step = 0; step < 4; step++) {
                AttackEvidence evidence = evidence(before);
                house.see("d1", evidence);
                check(house, evidence, PrefixSet.of(allowed));
                house.network.hitsOfAll(random.nextInt(3) == 0 ? 0 : random.nextInt(5000));
                house.pass(Duration.ofMillis(2250));
                check(house, evidence, PrefixSet.of(allowed));
                before = evidence;
            }
            house.end("d1", before);
            assertThat(house.autoRules()).isEmpty();
            assertThat(house.count("sentinel_mitigation_errors_total")).isZero();
        }
    }

    private static void check(Fixture house, AttackEvidence evidence, PrefixSet allowed) {
        List<FlowRule> rules = house.autoRules();
        assertThat(rules.size()).isLessThanOrEqualTo(8);
        for (FlowRule rule : rules) {
            assertThat(rule.match().inPort()).isNotNull();
            assertThat(rule.dpid()).isNotNull();
            assertThat(rule.match().dst()).isEqualTo(Prefix.host(evidence.target()));
            assertThat(rule.hardTimeout()).isBetween(Duration.ofSeconds(1), Duration.ofHours(8));
            if (rule.match().src() != null) {
                assertThat(allowed.overlaps(rule.match().src())).isFalse();
            }
        }
        MitigationPlan plan = house.plan("d1");
        assertThat(plan.rules().size()).isLessThanOrEqualTo(8);
        assertThat(plan.expectedAttackRemoved()).isBetween(0.0, 1.0);
        assertThat(plan.expectedCollateral()).isBetween(0.0, 1.0);
        assertThat(plan.rationale()).isNotBlank();
    }

    @Test
    void shouldNeverMatchAForgedSource() {
        for (int round = 0; round < 150; round++) {
            Fixture house = new Fixture().started();
            AttackEvidence evidence = evidence(null);
            house.see("d1", with(evidence, false));
            house.pass(Duration.ofMillis(2250));
            house.see("d1", with(evidence, true));

            assertThat(house.autoRules())
                    .allSatisfy(rule -> assertThat(rule.match().src()).isNull());
        }
    }

    private AttackEvidence evidence(AttackEvidence before) {
        boolean v4 = before == null ? random.nextInt(4) > 0 : before.target().isV4();
        int[] protocols = {6, 6, 17, v4 ? 1 : 58, 47};
        int protocol = before == null ? protocols[random.nextInt(protocols.length)] : before.protocol();
        List<Ingress> ingress = new ArrayList<>();
        for (int i = random.nextInt(14); i > 0; i--) {
            ingress.add(new Ingress(new Dpid(1), 1 + random.nextInt(12), random.nextDouble() * 3000));
        }
        double pps = Math.max(1, ingress.stream().mapToDouble(Ingress::pps).sum() * (0.5 + random.nextDouble()));
        List<SourceShare> sources = new ArrayList<>();
        double left = 1;
        for (int i = random.nextInt(40); i > 0; i--) {
            double share = random.nextBoolean() ? left / i : left * random.nextDouble();
            left -= share;
            int port = ingress.isEmpty()
                    ? 1
                    : ingress.get(random.nextInt(ingress.size())).inPort();
            sources.add(new SourceShare(
                    address(random.nextInt(20) == 0 ? !v4 : v4), share, new Dpid(1), port, random.nextBoolean()));
        }
        List<PortShare> dstPorts = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            dstPorts.add(new PortShare(1 + random.nextInt(1000), 1.0 / i));
        }
        return new AttackEvidence(
                before == null ? victim(v4) : before.target(),
                protocol,
                protocol == 1 || protocol == 58 ? (Integer) 8 : null,
                protocol == 6 && random.nextBoolean(),
                random.nextInt(3) == 0,
                pps,
                pps * 800,
                ingress,
                sources,
                sources.size() + random.nextInt(3),
                dstPorts);
    }

    private static AttackEvidence with(AttackEvidence evidence, boolean spoofed) {
        return new AttackEvidence(
                evidence.target(),
                evidence.protocol(),
                evidence.icmpType(),
                evidence.synOnly(),
                spoofed,
                evidence.pps(),
                evidence.bps(),
                evidence.ingress(),
                evidence.sources(),
                evidence.distinctSources(),
                evidence.dstPorts());
    }

    private static IpAddress victim(boolean v4) {
        return IpAddress.parse(v4 ? "10.0.0.4" : "2001:db8::4");
    }

    /** Mostly close together, so that prefixes and allow-list meet. */
    private IpAddress address(boolean v4) {
        int host = random.nextInt(64);
        int net = random.nextInt(3);
        return IpAddress.parse(
                v4 ? "10.1." + net + "." + host : "2001:db8:1:" + net + "::" + Integer.toHexString(host));
    }
}

package io.sentinelsdn.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.store.TestObjects;
import io.sentinelsdn.store.sqlite.StoredForm.UnreadableBodyException;
import org.junit.jupiter.api.Test;

class StoredFormTest {
    /** What form 1 looks like: must be readable for ever. A changed domain record that breaks this needs form 2. */
    private static final String RULE_1 = """
            {"rule":{"id":"r-1","dpid":"ffff00000000002a","band":"AUTO_BROAD","match":{"dst":"2001:db8::/32",\
            "ipProto":6,"dstPort":80,"tcpSyn":true,"ipVersion":6},"verdict":"METER","meter":{"unit":"PKTPS",\
            "rate":100,"burst":25},"hardTimeout":"PT10M"},"owner":"AUTO","action":{"name":"block"},\
            "reason":"syn_flood on 10.0.0.2","detectionId":"d-1","createdAt":"2026-03-01T12:00:00.123456Z",\
            "expiresAt":"2026-03-01T12:10:00.123456Z","state":{"ruleId":"r-1","status":"INSTALLED","switches":1,\
            "packets":10,"bytes":600,"pps":2.5}}""";

    private final StoredForm form = new StoredForm();

    @Test
    void shouldReadTheFirstFormOfARuleForEver() throws UnreadableBodyException {
        assertThat(form.read(MitigationRule.class, 1, RULE_1)).isEqualTo(TestObjects.rule("r-1"));
        assertThat(form.write(TestObjects.rule("r-1"))).isEqualTo(RULE_1);
    }

    @Test
    void shouldReadADetectionWithUnknownAndMissingFields() throws UnreadableBodyException {
        Detection read = form.read(
                Detection.class,
                1,
                "{\"id\":\"d\",\"confidence\":0.5,\"colour\":\"red\",\"evidence\":{\"target\":\"10.0.0.1\"}}");

        assertThat(read.actions()).isEmpty();
        assertThat(read.evidence().sources()).isEmpty();
        assertThat(read.evidence().target()).hasToString("10.0.0.1");
    }

    @Test
    void shouldRefuseALaterFormAndDamagedBodies() {
        assertThatThrownBy(() -> form.read(Detection.class, 2, "{}"))
                .isInstanceOf(UnreadableBodyException.class)
                .hasMessage("form 2 is newer than 1");
        for (String damaged : new String[] {"", "{", "[]", "{\"confidence\":7}", "{\"evidence\":{\"target\":\"x\"}}"}) {
            assertThatThrownBy(() -> form.read(Detection.class, 1, damaged))
                    .isInstanceOf(UnreadableBodyException.class);
        }
    }
}

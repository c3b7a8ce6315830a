package io.sentinelsdn.detector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 6, normal",
        "BENIGN, 17, normal",
        "Normal, -1, normal",
        "1, 6, syn_flood",
        "1, 17, udp_flood",
        "1, 58, icmp_flood",
        "DDoS, -1, other_attack",
        "Syn, 6, syn_flood",
        "DrDoS_UDP, 17, udp_flood",
        "DrDoS_DNS, 17, other_attack",
        "UDP-lag, 6, udp_flood",
        "icmp_flood, 1, icmp_flood",
        "ad_syn, 6, other_attack",
        "TFTP, 17, other_attack"
    })
    void shouldMapLabelsOfThePublicSets(String label, int protocol, String expected) throws BadValue {
        assertThat(LabelText.classOf(label, protocol)).isEqualTo(expected);
    }

    @Test
    void shouldRefuseOtherNumbersAndNothing() {
        assertThatThrownBy(() -> LabelText.classOf("2", 6)).hasMessage("label must be 0, 1 or a name: '2'");
        assertThatThrownBy(() -> LabelText.classOf("", 6)).isInstanceOf(BadValue.class);
    }
}

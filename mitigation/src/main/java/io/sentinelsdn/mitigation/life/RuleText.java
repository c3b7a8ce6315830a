package io.sentinelsdn.mitigation.life;

import io.sentinelsdn.domain.flow.FlowRule;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.net.IpProto;

/** Rules in one line for people: "drop tcp syn 10.0.0.3 → 10.0.0.4 at switch 1 port 3". */
final class RuleText {
    private RuleText() {}

    static String of(MitigationRule rule) {
        RuleState state = rule.state();
        String text = of(rule.rule());
        return state.status() == RuleState.Status.FAILED
                ? text + " (refused: " + (state.error() == null ? "no reason given" : state.error()) + ")"
                : text;
    }

    static String of(FlowRule rule) {
        Match match = rule.match();
        StringBuilder text = new StringBuilder();
        text.append(
                switch (rule.verdict()) {
                    case DROP -> "drop";
                    case METER -> "limit";
                    case ALLOW -> "allow";
                    case DETOUR -> "send";
                });
        word(text, match.ipProto() == null ? null : IpProto.name(match.ipProto()));
        word(text, match.tcpSyn() ? "syn" : null);
        word(text, match.icmpType() == null ? null : "type " + match.icmpType());
        word(text, match.src());
        if (match.dst() != null) {
            text.append(" → ").append(match.dst());
        }
        word(text, match.dstPort() == null ? null : "port " + match.dstPort());
        word(text, rule.detour());
        if (rule.meter() != null) {
            text.append(" to ").append(rule.meter().rate()).append(" packets/s");
        }
        text.append(" at ").append(rule.dpid() == null ? "every switch" : "switch " + name(rule.dpid()));
        word(text, match.inPort() == null ? null : "port " + Integer.toUnsignedString(match.inPort()));
        return text.toString();
    }

    /** Small numbers as numbers, as people gave them; others in full. */
    private static String name(Dpid dpid) {
        return dpid.value() >= 0 && dpid.value() < 0x10000 ? Long.toString(dpid.value()) : dpid.toString();
    }

    private static void word(StringBuilder text, Object word) {
        if (word != null) {
            text.append(' ').append(word);
        }
    }
}

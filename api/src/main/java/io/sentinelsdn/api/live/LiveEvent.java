package io.sentinelsdn.api.live;

import io.sentinelsdn.api.rest.Shapes;
import io.sentinelsdn.domain.event.Event;
import io.sentinelsdn.domain.slice.SliceMembers;
import java.util.Map;

/** Topic, key and data of an event. */
final class LiveEvent {
    private LiveEvent() {}

    static String topic(Event event) {
        if (event instanceof Event.DetectionChanged) {
            return "detections";
        }
        if (event instanceof Event.JobChanged) {
            return "jobs";
        }
        if (event instanceof Event.SliceChanged || event instanceof Event.SliceRemoved) {
            return "slices";
        }
        boolean aboutSwitch = event instanceof Event.SwitchChanged
                || event instanceof Event.SwitchRefused
                || event instanceof Event.SourcesSpoofed
                || event instanceof Event.TablePressure;
        return aboutSwitch ? "switches" : "mitigations";
    }

    /** The same for every state of the same thing. */
    static String key(Event event) {
        if (event instanceof Event.DetectionChanged changed) {
            return "detection " + changed.detection().id();
        }
        if (event instanceof Event.PlanChanged changed) {
            return "plan " + changed.plan().id();
        }
        if (event instanceof Event.JobChanged changed) {
            return "job " + changed.job().id();
        }
        if (event instanceof Event.SliceChanged changed) {
            return "slice " + changed.slice().slice().id();
        }
        if (event instanceof Event.SliceRemoved removed) {
            return "slice " + removed.id();
        }
        if (event instanceof Event.RuleChanged changed) {
            return "rule " + changed.rule().rule().id();
        }
        if (event instanceof Event.RuleStateChanged changed) {
            return "rule_state " + changed.state().ruleId();
        }
        if (event instanceof Event.SwitchChanged changed) {
            return "switch " + changed.dpid();
        }
        if (event instanceof Event.SwitchRefused refused) {
            return "refused " + refused.dpid();
        }
        if (event instanceof Event.TablePressure pressure) {
            return "tables " + pressure.dpid();
        }
        if (event instanceof Event.SourcesSpoofed spoofed) {
            return "sources " + spoofed.dpid() + " " + spoofed.port();
        }
        throw new IllegalArgumentException("unknown event: " + event);
    }

    static Object data(Event event, SliceMembers members) {
        if (event instanceof Event.DetectionChanged changed) {
            return Shapes.of(changed.detection(), members);
        }
        if (event instanceof Event.PlanChanged changed) {
            return Map.of("plan", Shapes.of(changed.plan()));
        }
        if (event instanceof Event.JobChanged changed) {
            return Shapes.of(changed.job());
        }
        if (event instanceof Event.SliceChanged changed) {
            return Shapes.of(changed.slice());
        }
        if (event instanceof Event.SliceRemoved removed) {
            return Map.of("id", removed.id(), "status", "deleted");
        }
        if (event instanceof Event.RuleChanged changed) {
            return Map.of("rule", Shapes.of(changed.rule()));
        }
        if (event instanceof Event.RuleStateChanged changed) {
            return Map.of("rule_state", Shapes.of(changed.state()));
        }
        if (event instanceof Event.SwitchChanged changed) {
            return Map.of(
                    "dpid",
                    changed.dpid().toString(),
                    "connected",
                    changed.connected(),
                    "detail",
                    String.valueOf(changed.detail()));
        }
        if (event instanceof Event.SwitchRefused refused) {
            return Map.of("dpid", refused.dpid().toString(), "refused", refused.address(), "detail", refused.reason());
        }
        if (event instanceof Event.TablePressure pressure) {
            return Map.of(
                    "dpid",
                    pressure.dpid().toString(),
                    "table_level",
                    pressure.level(),
                    "flow_entries",
                    pressure.entries(),
                    "table_budget",
                    pressure.budget());
        }
        if (event instanceof Event.SourcesSpoofed spoofed) {
            return Map.of(
                    "dpid", spoofed.dpid().toString(), "port", spoofed.port(), "spoofed_packets", spoofed.packets());
        }
        throw new IllegalArgumentException("unknown event: " + event);
    }
}

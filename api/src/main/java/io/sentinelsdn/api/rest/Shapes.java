package io.sentinelsdn.api.rest;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.flow.TrafficView;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.model.TrainingJob;
import io.sentinelsdn.domain.slice.SliceMembers;
import io.sentinelsdn.domain.slice.SliceView;
import java.time.Instant;

/** The JSON shapes of the resources, for others who tell about them: the same as the routes answer. */
public final class Shapes {
    private Shapes() {}

    public static Object of(Detection detection, SliceMembers members) {
        return DetectionJson.of(detection, members);
    }

    public static Object of(MitigationPlan plan) {
        return PlanJson.of(plan);
    }

    public static Object of(MitigationRule rule) {
        return RuleJson.of(rule);
    }

    public static Object of(SliceView slice) {
        return SliceJson.of(slice);
    }

    public static Object of(TrainingJob job) {
        return ModelJson.of(job);
    }

    public static Object of(RuleState state) {
        return RuleStateJson.of(state);
    }

    public static Object of(TrafficView traffic) {
        return TrafficJson.of(traffic, Instant.now());
    }

    /** What the switches say about a rule. */
    record RuleStateJson(
            String ruleId, String status, int switches, String error, long packets, long bytes, double pps) {
        static RuleStateJson of(RuleState state) {
            return new RuleStateJson(
                    state.ruleId(),
                    RuleJson.lower(state.status()),
                    state.switches(),
                    state.error(),
                    state.packets(),
                    state.bytes(),
                    state.pps());
        }
    }
}

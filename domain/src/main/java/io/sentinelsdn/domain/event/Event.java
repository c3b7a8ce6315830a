package io.sentinelsdn.domain.event;

import io.sentinelsdn.domain.detect.Detection;
import io.sentinelsdn.domain.flow.RuleState;
import io.sentinelsdn.domain.mitigate.MitigationPlan;
import io.sentinelsdn.domain.mitigate.MitigationRule;
import io.sentinelsdn.domain.model.TrainingJob;
import io.sentinelsdn.domain.net.Dpid;
import io.sentinelsdn.domain.slice.SliceView;

/** What happened, for those who watch; nobody decides from events. */
public sealed interface Event {
    /** A detection is new or has changed. */
    record DetectionChanged(Detection detection) implements Event {}

    /** A plan is new or has changed. */
    record PlanChanged(MitigationPlan plan) implements Event {}

    /** A rule is new, confirmed, refused, expired or removed. */
    record RuleChanged(MitigationRule rule) implements Event {}

    /** The switches report a rule's counters or a change of its status. */
    record RuleStateChanged(RuleState state) implements Event {}

    /** A training is new, goes on, or has ended. */
    record JobChanged(TrainingJob job) implements Event {}

    /** A slice is new, has changed, or carries something else than before. */
    record SliceChanged(SliceView slice) implements Event {}

    /** A slice was taken away. */
    record SliceRemoved(String id) implements Event {}

    /** A switch came or went. */
    record SwitchChanged(Dpid dpid, boolean connected, String detail) implements Event {}

    /** A connection that claimed this datapath id was turned away. */
    record SwitchRefused(Dpid dpid, String address, String reason) implements Event {}

    /**
     * Many packets came in at an edge port from sources that are not known there, and were dropped.
     *
     * @param packets in the last second
     */
    record SourcesSpoofed(Dpid dpid, int port, long packets) implements Event {}

    /**
     * The tables of a switch fill up or have room again.
     *
     * @param level 0 with room, 1 from 70 % of the budget, 2 from 90 % or after a table was full
     * @param entries entries of all its tables, about a second old
     * @param budget entries it may hold
     */
    record TablePressure(Dpid dpid, int level, long entries, long budget) implements Event {}
}

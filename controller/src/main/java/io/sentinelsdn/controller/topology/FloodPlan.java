package io.sentinelsdn.controller.topology;

import io.sentinelsdn.domain.net.Dpid;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Brings a new spanning tree to the switches so that no loop opens on the way: first every switch closes what is in
 * the tree no longer, and only when all have confirmed are new tree ports opened. A switch that does not answer holds
 * the others up for half a second. Owned by the control thread.
 */
public final class FloodPlan {
    static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Map<Dpid, Shape> shapes = new HashMap<>();
    private boolean heldBack;

    /** One switch: what it should have, and what it may have. */
    private static final class Shape {
        private PortPlan wanted;
        private PortPlan sent;
        private boolean connected;
        private boolean repeat;
        private int unanswered;
        private long sentNs;
    }

    /** The switch should have this; it is sent as soon as it may be. */
    public void want(Dpid dpid, PortPlan plan) {
        Shape shape = shapes.computeIfAbsent(dpid, unused -> new Shape());
        shape.connected = true;
        shape.wanted = plan;
    }

    /** The switch is gone. What it had it may still have. */
    public void gone(Dpid dpid) {
        Shape shape = shapes.get(dpid);
        if (shape != null) {
            shape.connected = false;
            shape.wanted = null;
            shape.repeat = true;
            shape.unanswered = 0;
        }
    }

    /** A switch that is gone is not remembered any longer. */
    public void forget(Dpid dpid) {
        shapes.remove(dpid);
    }

    /** The switch has confirmed a plan that was sent to it. */
    public void answered(Dpid dpid) {
        Shape shape = shapes.get(dpid);
        if (shape != null && shape.unanswered > 0) {
            shape.unanswered--;
        }
    }

    /** Whether the switch has been told anything since it was first seen. */
    public boolean isKnown(Dpid dpid) {
        Shape shape = shapes.get(dpid);
        return shape != null && shape.sent != null;
    }

    /**
     * What is to be sent now; it counts as sent.
     *
     * @param mayOpen whether new tree ports may be opened at all
     */
    public Map<Dpid, PortPlan> due(long nowNs, boolean mayOpen) {
        Map<Dpid, PortPlan> due = new TreeMap<>();
        shapes.forEach((dpid, shape) -> {
            if (shape.connected) {
                Set<Integer> open = shape.sent == null ? Set.of() : shape.sent.tree();
                send(dpid, shape, shape.wanted.withTreeAmong(open), nowNs, due);
            }
        });
        heldBack = !mayOpen || shapes.values().stream().anyMatch(shape -> isWaitedFor(shape, nowNs));
        if (!heldBack) {
            shapes.forEach((dpid, shape) -> {
                if (shape.connected) {
                    send(dpid, shape, shape.wanted, nowNs, due);
                }
            });
        }
        return due;
    }

    /** Whether the last plan waits for answers with what it opens. */
    public boolean holdsBack() {
        return heldBack;
    }

    private static boolean isWaitedFor(Shape shape, long nowNs) {
        return shape.unanswered > 0 && nowNs - shape.sentNs < PATIENCE_NS;
    }

    private static void send(Dpid dpid, Shape shape, PortPlan plan, long nowNs, Map<Dpid, PortPlan> due) {
        if (shape.repeat || !plan.equals(shape.sent)) {
            shape.repeat = false;
            shape.sent = plan;
            shape.sentNs = nowNs;
            shape.unanswered++;
            due.put(dpid, plan);
        }
    }
}

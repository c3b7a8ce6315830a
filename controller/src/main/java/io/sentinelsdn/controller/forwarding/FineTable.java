package io.sentinelsdn.controller.forwarding;

import io.sentinelsdn.controller.openflow.FlowEntry;
import io.sentinelsdn.controller.openflow.PacketIn;
import io.sentinelsdn.controller.rules.Cookies;
import io.sentinelsdn.controller.rules.TablePlan;
import io.sentinelsdn.domain.flow.Match;
import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.IpProto;
import io.sentinelsdn.domain.net.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The five-tuple entries of one switch. Each has a slot whose number, with a generation, is the id in its cookie, so
 * that counters find their slot without a lookup by key. Owned by the event loop of the switch.
 */
final class FineTable {
    private static final int SLOT_BITS = 20;
    private static final int FIRST_SLOTS = 64;
    private static final double NS_PER_SECOND = 1e9;

    private final int capacity;
    private Slot[] slots = {};
    private int made;
    private final Map<Key, Slot> byKey = new HashMap<>();
    private final Map<Integer, Integer> perPort = new HashMap<>();
    private final Map<Pair, Integer> perPair = new HashMap<>();
    private int[] free = {};
    private int freeCount;

    /** What a five-tuple entry matches. */
    record Key(int inPort, long srcHi, long srcLo, long dstHi, long dstLo, int protocol, int srcPort, int dstPort) {
        static Key of(PacketIn packet) {
            return new Key(
                    packet.inPort,
                    packet.srcHi,
                    packet.srcLo,
                    packet.dstHi,
                    packet.dstLo,
                    packet.protocol,
                    packet.srcPort,
                    packet.dstPort);
        }

        Pair pair() {
            return new Pair(inPort, srcHi, srcLo, dstHi, dstLo, protocol);
        }
    }

    /** Who talks to whom: what five-tuples have in common beside their ports. */
    private record Pair(int inPort, long srcHi, long srcLo, long dstHi, long dstLo, int protocol) {}

    /** An entry and its rate at the last poll. */
    static final class Slot {
        private final int index;
        private int generation;
        private Key key;
        private FlowEntry entry;
        private long packets;
        private long addedNs;
        private long atNs;
        private double pps;
        private boolean leaving;

        private Slot(int index) {
            this.index = index;
        }

        FlowEntry entry() {
            return entry;
        }

        int inPort() {
            return key.inPort();
        }

        double pps() {
            return pps;
        }

        /** Marks it as being deleted; false when it was already. */
        boolean leave() {
            boolean first = !leaving;
            leaving = true;
            return first;
        }

        /** Whether it has been read when it was a second old or more, and had counted one packet at most. */
        private boolean isOneOff() {
            return !leaving && packets <= 1 && atNs - addedNs >= NS_PER_SECOND;
        }
    }

    FineTable(int capacity) {
        if (capacity >= 1 << SLOT_BITS) {
            throw new IllegalArgumentException("fineEntries must be below " + (1 << SLOT_BITS) + ": " + capacity);
        }
        this.capacity = capacity;
    }

    boolean contains(Key key) {
        return byKey.containsKey(key);
    }

    int size() {
        return byKey.size();
    }

    int size(int port) {
        return perPort.getOrDefault(port, 0);
    }

    /** Entries between the same two addresses by the same protocol as this one. */
    int siblings(Key key) {
        return perPair.getOrDefault(key.pair(), 0);
    }

    /** Takes a slot; null when all are taken. */
    Slot add(Key key, int idleSeconds, long nowNs) {
        Slot slot = takeSlot();
        if (slot == null) {
            return null;
        }
        slot.generation = (slot.generation + 1) & 0xfffff;
        slot.key = key;
        slot.entry = TablePlan.fine(
                (long) slot.generation << SLOT_BITS | slot.index, match(key), icmpCode(key), idleSeconds);
        slot.packets = 0;
        slot.addedNs = nowNs;
        slot.atNs = nowNs;
        slot.pps = 0;
        slot.leaving = false;
        byKey.put(key, slot);
        perPort.merge(key.inPort(), 1, Integer::sum);
        perPair.merge(key.pair(), 1, Integer::sum);
        return slot;
    }

    /** A slot that was given back, or one that was never used. */
    private Slot takeSlot() {
        if (freeCount > 0) {
            return slots[free[--freeCount]];
        }
        if (made == capacity) {
            return null;
        }
        if (made == slots.length) {
            int length = Math.min(capacity, Math.max(FIRST_SLOTS, 2 * made));
            slots = Arrays.copyOf(slots, length);
            free = Arrays.copyOf(free, length);
        }
        slots[made] = new Slot(made);
        return slots[made++];
    }

    /** The slot of a cookie, or null when the entry is of an earlier life. */
    Slot find(long cookie) {
        long id = Cookies.id(cookie);
        int index = (int) (id & ((1 << SLOT_BITS) - 1));
        Slot slot = index < made ? slots[index] : null;
        return slot != null && slot.key != null && slot.generation == id >>> SLOT_BITS ? slot : null;
    }

    void counted(Slot slot, long packets, long nowNs) {
        double seconds = (nowNs - slot.atNs) / NS_PER_SECOND;
        if (seconds > 0 && packets >= slot.packets) {
            slot.pps = (packets - slot.packets) / seconds;
        }
        slot.packets = packets;
        slot.atNs = nowNs;
    }

    void remove(Slot slot) {
        byKey.remove(slot.key);
        perPort.computeIfPresent(slot.key.inPort(), (port, count) -> count > 1 ? count - 1 : null);
        perPair.computeIfPresent(slot.key.pair(), (pair, count) -> count > 1 ? count - 1 : null);
        slot.key = null;
        slot.entry = null;
        free[freeCount++] = slot.index;
    }

    List<Slot> of(int port) {
        List<Slot> found = new ArrayList<>();
        for (Slot slot : byKey.values()) {
            if (slot.inPort() == port) {
                found.add(slot);
            }
        }
        return found;
    }

    /** The oldest entries that have counted one packet at most, a second or more after they were added. */
    List<Slot> oneOffs(int most) {
        return byKey.values().stream()
                .filter(Slot::isOneOff)
                .sorted(Comparator.comparingLong(slot -> slot.addedNs))
                .limit(most)
                .toList();
    }

    private static Match match(Key key) {
        Prefix src = Prefix.host(new IpAddress(key.srcHi(), key.srcLo()));
        Prefix dst = Prefix.host(new IpAddress(key.dstHi(), key.dstLo()));
        boolean ports = key.protocol() == IpProto.TCP || key.protocol() == IpProto.UDP;
        boolean icmp = isIcmpOf(key);
        return new Match(
                key.inPort(),
                src,
                dst,
                key.protocol(),
                ports ? key.srcPort() : null,
                ports ? key.dstPort() : null,
                icmp ? key.srcPort() : null,
                false,
                null);
    }

    private static int icmpCode(Key key) {
        return isIcmpOf(key) ? key.dstPort() : -1;
    }

    /** ICMP of the right family: ICMPv6 in IPv4 is nonsense that a switch would refuse to match. */
    private static boolean isIcmpOf(Key key) {
        boolean v4 = IpAddress.isV4(key.dstHi(), key.dstLo());
        return key.protocol() == (v4 ? IpProto.ICMP : IpProto.ICMPV6);
    }
}

package io.sentinelsdn.controller.ofctl;

import java.util.Arrays;
import java.util.List;

/**
 * The actions of OpenFlow 1.3.5 section 7.2.5 that take eight bytes: type, length, and at most one number. OUTPUT and
 * SET_FIELD are longer and have their own readers.
 */
enum ActionType {
    COPY_TTL_OUT(11, null, 0),
    COPY_TTL_IN(12, null, 0),
    SET_MPLS_TTL(15, "mpls_ttl", 1),
    DEC_MPLS_TTL(16, null, 0),
    PUSH_VLAN(17, "ethertype", 2),
    POP_VLAN(18, null, 0),
    PUSH_MPLS(19, "ethertype", 2),
    POP_MPLS(20, "ethertype", 2),
    SET_QUEUE(21, "queue_id", 4),
    GROUP(22, "group_id", 4),
    SET_NW_TTL(23, "nw_ttl", 1),
    DEC_NW_TTL(24, null, 0),
    PUSH_PBB(26, "ethertype", 2),
    POP_PBB(27, null, 0);

    static final int OUTPUT = 0;
    static final int SET_FIELD = 25;
    static final int EXPERIMENTER = 0xffff;

    final int number;
    /** Name of its number, or null when it has none. */
    final String parameter;

    final int bytes;

    ActionType(int number, String parameter, int bytes) {
        this.number = number;
        this.parameter = parameter;
        this.bytes = bytes;
    }

    static ActionType of(int number) {
        return find(type -> type.number == number);
    }

    static ActionType named(String name) {
        return find(type -> type.name().equals(name));
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }

    private static ActionType find(java.util.function.Predicate<ActionType> wanted) {
        return Arrays.stream(values()).filter(wanted).findFirst().orElse(null);
    }
}

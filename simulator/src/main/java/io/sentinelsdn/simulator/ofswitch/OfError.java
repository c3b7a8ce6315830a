package io.sentinelsdn.simulator.ofswitch;

/** The errors this switch answers with, as type and code (OpenFlow 1.3.5 section 7.4.4). */
enum OfError {
    HELLO_INCOMPATIBLE(0, 0),
    BAD_REQUEST_VERSION(1, 0),
    BAD_REQUEST_TYPE(1, 1),
    BAD_REQUEST_MULTIPART(1, 2),
    BAD_REQUEST_EXPERIMENTER(1, 3),
    BAD_REQUEST_LEN(1, 6),
    BAD_REQUEST_BUFFER_UNKNOWN(1, 8),
    BAD_REQUEST_TABLE_ID(1, 9),
    BAD_REQUEST_IS_SLAVE(1, 10),
    BAD_REQUEST_PORT(1, 11),
    BAD_ACTION_TYPE(2, 0),
    BAD_ACTION_OUT_PORT(2, 4),
    BAD_ACTION_OUT_GROUP(2, 9),
    BAD_ACTION_SET_TYPE(2, 13),
    BAD_INSTRUCTION_UNSUPPORTED(3, 1),
    BAD_INSTRUCTION_TABLE_ID(3, 2),
    BAD_MATCH_TYPE(4, 0),
    BAD_MATCH_LEN(4, 1),
    BAD_MATCH_FIELD(4, 6),
    BAD_MATCH_VALUE(4, 7),
    BAD_MATCH_MASK(4, 8),
    BAD_MATCH_PREREQ(4, 9),
    BAD_MATCH_DUPLICATE(4, 10),
    FLOW_MOD_TABLE_FULL(5, 1),
    FLOW_MOD_TABLE_ID(5, 2),
    FLOW_MOD_OVERLAP(5, 3),
    FLOW_MOD_COMMAND(5, 6),
    GROUP_MOD_INVALID(6, 1),
    PORT_MOD_BAD_PORT(7, 0),
    PORT_MOD_BAD_HW_ADDR(7, 1),
    ROLE_STALE(11, 0),
    METER_EXISTS(12, 1),
    METER_INVALID(12, 2),
    METER_UNKNOWN(12, 3),
    METER_BAD_COMMAND(12, 4),
    METER_BAD_FLAGS(12, 5),
    METER_BAD_RATE(12, 6),
    METER_BAD_BAND(12, 8),
    METER_OUT_OF_METERS(12, 10),
    METER_OUT_OF_BANDS(12, 11);

    final int type;
    final int code;

    OfError(int type, int code) {
        this.type = type;
        this.code = code;
    }
}

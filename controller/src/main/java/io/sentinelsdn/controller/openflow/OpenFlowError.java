package io.sentinelsdn.controller.openflow;

import io.netty.buffer.ByteBuf;

/** Error types and codes (OpenFlow 1.3.5 section 7.4.4) as text, and the few that we send. */
final class OpenFlowError {
    static final int HELLO_FAILED = 0;
    static final int INCOMPATIBLE = 0;
    static final int BAD_REQUEST = 1;
    static final int BAD_VERSION = 0;
    static final int BAD_TYPE = 1;
    static final int BAD_LEN = 6;
    static final int IS_SLAVE = 10;

    private static final int MAX_DATA = 64;
    private static final String[] TYPES = {
        "HELLO_FAILED",
        "BAD_REQUEST",
        "BAD_ACTION",
        "BAD_INSTRUCTION",
        "BAD_MATCH",
        "FLOW_MOD_FAILED",
        "GROUP_MOD_FAILED",
        "PORT_MOD_FAILED",
        "TABLE_MOD_FAILED",
        "QUEUE_OP_FAILED",
        "SWITCH_CONFIG_FAILED",
        "ROLE_REQUEST_FAILED",
        "METER_MOD_FAILED",
        "TABLE_FEATURES_FAILED"
    };
    private static final String[] BAD_REQUEST_CODES = {
        "BAD_VERSION",
        "BAD_TYPE",
        "BAD_MULTIPART",
        "BAD_EXPERIMENTER",
        "BAD_EXP_TYPE",
        "EPERM",
        "BAD_LEN",
        "BUFFER_EMPTY",
        "BUFFER_UNKNOWN",
        "BAD_TABLE_ID",
        "IS_SLAVE",
        "BAD_PORT",
        "BAD_PACKET",
        "MULTIPART_BUFFER_OVERFLOW"
    };
    private static final String[] ROLE_REQUEST_CODES = {"STALE", "UNSUP", "BAD_ROLE"};
    private static final String[] BAD_ACTION_CODES = {
        "BAD_TYPE",
        "BAD_LEN",
        "BAD_EXPERIMENTER",
        "BAD_EXP_TYPE",
        "BAD_OUT_PORT",
        "BAD_ARGUMENT",
        "EPERM",
        "TOO_MANY",
        "BAD_QUEUE",
        "BAD_OUT_GROUP",
        "MATCH_INCONSISTENT",
        "UNSUPPORTED_ORDER",
        "BAD_TAG",
        "BAD_SET_TYPE",
        "BAD_SET_LEN",
        "BAD_SET_ARGUMENT"
    };
    private static final String[] BAD_INSTRUCTION_CODES = {
        "UNKNOWN_INST",
        "UNSUP_INST",
        "BAD_TABLE_ID",
        "UNSUP_METADATA",
        "UNSUP_METADATA_MASK",
        "BAD_EXPERIMENTER",
        "BAD_EXP_TYPE",
        "BAD_LEN",
        "EPERM"
    };
    private static final String[] BAD_MATCH_CODES = {
        "BAD_TYPE",
        "BAD_LEN",
        "BAD_TAG",
        "BAD_DL_ADDR_MASK",
        "BAD_NW_ADDR_MASK",
        "BAD_WILDCARDS",
        "BAD_FIELD",
        "BAD_VALUE",
        "BAD_MASK",
        "BAD_PREREQ",
        "DUP_FIELD",
        "EPERM"
    };
    private static final String[] FLOW_MOD_CODES = {
        "UNKNOWN", "TABLE_FULL", "BAD_TABLE_ID", "OVERLAP", "EPERM", "BAD_TIMEOUT", "BAD_COMMAND", "BAD_FLAGS"
    };
    private static final String[] METER_MOD_CODES = {
        "UNKNOWN",
        "METER_EXISTS",
        "INVALID_METER",
        "UNKNOWN_METER",
        "BAD_COMMAND",
        "BAD_FLAGS",
        "BAD_RATE",
        "BAD_BURST",
        "BAD_BAND",
        "BAD_BAND_VALUE",
        "OUT_OF_METERS",
        "OUT_OF_BANDS"
    };

    private OpenFlowError() {}

    static String describe(int type, int code) {
        String[] codes = switch (type) {
            case 1 -> BAD_REQUEST_CODES;
            case 2 -> BAD_ACTION_CODES;
            case 3 -> BAD_INSTRUCTION_CODES;
            case 4 -> BAD_MATCH_CODES;
            case 5 -> FLOW_MOD_CODES;
            case 11 -> ROLE_REQUEST_CODES;
            case 12 -> METER_MOD_CODES;
            default -> new String[0];
        };
        return name(TYPES, type) + "/" + name(codes, code);
    }

    /** Writes an OFPT_ERROR about the message between {@code from} and {@code to}. */
    static void write(ByteBuf out, int xid, int type, int code, ByteBuf about, int from, int to) {
        int data = Math.min(MAX_DATA, to - from);
        out.writeByte(4).writeByte(1).writeShort(12 + data).writeInt(xid);
        out.writeShort(type).writeShort(code);
        out.writeBytes(about, from, data);
    }

    private static String name(String[] names, int index) {
        return index < names.length ? names[index] : Integer.toString(index);
    }
}

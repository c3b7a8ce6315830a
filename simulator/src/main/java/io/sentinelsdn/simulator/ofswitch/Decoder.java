package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFMessage;

/** Reads messages with the codec and finds the right error for those it cannot read. Stateless. */
final class Decoder {
    private final OxmParser matches;

    Decoder(OxmParser matches) {
        this.matches = matches;
    }

    OFMessage decode(ByteBuf raw) throws Refusal {
        try {
            OFMessage message = OFFactories.getGenericReader().readFrom(raw.slice());
            if (message != null) {
                return message;
            }
        } catch (OFParseError | RuntimeException undecodable) {
            explain(raw);
        }
        boolean unknown = Wire.type(raw) > Wire.LAST_TYPE;
        throw new Refusal(unknown ? OfError.BAD_REQUEST_TYPE : OfError.BAD_REQUEST_LEN);
    }

    private void explain(ByteBuf raw) throws Refusal {
        switch (Wire.type(raw)) {
            case Wire.FLOW_MOD -> {
                if (raw.writerIndex() >= FlowModReader.MATCH_AT) {
                    matches.parse(raw, FlowModReader.MATCH_AT);
                }
            }
            case Wire.GROUP_MOD -> GroupModReader.requireKnown(raw);
            case Wire.ROLE_REQUEST -> throw new Refusal(OfError.ROLE_BAD);
            case Wire.EXPERIMENTER -> throw new Refusal(OfError.BAD_REQUEST_EXPERIMENTER);
            default -> {}
        }
    }
}

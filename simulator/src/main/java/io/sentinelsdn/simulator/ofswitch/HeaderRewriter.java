package io.sentinelsdn.simulator.ofswitch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sentinelsdn.simulator.frame.FrameEditor;
import org.projectfloodlight.openflow.protocol.action.OFActionSetField;

/** Set-field: reads the field of the action and rewrites frames with it. */
final class HeaderRewriter {
    private HeaderRewriter() {}

    /** Compiles the action; fields that cannot be rewritten here are refused. */
    static SwitchAction compile(OFActionSetField action) throws Refusal {
        ByteBuf bytes = Unpooled.buffer(32);
        action.getField().writeTo(bytes);
        boolean basic = bytes.getUnsignedShort(0) == 0x8000;
        OxmField field = basic ? OxmField.basic(bytes.getUnsignedByte(2) >>> 1) : null;
        if (field == null || !FrameEditor.canSet(field.header)) {
            throw new Refusal(OfError.BAD_ACTION_SET_TYPE);
        }
        boolean wide = field.length == 16;
        long upper = wide ? bytes.getLong(4) : 0;
        int from = wide ? 12 : 4;
        long value = 0;
        for (int i = from; i < 4 + field.length; i++) {
            value = (value << 8) | bytes.getUnsignedByte(i);
        }
        return new SwitchAction.SetField(field, value, upper);
    }

    /** A copy of the frame with the field set and the checksums right. */
    static byte[] rewrite(byte[] frame, SwitchAction.SetField set) {
        return FrameEditor.set(frame, set.header(), set.value(), set.upperValue());
    }
}

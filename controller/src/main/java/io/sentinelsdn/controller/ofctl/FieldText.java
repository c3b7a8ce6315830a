package io.sentinelsdn.controller.ofctl;

import io.sentinelsdn.domain.net.IpAddress;
import io.sentinelsdn.domain.net.MacAddress;
import io.sentinelsdn.domain.ofctl.BadField;

/** How the value of a match field is written by people: as a number, an address, a port … with {@code /mask}. */
enum FieldText {
    NUMBER("a number, decimal or 0x…"),
    PORT("a port number, LOCAL or CONTROLLER"),
    MAC("an Ethernet address"),
    VLAN("a VLAN id, or 0x… with bit 0x1000 for tagged frames"),
    IPV4("an IPv4 address or prefix"),
    IPV6("an IPv6 address or prefix");

    private final String words;

    FieldText(String words) {
        this.words = words;
    }

    /**
     * Reads a value.
     *
     * @param name of the field as it was written, for the error
     * @param written a number or a text
     * @throws BadField if it is no value of this field
     */
    OxmField read(MatchField field, String name, Object written) {
        if (!(written instanceof Number) && !(written instanceof String)) {
            throw bad(field, name, written);
        }
        String text = written.toString().strip();
        int slash = text.indexOf('/');
        try {
            OxmField value = one(field, slash < 0 ? text : text.substring(0, slash));
            if (slash < 0) {
                return value;
            }
            if (!field.maskable) {
                throw BadField.saying(name, name + " cannot be masked: " + text, "a value without a mask");
            }
            return masked(value, text.substring(slash + 1));
        } catch (BadField known) {
            throw known;
        } catch (IllegalArgumentException malformed) {
            throw bad(field, name, written);
        }
    }

    /** The value for people: a {@link Number} or a text. */
    Object show(OxmField value) {
        if (value.isExact()) {
            return showOne(value.field(), value.hi(), value.lo());
        }
        int prefix = prefixLength(value);
        if ((this == IPV4 || this == IPV6) && prefix >= 0) {
            return showOne(value.field(), value.hi(), value.lo()) + "/" + prefix;
        }
        if (this == NUMBER || this == VLAN || this == PORT) {
            return Numbers.hex(value.lo()) + "/" + Numbers.hex(value.maskLo());
        }
        return showOne(value.field(), value.hi(), value.lo())
                + "/"
                + showOne(value.field(), value.maskHi(), value.maskLo());
    }

    private OxmField one(MatchField field, String text) {
        return switch (this) {
            case NUMBER -> number(field, Numbers.unsigned(text));
            case PORT -> OxmField.exact(field, 0, Integer.toUnsignedLong(Ports.number(text)));
            case MAC -> OxmField.exact(field, 0, MacAddress.parse(text).value());
            case VLAN -> vlan(field, text);
            case IPV4 -> ipv4(field, text);
            case IPV6 -> ipv6(field, text);
        };
    }

    /** As Ryu does it: a decimal number is the id of a tagged frame, {@code 0x…} is the field itself. */
    private static OxmField vlan(MatchField field, String text) {
        long value = Numbers.unsigned(text);
        boolean raw = text.startsWith("0x") || text.startsWith("0X");
        return number(field, raw || value > 4095 ? value : value | MatchField.VLAN_PRESENT);
    }

    private static OxmField number(MatchField field, long value) {
        if (field.bits < 64 && value >>> field.bits != 0) {
            throw new IllegalArgumentException("too large");
        }
        return OxmField.exact(field, 0, value);
    }

    private static OxmField ipv4(MatchField field, String text) {
        if (text.indexOf(':') >= 0) {
            throw new IllegalArgumentException("not IPv4");
        }
        return OxmField.exact(
                field, 0, Integer.toUnsignedLong(IpAddress.parse(text).v4Bits()));
    }

    private static OxmField ipv6(MatchField field, String text) {
        if (text.indexOf(':') < 0) {
            throw new IllegalArgumentException("not IPv6");
        }
        IpAddress address = IpAddress.parse(text);
        return OxmField.exact(field, address.hi(), address.lo());
    }

    private OxmField masked(OxmField value, String mask) {
        boolean address = this == IPV4 || this == IPV6;
        OxmField bits;
        if (address && mask.matches("[0-9]{1,3}")) {
            bits = prefix(value.field(), Integer.parseInt(mask));
        } else if (this == VLAN) {
            bits = number(value.field(), Numbers.unsigned(mask));
        } else {
            bits = one(value.field(), mask);
        }
        return new OxmField(value.field(), value.hi() & bits.hi(), value.lo() & bits.lo(), bits.hi(), bits.lo());
    }

    private static OxmField prefix(MatchField field, int length) {
        if (length > field.bits) {
            throw new IllegalArgumentException("prefix too long");
        }
        int lower = Math.max(0, length - (field.bits - Math.min(64, field.bits)));
        long lo = lower == 0 ? 0 : -1L << (Math.min(64, field.bits) - lower) & field.fullLo();
        long hi = field.bits == 128 && length > 0 ? -1L << (64 - Math.min(64, length)) : 0;
        return OxmField.exact(field, hi, lo);
    }

    /** Ones at the front of the mask, or -1 when zeros are among them. */
    private static int prefixLength(OxmField value) {
        for (int length = 0; length <= value.field().bits; length++) {
            OxmField prefix = prefix(value.field(), length);
            if (prefix.hi() == value.maskHi() && prefix.lo() == value.maskLo()) {
                return length;
            }
        }
        return -1;
    }

    private Object showOne(MatchField field, long hi, long lo) {
        return switch (this) {
            case NUMBER -> Numbers.unsigned(lo);
            case PORT -> Ports.word((int) lo);
            case MAC -> new MacAddress(lo).toString();
            case VLAN ->
                (lo & MatchField.VLAN_PRESENT) != 0 && lo >>> field.bits == 0
                        ? Numbers.unsigned(lo & ~MatchField.VLAN_PRESENT)
                        : Numbers.hex(lo);
            case IPV4 -> IpAddress.v4((int) lo).toString();
            case IPV6 -> IpAddress.isV4(hi, lo) ? "::ffff:" + new IpAddress(hi, lo) : new IpAddress(hi, lo).toString();
        };
    }

    private BadField bad(MatchField field, String name, Object written) {
        boolean numeric = this == NUMBER || this == VLAN;
        String most = field.bits == 64 ? "18446744073709551615" : Long.toString((1L << Math.min(62, field.bits)) - 1);
        String range = numeric ? " from 0 to " + most : "";
        return new BadField(
                name, words + range + (field.maskable ? ", with or without /mask" : ""), Numbers.cut(written));
    }
}

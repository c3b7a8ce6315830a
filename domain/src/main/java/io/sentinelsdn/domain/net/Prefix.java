package io.sentinelsdn.domain.net;

/**
 * An address prefix (RFC 4632); host bits below the length are cleared.
 *
 * @param address the network address
 * @param length prefix length in bits, 0 to 32 (IPv4) or 0 to 128 (IPv6)
 */
public record Prefix(IpAddress address, int length) {
    public Prefix {
        if (length < 0 || length > address.bits()) {
            throw new IllegalArgumentException("prefix length must be between 0 and " + address.bits() + ": " + length);
        }
        address = mask(address, length);
    }

    /** The prefix that holds this one address. */
    public static Prefix host(IpAddress address) {
        return new Prefix(address, address.bits());
    }

    /**
     * Reads {@code address} or {@code address/length}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return host(IpAddress.parse(text));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("prefix length must be a number: " + text);
        }
        return new Prefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    public boolean contains(IpAddress candidate) {
        return candidate.isV4() == address.isV4() && mask(candidate, length).equals(address);
    }

    public boolean isHost() {
        return length == address.bits();
    }

    @Override
    public String toString() {
        return isHost() ? address.toString() : address + "/" + length;
    }

    private static IpAddress mask(IpAddress address, int length) {
        int keep = address.isV4() ? length + 96 : length;
        long hi = keep >= 64 ? address.hi() : keep == 0 ? 0 : address.hi() & (-1L << (64 - keep));
        long lo = keep <= 64 ? 0 : keep == 128 ? address.lo() : address.lo() & (-1L << (128 - keep));
        return new IpAddress(hi, lo);
    }
}

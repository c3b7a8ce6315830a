package io.sentinelsdn.simulator.frame;

/**
 * Where a header field lives inside the {@link PacketKey}. Fields that can never be present together share bits: ARP
 * addresses with IPv4 addresses, ICMP type and code with the ports.
 *
 * <pre>
 * word 0  in_port:32 | eth_type:16 | vlan_vid:16      word 5, 6  destination address
 * word 1  eth_dst:48 | ip_proto:8 | tos:8             word 7     tp_src:16 | tp_dst:16 | arp_op:16 | vlan_pcp:16
 * word 2  eth_src:48 | tcp_flags:16                   word 8     metadata
 * word 3, 4  source address (IPv4 in the low 32 bits)
 * </pre>
 */
public enum HeaderField {
    IN_PORT(0, 32, 32),
    ETH_TYPE(0, 16, 16),
    VLAN_VID(0, 0, 16),
    ETH_DST(1, 16, 48),
    IP_PROTO(1, 8, 8),
    IP_DSCP(1, 2, 6),
    IP_ECN(1, 0, 2),
    ETH_SRC(2, 16, 48),
    TCP_FLAGS(2, 0, 16),
    SRC_HI(3, 0, 64),
    SRC_LO(4, 0, 64),
    DST_HI(5, 0, 64),
    DST_LO(6, 0, 64),
    TP_SRC(7, 48, 16),
    TP_DST(7, 32, 16),
    ARP_OP(7, 16, 16),
    VLAN_PCP(7, 0, 16),
    METADATA(8, 0, 64);

    private final int word;
    private final int shift;
    private final long bits;

    HeaderField(int word, int shift, int width) {
        this.word = word;
        this.shift = shift;
        this.bits = width == 64 ? -1L : (1L << width) - 1;
    }

    /** Reads the field, right aligned, from words in the layout of {@link PacketKey}. */
    public long get(long[] words) {
        return (words[word] >>> shift) & bits;
    }

    /** Writes the field, right aligned. */
    public void put(long[] words, long value) {
        words[word] = (words[word] & ~(bits << shift)) | ((value & bits) << shift);
    }
}

"""Ethernet frames of attack packets, built in full, with valid checksums (RFC 1071, RFC 8200 section 8.1)."""

import array
import ipaddress
import random
import struct
import sys

ETH_IPV4 = 0x0800
ETH_IPV6 = 0x86DD
TCP, UDP, ICMP, ICMPV6 = 6, 17, 1, 58
PAYLOAD = b"sentinel harness attack packet".ljust(32, b".")


def checksum(data):
    """Internet checksum (RFC 1071) of the bytes, as a number 0 to 65535."""
    if len(data) % 2:
        data += b"\0"
    total = sum(array.array("H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    if sys.byteorder == "little":
        total = (total & 0xFF) << 8 | total >> 8
    return ~total & 0xFFFF


def mac_bytes(text):
    """Six bytes of `02:00:00:00:00:01`."""
    return bytes(int(part, 16) for part in text.split(":"))


def ip_bytes(text):
    """4 or 16 bytes of an address."""
    return ipaddress.ip_address(text).packed


#: Attacks whose frames are those of another kind, with something of their own.
BASE = {"dns": "udp", "ntp": "udp", "scan": "syn"}
#: Attacks over real connections; their frames are the kernel's.
CONNECTIONS = ("http", "slow")
REFLECTED = {"dns": (53, bytes(1000)), "ntp": (123, bytes(440))}


def _transport(kind, src, dst, src_port, dst_port, ident, payload=PAYLOAD):
    v6 = len(src) == 16
    if kind == "syn":
        protocol = TCP
        header = struct.pack("!HHIIBBHHHBBH", src_port, dst_port, ident & 0xFFFFFFFF, 0, 6 << 4, 0x02, 64240, 0, 0,
                             2, 4, 1460)
        offset = 16
    elif kind == "udp":
        protocol = UDP
        header = struct.pack("!HHHH", src_port, dst_port, 8 + len(payload), 0) + payload
        offset = 6
    elif kind == "icmp":
        protocol = ICMPV6 if v6 else ICMP
        header = struct.pack("!BBHHH", 128 if v6 else 8, 0, 0, src_port, ident & 0xFFFF) + PAYLOAD
        offset = 2
    else:
        raise ValueError("kind must be syn, udp or icmp: %s" % kind)
    if protocol == ICMP:
        pseudo = b""
    elif v6:
        pseudo = src + dst + struct.pack("!II", len(header), protocol)
    else:
        pseudo = src + dst + struct.pack("!BBH", 0, protocol, len(header))
    total = checksum(pseudo + header)
    if kind == "udp" and total == 0:
        total = 0xFFFF
    return protocol, header[:offset] + struct.pack("!H", total) + header[offset + 2:]


def build(kind, src_mac, dst_mac, src, dst, src_port, dst_port, ident=0, payload=PAYLOAD):
    """One frame; MACs and addresses as bytes, `kind` syn, udp or icmp, `ident` varies sequence numbers."""
    protocol, transport = _transport(kind, src, dst, src_port, dst_port, ident, payload)
    if len(src) == 16:
        network = struct.pack("!IHBB", 6 << 28, len(transport), protocol, 64) + src + dst
        return dst_mac + src_mac + struct.pack("!H", ETH_IPV6) + network + transport
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(transport), ident & 0xFFFF, 0, 64, protocol, 0) + src + dst
    network = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    return dst_mac + src_mac + struct.pack("!H", ETH_IPV4) + network + transport


def random_source(rng, v6):
    """An address that nobody in the harness owns: 2001:db8::/32, or unicast IPv4 outside 10/8, 127/8, 169.254/16."""
    if v6:
        return b"\x20\x01\x0d\xb8" + rng.getrandbits(96).to_bytes(12, "big")
    while True:
        address = rng.getrandbits(32)
        first = address >> 24
        if 1 <= first <= 223 and first not in (10, 127) and address >> 16 != 0xA9FE:
            return address.to_bytes(4, "big")


def next_address(address, steps):
    """The address so many after this one."""
    return (int.from_bytes(address, "big") + steps).to_bytes(len(address), "big")


def flood_frames(kind, count, src_mac, dst_mac, src, dst, port, tuples, spoofed, seed=1, sources=1):
    """Up to `count` different frames of one flood; a sender sends them round and round.

    `tuples` is `many` (a new source port with each packet) or `one`. With `spoofed` every frame has a source of its
    own, else `sources` addresses from `src` on take turns. Kinds dns and ntp are answers of reflectors, scan goes from port to port.
    """
    rng = random.Random(seed)
    v6 = len(dst) == 16
    frames = []
    for number in range(count):
        source = random_source(rng, v6) if spoofed else next_address(src, number % sources)
        many = tuples == "many"
        src_port = rng.randint(1024, 65535) if spoofed and many else 1024 + number % 64000 if many else 40000
        dst_port, payload = port, PAYLOAD
        if kind in REFLECTED:
            src_port, payload = REFLECTED[kind]
        elif kind == "scan":
            src_port, dst_port = 40000, 1 + number % 65535
        frames.append(build(
            BASE.get(kind, kind), src_mac, dst_mac, source, dst, src_port, dst_port, number, payload))
    return frames

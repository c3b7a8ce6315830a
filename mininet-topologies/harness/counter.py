#!/usr/bin/python3
"""Counts attack packets at an interface, on what the packets say and not on what the controller says.

Prints a JSON line about every 100 ms: `{"now": s, "grains": [[grain, packets], …]}` where a grain is a span of 10 ms
counted from the epoch, by the kernel's time stamps. An attack packet is a frame from the attacker's MAC address whose
protocol and TCP flags are those of the flood; the rest (ARP, ND, resets) does not count. Of attacks over connections all
TCP counts. Without `--mac`, where attackers and clients share addresses, a SYN of the harness's own sender is told by its
header of 24 bytes, which no kernel sends; kind `good` is all other TCP but resets.
"""

import argparse
import ctypes
import json
import os
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import frames, guard  # noqa: E402

ETH_P_ALL = 3
SO_ATTACH_FILTER = 26
SO_RCVBUFFORCE = 33
SO_TIMESTAMPNS = 35
PACKET_OUTGOING = 4
GRAINS_PER_SECOND = 100


def is_attack(frame, kind):
    """Whether the frame's headers are those of a flood of this kind."""
    if len(frame) < 34:
        return False
    kind = frames.BASE.get(kind, kind)
    ethertype = frame[12] << 8 | frame[13]
    if ethertype == frames.ETH_IPV4:
        protocol = frame[23]
        at = 14 + (frame[14] & 15) * 4
        echo = 8
    elif ethertype == frames.ETH_IPV6:
        protocol = frame[20]
        at = 54
        echo = 128
    else:
        return False
    if kind == "syn":
        return protocol == frames.TCP and len(frame) > at + 13 and frame[at + 13] & 0x12 == 0x02
    if kind == "udp":
        return protocol == frames.UDP
    if kind in frames.CONNECTIONS:
        return protocol == frames.TCP
    return protocol in (frames.ICMP, frames.ICMPV6) and len(frame) > at and frame[at] == echo


def is_flood_syn(frame):
    """Whether it is an IPv4 SYN as the harness's sender builds them."""
    at = 14 + (frame[14] & 15) * 4
    return len(frame) > at + 13 and frame[at + 13] & 0x12 == 0x02 and frame[at + 12] >> 4 == 6


def is_mixed(frame, kind):
    """The same as `is_attack` where attackers and clients share an interface: IPv4 and TCP only."""
    if len(frame) < 54 or frame[12] << 8 | frame[13] != frames.ETH_IPV4 or frame[23] != frames.TCP:
        return False
    if is_flood_syn(frame):
        return kind == "syn"
    at = 14 + (frame[14] & 15) * 4
    return kind == "good" and len(frame) > at + 13 and not frame[at + 13] & 0x04


def mac_filter(mac):
    """Classic BPF: frames from this MAC address only, first 96 bytes of each."""
    high, low = struct.unpack("!IH", mac)
    return [
        (0x20, 0, 0, 6),  # ld [6]
        (0x15, 0, 3, high),  # jeq high, else drop
        (0x28, 0, 0, 10),  # ldh [10]
        (0x15, 0, 1, low),  # jeq low, else drop
        (0x06, 0, 0, 96),  # accept
        (0x06, 0, 0, 0),  # drop
    ]


def attach(sock, program):
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code)
    sock.setsockopt(
        socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", len(program), ctypes.addressof(buffer)))


def open_socket(interface, mac):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    if mac is not None:
        attach(sock, mac_filter(mac))
    sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)
    sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    sock.bind((interface, ETH_P_ALL))
    sock.settimeout(0.1)
    return sock


def count(sock, counts, outgoing, emit):
    """Counts frames of which `counts(frame)` is true until the process ends; calls `emit(grains)` about every 100 ms."""
    grains = {}
    flush_at = time.time() + 0.1
    while True:
        try:
            frame, ancillary, _flags, address = sock.recvmsg(96, 64)
            if (address[2] == PACKET_OUTGOING) == outgoing and counts(frame):
                seconds, nanos = struct.unpack("qq", ancillary[0][2])
                grain = seconds * GRAINS_PER_SECOND + nanos * GRAINS_PER_SECOND // 1_000_000_000
                grains[grain] = grains.get(grain, 0) + 1
        except socket.timeout:
            pass
        if time.time() >= flush_at:
            emit(sorted(grains.items()))
            grains = {}
            flush_at = time.time() + 0.1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interface", required=True)
    parser.add_argument("--mac", help="the attacker's MAC address")
    parser.add_argument("--kind", choices=("syn", "udp", "icmp", "dns", "ntp", "scan", "http", "slow", "good"), required=True)
    parser.add_argument("--outgoing", action="store_true", help="count what is sent here, not what arrives")
    options = parser.parse_args()
    guard.die_with_parent()

    def emit(grains):
        print(json.dumps({"now": time.time(), "grains": grains}), flush=True)

    judge = is_mixed if options.mac is None else is_attack
    with open_socket(options.interface, None if options.mac is None else frames.mac_bytes(options.mac)) as sock:
        emit([])
        count(sock, lambda frame: judge(frame, options.kind), options.outgoing, emit)


if __name__ == "__main__":
    main()

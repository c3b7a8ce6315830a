#!/usr/bin/python3
"""Attack sender: prebuilt frames over AF_PACKET, paced in bursts of at most 5 ms, bounded in count and time.

Runs only inside a network namespace of the harness and only towards its addresses.
"""

import argparse
import json
import os
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import frames, guard  # noqa: E402

MAX_RATE = 20_000
MAX_SECONDS = 120
MAX_FRAMES = 131_072
BURST_SECONDS = 0.002


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interface", required=True)
    parser.add_argument("--kind", choices=("syn", "udp", "icmp", "dns", "ntp", "scan"), required=True)
    parser.add_argument("--src-mac", required=True)
    parser.add_argument("--dst-mac", required=True)
    parser.add_argument("--src", required=True)
    parser.add_argument("--dst", required=True)
    parser.add_argument("--port", type=int, default=80)
    parser.add_argument("--rate", type=int, default=2000, help="packets per second, 1 to %d" % MAX_RATE)
    parser.add_argument("--duration", type=float, default=10, help="seconds, up to %d" % MAX_SECONDS)
    parser.add_argument("--tuples", choices=("many", "one"), default="many")
    parser.add_argument("--spoofed", action="store_true")
    parser.add_argument("--sources", type=int, default=1, help="addresses from --src on that take turns, 1 to 250")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wait", action="store_true", help="send when a line arrives on standard input")
    options = parser.parse_args(arguments)
    if not 1 <= options.rate <= MAX_RATE:
        parser.error("--rate must be between 1 and %d: %d" % (MAX_RATE, options.rate))
    if not 1 <= options.sources <= 250:
        parser.error("--sources must be between 1 and 250: %d" % options.sources)
    if not 0 < options.duration <= MAX_SECONDS:
        parser.error("--duration must be above 0 and at most %d: %g" % (MAX_SECONDS, options.duration))
    return options


def send(sock, packets, rate, duration):
    """Sends at `rate` for `duration` seconds; returns packets sent and packets the interface refused."""
    total = int(rate * duration)
    start = time.monotonic()
    sent = refused = 0
    while sent + refused < total:
        now = time.monotonic() - start
        if now >= duration + 1:
            break
        due = min(total, int(now * rate) + 1)
        while sent + refused < due:
            try:
                sock.send(packets[(sent + refused) % len(packets)])
                sent += 1
            except OSError:
                refused += 1
        wait = BURST_SECONDS - (time.monotonic() - start - now)
        if wait > 0:
            time.sleep(wait)
    return sent, refused


def main():
    options = parse()
    guard.die_with_parent()
    guard.require_harness_namespace(options.dst)
    count = max(1, min(MAX_FRAMES, int(options.rate * options.duration)))
    if options.tuples == "one" and not options.spoofed:
        count = min(count, 1024)
    packets = frames.flood_frames(
        options.kind, count, frames.mac_bytes(options.src_mac), frames.mac_bytes(options.dst_mac),
        frames.ip_bytes(options.src), frames.ip_bytes(options.dst), options.port, options.tuples, options.spoofed,
        options.seed, options.sources)
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sock:
        sock.bind((options.interface, 0))
        if options.wait:
            print("ready", flush=True)
            sys.stdin.readline()
        sent, refused = send(sock, packets, options.rate, options.duration)
    print(json.dumps({"sent": sent, "refused": refused}), flush=True)


if __name__ == "__main__":
    main()

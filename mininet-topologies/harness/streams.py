"""Reads the JSON lines that counters and benign loads print, each in a thread of its own."""

import json
import threading


class Lines(threading.Thread):
    """Calls `take(message)` for each line a child prints; `ready` is set by the first."""

    def __init__(self, child, take):
        super().__init__(daemon=True)
        self.child = child
        self.take = take
        self.ready = threading.Event()

    def run(self):
        for line in self.child.stdout:
            try:
                self.take(json.loads(line))
            except ValueError:
                pass
            self.ready.set()
        self.child.stdout.close()


class Packets:
    """Attack packets by 10 ms grain, summed from a counter's lines. Written by one reader thread."""

    def __init__(self):
        self.grains = {}

    def take(self, message):
        for grain, packets in message["grains"]:
            self.grains[grain] = self.grains.get(grain, 0) + packets

    def total(self):
        return sum(dict(self.grains).values())


class Operations:
    """Finished benign operations of one host. Written by one reader thread."""

    def __init__(self):
        self.ops = []

    def take(self, message):
        self.ops.extend(message["ops"])

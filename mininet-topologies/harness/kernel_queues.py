#!/usr/bin/python3
"""Runs inside a machine whose Open vSwitch has the kernel datapath: measures what queues of slices let through.

h1 and h2 send to h3, each in a slice of its own; the cable to h3 is the link that is full. Slices are made over the API
of a controller elsewhere, which also reaches this machine's database (ptcp:6640).
"""

import argparse
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import ovs  # noqa: E402
from harness.slices_run import Slices  # noqa: E402

BRIDGE = "br0"
DPID = "00000000000000aa"
TARGET_PORT = 3
SETTLE_SECONDS = 4
PATIENCE_SECONDS = 60


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--api", required=True)
    parser.add_argument("--of-port", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=12)
    return parser.parse_args()


def must(*command):
    code, output = ovs.run(*command)
    if code:
        raise RuntimeError("%s: %s" % (" ".join(command), output))
    return output


def set_up(options):
    """A bridge on the kernel datapath with three hosts."""
    must("ip", "link", "set", "lo", "up")
    if os.path.exists("/etc/openvswitch/conf.db"):
        os.remove("/etc/openvswitch/conf.db")
    must(ovs.CTL, "start", "--system-id=random")
    ovs.vsctl("set-manager", "ptcp:6640")
    ovs.vsctl("add-br", BRIDGE, "--", "set", "bridge", BRIDGE, "protocols=OpenFlow13", "fail-mode=secure",
              "other-config:datapath-id=" + DPID)
    for number in (1, 2, 3):
        host, port = "h%d" % number, "v%d" % number
        must("ip", "netns", "add", host)
        must("ip", "link", "add", port, "type", "veth", "peer", "name", "e0", "netns", host)
        must("ip", "link", "set", port, "up")
        inside = ("ip", "netns", "exec", host)
        must(*inside, "ip", "addr", "add", "10.0.0.%d/24" % number, "dev", "e0")
        must(*inside, "ip", "link", "set", "e0", "address", "02:00:00:00:00:%02x" % number, "up")
        for there in ((*inside, "ethtool", "-K", "e0"), ("ethtool", "-K", port)):
            must(*there, "tso", "off", "gso", "off", "gro", "off")
        ovs.vsctl("add-port", BRIDGE, port, "--", "set", "interface", port, "ofport_request=%d" % number)
    ovs.vsctl("set-controller", BRIDGE, "tcp:10.0.2.2:%d" % options.of_port)


def until(what, condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError("waited in vain until " + what)
        time.sleep(0.5)


def in_host(number, *command, **options):
    return subprocess.Popen(["ip", "netns", "exec", "h%d" % number, *command], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)


def queue_bytes():
    """Bytes of frames by queue at the port of h3, as Open vSwitch tells them."""
    counts = {}
    for line in must("ovs-ofctl", "-O", "OpenFlow13", "queue-stats", BRIDGE, str(TARGET_PORT)).splitlines():
        if "queue" in line and "bytes=" in line:
            counts[int(line.split("queue ")[1].split(":")[0])] = int(line.split("bytes=")[1].split(",")[0])
    return counts


class Load:
    """TCP streams, or UDP at 8 Mbit/s, from h1 and h2 to h3."""

    def __init__(self, sources, seconds, udp=False):
        self.children = []
        for source in sources:
            port = str(5200 + source)
            self.children.append(in_host(3, "iperf3", "-s", "-1", "-p", port))
        time.sleep(2)
        for source in sources:
            kind = ("-u", "-b", "8M", "-l", "1200") if udp else ()
            self.children.append(in_host(source, "iperf3", "-c", "10.0.0.3", "-p", str(5200 + source), "-t",
                                         str(int(seconds)), *kind))

    def close(self):
        for child in self.children:
            child.kill()
            child.wait()


def rates(sources, seconds, queues, udp=False):
    """Mbit/s of frames by queue while they send."""
    load = Load(sources, seconds + 2 * SETTLE_SECONDS, udp)
    try:
        time.sleep(SETTLE_SECONDS)
        before, start = queue_bytes(), time.monotonic()
        time.sleep(seconds)
        after, took = queue_bytes(), time.monotonic() - start
    finally:
        load.close()
    return [round((after[queue] - before[queue]) * 8 / took / 1e6, 3) for queue in queues]


def make(slices, name, bandwidth, source, **more):
    """A slice of one host, once its queues are there; its queue's number."""
    slice_id = slices.make(name, bandwidth, {"hosts": ["10.0.0.%d" % source]}, **more)
    until("slice %s is active with queues" % name, lambda: slices.get(slice_id)["status"] == "active"
          and slices.get(slice_id)["stats"]["queues"] == "installed")
    return slices.get(slice_id)["queue_id"]


def measure(options, slices):
    queue = make(slices, "two", 2, 1)
    yield "one TCP stream in a queue of 2 Mbit/s", rates([1], options.seconds, [queue]), [(1.8, 2.2)]
    slices.clear()
    until("the queue is gone", lambda: not queue_bytes())
    low = make(slices, "low", 6, 1, min_bandwidth=1, priority=1)
    high = make(slices, "high", 6, 2, min_bandwidth=3, priority=6)
    must_get = [(0.95, 1.6), (4.2, 5.3)]
    yield "link of 6 full of UDP: guarantee 1, guarantee 3 and higher priority", rates(
        [1, 2], options.seconds, [low, high], True), must_get
    yield "the same with a TCP stream each", rates([1, 2], options.seconds, [low, high]), must_get
    yield "only the lower priority sends", rates([1], options.seconds, [low]), [(5.4, 6.3)]
    slices.clear()
    until("nothing is left", lambda: not queue_bytes())


def main():
    options = parse()
    set_up(options)
    slices = Slices(options.api)
    until("the switch is connected", lambda: ovs.connected(BRIDGE))
    for source in (1, 2):
        until("h%d reaches h3" % source, lambda: in_host(source, "ping", "-n", "-c", "1", "-W", "1", "10.0.0.3").wait() == 0)
    failed = 0
    for what, got, bounds in measure(options, slices):
        good = all(least <= mbps <= most for mbps, (least, most) in zip(got, bounds))
        failed += not good
        print("queues: %s: %s Mbit/s%s" % (what, " and ".join("%.2f" % mbps for mbps in got), "" if good else
                                           "  not met, must be %s" % bounds), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

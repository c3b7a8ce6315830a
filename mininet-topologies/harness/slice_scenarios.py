"""What slices promise, each as a scenario: what is set up, what is measured, what must come out."""

import json
import time

from harness.benign_load import PYTHON
from harness.run import HERE

SENDER = HERE + "/harness/sender.py"
SETTLE_SECONDS = 3.0
SNIFF_SECONDS = 35.0


class Bench:
    """A network with slices and the tools to load it. Hosts are counted from 1."""

    def __init__(self, network, slices, options):
        self.network = network
        self.slices = slices
        self.seconds = options.seconds

    def received(self, host):
        """Bytes of frames that the interface of a host has received."""
        name = self.network.interface(host)
        text = self.network.call(host, ["cat", "/sys/class/net/%s/statistics/rx_bytes" % name])[1]
        return int(text)

    def received_packets(self, host):
        name = self.network.interface(host)
        return int(self.network.call(host, ["cat", "/sys/class/net/%s/statistics/rx_packets" % name])[1])

    def rates(self, hosts, seconds):
        """Mbit/s that each host receives."""
        start = time.monotonic()
        before = [self.received(host) for host in hosts]
        time.sleep(seconds)
        after = [self.received(host) for host in hosts]
        took = time.monotonic() - start
        return [round((b - a) * 8 / took / 1e6, 3) for a, b in zip(before, after)]

    def send(self, source, target, seconds, mbps=0, pps=0, size=1400, version=4):
        return self.network.spawn(source, [
            PYTHON, SENDER, "--target", self.network.address(target, version), "--seconds", str(seconds),
            "--mbps", str(mbps), "--pps", str(pps), "--size", str(size)])

    def echo(self, host, version=4):
        child = self.network.spawn(host, [
            PYTHON, SENDER, "--echo", "--target", self.network.address(host, version), "--port", "9001"])
        time.sleep(0.3)
        return child

    def probe(self, source, target, seconds, version=4):
        return self.network.spawn(source, [
            PYTHON, SENDER, "--probe", "--target", self.network.address(target, version), "--port", "9001",
            "--seconds", str(seconds)])

    def tcp(self, source, target, seconds):
        self.network.spawn(target, ["iperf3", "-s", "-1", "-p", "5201"])
        time.sleep(0.4)
        return self.network.spawn(source, [
            "iperf3", "-c", self.network.address(target, 4), "-p", "5201", "-t", str(int(seconds)), "-J"])

    def host(self, *numbers):
        """The match of these hosts, both address families."""
        return {"hosts": [self.network.address(number, version) for number in numbers for version in (4, 6)]}


def probed(child, seconds):
    """Loss in percent and the 99th percentile in ms of a probe."""
    told = json.loads(child.communicate(timeout=seconds + 20)[0])
    trips = sorted(told["ms"])
    return {
        "sent": told["sent"], "loss_percent": round(100 * (1 - told["answered"] / max(1, told["sent"])), 3),
        "p50_ms": trips[len(trips) // 2] if trips else None,
        "p99_ms": trips[min(len(trips) - 1, len(trips) * 99 // 100)] if trips else None}


class Limit:
    """A slice of 5 Mbit/s with 50 Mbit/s of UDP offered, from one and from three ingress switches."""

    topology = "linear"
    hosts = 4

    @staticmethod
    def run(bench):
        bench.slices.make("limit", 5, bench.host(1, 2, 3, 4))
        figures = {}
        for name, sources in (("one ingress", [1]), ("three ingresses", [1, 2, 3])):
            length = SETTLE_SECONDS + bench.seconds + 2
            children = [bench.send(source, 4, length, mbps=50 / len(sources)) for source in sources]
            time.sleep(SETTLE_SECONDS)
            figures[name] = bench.rates([4], bench.seconds)[0]
            for child in children:
                child.kill()
            time.sleep(1)
        children = [bench.send(source, 4, SETTLE_SECONDS + bench.seconds + 2, mbps=50) for source in (1, 2, 3)]
        time.sleep(SETTLE_SECONDS)
        figures["three ingresses, 50 each"] = bench.rates([4], bench.seconds)[0]
        for child in children:
            child.kill()
        return figures

    @staticmethod
    def rows(figures):
        return ["%-26s %.3f Mbit/s of 5" % item for item in figures.items()]

    @staticmethod
    def judge(figures, effects_only):
        part = 0.15 if effects_only else 0.05
        return ["%s: %.3f Mbit/s, must be 5 ± %g %%" % (name, mbps, 100 * part)
                for name, mbps in figures.items() if abs(mbps - 5) > 5 * part]


class Tcp:
    """Two slices of 10 and 20 Mbit/s with a TCP stream each, at once."""

    topology = "linear"
    hosts = 4

    @staticmethod
    def run(bench):
        bench.slices.make("ten", 10, bench.host(1, 3))
        bench.slices.make("twenty", 20, bench.host(2, 4))
        length = SETTLE_SECONDS + bench.seconds + 2
        children = [bench.tcp(1, 3, length), bench.tcp(2, 4, length)]
        time.sleep(SETTLE_SECONDS)
        ten, twenty = bench.rates([3, 4], bench.seconds)
        for child in children:
            child.kill()
        return {"10": ten, "20": twenty}

    @staticmethod
    def rows(figures):
        return ["TCP in %s Mbit/s: %.2f Mbit/s, %.1f %%" % (limit, mbps, 100 * mbps / float(limit))
                for limit, mbps in figures.items()]

    @staticmethod
    def judge(figures, effects_only):
        least = 0.5 if effects_only else 0.8
        return ["TCP in %s Mbit/s got %.2f" % (limit, mbps) for limit, mbps in figures.items()
                if not least * float(limit) <= mbps <= 1.05 * float(limit)]


class Flood:
    """A flood inside slice A at 60 % of what the datapath can carry; slice B must hardly notice."""

    topology = "single"
    hosts = 4
    PART = 0.6
    SIZE = 18

    @classmethod
    def run(cls, bench):
        capacity = cls._capacity(bench)
        rate = cls.PART * capacity
        bench.echo(4)
        figures = {"capacity_pps": round(capacity), "flood_pps": round(rate)}
        figures["without slices"] = cls._measure(bench, rate)
        bench.slices.make("flooded", 20, bench.host(1, 2))
        bench.slices.make("quiet", 20, bench.host(3, 4), priority=7)
        figures["quiet"] = cls._measure(bench, 0)
        figures["with slices"] = cls._measure(bench, rate)
        return figures

    @classmethod
    def _capacity(cls, bench):
        """Packets per second that arrive when one host sends to another as fast as it can, the best of three."""
        best = 0
        for _ in range(3):
            child = bench.send(1, 2, 4, size=cls.SIZE)
            time.sleep(1)
            before, start = bench.received_packets(2), time.monotonic()
            time.sleep(2)
            best = max(best, (bench.received_packets(2) - before) / (time.monotonic() - start))
            child.kill()
            child.wait()
        return best

    @classmethod
    def _measure(cls, bench, rate):
        child = bench.send(1, 2, bench.seconds + 4, pps=rate, size=cls.SIZE) if rate else None
        time.sleep(2)
        probe = bench.probe(3, 4, bench.seconds)
        result = probed(probe, bench.seconds)
        if child:
            child.kill()
            child.wait()
        time.sleep(1)
        return result

    @staticmethod
    def rows(figures):
        rows = ["datapath carries %d packets/s, flood %d" % (figures["capacity_pps"], figures["flood_pps"])]
        for name in ("quiet", "without slices", "with slices"):
            run = figures[name]
            rows.append("%-15s loss %6.3f %%, p50 %s ms, p99 %s ms" % (
                name, run["loss_percent"], run["p50_ms"], run["p99_ms"]))
        return rows

    @staticmethod
    def judge(figures, effects_only):
        quiet, without, held = figures["quiet"], figures["without slices"], figures["with slices"]
        failures = []
        if held["loss_percent"] > (5 if effects_only else 0.5):
            failures.append("slice B lost %.3f %%" % held["loss_percent"])
        if not effects_only and held["p99_ms"] is not None:
            if held["p99_ms"] > 2 * quiet["p99_ms"]:
                failures.append("p99 of slice B is %.2f ms, quiet %.2f" % (held["p99_ms"], quiet["p99_ms"]))
            if without["p99_ms"] is not None and held["p99_ms"] > without["p99_ms"] / 4:
                failures.append("p99 of slice B is %.2f ms, %.2f without slices" % (held["p99_ms"], without["p99_ms"]))
        return failures


class Apart:
    """Two isolated slices: nothing passes between them, everything within."""

    topology = "linear"
    hosts = 4

    @classmethod
    def run(cls, bench):
        bench.slices.make("red", 100, bench.host(1, 2), isolated=True)
        bench.slices.make("blue", 100, bench.host(3, 4), isolated=True)
        time.sleep(1.5)
        seen = cls._frames_between(bench)
        within, between = 0, 0
        for pair, inside in (((1, 2), True), ((3, 4), True), ((1, 3), False), ((2, 4), False), ((4, 1), False)):
            for version in (4, 6):
                source, target = pair
                bench.network.call(source, ["ip", "neigh", "flush", "all"])
                code = bench.network.call(source, [
                    "ping", "-n", "-c", "3", "-i", "0.2", "-W", "1", bench.network.address(target, version)])[0]
                if inside:
                    within += code == 0
                else:
                    between += code == 0
        return {"pings_within": within, "of": 4, "pings_between": between, "frames_between": seen}

    @staticmethod
    def _frames_between(bench):
        """Frames from hosts of one slice that reach a host of the other while they look for it: ARP, ND, unicast."""
        network = bench.network
        captures = []
        for host, others in ((3, (1, 2)), (1, (3, 4))):
            captures.append(network.spawn(host, [
                PYTHON, SENDER, "--sniff", ",".join(network.mac(other) for other in others), "--interface",
                network.interface(host), "--target", network.address(host, 4), "--seconds", str(SNIFF_SECONDS)]))
        time.sleep(1)
        for source, target in ((1, 3), (2, 3), (3, 1), (4, 1)):
            network.call(source, ["ip", "neigh", "flush", "all"])
            for version in (4, 6):
                network.call(source, ["ping", "-n", "-c", "2", "-i", "0.2", "-W", "1", network.address(target, version)])
            link_local = "fe80::ff:fe00:%x%%%s" % (target, network.interface(source))
            network.call(source, ["ping", "-n", "-c", "2", "-i", "0.2", "-W", "1", link_local])
            network.call(source, ["ip", "neigh", "replace", network.address(target, 4), "lladdr", network.mac(target),
                                  "dev", network.interface(source)])
            network.call(source, ["ping", "-n", "-c", "2", "-i", "0.2", "-W", "1", network.address(target, 4)])
        lines = []
        for child in captures:
            lines += json.loads(child.communicate(timeout=SNIFF_SECONDS + 10)[0])
        return lines[:20]

    @staticmethod
    def rows(figures):
        return ["pings within slices %d of %d, between them %d, frames between them %d" % (
            figures["pings_within"], figures["of"], figures["pings_between"], len(figures["frames_between"]))]

    @staticmethod
    def judge(figures, effects_only):
        failures = []
        if figures["pings_within"] != figures["of"]:
            failures.append("only %d of %d pings within slices" % (figures["pings_within"], figures["of"]))
        if figures["pings_between"] or figures["frames_between"]:
            failures.append("between isolated slices: %d pings, frames %s" % (
                figures["pings_between"], figures["frames_between"][:3]))
        return failures


class Dynamic:
    """15 idle Mbit/s of 20 move to the loaded slice within 3 s, and back within 3 s after demand returned."""

    topology = "linear"
    hosts = 4

    @classmethod
    def run(cls, bench):
        lender = bench.slices.make("lender", 20, bench.host(1, 2), dynamic=True, floor=5)
        borrower = bench.slices.make("borrower", 20, bench.host(3, 4), dynamic=True)
        time.sleep(3)
        steps, times = [], {}
        bench.send(3, 4, 40, mbps=60)
        begun = time.monotonic()
        times["moved_s"] = cls._until(bench, borrower, lambda mbps: mbps >= 34.9, begun, steps)
        time.sleep(1)
        times["borrowed_mbps"] = bench.rates([4], 3)[0]
        demand = bench.send(1, 2, 20, mbps=40)
        begun = time.monotonic()
        times["returned_s"] = cls._until(bench, lender, lambda mbps: mbps >= 19.9, begun, steps)
        time.sleep(1)
        times["own_mbps"] = bench.rates([2], 3)[0]
        changes = cls._watch(bench, borrower, 5)
        demand.kill()
        times["changes_while_steady"] = changes
        return times

    @staticmethod
    def _until(bench, slice_id, reached, begun, steps):
        while time.monotonic() - begun < 15:
            limit = bench.slices.get(slice_id)["stats"]["limit_mbps"]
            if reached(limit):
                return round(time.monotonic() - begun, 2)
            time.sleep(0.05)
        return None

    @staticmethod
    def _watch(bench, slice_id, seconds):
        """How often the limit changes while nothing else does."""
        changes, last, begun = 0, bench.slices.get(slice_id)["stats"]["limit_mbps"], time.monotonic()
        while time.monotonic() - begun < seconds:
            now = bench.slices.get(slice_id)["stats"]["limit_mbps"]
            changes += now != last
            last = now
            time.sleep(0.1)
        return changes

    @staticmethod
    def rows(figures):
        return ["15 of 20 Mbit/s moved after %s s (%.2f Mbit/s delivered), returned after %s s (%.2f Mbit/s), %d changes in"
                " 5 steady s" % (figures["moved_s"], figures["borrowed_mbps"], figures["returned_s"],
                                 figures["own_mbps"], figures["changes_while_steady"])]

    @staticmethod
    def judge(figures, effects_only):
        failures = []
        most = 6 if effects_only else 3
        for name in ("moved_s", "returned_s"):
            if figures[name] is None or figures[name] > most:
                failures.append("%s is %s, at most %g" % (name, figures[name], most))
        if not effects_only and figures["borrowed_mbps"] < 33:
            failures.append("only %.2f Mbit/s of 35 were delivered" % figures["borrowed_mbps"])
        if figures["changes_while_steady"]:
            failures.append("the limit swings")
        return failures


ALL = {"limit": Limit, "tcp": Tcp, "flood": Flood, "isolation": Apart, "dynamic": Dynamic}

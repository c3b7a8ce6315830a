"""What slices promise, each as a scenario: what is set up, what is measured, what must come out."""

import json
import threading
import time

from harness import ovs
from harness.benign_load import PYTHON
from harness.run import HERE

SENDER = HERE + "/harness/sender.py"
SETTLE_SECONDS = 3.0
SNIFF_SECONDS = 100.0


class Bench:
    """A network with slices and the tools to load it. Hosts are counted from 1."""

    def __init__(self, network, slices, options, controller=None):
        self.network = network
        self.slices = slices
        self.seconds = options.seconds
        self.controller = controller
        self.first = ovs.REAL_TIME if options.realtime else ()

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
        before = [(time.monotonic(), self.received(host)) for host in hosts]
        time.sleep(seconds)
        after = [(time.monotonic(), self.received(host)) for host in hosts]
        return [round((there - here) * 8 / (end - start) / 1e6, 3)
                for (start, here), (end, there) in zip(before, after)]

    def send(self, source, target, seconds, mbps=0, pps=0, size=1400, version=4):
        return self.network.spawn(source, [
            PYTHON, SENDER, "--target", self.network.address(target, version), "--seconds", str(seconds),
            "--mbps", str(mbps), "--pps", str(pps), "--size", str(size)])

    def echo(self, host, version=4):
        child = self.network.spawn(host, [
            *self.first, PYTHON, SENDER, "--echo", "--target", self.network.address(host, version), "--port", "9001"])
        time.sleep(0.3)
        return child

    def sink(self, host, version=4):
        """Takes what is sent there, so that no ICMP errors use up a part of the slice."""
        return self.network.spawn(host, [
            PYTHON, SENDER, "--sink", "--target", self.network.address(host, version)])

    def probe(self, source, target, seconds, version=4, pps=100, size=4):
        return self.network.spawn(source, [
            *self.first, PYTHON, SENDER, "--probe", "--target", self.network.address(target, version), "--port", "9001",
            "--seconds", str(seconds), "--pps", str(pps), "--size", str(size)])

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
    slow = [[number, ms] for number, ms in enumerate(told["ms"]) if ms > 10 * trips[len(trips) // 2]]
    return {
        "slow": slow[:100],
        "sent": told["sent"], "lost": told["sent"] - told["answered"], "silence_ms": told["silence_ms"],
        "loss_percent": round(100 * (1 - told["answered"] / max(1, told["sent"])), 3),
        "p50_ms": trips[len(trips) // 2] if trips else None,
        "p99_ms": trips[min(len(trips) - 1, len(trips) * 99 // 100)] if trips else None}


class Limit:
    """A slice of 5 Mbit/s with 50 Mbit/s of UDP offered, from one and from three ingress switches."""

    topology = "linear"
    hosts = 4

    @staticmethod
    def run(bench):
        bench.slices.make("limit", 5, bench.host(1, 2, 3, 4))
        bench.sink(4)
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
    """A flood inside slice A, over all switches, at 60 % of what these can carry; slice B must hardly notice, whose frames
    pass two of them."""

    topology = "linear"
    hosts = 4
    FLOODED = (1, 4)
    QUIET = (2, 3)
    MBPS = 5
    PART = 0.6
    SIZE = 18

    @classmethod
    def run(cls, bench):
        capacity = cls._capacity(bench)
        rate = cls.PART * capacity
        bench.echo(cls.QUIET[1])
        figures = {"capacity_pps": round(capacity), "flood_pps": round(rate)}
        figures["without slices"] = cls._measure(bench, rate)
        bench.slices.make("flooded", cls.MBPS, bench.host(*cls.FLOODED))
        bench.slices.make("quiet", 20, bench.host(*cls.QUIET), priority=7)
        figures["quiet"] = cls._measure(bench, None)
        figures["with slices"] = cls._measure(bench, rate)
        return figures

    @classmethod
    def _capacity(cls, bench):
        """Packets per second that arrive when one host sends to another as fast as it can, the best of three."""
        best = 0
        for _ in range(3):
            child = bench.send(*cls.FLOODED, 4, size=cls.SIZE)
            time.sleep(1)
            before, start = bench.received_packets(cls.FLOODED[1]), time.monotonic()
            time.sleep(2)
            best = max(best, (bench.received_packets(cls.FLOODED[1]) - before) / (time.monotonic() - start))
            child.kill()
            child.wait()
        return best

    @classmethod
    def _measure(cls, bench, rate):
        """Under a flood of so many packets per second; 0 is as fast as the sender can, None is no flood."""
        child = None if rate is None else bench.send(*cls.FLOODED, bench.seconds + 4, pps=rate, size=cls.SIZE)
        time.sleep(2)
        probe = bench.probe(*cls.QUIET, bench.seconds)
        result = probed(probe, bench.seconds)
        if child:
            child.kill()
            child.wait()
        time.sleep(1)
        return result

    @staticmethod
    def rows(figures):
        rows = ["datapath carries %d packets/s, flood %s" % (
            figures["capacity_pps"], figures["flood_pps"] or "as fast as it can")]
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


class Deluge(Flood):
    """The same with a flood as fast as one host can send, which takes all that the datapath has left."""

    PART = 0


class Apart:
    """Two isolated slices: nothing passes between them, everything within. Before there are slices everything must be seen
    to pass, and later what passes within, by the same ears: else nothing would be proven by their silence."""

    topology = "linear"
    hosts = 4
    KINDS = ("arp", "nd", "ip4", "ip6")
    EARS = ((3, 4, (1, 2)), (1, 2, (3, 4)))

    @classmethod
    def run(cls, bench):
        unheard = cls._unheard(bench, cls._heard(bench), lambda mate, others: others)
        bench.slices.make("red", 100, bench.host(1, 2), isolated=True)
        bench.slices.make("blue", 100, bench.host(3, 4), isolated=True)
        time.sleep(1.5)
        heard = cls._heard(bench)
        unheard += cls._unheard(bench, heard, lambda mate, others: (mate,))
        between = []
        for (_, _, others), frames in zip(cls.EARS, heard):
            strangers = [bench.network.mac(other) for other in others]
            between += [frame for frame in frames if frame[0] in strangers]
        within, passed = cls._pings(bench)
        return {"pings_within": within, "of": 4, "pings_between": passed, "frames_between": between[:20],
                "unheard": unheard}

    @staticmethod
    def _pings(bench):
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
        return within, between

    @classmethod
    def _heard(cls, bench):
        """What each ear hears of all other hosts while they look for it: ARP, neighbour discovery, unicast."""
        network = bench.network
        children = []
        for host, mate, others in cls.EARS:
            children.append(network.spawn(host, [
                PYTHON, SENDER, "--sniff", ",".join(network.mac(other) for other in (mate,) + others), "--interface",
                network.interface(host), "--target", network.address(host, 4), "--seconds", str(SNIFF_SECONDS)]))
        for child in children:
            child.stdout.readline()
        for host, mate, others in cls.EARS:
            for source in others + (mate,):
                cls._look_for(network, source, host)
        time.sleep(0.5)
        for child in children:
            child.terminate()
        return [json.loads(child.communicate(timeout=SNIFF_SECONDS)[0]) for child in children]

    @staticmethod
    def _look_for(network, source, target):
        def ping(address):
            network.call(source, ["ping", "-n", "-c", "2", "-i", "0.2", "-W", "1", address])

        network.call(source, ["ip", "neigh", "flush", "all"])
        for version in (4, 6):
            ping(network.address(target, version))
        ping("fe80::ff:fe00:%x%%%s" % (target, network.interface(source)))
        for version in (4, 6):
            at = [network.address(target, version), "dev", network.interface(source)]
            network.call(source, ["ip", "neigh", "replace"] + at + ["lladdr", network.mac(target)])
            ping(at[0])
            network.call(source, ["ip", "neigh", "del"] + at)

    @classmethod
    def _unheard(cls, bench, heard, senders):
        """What the ears should have heard of these senders and have not."""
        missing = []
        for (host, mate, others), frames in zip(cls.EARS, heard):
            there = {(frame[0], frame[2]) for frame in frames}
            for sender in senders(mate, others):
                missing += ["%s of h%d at h%d" % (kind, sender, host) for kind in cls.KINDS
                            if (bench.network.mac(sender), kind) not in there]
        return missing

    @staticmethod
    def rows(figures):
        return ["pings within slices %d of %d, between them %d, frames between them %d; control frames unheard %d" % (
            figures["pings_within"], figures["of"], figures["pings_between"], len(figures["frames_between"]),
            len(figures["unheard"]))]

    @staticmethod
    def judge(figures, effects_only):
        failures = []
        if figures["unheard"]:
            failures.append("silence proves nothing, not even this was heard: %s" % ", ".join(figures["unheard"][:4]))
        if figures["pings_within"] != figures["of"]:
            failures.append("only %d of %d pings within slices" % (figures["pings_within"], figures["of"]))
        if figures["pings_between"] or figures["frames_between"]:
            failures.append("between isolated slices: %d pings, frames %s" % (
                figures["pings_between"], figures["frames_between"][:3]))
        return failures


class Limits(threading.Thread):
    """Sees every change of some slices' limits: [time, limits]."""

    def __init__(self, bench, *slice_ids):
        super().__init__(daemon=True)
        self.bench = bench
        self.slice_ids = slice_ids
        self.changes = []
        self.ended = False

    def run(self):
        last = None
        while not self.ended:
            told = [self.bench.slices.get(slice_id) for slice_id in self.slice_ids]
            limits = [slice_["stats"]["limit_mbps"] for slice_ in told if slice_]
            if len(limits) == len(self.slice_ids) and limits != last:
                self.changes.append((time.monotonic(), limits))
                last = limits
            time.sleep(0.05)

    def until(self, index, least, begun):
        """Seconds until a slice may have so much; None when it does not get it within 15."""
        while True:
            for at, limits in list(self.changes):
                if at >= begun and limits[index] >= least:
                    return round(at - begun, 2)
            if time.monotonic() - begun > 15:
                return None
            time.sleep(0.05)

    def gaps(self):
        """Seconds between changes; the first is what was there at the beginning. Two within 0.2 s were read as one was made."""
        times = []
        for at, _ in self.changes[1:]:
            if not times or at - times[-1] > 0.2:
                times.append(at)
        return [round(b - a, 2) for a, b in zip(times, times[1:])]


class Dynamic:
    """15 idle Mbit/s of 20 move to the loaded slice within 3 s, and back within 3 s after demand returned."""

    topology = "linear"
    hosts = 4
    PAUSE_SECONDS = 2

    @classmethod
    def run(cls, bench):
        lender = bench.slices.make("lender", 20, bench.host(1, 2), dynamic=True, floor=5)
        borrower = bench.slices.make("borrower", 20, bench.host(3, 4), dynamic=True)
        time.sleep(3)
        limits = Limits(bench, lender, borrower)
        limits.start()
        figures = {}
        bench.sink(2)
        bench.sink(4)
        bench.send(3, 4, 40, mbps=60)
        figures["moved_s"] = limits.until(1, 34.9, time.monotonic())
        time.sleep(1)
        figures["borrowed_mbps"] = bench.rates([4], 3)[0]
        demand = bench.send(1, 2, 20, mbps=40)
        figures["returned_s"] = limits.until(0, 19.9, time.monotonic())
        time.sleep(1)
        figures["own_mbps"] = bench.rates([2], 3)[0]
        steady = time.monotonic()
        time.sleep(5)
        figures["changes_while_steady"] = sum(at > steady for at, _ in limits.changes)
        demand.kill()
        figures["again_s"] = limits.until(1, 34.9, time.monotonic())
        time.sleep(2)
        limits.ended = True
        limits.join()
        figures["gaps_s"] = limits.gaps()
        return figures

    @staticmethod
    def rows(figures):
        return ["15 of 20 Mbit/s moved after %s s (%.2f Mbit/s delivered), returned after %s s (%.2f Mbit/s), %d changes in"
                " 5 steady s" % (figures["moved_s"], figures["borrowed_mbps"], figures["returned_s"],
                                 figures["own_mbps"], figures["changes_while_steady"]),
                "moved again %s s after the demand ended; seconds between changes: %s" % (
                    figures["again_s"], figures["gaps_s"])]

    @classmethod
    def judge(cls, figures, effects_only):
        failures = []
        most = 6 if effects_only else 3
        for name in ("moved_s", "returned_s"):
            if figures[name] is None or figures[name] > most:
                failures.append("%s is %s, at most %g" % (name, figures[name], most))
        if not effects_only and figures["borrowed_mbps"] < 33:
            failures.append("only %.2f Mbit/s of 35 were delivered" % figures["borrowed_mbps"])
        if figures["changes_while_steady"]:
            failures.append("the limit swings")
        if [gap for gap in figures["gaps_s"] if gap < cls.PAUSE_SECONDS - 0.3]:
            failures.append("more than one change in %d s: %s" % (cls.PAUSE_SECONDS, figures["gaps_s"]))
        return failures

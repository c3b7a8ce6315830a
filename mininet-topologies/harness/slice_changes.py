"""What slices promise while they change: no gap in traffic, one set of rows in the database, nothing left behind."""

import os
import signal
import subprocess
import time

from harness import guard, ovs, slice_rows
from harness.slice_scenarios import SETTLE_SECONDS, probed

MBPS = 1_000_000
OPEN_VSWITCH = "/usr/share/openvswitch/scripts/ovs-ctl"
PATIENCE_SECONDS = 30


class Controller:
    """The controller's process, by its id: may be killed hard, and started again as it was."""

    def __init__(self, pid):
        self.child = None
        self.pid = pid
        with open("/proc/%d/cmdline" % pid, "rb") as file:
            self.command = file.read().split(b"\0")[:-1]
        with open("/proc/%d/environ" % pid, "rb") as file:
            self.environment = dict(item.split(b"=", 1) for item in file.read().split(b"\0") if b"=" in item)

    def restart(self):
        os.kill(self.pid, signal.SIGKILL)
        if self.child:
            self.child.wait()
        while os.path.exists("/proc/%d/fd" % self.pid) and self._runs():
            time.sleep(0.05)
        self.child = subprocess.Popen(
            self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=guard.die_with_parent)
        self.pid = self.child.pid

    def _runs(self):
        with open("/proc/%d/stat" % self.pid, encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"


class Put:
    """A slice is changed again and again under a constant stream: no frame may be lost."""

    topology = "linear"
    hosts = 4
    PPS = 400
    BYTES = 250

    @classmethod
    def run(cls, bench):
        for version in (4, 6):
            bench.echo(2, version)
            bench.network.wait_reachable(1, 2, version, 10)
        slice_id = bench.slices.make("changed", 20, bench.host(1, 2))
        time.sleep(SETTLE_SECONDS)
        figures = {"quiet": cls._under(bench, lambda until: 0)}
        figures["changed"] = cls._under(bench, lambda until: cls._change(bench, slice_id, until))
        figures["dropped_by_meters"] = bench.slices.get(slice_id)["stats"]["dropped_packets"]
        return figures

    @classmethod
    def _under(cls, bench, work):
        probes = {version: bench.probe(1, 2, bench.seconds, version, cls.PPS, cls.BYTES) for version in (4, 6)}
        puts = work(time.monotonic() + bench.seconds - 1)
        told = {"IPv%d" % version: probed(child, bench.seconds) for version, child in probes.items()}
        return {"puts": puts, **told}

    @staticmethod
    def wishes(bench):
        """Everything that may be changed of a slice, one after the other."""
        return (
            {"bandwidth": 40}, {"bandwidth": 15}, {"match": {"prefixes": ["10.0.0.0/30", "fd00::/126"]}}, {"priority": 7},
            {"match": bench.host(1, 2, 3)}, {"isolated": True}, {"dynamic": True, "floor": 10}, {"min_bandwidth": 5},
            {"match": {"hosts": [bench.network.mac(1), bench.network.mac(2)]}}, {"isolated": False},
            {"match": {**bench.host(1, 2), "protocol": "udp"}}, {"dynamic": False, "floor": None},
            {"match": bench.host(1, 2)}, {"bandwidth": 20, "min_bandwidth": 0, "priority": 0})

    @classmethod
    def _change(cls, bench, slice_id, until):
        puts = 0
        while time.monotonic() < until:
            for wish in cls.wishes(bench):
                status, told = bench.slices.call("PUT", "/api/slices/" + slice_id, wish)
                if status != 200:
                    raise RuntimeError("PUT %s was refused: %s" % (wish, told))
                puts += 1
                time.sleep(0.15)
        return puts

    @staticmethod
    def rows(figures):
        return ["%-8s %3d PUTs, %s: %d of %d frames lost, longest silence %s ms" % (
            name, run["puts"], family, run[family]["lost"], run[family]["sent"], run[family]["silence_ms"])
            for name, run in ((name, figures[name]) for name in ("quiet", "changed")) for family in ("IPv4", "IPv6")] + [
            "meters dropped %d" % figures["dropped_by_meters"]]

    @staticmethod
    def judge(figures, effects_only):
        most = 20 if effects_only else 0
        failures = ["%s lost %d frames during PUTs" % (family, figures["changed"][family]["lost"])
                    for family in ("IPv4", "IPv6") if figures["changed"][family]["lost"] > most]
        if figures["changed"]["puts"] < 14:
            failures.append("only %d PUTs were made" % figures["changed"]["puts"])
        return failures


class Queues:
    """Rows, classes of the kernel and statistics of queues agree; one set of them after a restart of either side."""

    topology = "linear"
    hosts = 3

    @classmethod
    def run(cls, bench):
        low = bench.slices.make("low", 20, bench.host(1), priority=1, min_bandwidth=2)
        high = bench.slices.make("high", 30, bench.host(2), priority=6, min_bandwidth=5)
        figures = {"made": cls._settled(bench, low, high)}
        made = figures["made"]["entries"]
        if bench.controller:
            bench.controller.restart()
            figures["controller killed"] = cls._settled(bench, low, high, made)
            ovs.run(OPEN_VSWITCH, "stop", timeout=60)
            ovs.run(OPEN_VSWITCH, "start", "--system-id=random", timeout=60)
            bench.network.wait_connected(PATIENCE_SECONDS)
            figures["Open vSwitch restarted"] = cls._settled(bench, low, high, made)
        return figures

    @classmethod
    def _settled(cls, bench, low, high, entries=None):
        """What is wrong, once nothing changes it any more; empty is right."""
        begun = time.monotonic()
        while True:
            wrong = cls._wrong(bench, low, high)
            there = len(slice_rows.entries(bench.network))
            if entries not in (None, there):
                wrong.append("%d entries, must be %d" % (there, entries))
            if not wrong or time.monotonic() - begun > PATIENCE_SECONDS:
                return {"wrong": wrong[:8], "after_s": round(time.monotonic() - begun, 2),
                        "rows": len(slice_rows.table("QoS")) + len(slice_rows.table("Queue")),
                        "entries": there}
            time.sleep(0.1)

    @classmethod
    def _wrong(cls, bench, low, high):
        slices = [bench.slices.get(slice_id) for slice_id in (low, high)]
        if not all(slices):
            return ["the API does not know the slices"]
        wrong = ["%s is %s" % (told["name"], told["status"]) for told in slices if told["status"] != "active"]
        wanted = {0: None, **{told["queue_id"]: told for told in slices}}
        queues = {slice_rows.plain(row["_uuid"]): row for row in slice_rows.table("Queue", "other_config", "external_ids")}
        of_ports = {row["name"]: slice_rows.plain(row["qos"]) for row in slice_rows.table("Port", "name", "qos")}
        qos = {slice_rows.plain(row["_uuid"]): row for row in slice_rows.table("QoS", "type", "queues", "external_ids")}
        kernel = slice_rows.classes(bench.network)
        ports = [port for bridge in bench.network.bridges() for port in ovs.vsctl("list-ports", bridge).split()]
        for port in ports:
            wrong += cls._wrong_at(port, qos.get(of_ports[port]), queues, kernel.get(port, {}), wanted)
        if len(qos) != len(ports) or len(queues) != 3 * len(ports):
            wrong.append("%d rows of QoS and %d of Queue for %d ports" % (len(qos), len(queues), len(ports)))
        for bridge in bench.network.bridges():
            wrong += cls._wrong_statistics(bench, bridge)
        return wrong

    @staticmethod
    def _wrong_at(port, row, queues, leaves, wanted):
        if row is None or row["type"] != "linux-htb" or slice_rows.OWNER not in slice_rows.plain(row["external_ids"]):
            return ["port %s has no QoS of ours" % port]
        named = slice_rows.plain(row["queues"])
        if set(named) != set(wanted):
            return ["port %s has queues %s" % (port, sorted(named))]
        wrong = []
        for number, told in wanted.items():
            config = slice_rows.plain(queues[named[number]]["other_config"])
            if told and (config["min-rate"], config["max-rate"], config["priority"]) != (
                    str(told["min_bandwidth"] * MBPS), str(told["bandwidth"] * MBPS), str(7 - told["priority"])):
                wrong.append("queue %d of %s is %s" % (number, port, config))
            kernel = leaves.get("1:%x" % (number + 1))
            if kernel != (float(config["min-rate"]), float(config["max-rate"]), int(config["priority"])):
                wrong.append("class of queue %d of %s is %s, must be %s" % (number, port, kernel, config))
        return wrong

    @staticmethod
    def _wrong_statistics(bench, bridge):
        dpid = ovs.vsctl("get", "bridge", bridge, "datapath_id").strip('"')
        status, told = bench.slices.call("GET", "/api/switches/%s/queues" % dpid)
        text = ovs.run("ovs-ofctl", "-O", "OpenFlow13", "queue-stats", bridge)[1]
        there = sum("queue" in line and "bytes=" in line for line in text.splitlines())
        shown = len(told["items"]) if status == 200 else -1
        return [] if shown == there and there > 0 else [
            "%s has %d queues, the API shows %d" % (bridge, there, shown)]

    @staticmethod
    def rows(figures):
        return ["%-22s right after %s s: %d rows, %d entries%s" % (
            name, run["after_s"], run["rows"], run["entries"], "" if not run["wrong"] else "; WRONG")
            for name, run in figures.items()]

    @staticmethod
    def judge(figures, effects_only):
        failures = ["%s: %s" % (name, run["wrong"]) for name, run in figures.items() if run["wrong"]]
        if len({run["rows"] for run in figures.values()}) > 1:
            failures.append("rows differ: %s" % {name: run["rows"] for name, run in figures.items()})
        return failures


class Leftovers:
    """What a former process has left on bridges and in the database goes, though no slice exists."""

    topology = "linear"
    hosts = 2
    COOKIE = "0x5e170a00000000aa"
    METER = 30999

    @classmethod
    def run(cls, bench):
        for bridge in bench.network.bridges():
            dpid = ovs.vsctl("get", "bridge", bridge, "datapath_id").strip('"')
            port = ovs.vsctl("list-ports", bridge).split()[0]
            number = ovs.vsctl("get", "interface", port, "ofport")
            cls._put("add-meter", bridge, "meter=%d,kbps,burst,bands=type=drop,rate=9999,burst_size=99" % cls.METER)
            cls._put("add-flow", bridge, "cookie=%s,table=1,priority=22032,ip,nw_src=10.77.0.1,actions=meter:%d,"
                     "goto_table:2" % (cls.COOKIE, cls.METER))
            owner = "external_ids:%s=" % slice_rows.OWNER
            ovs.vsctl("set", "port", port, "qos=@q", "--", "--id=@q", "create", "qos", "type=linux-htb",
                      "%s%s\\:%s" % (owner, dpid, number), "queues:5=@r", "--", "--id=@r", "create", "queue",
                      "%s%s\\:%s\\:5" % (owner, dpid, number), "other_config:max-rate=1000000")
        begun = time.monotonic()
        while slice_rows.all_of(bench.network) and time.monotonic() - begun < PATIENCE_SECONDS:
            time.sleep(0.2)
        return {"put": 5 * len(bench.network.bridges()), "left": slice_rows.all_of(bench.network)[:4], "after_s": round(time.monotonic() - begun, 1)}

    @staticmethod
    def rows(figures):
        return ["%d things of a former process were put, %d are left after %s s" % (
            figures["put"], len(figures["left"]), figures["after_s"])]

    @staticmethod
    def judge(figures, effects_only):
        return ["left: " + line for line in figures["left"]]

    @staticmethod
    def _put(command, bridge, what):
        code, output = ovs.run("ovs-ofctl", "-O", "OpenFlow13", command, bridge, what)
        if code:
            raise RuntimeError("%s %s: %s" % (command, what, output))

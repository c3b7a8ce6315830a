"""The command `run-failover`: links are cut under load, the outage is measured; broadcasts must not storm."""

import argparse
import json
import time

from harness import failover, ovs, streams
from harness.benign_load import IPERF_PORT, PYTHON
from harness.run import HERE, TOPOLOGIES, on_network, wait_ready

SETTLE_SECONDS = 2.0
BROADCAST_SECONDS = 4.0
SWEEPS_PER_SECOND = 50


def parse(arguments=None):
    parser = argparse.ArgumentParser(
        prog="run-failover",
        description="Cuts the link that carries an iperf3 TCP stream and measures, by a ping every 10 ms, for how long"
                    " nothing gets through; before that, hosts broadcast and the cables between switches are counted.")
    parser.add_argument("--topology", choices=TOPOLOGIES, default="campus")
    parser.add_argument("--hosts", type=int, default=4, help="2 to 32; h1 and h2 are at different switches")
    parser.add_argument("--cuts", type=int, default=3, help="1 to 100")
    parser.add_argument("--seconds", type=float, default=4, help="time before and after each cut, 2 to 60")
    parser.add_argument("--limit-ms", type=float, default=1000, help="longest outage that is still good")
    parser.add_argument("--mbps", type=int, default=20, help="rate of the TCP stream, 1 to 1000")
    parser.add_argument("--ip-version", type=int, choices=(4, 6), default=4)
    parser.add_argument("--of-port", type=int, default=6653)
    parser.add_argument("--api-url", default="http://127.0.0.1:8080")
    parser.add_argument("--json", metavar="FILE", help="write the result there; - is standard output")
    parser.add_argument("--effects-only", action="store_true",
                        help="judge that traffic returned and nothing stormed, not how fast")
    options = parser.parse_args(arguments)
    options.standalone = False
    for name, low, high in (("hosts", 2, 32), ("cuts", 1, 100), ("seconds", 2, 60), ("mbps", 1, 1000),
                            ("limit_ms", 1, 60_000), ("of_port", 1, 65_535)):
        if not low <= getattr(options, name) <= high:
            parser.error("--%s must be between %d and %d: %g" % (
                name.replace("_", "-"), low, high, getattr(options, name)))
    return options


class Failover:
    """One run: h2 sends to h1."""

    def __init__(self, options, network):
        self.options = options
        self.network = network
        self.target = network.address(1, options.ip_version)
        self.pings = streams.Operations()

    def broadcast(self):
        """All hosts look for neighbours that are not there; counts what the cables between switches carry."""
        network = self.network
        trunks = network.trunks()
        edges = [link for link in network.mininet.links if link not in self._trunk_links()]
        counters = [self._switch_side(link) for link in edges]
        host_before = sum(failover.received_frames(name) for name in counters)
        trunk_before = self._trunk_frames()
        children = [network.spawn(host, [
            PYTHON, HERE + "/harness/benign.py", "--target", self.target, "--http-rate", "0", "--ping-rate", "0",
            "--sweep-rate", str(SWEEPS_PER_SECOND)]) for host in range(1, self.options.hosts + 1)]
        readers = [streams.Lines(child, lambda message: None) for child in children]
        for reader in readers:
            reader.start()
        time.sleep(BROADCAST_SECONDS)
        for child in children:
            child.terminate()
        for reader in readers:
            reader.join(5)
        host_frames = sum(failover.received_frames(name) for name in counters) - host_before
        trunk_frames = sum(self._trunk_frames().values()) - sum(trunk_before.values())
        most = failover.most_trunk_frames(host_frames, len(network.bridges()), len(trunks), BROADCAST_SECONDS + 3)
        return {"host_frames": host_frames, "trunk_frames": trunk_frames, "most_trunk_frames": most}

    def _trunk_links(self):
        names = {name for trunk in self.network.trunks() for name in (trunk[1], trunk[3])}
        return [link for link in self.network.mininet.links if link.intf1.name in names]

    def _switch_side(self, link):
        bridges = self.network.bridges()
        return next(end.name for end in (link.intf1, link.intf2) if end.node.name in bridges)

    def _trunk_frames(self):
        return {
            name: failover.sent_frames(name) for trunk in self.network.trunks() for name in (trunk[1], trunk[3])}

    def cuts(self):
        """Starts the load and cuts as often as asked; returns what became of each cut."""
        options = self.options
        seconds = options.cuts * 2 * options.seconds + 3 * SETTLE_SECONDS
        self.network.spawn(1, ["iperf3", "-s", "-1", "-p", str(IPERF_PORT)])
        pinger = self.network.spawn(2, [
            PYTHON, HERE + "/harness/benign.py", "--target", self.target, "--http-rate", "0",
            "--ping-rate", str(1 / failover.PING_PERIOD)])
        reader = streams.Lines(pinger, self.pings.take)
        reader.start()
        time.sleep(0.5)
        begun = time.time()
        stream = self.network.spawn(2, [
            "iperf3", "-c", self.target, "-p", str(IPERF_PORT), "-b", "%dM" % options.mbps, "-i", "0.1", "-J",
            "-t", str(round(seconds))])
        time.sleep(SETTLE_SECONDS)
        times = [self._cut() for _ in range(options.cuts)]
        pinger.terminate()
        reader.join(5)
        report = self._report(stream, seconds)
        return [self._figures(cable, cut, mended, report, begun) for cable, cut, mended in times]

    def _cut(self):
        """Cuts the cable that carries the stream, and mends it again."""
        before = self._trunk_frames()
        time.sleep(0.5)
        name = failover.busiest(before, self._trunk_frames())
        cut = time.time()
        ovs.run("ip", "link", "set", name, "down")
        time.sleep(self.options.seconds)
        mended = time.time()
        ovs.run("ip", "link", "set", name, "up")
        time.sleep(self.options.seconds)
        return next(trunk for trunk in self.network.trunks() if name in trunk), cut, mended

    @staticmethod
    def _report(stream, seconds):
        try:
            output, _ = stream.communicate(timeout=seconds + 10)
            return json.loads(output)
        except ValueError:
            return {}

    def _figures(self, cable, cut, mended, report, begun):
        end = mended + self.options.seconds
        return {
            "cable": "%s - %s" % (cable[1], cable[3]),
            "outage_ms": failover.outage_ms(self.pings.ops, cut, mended),
            "pings_lost": failover.lost(self.pings.ops, cut, mended),
            "tcp_stall_ms": failover.longest_stall_ms(report, begun, cut, mended),
            "mend_outage_ms": failover.outage_ms(self.pings.ops, mended, end - 0.1),
            "tcp_stall_at_mend_ms": failover.longest_stall_ms(report, begun, mended, end)}


def failures(result, options):
    broadcast = result["broadcast"]
    missing = []
    if broadcast["trunk_frames"] > broadcast["most_trunk_frames"]:
        missing.append("broadcast storm: %d frames between switches, at most %d expected" % (
            broadcast["trunk_frames"], broadcast["most_trunk_frames"]))
    limit = options.seconds * 900 if options.effects_only else options.limit_ms
    for cut in result["cuts"]:
        for name in ("outage_ms", "mend_outage_ms"):
            if cut[name] > limit:
                missing.append("%s: %s %.0f, must be at most %.0f" % (cut["cable"], name, cut[name], limit))
    return missing


def work(options, network):
    wait_ready(network, options)
    time.sleep(SETTLE_SECONDS)
    run = Failover(options, network)
    result = {
        "scenario": "failover", "topology": options.topology, "hosts": options.hosts, "ip_version": options.ip_version,
        "switches": len(network.bridges()), "cables": len(network.trunks()), "started_at": time.time(),
        "broadcast": run.broadcast(), "cuts": run.cuts()}
    result["outage_ms"] = failover.summary([cut["outage_ms"] for cut in result["cuts"]])
    result["mend_outage_ms"] = failover.summary([cut["mend_outage_ms"] for cut in result["cuts"]])
    result["tcp_stall_ms"] = failover.summary([cut["tcp_stall_ms"] for cut in result["cuts"]])
    result["failures"] = failures(result, options)
    result["passed"] = not result["failures"]
    return write(options, result)


def write(options, result):
    text = json.dumps(result, indent=2)
    if options.json == "-":
        print(text)
        return 0 if result["passed"] else 1
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    broadcast = result["broadcast"]
    print("failover %s IPv%d: %d cuts, outage %.0f ms (median %.0f), at mending %.0f ms, TCP stalled %.0f ms;"
          " %d broadcast and other frames of hosts were %d between switches (storm from %d)" % (
              result["topology"], result["ip_version"], len(result["cuts"]), result["outage_ms"]["max"],
              result["outage_ms"]["median"], result["mend_outage_ms"]["max"], result["tcp_stall_ms"]["max"],
              broadcast["host_frames"], broadcast["trunk_frames"], broadcast["most_trunk_frames"]))
    for failure in result["failures"]:
        print("  not met: " + failure)
    return 0 if result["passed"] else 1


def main(arguments=None):
    options = parse(arguments)
    return on_network("run-failover", options, lambda network: work(options, network))

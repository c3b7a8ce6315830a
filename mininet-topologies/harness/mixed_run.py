"""The command `run-mixed`: SYN floods of real sources in two /24 behind two edges and of forged ones behind a third.

Clients live behind the same three ports and use the attacked port. What arrives of the attack and of the clients' packets
is counted at the victim's interface, and what was sent at the ports' own. While the attack goes on the kill switch is
thrown at last, with blocks of a person beside the automatic rules; the switches are asked what it left.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import time
import urllib.request

from harness import api as api_module
from harness import measure, ovs, streams, switches
from harness.network import Network
from harness.run import HERE, on_network, wait_ready

PYTHON = "/usr/bin/python3"
TOPOLOGY = "campus"
HOSTS = 8
VICTIM, PORT = 1, 80
#: Hosts behind three access switches, each with a /24 of its own behind its port: forged or not.
EDGES = {2: False, 3: False, 4: True}
SOURCES_EACH = 10
CLIENTS = 50
FIRST_SOURCE, FIRST_CLIENT = 1, 101
WARM_SECONDS = 12.0
CALM_SECONDS = 3.0
#: So long before its end the attack meets the kill switch.
KILL_SECONDS = 4.0
USER_BLOCKS = 10
USER_PRIORITY = "50000"
AUTO_PRIORITIES = ("20000", "30000", "35000")
LEAST_REMOVED, MOST_LOST, MOST_RULES, MOST_KILL_S = 95.0, 0.5, 8, 1.0


def parse(arguments=None):
    parser = argparse.ArgumentParser(prog="run-mixed", description=__doc__)
    parser.add_argument("--rate", type=int, default=2000, help="attack packets per second of each edge, 100 to 6000")
    parser.add_argument("--duration", type=float, default=40, help="seconds of attack, 8 to 60")
    parser.add_argument("--client-rate", type=float, default=1, help="requests per second of each client, 0.1 to 4")
    parser.add_argument("--of-port", type=int, default=6653)
    parser.add_argument("--api-url", default="http://127.0.0.1:8080")
    parser.add_argument("--api-key", default=os.environ.get("SENTINEL_API_KEY"))
    parser.add_argument("--json", metavar="FILE", help="write the result there; - is standard output")
    options = parser.parse_args(arguments)
    for name, low, high in (("rate", 100, 6000), ("duration", 8, 60), ("client_rate", 0.1, 4), ("of_port", 1, 65_535)):
        if not low <= getattr(options, name) <= high:
            parser.error("--%s must be between %g and %g: %g" % (
                name.replace("_", "-"), low, high, getattr(options, name)))
    options.topology, options.hosts, options.ip_version, options.standalone = TOPOLOGY, HOSTS, 4, False
    return options


def addresses(edge, first, count):
    return ["10.0.%d.%d" % (edge, first + number) for number in range(count)]


def clients_of(edge):
    """Addresses of the clients behind an edge: 50 over all."""
    position = sorted(EDGES).index(edge)
    share = CLIENTS // len(EDGES) + (1 if position < CLIENTS % len(EDGES) else 0)
    return addresses(edge, FIRST_CLIENT, share)


class Mixed:
    """One run on one network."""

    def __init__(self, options, network):
        self.options = options
        self.network = network
        self.target = network.address(VICTIM, 4)
        self.attack_sent = {edge: streams.Packets() for edge in EDGES}
        self.good_sent = streams.Packets()
        self.attack_arrived, self.good_arrived = streams.Packets(), streams.Packets()
        self.requests = streams.Operations()
        self.floods = []
        self.most_rules = {}

    def note(self, rules):
        """Remembers how many rules each incident had at most at a time."""
        now = {}
        for rule in rules:
            if not rule["id"].startswith("permit-"):
                now[rule["detection_id"]] = now.get(rule["detection_id"], 0) + 1
        for incident, count in now.items():
            self.most_rules[incident] = max(self.most_rules.get(incident, 0), count)

    def give_addresses(self):
        """Each edge gets its /24, the victim the way back."""
        self.network.call(VICTIM, ["ip", "route", "add", "10.0.0.0/16", "dev", self.network.interface(VICTIM)])
        for edge, forged in EDGES.items():
            interface = self.network.interface(edge)
            real = [] if forged else addresses(edge, FIRST_SOURCE, SOURCES_EACH)
            for address in real + clients_of(edge):
                self.network.call(edge, ["ip", "addr", "add", address + "/32", "dev", interface])

    def count(self, host, kind, packets, outgoing):
        command = [PYTHON, HERE + "/harness/counter.py", "--interface", self.network.interface(host), "--kind", kind]
        reader = streams.Lines(
            self.network.spawn(host, command + (["--outgoing"] if outgoing else [])), packets.take)
        reader.start()
        reader.ready.wait(10)

    def start_counting(self):
        self.count(VICTIM, "syn", self.attack_arrived, False)
        self.count(VICTIM, "good", self.good_arrived, False)
        for edge in EDGES:
            self.count(edge, "syn", self.attack_sent[edge], True)
            self.count(edge, "good", self.good_sent, True)

    def start_clients(self):
        server = self.network.spawn(VICTIM, [PYTHON, HERE + "/harness/httpd.py"])
        server.stdout.readline()
        for edge in EDGES:
            clients = clients_of(edge)
            child = self.network.spawn(edge, [
                PYTHON, HERE + "/harness/benign.py", "--target", self.target, "--sources", ",".join(clients),
                "--http-rate", str(self.options.client_rate * len(clients)), "--ping-rate", "0"])
            streams.Lines(child, self.requests.take).start()

    def prepare_floods(self):
        for edge, forged in EDGES.items():
            command = [
                PYTHON, HERE + "/harness/flood.py", "--wait", "--interface", self.network.interface(edge), "--kind", "syn",
                "--src-mac", self.network.mac(edge), "--dst-mac", self.network.mac(VICTIM), "--src",
                addresses(edge, FIRST_SOURCE, 1)[0], "--sources", str(SOURCES_EACH), "--dst", self.target, "--port",
                str(PORT), "--rate", str(self.options.rate), "--duration", str(self.options.duration), "--seed", str(edge)]
            child = self.network.spawn(edge, command + (["--spoofed"] if forged else []), stdin=subprocess.PIPE)
            child.stdout.readline()
            self.floods.append(child)

    def run(self):
        self.give_addresses()
        watcher = api_module.Watcher(
            api_module.Api(self.options.api_url, self.options.api_key), self.target, on_rules=self.note)
        self.start_counting()
        self.start_clients()
        begun = time.monotonic()
        self.prepare_floods()
        watcher.start()
        time.sleep(max(0, begun + WARM_SECONDS - time.monotonic()))
        watcher.armed.set()
        start = time.time()
        for flood in self.floods:
            flood.stdin.write(b"go\n")
            flood.stdin.close()
        entries = []
        while time.time() < start + self.options.duration - KILL_SECONDS:
            time.sleep(1)
            entries = switches.mitigation_rules(self.network.bridges()) or entries
        for number in range(USER_BLOCKS):
            self.post("/api/mitigation/block", {"ip": "172.16.0.%d" % (number + 1), "duration_seconds": 600})
        end = time.time()
        kill = self.kill_switch()
        time.sleep(CALM_SECONDS)
        watcher.stop()
        return self.result(start, end, watcher, entries, kill)

    def post(self, path, body):
        request = urllib.request.Request(self.options.api_url + path, json.dumps(body).encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        if self.options.api_key:
            request.add_header("Authorization", "Bearer " + self.options.api_key)
        with urllib.request.urlopen(request, timeout=15) as answer:
            return json.load(answer)

    def rules_on_switches(self):
        """Entries of automatic rules and of people's, as the switches say."""
        automatic = of_people = 0
        for bridge in self.network.bridges():
            _, dump = ovs.run("ovs-ofctl", "-O", "OpenFlow13", "dump-flows", bridge, "table=0")
            priorities = re.findall(r"priority=(\d+)", dump)
            automatic += sum(priority in AUTO_PRIORITIES for priority in priorities)
            of_people += priorities.count(USER_PRIORITY)
        return automatic, of_people

    def kill_switch(self):
        """Turns mitigation off; what was on the switches before and when the answer came."""
        before = self.rules_on_switches()
        begun = time.monotonic()
        self.post("/api/system/update", {"mitigation_mode": "off"})
        seconds = time.monotonic() - begun
        after = self.rules_on_switches()
        self.post("/api/system/update", {"mitigation_mode": "auto"})
        return {"seconds": round(seconds, 3), "automatic_before": before[0], "automatic_after": after[0],
                "of_people_before": before[1], "of_people_after": after[1]}

    def result(self, start, end, watcher, entries, kill):
        sent = {}
        for edge in EDGES:
            for grain, packets in self.attack_sent[edge].grains.items():
                sent[grain] = sent.get(grain, 0) + packets
        figures = measure.attack_figures(sent, self.attack_arrived.grains, start, end)
        good = [sum(packets for grain, packets in counted.grains.items() if start <= grain * measure.GRAIN < end)
                for counted in (self.good_sent, self.good_arrived)]
        requests = measure.operations(self.requests.ops, "http", start, end)
        rules = [rule for rule in watcher.rules.values() if not rule["id"].startswith("permit-")]
        result = {
            "scenario": "mixed-campus", "topology": TOPOLOGY, "sources": SOURCES_EACH * sum(not f for f in EDGES.values()),
            "clients": CLIENTS, "rate_pps": self.options.rate * len(EDGES), "duration_s": self.options.duration,
            "time_to_detect_s": None if watcher.first_seen is None else round(watcher.first_seen - start, 3),
            "time_to_mitigate_s": figures["time_to_mitigate_s"],
            "attack": figures,
            "good": {
                "packets_sent": good[0], "packets_arrived": good[1],
                "packets_lost_percent": round(max(0.0, 100 - measure.percent(good[1], good[0])), 3),
                "requests": requests, "requests_failed_percent": round(100 - requests["delivered_percent"], 3)},
            "rules": {
                "per_incident": sorted(self.most_rules.values()),
                "permits": len(watcher.rules) - len(rules),
                "matches": sorted({entry["match"] for entry in entries}),
                "items": rules},
            "kill_switch": kill,
            "detections": [
                {"type": item.get("attack_type"), "spoofed": item.get("spoofed")}
                for item in [watcher.detection, *watcher.others.values()] if item],
            "load_average": os.getloadavg()[0]}
        result["failures"] = failures(result)
        result["passed"] = not result["failures"]
        return result


def failures(result):
    """What was not kept, one line each."""
    missing = []
    if not result["detections"]:
        missing.append("the attack was not detected")
    most = max(result["rules"]["per_incident"], default=0)
    if most > MOST_RULES:
        missing.append("%d rules for one incident, allowed %d" % (most, MOST_RULES))
    removed = result["attack"]["dropped_percent"]
    if removed < LEAST_REMOVED:
        missing.append("%.2f %% of the attack removed, must be %g %%" % (removed, LEAST_REMOVED))
    for name in ("packets_lost_percent", "requests_failed_percent"):
        if result["good"][name] > MOST_LOST:
            missing.append("good %s: %.2f %%, allowed %g %%" % (
                name.split("_", maxsplit=1)[0] + " lost", result["good"][name], MOST_LOST))
    kill = result["kill_switch"]
    if kill["seconds"] > MOST_KILL_S or kill["automatic_after"] or not kill["automatic_before"]:
        missing.append("the kill switch took %.3f s and left %d of %d automatic entries" % (
            kill["seconds"], kill["automatic_after"], kill["automatic_before"]))
    if kill["of_people_after"] != kill["of_people_before"] or not kill["of_people_before"]:
        missing.append("the kill switch left %d of %d entries of people" % (
            kill["of_people_after"], kill["of_people_before"]))
    if not result["good"]["requests"]["ok"]:
        missing.append("no client was answered during the attack")
    return missing


def describe(result):
    return ("mixed attack: sent %d, removed %.2f %%, mitigated in %s s; good packets lost %.3f %%, requests failed %.3f %%; "
            "rules for each incident %s, permits %d; kill switch %.3f s" % (
                result["attack"]["sent"], result["attack"]["dropped_percent"], result["time_to_mitigate_s"],
                result["good"]["packets_lost_percent"], result["good"]["requests_failed_percent"],
                result["rules"]["per_incident"], result["rules"]["permits"], result["kill_switch"]["seconds"])
            + "".join("\n  not met: " + failure for failure in result["failures"]))


def main(arguments=None):
    options = parse(arguments)

    def work(network: Network):
        wait_ready(network, options)
        result = Mixed(options, network).run()
        if options.json == "-":
            json.dump(result, sys.stdout, indent=2)
        elif options.json:
            with open(options.json, "w", encoding="utf-8") as file:
                json.dump(result, file, indent=2)
                file.write("\n")
        if options.json != "-":
            print(describe(result))
        return 0 if result["passed"] else 1

    return on_network("run-mixed", options, work)

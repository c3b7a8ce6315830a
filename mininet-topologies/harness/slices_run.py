"""The command `run-slices`: slices are made over the API, and what they let through is measured at the hosts."""

import argparse
import json
import os
import time
import urllib.error
import urllib.request

from harness import ovs, slice_rows
from harness.network import Network
from harness.run import TOPOLOGIES
from harness.slice_changes import Controller, Leftovers, Put, Queues
from harness.slice_scenarios import Apart, Bench, Deluge, Dynamic, Flood, Limit, Tcp

ALL = {"limit": Limit, "tcp": Tcp, "flood": Flood, "deluge": Deluge, "isolation": Apart, "dynamic": Dynamic, "put": Put,
       "leftovers": Leftovers, "queues": Queues}


def parse(arguments=None):
    parser = argparse.ArgumentParser(prog="run-slices", description=__doc__)
    parser.add_argument("--scenario", default="limit", help="%s; several with commas, or all"
                        % ", ".join(ALL))
    parser.add_argument("--seconds", type=float, default=10, help="length of each measure, 3 to 60")
    parser.add_argument("--of-port", type=int, default=6653)
    parser.add_argument("--api-url", default="http://127.0.0.1:8080")
    parser.add_argument("--api-key", default=os.environ.get("SENTINEL_API_KEY"))
    parser.add_argument("--effects-only", action="store_true",
                        help="judge with wider bounds (for a machine that others use too)")
    parser.add_argument("--json", metavar="FILE", help="write the results there; - is standard output")
    parser.add_argument("--realtime", action="store_true", help="Open vSwitch, and what measures round trips, at real-time"
                        " priority, so that the load does not take their cores")
    parser.add_argument("--controller-pid", type=int, metavar="PID", help="scenario queues kills this process hard and starts"
                        " it again, then restarts Open vSwitch: only where that is nobody else's")
    options = parser.parse_args(arguments)
    names = list(ALL) if options.scenario == "all" else options.scenario.split(",")
    for name in names:
        if name not in ALL:
            parser.error("--scenario must be one of %s: %s" % (", ".join(ALL), name))
    if not 3 <= options.seconds <= 60:
        parser.error("--seconds must be between 3 and 60: %g" % options.seconds)
    options.names = names
    return options


class Slices:
    """The slices of the API, taken away at the end."""

    def __init__(self, url, key=None):
        self.url = url
        self.key = key
        self.made = []

    def call(self, method, path, body=None):
        """Status and JSON of a request; 0 and None when nobody answers."""
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("Content-Type", "application/json")
        if self.key:
            request.add_header("Authorization", "Bearer " + self.key)
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=15) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"null")
        except OSError:
            return 0, None

    def make(self, name, bandwidth, match, **more):
        status, made = self.call("POST", "/api/slices", {
            "name": "harness " + name, "bandwidth": bandwidth, "match": match, **more})
        if status != 201:
            raise RuntimeError("slice %s was refused: %s" % (name, made))
        self.made.append(made["id"])
        return made["id"]

    def get(self, slice_id):
        """The slice, or None."""
        status, told = self.call("GET", "/api/slices/" + slice_id)
        return told if status == 200 else None

    def clear(self):
        for slice_id in self.made:
            self.call("DELETE", "/api/slices/" + slice_id)
        self.made = []


def wait_ready(network, hosts):
    if not network.wait_connected(15):
        raise RuntimeError("the switches do not connect to the controller")
    for host in range(2, hosts + 1):
        if not network.wait_reachable(host, 1, 4, 20):
            raise RuntimeError("h%d does not reach h1" % host)
        network.wait_reachable(1, host, 4, 5)


def topology(name):
    module = __import__("topologies." + name, fromlist=["topos"])
    return next(iter(module.topos.values()))


def left_behind(network, before):
    """What is there and was not before the slices; the database and the kernel get two seconds to follow."""
    for _ in range(20):
        left = sorted(set(slice_rows.all_of(network)) - set(before))
        if not left:
            break
        time.sleep(0.1)
    return left


def run_one(options, name, controller):
    scenario = ALL[name]
    slices = Slices(options.api_url, options.api_key)
    assert scenario.topology in TOPOLOGIES
    with Network(topology(scenario.topology), scenario.hosts, options.of_port) as network:
        if options.realtime:
            ovs.prefer()
        wait_ready(network, scenario.hosts)
        before = slice_rows.all_of(network)
        try:
            figures = scenario.run(Bench(network, slices, options, controller))
        finally:
            slices.clear()
        left = left_behind(network, before)
    failures = scenario.judge(figures, options.effects_only)
    if left:
        failures.append("%d entries, meters, rows or classes were left behind: %s" % (len(left), left[0]))
    return {"scenario": name, "figures": figures, "left_behind": len(left), "failures": failures,
            "passed": not failures}


def main(arguments=None):
    options = parse(arguments)
    if os.geteuid() != 0:
        print("run-slices: needs root for network namespaces and Open vSwitch")
        return 2
    controller = Controller(options.controller_pid) if options.controller_pid else None
    results = []
    for name in options.names:
        result = run_one(options, name, controller)
        results.append(result)
        for row in ALL[name].rows(result["figures"]):
            print("%-12s %s" % (name, row), flush=True)
        for failure in result["failures"]:
            print("%-12s not met: %s" % (name, failure), flush=True)
    if options.json == "-":
        print(json.dumps({"runs": results}))
    elif options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"runs": results}, file, indent=1)
    return 0 if all(result["passed"] for result in results) else 1

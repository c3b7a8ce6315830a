"""The command `run-slices`: slices are made over the API, and what they let through is measured at the hosts."""

import argparse
import json
import os
import time
import urllib.error
import urllib.request

from harness import ovs, slice_scenarios
from harness.network import Network
from harness.run import TOPOLOGIES


def parse(arguments=None):
    parser = argparse.ArgumentParser(prog="run-slices", description=__doc__)
    parser.add_argument("--scenario", default="limit", help="%s; several with commas, or all"
                        % ", ".join(slice_scenarios.ALL))
    parser.add_argument("--seconds", type=float, default=10, help="length of each measure, 3 to 60")
    parser.add_argument("--of-port", type=int, default=6653)
    parser.add_argument("--api-url", default="http://127.0.0.1:8080")
    parser.add_argument("--api-key", default=os.environ.get("SENTINEL_API_KEY"))
    parser.add_argument("--effects-only", action="store_true",
                        help="judge with wider bounds (for a machine that others use too)")
    parser.add_argument("--json", metavar="FILE", help="write the results there; - is standard output")
    options = parser.parse_args(arguments)
    names = list(slice_scenarios.ALL) if options.scenario == "all" else options.scenario.split(",")
    for name in names:
        if name not in slice_scenarios.ALL:
            parser.error("--scenario must be one of %s: %s" % (", ".join(slice_scenarios.ALL), name))
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
        """Status and JSON of a request."""
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

    def make(self, name, bandwidth, match, **more):
        status, made = self.call("POST", "/api/slices", {
            "name": "harness " + name, "bandwidth": bandwidth, "match": match, **more})
        if status != 201:
            raise RuntimeError("slice %s was refused: %s" % (name, made))
        self.made.append(made["id"])
        return made["id"]

    def get(self, slice_id):
        return self.call("GET", "/api/slices/" + slice_id)[1]

    def clear(self):
        for slice_id in self.made:
            self.call("DELETE", "/api/slices/" + slice_id)
        self.made = []


def entries(network):
    """Entries of slices and meters on all bridges, without counters."""
    found = []
    for bridge in network.bridges():
        flows = ovs.run("ovs-ofctl", "-O", "OpenFlow13", "--no-stats", "dump-flows", bridge, "cookie=0x5e170a0000000000/-1099511627776")[1]
        meters = ovs.run("ovs-ofctl", "-O", "OpenFlow13", "dump-meters", bridge)[1]
        found += sorted(bridge + " " + line.strip() for line in flows.splitlines() if "cookie" in line)
        found += sorted(bridge + " " + line.strip() for line in meters.splitlines() if "kbps" in line)
    return found


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


def run_one(options, name):
    scenario = slice_scenarios.ALL[name]
    slices = Slices(options.api_url, options.api_key)
    assert scenario.topology in TOPOLOGIES
    with Network(topology(scenario.topology), scenario.hosts, options.of_port) as network:
        wait_ready(network, scenario.hosts)
        before = entries(network)
        try:
            figures = scenario.run(slice_scenarios.Bench(network, slices, options))
        finally:
            slices.clear()
        time.sleep(1)
        left = sorted(set(entries(network)) - set(before))
    failures = scenario.judge(figures, options.effects_only)
    if left:
        failures.append("%d entries or meters were left behind: %s" % (len(left), left[0]))
    return {"scenario": name, "figures": figures, "left_behind": len(left), "failures": failures,
            "passed": not failures}


def main(arguments=None):
    options = parse(arguments)
    if os.geteuid() != 0:
        print("run-slices: needs root for network namespaces and Open vSwitch")
        return 2
    results = [run_one(options, name) for name in options.names]
    for result in results:
        for row in slice_scenarios.ALL[result["scenario"]].rows(result["figures"]):
            print("%-12s %s" % (result["scenario"], row), flush=True)
        for failure in result["failures"]:
            print("%-12s not met: %s" % (result["scenario"], failure), flush=True)
    if options.json == "-":
        print(json.dumps({"runs": results}))
    elif options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"runs": results}, file, indent=1)
    return 0 if all(result["passed"] for result in results) else 1

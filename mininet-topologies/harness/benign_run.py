"""The command `run-benign`: benign load alone, in which nothing may be detected."""

import argparse
import json
import time

from harness import api as api_module
from harness.benign_load import BenignLoad, Rates
from harness.run import HERE, TOPOLOGIES, on_network, summary, wait_ready

REPORT_SECONDS = 30


def parse(arguments=None):
    parser = argparse.ArgumentParser(
        prog="run-benign",
        description="Benign load alone: iperf3 at full speed, HTTP downloads, ping sweeps, 200 short connections a"
                    " second. Nothing may be detected.")
    parser.add_argument("--topology", choices=TOPOLOGIES, default="single")
    parser.add_argument("--hosts", type=int, default=4, help="4 to 32")
    parser.add_argument("--duration", type=float, default=600, help="seconds, 5 to 86400")
    parser.add_argument("--ip-version", type=int, choices=(4, 6), default=4)
    parser.add_argument("--of-port", type=int, default=6653)
    parser.add_argument("--api-url", default="http://127.0.0.1:8080")
    parser.add_argument("--json", metavar="FILE", help="write the result there; - is standard output")
    parser.add_argument("--standalone", action="store_true", help="no controller (to test the harness)")
    parser.add_argument("--effects-only", action="store_true",
                        help="90 %% of the benign load is enough (for a machine that others use too)")
    options = parser.parse_args(arguments)
    for name, low, high in (("hosts", 4, 32), ("duration", 5, 86_400), ("of_port", 1, 65_535)):
        if not low <= getattr(options, name) <= high:
            parser.error("--%s must be between %d and %d: %g" % (
                name.replace("_", "-"), low, high, getattr(options, name)))
    return options


def work(options, network):
    wait_ready(network, options)
    client = api_module.Api(options.api_url)
    sources = list(range(2, options.hosts + 1))
    special = {
        2: Rates(http=100, ping=5), 3: Rates(http=100, ping=5), 4: Rates(http=2, path="/big", ping=5, sweep=100)}
    # The last source runs iperf3 as well.
    load = BenignLoad(
        network, HERE, 1, sources, options.ip_version, options.duration, Rates(http=2, iperf_mbps=0), special)
    detections = "/api/ddos/detections?limit=50"
    before = set() if options.standalone else {item["id"] for item in (client.get(detections) or {}).get("items", [])}
    seen = {}
    load.start()
    start = time.time()
    report_at = start + REPORT_SECONDS
    while time.time() < start + options.duration:
        time.sleep(min(1.0, max(0.0, start + options.duration - time.time())))
        answer = None if options.standalone else client.get(detections)
        for item in (answer or {}).get("items", []):
            if item["id"] not in before:
                seen[item["id"]] = item
        if time.time() >= report_at and options.json != "-":
            good, bad = load.counts()
            print("%d s: %d operations, %d failed, %d detections" % (time.time() - start, good, bad, len(seen)),
                  flush=True)
            report_at += REPORT_SECONDS
    end = time.time()
    load.finish()
    result = {
        "scenario": "benign", "topology": options.topology, "hosts": options.hosts,
        "ip_version": options.ip_version, "duration_s": round(end - start, 1), "started_at": start,
        "benign": load.figures(start, end - 0.1), "detections": [summary(item) for item in seen.values()],
        "api_errors": client.errors}
    result["failures"] = failures(result, options.effects_only)
    result["passed"] = not result["failures"]
    return write(options, result)


def failures(result, effects_only=False):
    """Pings are told but not judged: a TCP stream at full speed fills the queues of the switch and costs some."""
    missing = ["detected %s: %s" % (item["type"], item["sentence"]) for item in result["detections"]]
    for name in ("http", "iperf3"):
        least = 90.0 if effects_only else 99.0
        if result["benign"][name]["delivered_percent"] < least:
            missing.append("benign %s: %.2f %% delivered, must be %d %%" % (
                name, result["benign"][name]["delivered_percent"], least))
    return missing


def write(options, result):
    text = json.dumps(result, indent=2)
    if options.json == "-":
        print(text)
    else:
        if options.json:
            with open(options.json, "w", encoding="utf-8") as file:
                file.write(text + "\n")
        benign = result["benign"]
        print("benign IPv%d %d s: http %d of %d, ping %d of %d, iperf3 %.0f Mbit/s; %d detections" % (
            result["ip_version"], result["duration_s"], benign["http"]["ok"], benign["http"]["sent"],
            benign["ping"]["ok"], benign["ping"]["sent"], benign["iperf3"]["mbps"], len(result["detections"])))
        for failure in result["failures"]:
            print("  not met: " + failure)
    return 0 if result["passed"] else 1


def main(arguments=None):
    options = parse(arguments)
    return on_network("run-benign", options, lambda network: work(options, network))

"""The command `run-scenario`: one or more attacks on one network, measured."""

import argparse
import json
import os
import signal
import sys
import time

from harness import api as api_module
from harness import attack as attack_module
from harness import connections, measure, ovs, switches
from harness.benign_load import BenignLoad, Rates
from harness.network import Network
from scenarios import ALL

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOPOLOGIES = ("single", "linear", "tree", "campus", "datacenter")
WARM_SECONDS = 5.0
TICK_SECONDS = 0.5
CALM_SECONDS = 1.0
CALM_LIMIT_SECONDS = 60.0
MOST_RATE = {"http": connections.MAX_RATE, "slow": connections.MAX_OPEN}


class Stopped(BaseException):
    """A signal asked us to stop."""


def parse(arguments=None):
    parser = argparse.ArgumentParser(
        prog="run-scenario", description="Runs attack scenarios on a Mininet network of its own and measures them.")
    parser.add_argument("--topology", choices=TOPOLOGIES, default="single")
    parser.add_argument("--scenario", default="syn-flood", help="%s; several with commas" % ", ".join(ALL))
    parser.add_argument("--hosts", type=int, default=4, help="3 to 32: h1 is the victim, the last one attacks")
    parser.add_argument("--rate", type=int, help="attack packets per second, 1 to 20000 (default 2000); for http-flood "
                        "connections per second, to 2000 (600); for slowloris connections held, to 1000 (150)")
    parser.add_argument("--duration", type=float, default=12, help="seconds of attack, 2 to 120")
    parser.add_argument("--ip-version", type=int, choices=(4, 6), default=4)
    parser.add_argument("--tuples", choices=("many", "one"), default="many", help="five-tuples of the attack")
    parser.add_argument("--sender", choices=("auto", "hping3", "flood"), default="auto",
                        help="auto: hping3 for IPv4 up to 1000 packets/s, else the sender of the harness")
    parser.add_argument("--iperf-mbps", type=int, default=50, help="benign TCP stream; 0 is as fast as it can")
    parser.add_argument("--of-port", type=int, default=6653)
    parser.add_argument("--api-url", default="http://127.0.0.1:8080")
    parser.add_argument("--api-key", default=os.environ.get("SENTINEL_API_KEY"))
    parser.add_argument("--pause", type=float, default=5, help="seconds between several scenarios")
    parser.add_argument("--json", metavar="FILE", help="write the result there; - is standard output")
    parser.add_argument("--events", action="store_true", help="progress as JSON lines on standard output")
    parser.add_argument("--standalone", action="store_true",
                        help="no controller: the switch learns by itself, nothing is judged (to test the harness)")
    parser.add_argument("--effects-only", action="store_true",
                        help="judge what happened and not how fast (for a machine that others use too)")
    parser.add_argument("--check", action="store_true", help="only say whether it could run here")
    options = parser.parse_args(arguments)
    names = options.scenario.split(",")
    for name in names:
        if name not in ALL:
            parser.error("--scenario must be one of %s: %s" % (", ".join(ALL), name))
    options.scenarios = [ALL[name] for name in names]
    for name, low, high in (("hosts", 3, 32), ("rate", 1, 20_000), ("duration", 2, 120), ("pause", 0, 600),
                            ("iperf_mbps", 0, 100_000), ("of_port", 1, 65_535)):
        value = getattr(options, name)
        if value is not None and not low <= value <= high:
            parser.error("--%s must be between %d and %d: %g" % (name.replace("_", "-"), low, high, value))
    for scenario in options.scenarios:
        most = MOST_RATE.get(scenario.kind, 20_000)
        if rate_of(options, scenario) > most:
            parser.error("--rate of %s must be between 1 and %d: %d" % (scenario.name, most, options.rate))
        try:
            attack_module.choose_sender(
                options.sender, options.ip_version, rate_of(options, scenario), scenario.spoofed, options.tuples, scenario.kind)
        except ValueError as refused:
            parser.error(str(refused))
    if options.events and options.json == "-":
        parser.error("--events and --json - both want standard output; --events ends with the result anyway")
    return options


def rate_of(options, scenario):
    """What was asked for, else the scenario's own."""
    return scenario.rate if options.rate is None else options.rate


class Runner:
    """Runs the scenarios of one command line on one network."""

    def __init__(self, options, network):
        self.options = options
        self.network = network
        self.victim = 1
        self.attacker = options.hosts
        self.sources = list(range(2, options.hosts))

    def emit(self, event, **fields):
        if self.options.events:
            print(json.dumps({"event": event, "time": round(time.time(), 3), **fields}), flush=True)

    def ready(self):
        """Waits for the controller and for the hosts to reach the victim."""
        self.emit("phase", phase="connect", bridges=self.network.bridges())
        wait_ready(self.network, self.options)
        self.wait_calm(CALM_LIMIT_SECONDS)
        self.emit("phase", phase="ready")

    def wait_calm(self, seconds):
        """Waits until no earlier attack is going on in the eyes of the controller, or the time is over."""
        if self.options.standalone:
            return
        client = api_module.Api(self.options.api_url, self.options.api_key)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = client.get("/api/ddos/detections?limit=50")
            if answer is None or all(
                    item.get("status") in api_module.FINISHED for item in answer.get("items", [])):
                break
            time.sleep(0.25)
        client.close()

    def attack(self, scenario):
        options = self.options
        address = self.network.address(self.victim, options.ip_version)
        watcher = None
        if not options.standalone:
            watcher = api_module.Watcher(
                api_module.Api(options.api_url, options.api_key), address,
                on_detection=lambda detection: self.emit("detection", detection=detection),
                on_rules=lambda rules: self.emit("rules", rules=rules))
            watcher.start()
        load = BenignLoad(
            self.network, HERE, self.victim, self.sources, options.ip_version,
            WARM_SECONDS + options.duration + CALM_SECONDS + 3, Rates(iperf_mbps=options.iperf_mbps))
        rate = rate_of(options, scenario)
        sender = attack_module.choose_sender(
            options.sender, options.ip_version, rate, scenario.spoofed, options.tuples, scenario.kind)
        attack = attack_module.Attack(
            self.network, HERE, scenario, self.attacker, self.victim, options.ip_version, rate,
            options.duration, options.tuples, sender)
        self.emit("phase", phase="benign", scenario=scenario.name, seconds=WARM_SECONDS)
        load.start()
        begun = time.monotonic()
        attack.prepare()
        while time.monotonic() < begun + WARM_SECONDS:
            time.sleep(TICK_SECONDS)
            self.tick(attack, load)
        before = []
        if watcher is not None:
            watcher.armed.set()
            before = [item for item in watcher.before.values() if item["id"] not in (watcher.initial or ())]
        self.emit("phase", phase="attack", scenario=scenario.name, description=scenario.description, victim=address,
                  attacker=self.network.address(self.attacker, options.ip_version), rate=rate, duration_s=options.duration,
                  sender=sender)
        attack.start()
        entries, on_switches = 0, []
        while attack.running():
            time.sleep(TICK_SECONDS)
            self.tick(attack, load)
            entries = max(entries, switches.flow_entries(self.network.bridges()))
            found = [] if options.standalone else switches.mitigation_rules(self.network.bridges())
            if found:
                on_switches = found
        attack.finish()
        self.emit("phase", phase="calm", scenario=scenario.name)
        time.sleep(CALM_SECONDS)
        self.tick(attack, load)
        if watcher is not None:
            watcher.stop()
        load.finish()
        result = self.result(scenario, attack, load, watcher, before, entries, on_switches, sender)
        self.emit("result", result=result)
        return result

    def tick(self, attack, load):
        now = int(time.time() * 100)
        span = range(now - 70, now - 20)
        good, bad = load.counts()
        self.emit(
            "tick",
            attack_pps_sent=sum(attack.sent.grains.get(grain, 0) for grain in span) * 2,
            attack_pps_at_victim=sum(attack.arrived.grains.get(grain, 0) for grain in span) * 2,
            benign_ok=good, benign_failed=bad)

    def result(self, scenario, attack, load, watcher, before, entries, on_switches, sender):
        options = self.options
        start, end = attack.window() or (time.time(), time.time())
        figures = measure.attack_figures(attack.sent.grains, attack.arrived.grains, start, end)
        detection = watcher.detection if watcher else None
        rules = list(watcher.rules.values()) if watcher else []
        result = {
            "scenario": scenario.name, "topology": options.topology, "hosts": options.hosts,
            "switches": len(self.network.bridges()), "ip_version": options.ip_version, "tuples": options.tuples,
            "rate_pps": rate_of(options, scenario), "duration_s": options.duration, "sender": sender, "spoofed": scenario.spoofed,
            "expected_type": scenario.detection, "detect_allowed_s": scenario.detect_s,
            "victim": self.network.address(self.victim, options.ip_version),
            "attacker": self.network.address(self.attacker, options.ip_version),
            "started_at": start,
            "time_to_detect_s": None if not watcher or watcher.first_seen is None
            else round(watcher.first_seen - start, 3),
            "time_to_mitigate_s": figures.pop("time_to_mitigate_s"),
            "attack": figures,
            "benign": load.figures(start, end),
            "detection": None if detection is None else summary(detection),
            "detections_before_attack": [summary(item) for item in before],
            "other_detections": [summary(item) for item in watcher.others.values()] if watcher else [],
            "rules": {
                "count": len(rules),
                "on_switches": len(on_switches),
                "source_matches": sum(rule["matches_source"] for rule in on_switches),
                "items": rules,
                "switch_entries": on_switches},
            "flow_entries_max": entries,
            "api_poll_ms": poll_times(watcher.poll_ms) if watcher else None,
            "load_average": os.getloadavg()[0],
            "api_errors": watcher.api.errors if watcher else 0}
        result["failures"] = [] if options.standalone else measure.failures(result, options.effects_only)
        result["passed"] = not result["failures"]
        return result


def wait_ready(network, options):
    """Waits until the bridges have their controller and all hosts reach the victim; raises RuntimeError."""
    if not network.wait_connected(20):
        raise RuntimeError("no controller answers at 127.0.0.1:%d within 20 s" % options.of_port)
    for source in range(2, options.hosts + 1):
        if not network.wait_reachable(source, 1, options.ip_version, 20):
            raise RuntimeError("host %d does not reach host 1 within 20 s" % source)


def poll_times(poll_ms):
    """How long the API took to answer: the error of the time to detect is this and the 50 ms between polls."""
    ordered = sorted(poll_ms)
    return {"p50": ordered[len(ordered) // 2], "max": ordered[-1]} if ordered else None


def summary(detection):
    """The parts of a detection that a result keeps."""
    explanation = detection.get("explanation") or {}
    return {
        "id": detection.get("id"), "type": detection.get("attack_type"), "status": detection.get("status"),
        "severity": detection.get("severity"), "confidence": detection.get("confidence"),
        "spoofed": detection.get("spoofed"), "started_at": detection.get("started_at"),
        "target_ips": detection.get("target_ips"),
        "peak_pps": detection.get("peak_pps"),
        "sentence": explanation.get("sentence") if isinstance(explanation, dict) else explanation,
        "actions": detection.get("mitigation_actions")}


def check_machine():
    """Says in one line what is missing, or None."""
    if os.geteuid() != 0:
        return "must run as root: it makes network namespaces"
    if ovs.run("sh", "-c", "command -v ovs-vsctl mnexec iperf3 ethtool ping ip")[0]:
        return "needs openvswitch-switch, mininet, iperf3, ethtool, iputils-ping and iproute2"
    if ovs.run("mnexec", "-n", "true")[0]:
        return "cannot make network namespaces here (a container without the right to?)"
    try:
        import mininet.net  # noqa: F401
    except ImportError:
        return "needs Mininet for %s (Debian package mininet)" % sys.executable
    return None


def topology_class(name):
    import importlib
    module = importlib.import_module("topologies." + name)
    return next(iter(module.topos.values()))


def write(options, results):
    output = results[0] if len(results) == 1 else {"results": results, "passed": all(r["passed"] for r in results)}
    if options.json == "-":
        print(json.dumps(output, indent=2))
    elif options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(output, file, indent=2)
            file.write("\n")
    if not options.events and options.json != "-":
        for result in results:
            print(describe(result))


def describe(result):
    """Two lines for a person."""
    text = "%s IPv%d %s tuples %d pps: sent %d, arrived %d, peak %d pps; detect %s s, mitigate %s s; benign %.2f %%" % (
        result["scenario"], result["ip_version"], result["tuples"], result["rate_pps"], result["attack"]["sent"],
        result["attack"]["arrived"], result["attack"]["peak_pps_at_victim"], result["time_to_detect_s"],
        result["time_to_mitigate_s"], result["benign"]["delivered_percent_min"])
    return text + "".join("\n  not met: " + failure for failure in result["failures"])


def stop_on_signals():
    def stop(number, _frame):
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def on_network(name, options, work):
    """Calls `work(network)` on a network that is removed in any outcome; returns its answer or an exit code > 0."""
    missing = check_machine()
    if missing:
        print("%s: %s" % (name, missing), file=sys.stderr)
        return 1
    stop_on_signals()
    try:
        topology = topology_class(options.topology)
        with Network(topology, options.hosts, options.of_port, options.standalone) as network:
            return work(network)
    except Stopped as stopped:
        print("%s: stopped by signal %d, network removed" % (name, stopped.args[0]), file=sys.stderr)
        return 128 + stopped.args[0]
    except (RuntimeError, OSError) as failed:
        print("%s: %s" % (name, failed), file=sys.stderr)
        return 1


def main(arguments=None):
    options = parse(arguments)
    if options.check:
        missing = check_machine()
        if missing:
            print("run-scenario: " + missing)
        return 1 if missing else 0

    def work(network):
        results = []
        runner = Runner(options, network)
        runner.ready()
        for number, scenario in enumerate(options.scenarios):
            if number:
                time.sleep(options.pause)
                runner.wait_calm(CALM_LIMIT_SECONDS)
            results.append(runner.attack(scenario))
        runner.emit("phase", phase="clean_up")
        write(options, results)
        return 0 if all(result["passed"] for result in results) else 1

    return on_network("run-scenario", options, work)

"""The benign side of a run: web server at the victim, requests and pings from the other hosts, one iperf3 stream."""

import json
import signal
import subprocess
import time
from typing import NamedTuple

from harness import measure, streams

PYTHON = "/usr/bin/python3"
IPERF_PORT = 5201


class Rates(NamedTuple):
    """What each source does: operations per second, and the iperf3 stream of the last source (0: full speed)."""

    http: float = 20
    ping: float = 10
    sweep: float = 0
    path: str = "/"
    iperf_mbps: int = 50


class BenignLoad:
    """Benign traffic towards the victim from `sources`; the last source runs iperf3 too.

    `special` gives single sources rates of their own.
    """

    def __init__(self, network, here, victim, sources, version, seconds, rates=Rates(), special=None):
        self.network = network
        self.here = here
        self.victim = victim
        self.sources = sources
        self.version = version
        self.seconds = seconds
        self.rates = rates
        self.special = special or {}
        self.report = {}
        self.loads = []
        self.readers = []
        self.children = []
        self.iperf = None
        self.iperf_started = 0.0

    def start(self):
        address = self.network.address(self.victim, self.version)
        server = self.network.spawn(self.victim, [PYTHON, self.here + "/harness/httpd.py"])
        self.children.append(server)
        server.stdout.readline()
        self.children.append(self.network.spawn(
            self.victim, ["iperf3", "-s", "-1", "-p", str(IPERF_PORT)], stdout=subprocess.DEVNULL))
        for source in self.sources:
            load = streams.Operations()
            rates = self.special.get(source, self.rates)
            child = self.network.spawn(source, [
                PYTHON, self.here + "/harness/benign.py", "--target", address, "--http-rate", str(rates.http),
                "--ping-rate", str(rates.ping), "--sweep-rate", str(rates.sweep), "--path", rates.path])
            reader = streams.Lines(child, load.take)
            reader.start()
            self.loads.append(load)
            self.readers.append(reader)
            self.children.append(child)
        time.sleep(0.3)
        self.iperf_started = time.time()
        self.iperf = self.network.spawn(self.sources[-1], [
            "iperf3", "-c", address, "-p", str(IPERF_PORT), "-b", "%dM" % self.rates.iperf_mbps, "-l",
            "16K" if self.rates.iperf_mbps else "128K", "-i", "0.5", "-J", "-t", str(round(self.seconds))])

    def counts(self):
        """Operations that went well and that did not, so far."""
        ops = [op for load in self.loads for op in list(load.ops) if op[0] != "sweep"]
        good = sum(op[2] for op in ops)
        return good, len(ops) - good

    def finish(self):
        """Lets running operations end and stops everything; call once."""
        for child in self.children[-len(self.sources):]:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for reader in self.readers:
            reader.join(5)
        self.report = self._iperf_report()
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.wait()

    def _iperf_report(self):
        if self.iperf is None:
            return {}
        try:
            output, _ = self.iperf.communicate(timeout=self.seconds + 5)
            return json.loads(output)
        except (subprocess.TimeoutExpired, ValueError):
            self.iperf.kill()
            self.iperf.wait()
            return {}

    def figures(self, start, end):
        """What became of the load between two times."""
        ops = [op for load in self.loads for op in load.ops]
        result = {
            "hosts": len(self.sources),
            "http": measure.operations(ops, "http", start, end),
            "ping": measure.operations(ops, "ping", start, end)}
        if self.iperf is not None:
            result["iperf3"] = measure.iperf_figures(self.report, self.iperf_started, start, end, self.rates.iperf_mbps)
        figures = [part["delivered_percent"] for part in result.values() if isinstance(part, dict)]
        result["delivered_percent_min"] = min(figures)
        result["new_connections"] = result["http"]["ok"]
        return result

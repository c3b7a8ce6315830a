"""The attack side of a run: one bounded sender in the attacker's namespace, and counters at both ends."""

import shutil
import subprocess
import time

from harness import frames, measure, streams

PYTHON = "/usr/bin/python3"
HPING_MAX_RATE = 1000
SETTLE_SECONDS = 0.6


def choose_sender(wanted, version, rate, spoofed, tuples, kind="syn"):
    """hping3 where it can do the job, else our own senders; raises ValueError when what is wanted cannot."""
    if kind in frames.CONNECTIONS:
        if wanted != "auto":
            raise ValueError("http-flood and slowloris are made of real connections: use --sender auto")
        return "connections"
    able = version == 4 and not (spoofed and tuples == "one") and kind in ("syn", "udp", "icmp")
    if wanted == "hping3" and not able:
        raise ValueError("hping3 sends neither IPv6, nor spoofed packets of one source port, nor this scenario: use --sender flood")
    if wanted == "auto":
        return "hping3" if able and rate <= HPING_MAX_RATE and shutil.which("hping3") else "flood"
    return wanted


def hping_command(scenario, target, interface, rate, duration, tuples):
    command = ["hping3", "-q", "-n", "-I", interface, "-i", "u%d" % max(1, 1_000_000 // rate),
               "-c", str(int(rate * duration))]
    if scenario.kind == "icmp":
        command += ["--icmp"]
    else:
        command += ["-S" if scenario.kind == "syn" else "--udp", "-p", str(scenario.port), "-d",
                    "0" if scenario.kind == "syn" else "32"]
        if tuples == "one":
            command += ["-s", "40000", "-k"]
    if scenario.spoofed:
        command.append("--rand-source")
    return command + [target]


class Attack:
    """One attack from `attacker` to `victim`."""

    def __init__(self, network, here, scenario, attacker, victim, version, rate, duration, tuples, sender):
        self.network = network
        self.here = here
        self.scenario = scenario
        self.attacker = attacker
        self.victim = victim
        self.version = version
        self.rate = rate
        self.duration = duration
        self.tuples = tuples
        self.sender = sender
        self.sent = streams.Packets()
        self.arrived = streams.Packets()
        self.counters = []
        self.child = None
        self.deadline = 0.0
        self.started = 0.0

    def prepare(self):
        """Starts the counters and gets the sender ready."""
        for host, packets, outgoing in ((self.victim, self.arrived, False), (self.attacker, self.sent, True)):
            command = [PYTHON, self.here + "/harness/counter.py", "--interface", self.network.interface(host), "--mac",
                       self.network.mac(self.attacker), "--kind", self.scenario.kind]
            child = self.network.spawn(host, command + (["--outgoing"] if outgoing else []))
            reader = streams.Lines(child, packets.take)
            reader.start()
            self.counters.append((child, reader))
        for _, reader in self.counters:
            reader.ready.wait(10)
        if self.sender != "hping3":
            command = self._flood_command() if self.sender == "flood" else self._connections_command()
            self.child = self.network.spawn(self.attacker, command, stdin=subprocess.PIPE)
            self.child.stdout.readline()

    def _flood_command(self):
        command = [
            PYTHON, self.here + "/harness/flood.py", "--wait", "--interface", self.network.interface(self.attacker),
            "--kind", self.scenario.kind, "--src-mac", self.network.mac(self.attacker), "--dst-mac",
            self.network.mac(self.victim), "--src", self.network.address(self.attacker, self.version), "--dst",
            self.network.address(self.victim, self.version), "--port", str(self.scenario.port), "--rate",
            str(self.rate), "--duration", str(self.duration), "--tuples", self.tuples]
        return command + (["--spoofed"] if self.scenario.spoofed else [])

    def _connections_command(self):
        return [
            PYTHON, self.here + "/harness/connections.py", "--wait", "--kind", self.scenario.kind, "--dst",
            self.network.address(self.victim, self.version), "--port", str(self.scenario.port), "--rate",
            str(self.rate), "--duration", str(self.duration)]

    def start(self):
        self.started = time.time()
        self.deadline = time.monotonic() + self.duration
        if self.sender != "hping3":
            self.child.stdin.write(b"go\n")
            self.child.stdin.close()
        else:
            self.child = self.network.spawn(self.attacker, hping_command(
                self.scenario, self.network.address(self.victim, self.version),
                self.network.interface(self.attacker), self.rate, self.duration, self.tuples),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def running(self):
        """Whether it still sends; a sender that is late is ended half a second after its time."""
        if self.child.poll() is not None:
            return False
        if time.monotonic() < self.deadline + 0.5:
            return True
        self.child.kill()
        self.child.wait()
        return False

    def finish(self):
        """Waits until the last packets are counted and stops the counters."""
        time.sleep(SETTLE_SECONDS)
        for child, reader in self.counters:
            child.terminate()
            child.wait()
            reader.join(2)

    def window(self):
        """First and last moment of the attack, seconds since the epoch; None when nothing was sent."""
        grains = self.sent.grains
        if self.sender == "connections":  # connections of an attack before may still be closing
            grains = [grain for grain in grains if (grain + 1) * measure.GRAIN > self.started]
        if not grains:
            return None
        return min(grains) * measure.GRAIN, (max(grains) + 1) * measure.GRAIN

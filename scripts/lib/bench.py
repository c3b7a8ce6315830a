"""Shared by the measures in scripts/bench: a controller on free ports, a table, a JSON file, the machine."""

import http.client
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HARNESS = os.path.join(HOME, "mininet-topologies")


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Controller:
    """`./sentinel run` on free ports with a data directory of its own; use it in a `with` statement."""

    def __init__(self, *options):
        self.options = options
        self.of_port = free_port()
        self.api_port = free_port()
        self.data = tempfile.mkdtemp(prefix="sentinel-bench-")
        self.process = None
        self.ready_seconds = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    def start(self):
        """Starts it and waits until it accepts switches and answers /health; notes how long each took."""
        subprocess.run([os.path.join(HOME, "sentinel"), "--version"], check=True, stdout=subprocess.DEVNULL)  # builds
        self.log = open(os.path.join(self.data, "log.txt"), "ab")
        begun = time.monotonic()
        self.process = subprocess.Popen(
            [os.path.join(HOME, "sentinel"), "run", "--of-port", str(self.of_port), "--api-port", str(self.api_port),
             "--data-dir", os.path.join(self.data, "data"), *self.options],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        self.accepts_seconds = None
        while time.monotonic() < begun + 60 and self.process.poll() is None:
            if self.accepts_seconds is None and self.accepts():
                self.accepts_seconds = time.monotonic() - begun
            if self.accepts_seconds is not None and self.get("/health") is not None:
                self.ready_seconds = time.monotonic() - begun
                return
            time.sleep(0.02)
        with open(self.log.name, encoding="utf-8", errors="replace") as file:
            said = file.read()[-2000:]
        self.stop()
        raise SystemExit("the controller did not come up:\n" + said)

    def accepts(self):
        try:
            socket.create_connection(("127.0.0.1", self.of_port), timeout=1).close()
            return True
        except OSError:
            return False

    def get(self, path):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.api_port, timeout=5)
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            return body if answer.status == 200 else None
        except (OSError, http.client.HTTPException):
            return None

    def status_kib(self, field):
        """VmRSS or VmHWM of the Java process, in KiB."""
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as file:
            for line in file:
                if line.startswith(field + ":"):
                    return int(line.split()[1])
        return 0

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def harness(self, command, *arguments):
        """Runs a command of the harness against this controller; returns its JSON result or None."""
        result = os.path.join(self.data, "result.json")
        if os.path.exists(result):
            os.remove(result)
        subprocess.run(
            [os.path.join(HARNESS, command), "--of-port", str(self.of_port), "--api-url",
             "http://127.0.0.1:%d" % self.api_port, "--json", result, *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
        if not os.path.exists(result):
            return None
        with open(result, encoding="utf-8") as file:
            return json.load(file)


def machine():
    """What it was measured on."""
    model = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break

    def first_line(*command):
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            return done.stdout.decode().splitlines()[0]
        except (OSError, IndexError):
            return "none"

    return {
        "cpu": model, "cores": os.cpu_count(), "kernel": platform.release(),
        "ovs": first_line("ovs-vswitchd", "--version"), "java": first_line("java", "-version"),
        "commit": first_line("git", "-C", HOME, "rev-parse", "--short", "HEAD")}


def table(head, rows):
    """Prints a Markdown table."""
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    sys.stdout.flush()


def write(path, name, **figures):
    """Writes the figures as JSON when a path was given."""
    if path:
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"measure": name, "machine": machine(), **figures}, file, indent=2)
            file.write("\n")


def spread(values):
    """`median (max)` of those that are numbers, for a table."""
    numbers = sorted(value for value in values if value is not None)
    if not numbers:
        return "–"
    return "%.2f (%.2f)" % (numbers[len(numbers) // 2], numbers[-1])


def require_root(name):
    if os.geteuid() != 0:
        raise SystemExit("%s: must run as root: it makes network namespaces" % name)

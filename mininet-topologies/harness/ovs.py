"""Open vSwitch: is it there, start it when it is not, and what it knows about our bridges."""

import os
import subprocess

CTL = "/usr/share/openvswitch/scripts/ovs-ctl"
REAL_TIME = ("chrt", "-r", "5")
DAEMON_PID = "/var/run/openvswitch/ovs-vswitchd.pid"
OWNER_KEY = "sentinel_harness_pid"


def run(*command, timeout=30):
    """Runs a command; returns its exit code and its output."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout,
        check=False)
    return done.returncode, done.stdout.decode(errors="replace").strip()


def vsctl(*arguments):
    """Runs ovs-vsctl with a deadline; returns its output or raises RuntimeError."""
    code, output = run("ovs-vsctl", "--timeout=10", *arguments)
    if code:
        raise RuntimeError("ovs-vsctl %s: %s" % (" ".join(arguments), output))
    return output


def is_running():
    """Whether both daemons answer."""
    return (run("ovs-vsctl", "--timeout=3", "--no-wait", "show")[0] == 0
            and run("ovs-appctl", "--timeout=3", "-t", "ovs-vswitchd", "version")[0] == 0)


def start():
    """Starts both daemons when they do not run; returns whether it did."""
    if is_running():
        return False
    code, output = run(CTL, "start", "--system-id=random", timeout=60)
    if not is_running():
        raise RuntimeError("Open vSwitch does not start (exit code %d): %s" % (code, output[-500:]))
    return True


def stop():
    """Stops both daemons, unless somebody else has a bridge by now."""
    if not bridges():
        run(CTL, "stop", timeout=60)


def prefer():
    """Gives the switch daemon real-time priority over whoever loads it, as if it had a core of its own."""
    with open(DAEMON_PID, encoding="ascii") as file:
        run(REAL_TIME[0], "-a", *REAL_TIME[1:2], "-p", REAL_TIME[2], file.read().strip())


def bridges():
    return vsctl("list-br").split()


def own(bridge):
    """Marks a bridge as belonging to this process."""
    vsctl("set", "bridge", bridge, "external_ids:%s=%d" % (OWNER_KEY, os.getpid()))


def check_bridge(bridge):
    """Raises RuntimeError when the bridge stands in the database but the daemon could not make it."""
    code, output = run("ovs-ofctl", "-O", "OpenFlow13", "show", bridge)
    if code:
        raise RuntimeError(
            "Open vSwitch could not make bridge %s (does a second Open vSwitch run in this network namespace?): %s" % (
                bridge, output.splitlines()[0] if output else "no reason given"))


def remove_orphans():
    """Removes bridges whose harness process is gone (it was killed hard); returns their names."""
    removed = []
    for bridge in bridges():
        code, owner = run("ovs-vsctl", "--timeout=10", "--if-exists", "get", "bridge", bridge,
                          "external_ids:" + OWNER_KEY)
        owner = owner.strip('"')
        if code == 0 and owner.isdigit() and not os.path.exists("/proc/" + owner):
            ports = vsctl("list-ports", bridge).split()
            vsctl("--if-exists", "del-br", bridge)
            for port in ports:
                run("ip", "link", "del", port)
            removed.append(bridge)
    return removed


def connected(bridge):
    """Whether the bridge has a controller and is connected to it."""
    code, output = run("ovs-vsctl", "--timeout=5", "--columns=is_connected", "--bare", "find", "controller")
    if code or "true" not in output:
        return False
    uuids = vsctl("get", "bridge", bridge, "controller").strip("[]").split(", ")
    return any(uuid and vsctl("get", "controller", uuid, "is_connected") == "true" for uuid in uuids)

"""Whether the controller knows the fail mode of a real bridge as it changes."""

import argparse
import sys
import time

from harness import ovs
from harness.api import Api

BRIDGE = "sntfm0"
DPID = "00000000fa110001"
PATIENCE = 20


def wait_for(api, mode, warned):
    """Waits until the API says so; returns the seconds, or None."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        switch = api.get("/api/switches/" + DPID)
        if switch and switch["connected"] and switch["fail_mode"] == mode:
            told = any("set fail_mode=secure" in reason for reason in switch["degraded"])
            if told == warned:
                return time.monotonic() - started
        time.sleep(0.02)
    return None


def make_bridge(of_port):
    ovs.vsctl("--if-exists", "del-br", BRIDGE)
    ovs.vsctl("add-br", BRIDGE, "--", "set", "bridge", BRIDGE, "datapath_type=netdev", "protocols=OpenFlow13",
              "other_config:datapath-id=" + DPID, "fail_mode=secure", "--",
              "set-controller", BRIDGE, "tcp:127.0.0.1:%d" % of_port)
    ovs.own(BRIDGE)
    ovs.check_bridge(BRIDGE)


def steps():
    """What is done to the bridge, and what the API must say then."""
    yield "made secure", [], "secure", False
    yield "set to standalone", ["set-fail-mode", BRIDGE, "standalone"], "standalone", True
    yield "set to secure", ["set-fail-mode", BRIDGE, "secure"], "secure", False
    yield "without a mode", ["del-fail-mode", BRIDGE], "standalone", True


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--of-port", type=int, default=6653)
    parser.add_argument("--api-url", default="http://127.0.0.1:8080")
    options = parser.parse_args(arguments)
    api = Api(options.api_url)
    started = ovs.start()
    failed = 0
    try:
        make_bridge(options.of_port)
        for what, command, mode, warned in steps():
            if command:
                ovs.vsctl(*command)
            seconds = wait_for(api, mode, warned)
            if seconds is None:
                failed += 1
                print("%-18s not shown as %s within %d s: %s" % (
                    what, mode, PATIENCE, api.get("/api/switches/" + DPID)))
            else:
                print("%-18s shown as %s after %.2f s" % (what, mode, seconds))
    finally:
        ovs.vsctl("--if-exists", "del-br", BRIDGE)
        if started:
            ovs.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

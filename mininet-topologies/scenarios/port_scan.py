"""SYNs from one host to one port of the victim after the other."""

from scenarios.scenario import Scenario

SCENARIO = Scenario(
    name="port-scan", kind="scan", port=0, spoofed=False, detection="port_scan",
    description="SYNs from one host to one port of the victim after the other")

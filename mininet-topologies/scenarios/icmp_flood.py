"""ICMP echo request flood from one host."""

from scenarios.scenario import Scenario

SCENARIO = Scenario(
    name="icmp-flood", kind="icmp", port=0, spoofed=False, detection="icmp_flood",
    description="echo requests from one host; the other hosts ping the victim too")

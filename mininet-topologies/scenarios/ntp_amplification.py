"""Answers from port 123 of random reflectors that the victim never asked."""

from scenarios.scenario import Scenario

SCENARIO = Scenario(
    name="ntp-amplification", kind="ntp", port=5353, spoofed=True, detection="ntp_amplification",
    description="answers from port 123 of random reflectors that the victim never asked")

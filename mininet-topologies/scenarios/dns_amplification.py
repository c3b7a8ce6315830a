"""Large answers from port 53 of random reflectors that the victim never asked."""

from scenarios.scenario import Scenario

SCENARIO = Scenario(
    name="dns-amplification", kind="dns", port=5353, spoofed=True, detection="dns_amplification",
    description="large answers from port 53 of random reflectors that the victim never asked")

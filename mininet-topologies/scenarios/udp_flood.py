"""UDP flood from one host."""

from scenarios.scenario import Scenario

SCENARIO = Scenario(
    name="udp-flood", kind="udp", port=5555, spoofed=False, detection="udp_flood",
    description="UDP packets from one host to port 5555 of the victim")

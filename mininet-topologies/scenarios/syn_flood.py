"""SYN flood from one host against the victim's web server."""

from scenarios.scenario import Scenario

SCENARIO = Scenario(
    name="syn-flood", kind="syn", port=80, spoofed=False, detection="syn_flood",
    description="TCP SYNs from one host to the victim's web server, which benign clients use too")

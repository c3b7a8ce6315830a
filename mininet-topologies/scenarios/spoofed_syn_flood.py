"""SYN flood with random spoofed sources against the victim's web server."""

from scenarios.scenario import Scenario

SCENARIO = Scenario(
    name="spoofed-syn-flood", kind="syn", port=80, spoofed=True, detection="syn_flood",
    description="TCP SYNs with random sources that nobody owns, to the victim's web server")

"""Connections to the web server that are never done asking (Slowloris)."""

from scenarios.scenario import Scenario

SCENARIO = Scenario(
    name="slowloris", kind="slow", port=80, spoofed=False, detection="slowloris", rate=150, detect_s=10.0,
    description="connections of one host to the victim's web server that send a header line every 3 s and never end")

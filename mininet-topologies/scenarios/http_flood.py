"""Web requests of one host, each over a connection of its own."""

from scenarios.scenario import Scenario

SCENARIO = Scenario(
    name="http-flood", kind="http", port=80, spoofed=False, detection="http_flood", rate=600,
    description="requests of one host to the victim's web server, each over a new connection")

"""What an attack scenario is."""

from typing import NamedTuple


class Scenario(NamedTuple):
    """One attack: `kind` is syn, udp, icmp, dns, ntp or scan; `detection` is the attack type the controller is expected to name."""

    name: str
    kind: str
    port: int
    spoofed: bool
    detection: str
    description: str

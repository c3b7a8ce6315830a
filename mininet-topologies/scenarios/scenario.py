"""What an attack scenario is."""

from typing import NamedTuple


class Scenario(NamedTuple):
    """One attack.

    `kind` is syn, udp, icmp, dns, ntp, scan, http or slow; `detection` is the attack type the controller is expected to
    name, within `detect_s`. `rate` is in packets a second, for http in connections a second, for slow in connections held.
    """

    name: str
    kind: str
    port: int
    spoofed: bool
    detection: str
    description: str
    rate: int = 2000
    detect_s: float = 2.0

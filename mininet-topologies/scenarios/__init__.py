"""Attack scenarios, one per file; `ALL` finds them by the name used on the command line."""

from scenarios import (
    dns_amplification, http_flood, icmp_flood, ntp_amplification, port_scan, slowloris, spoofed_syn_flood, syn_flood,
    udp_flood)

ALL = {module.SCENARIO.name: module.SCENARIO for module in (
    syn_flood, udp_flood, icmp_flood, spoofed_syn_flood, dns_amplification, ntp_amplification, port_scan,
    http_flood, slowloris)}

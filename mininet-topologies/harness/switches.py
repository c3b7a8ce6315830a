"""What the switches themselves say: rules in the mitigation table, size of the tables."""

import re

from harness import ovs

SOURCE = re.compile(r"\b(nw_src|ipv6_src|dl_src|arp_spa)=")
PRIORITY_DROP = re.compile(r"actions=drop|meter:")


def parse_rules(dump):
    """Mitigation rules of `ovs-ofctl dump-flows br table=0`: entries with a match that drop or meter."""
    rules = []
    for line in dump.splitlines():
        head, _, actions = line.strip().partition(" actions=")
        if not actions or "priority=0 " in head + " ":
            continue
        if actions == "drop" or "meter:" in actions:
            match = head.rpartition(" ")[2]
            packets = re.search(r"n_packets=(\d+)", head)
            rules.append({
                "match": match, "actions": actions, "packets": int(packets.group(1)) if packets else 0,
                "matches_source": bool(SOURCE.search(match))})
    return rules


def mitigation_rules(bridges):
    """Drop and meter rules in table 0 of all bridges."""
    found = []
    for bridge in bridges:
        code, dump = ovs.run("ovs-ofctl", "-O", "OpenFlow13", "dump-flows", bridge, "table=0")
        if code == 0:
            found += [{"switch": bridge, **rule} for rule in parse_rules(dump)]
    return found


def flow_entries(bridges):
    """Flow entries of all tables of all bridges."""
    total = 0
    for bridge in bridges:
        code, output = ovs.run("ovs-ofctl", "-O", "OpenFlow13", "dump-aggregate", bridge)
        count = re.search(r"flow_count=(\d+)", output)
        total += int(count.group(1)) if code == 0 and count else 0
    return total

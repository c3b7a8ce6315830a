"""What slices leave on bridges and in their database: entries, meters, rows of QoS and Queue, classes of linux-htb."""

import json
import re

from harness import ovs

OWNER = "sentinel-slices"
COOKIES = "cookie=0x5e170a0000000000/-1099511627776"
TC_CLASS = re.compile(r"class htb (\S+) .*?prio (\d+) .*?rate (\S+) ceil (\S+)")
UNITS = (("Gbit", 1e9), ("Mbit", 1e6), ("Kbit", 1e3), ("bit", 1))


def entries(network):
    """Entries of slices, and all meters, on all bridges, without counters."""
    found = []
    for bridge in network.bridges():
        flows = ovs.run("ovs-ofctl", "-O", "OpenFlow13", "--no-stats", "dump-flows", bridge, COOKIES)[1]
        meters = ovs.run("ovs-ofctl", "-O", "OpenFlow13", "dump-meters", bridge)[1]
        found += sorted(bridge + " " + line.strip() for line in flows.splitlines() if "cookie" in line)
        found += sorted(bridge + " " + line.strip() for line in meters.splitlines() if "kbps" in line)
    return found


def table(name, *columns):
    """Rows of a table of the database, as dictionaries of JSON in the form of RFC 7047."""
    code, text = ovs.run("ovs-vsctl", "--timeout=10", "--format=json", "--columns=" + ",".join(("_uuid",) + columns),
                         "list", name)
    if code:
        raise RuntimeError("ovs-vsctl list %s: %s" % (name, text))
    told = json.loads(text)
    return [dict(zip(told["headings"], row)) for row in told["data"]]


def plain(value):
    """Maps and sets of RFC 7047 as those of Python; row ids as text."""
    if isinstance(value, list) and len(value) == 2:
        if value[0] == "map":
            return {plain(key): plain(item) for key, item in value[1]}
        if value[0] == "set":
            return [plain(item) for item in value[1]]
        if value[0] == "uuid":
            return value[1]
    return value


def rows():
    """All rows of QoS and Queue, and which ports have one: lines that can be compared."""
    found = []
    for name, columns in (("QoS", ("type", "other_config", "queues", "external_ids")),
                          ("Queue", ("other_config", "external_ids"))):
        for row in table(name, *columns):
            found.append("%s %s" % (name, json.dumps({key: plain(row[key]) for key in columns}, sort_keys=True)))
    found += ["Port %s has a QoS" % row["name"] for row in table("Port", "name", "qos") if plain(row["qos"]) != []]
    return sorted(found)


def classes(network):
    """Classes of linux-htb at all ports of all bridges: {interface: {class: (rate, ceil, prio)}}, bit/s."""
    found = {}
    for bridge in network.bridges():
        for port in ovs.vsctl("list-ports", bridge).split():
            text = ovs.run("tc", "class", "show", "dev", port)[1]
            leaves = {match[1]: (bits(match[3]), bits(match[4]), int(match[2])) for match in TC_CLASS.finditer(text)}
            if leaves:
                found[port] = leaves
    return found


def bits(text):
    for unit, factor in UNITS:
        if text.endswith(unit):
            return float(text[:-len(unit)]) * factor
    raise ValueError("no rate of tc: " + text)


def all_of(network):
    """Everything of slices that can be left behind, as lines."""
    lines = entries(network) + rows()
    for port, leaves in sorted(classes(network).items()):
        lines += ["tc %s %s" % (port, leaf) for leaf in sorted(leaves)]
    return lines

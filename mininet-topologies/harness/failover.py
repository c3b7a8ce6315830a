"""What is measured when a link is cut: outages from pings, stalls of a TCP stream, frames on cables between switches."""

import statistics

# Not more: 150 pings a second begin to look like a flood.
PING_PERIOD = 0.01


def sent_frames(interface):
    """Frames that an interface of this network namespace has sent."""
    with open("/sys/class/net/%s/statistics/tx_packets" % interface, encoding="ascii") as file:
        return int(file.read())


def received_frames(interface):
    """Frames that have come in at an interface of this network namespace."""
    with open("/sys/class/net/%s/statistics/rx_packets" % interface, encoding="ascii") as file:
        return int(file.read())


def outage_ms(ops, start, end, period=PING_PERIOD):
    """The longest time between two pings that were answered, less the pause between pings, in milliseconds.

    `ops` are (kind, start, ok, ms) of one host. Pings begun in [start, end) count; when none after a gap was answered
    the outage lasts until `end`.
    """
    answered = sorted(op[1] for op in ops if op[0] == "ping" and op[2] and start <= op[1] < end)
    times = [start, *answered, end]
    longest = max(later - earlier for earlier, later in zip(times, times[1:]))
    return round(max(0.0, longest - period) * 1000, 1)


def lost(ops, start, end):
    """Pings begun in [start, end) that were not answered."""
    return sum(1 for op in ops if op[0] == "ping" and not op[2] and start <= op[1] < end)


def longest_stall_ms(report, begun, start, end):
    """Longest run of intervals of an iperf3 report without a byte, between two times, in milliseconds."""
    longest = stall = 0.0
    for interval in report.get("intervals", []):
        total = interval["sum"]
        if not start <= begun + total["start"] < end:
            continue
        stall = stall + total["seconds"] if total["bytes"] == 0 else 0.0
        longest = max(longest, stall)
    return round(longest * 1000)


def busiest(before, after):
    """The key whose counter has grown most."""
    return max(after, key=lambda key: after[key] - before.get(key, 0))


def most_trunk_frames(host_frames, switches, trunks, seconds):
    """Frames that trunks may carry in all without a storm: each host frame once over each cable of a tree, and probes."""
    probes = 2 * trunks * seconds * 5
    return round(host_frames * (switches - 1) * 1.1 + probes + 100)


def summary(outages):
    return {"max": max(outages), "median": round(statistics.median(outages), 1), "all": outages}

"""Figures from counts: pure functions, seconds in, seconds and percent out."""

GRAIN = 0.01
BUCKET = 0.1
LIMIT = 0.05
QUIET_SECONDS = 0.5


def first_time(grains):
    """Time of the first counted packet in seconds since the epoch, or None."""
    return min(grains) * GRAIN if grains else None


def buckets(grains, start, end):
    """Packets per 100 ms from `start` to `end`; grains are 10 ms spans counted from the epoch."""
    first = round(start / GRAIN)
    width = round(BUCKET / GRAIN)
    counts = [0] * max(0, -(-(round(end / GRAIN) - first) // width))
    for grain, packets in grains.items():
        index = (grain - first) // width
        if 0 <= index < len(counts):
            counts[index] += packets
    return counts


def time_to_mitigate(arrived, sent):
    """Seconds from the first bucket to the moment after which arrivals stay below 5 % of their peak, or None.

    Only buckets in which the attack was still being sent can show anything, and at least half a second of them must
    be quiet. An attack of which nothing arrived was never seen at the victim: 0.
    """
    active = [index for index, count in enumerate(sent) if count > 0]
    if not active:
        return None
    end = active[-1] + 1
    peak = max(arrived, default=0)
    loud = [index for index, count in enumerate(arrived[:end]) if count > 0 and count >= LIMIT * peak]
    quiet_from = loud[-1] + 1 if loud else 0
    if (end - quiet_from) * BUCKET < QUIET_SECONDS - 1e-9:
        return None
    return round(quiet_from * BUCKET, 3)


def percent(part, whole):
    """100 * part / whole rounded to hundredths; 100 of nothing is 100."""
    return round(100 * part / whole, 2) if whole else 100.0


def attack_figures(sent_grains, arrived_grains, start, end):
    """What was sent and what arrived between two times."""
    sent = buckets(sent_grains, start, end)
    arrived = buckets(arrived_grains, start, end)
    mitigated = time_to_mitigate(arrived, sent)
    after = 0 if mitigated is None else round(mitigated / BUCKET)
    duration = sum(1 for count in sent if count) * BUCKET
    return {
        "sent": sum(sent),
        "sent_pps": round(sum(sent) / duration) if duration else 0,
        "arrived": sum(arrived),
        "peak_pps_at_victim": round(max(arrived, default=0) / BUCKET),
        "dropped_percent": round(100 - percent(sum(arrived), sum(sent)), 2),
        "dropped_after_mitigation_percent":
            None if mitigated is None else round(100 - percent(sum(arrived[after:]), sum(sent[after:])), 2),
        "time_to_mitigate_s": mitigated,
        "arrived_per_100ms": arrived,
        "sent_per_100ms": sent,
    }


def operations(ops, kind, start, end):
    """What became of the operations of a kind started between two times; `ops` as benign.py reports them."""
    chosen = [op for op in ops if op[0] == kind and start <= op[1] < end]
    good = sorted(op[3] for op in chosen if op[2])
    return {
        "sent": len(chosen),
        "ok": len(good),
        "delivered_percent": percent(len(good), len(chosen)),
        "failed_at_s": [round(op[1] - start, 1) for op in chosen if not op[2]][:50],
        "p50_ms": good[len(good) // 2] if good else None,
        "p99_ms": good[min(len(good) - 1, len(good) * 99 // 100)] if good else None,
    }


def iperf_figures(report, started, start, end, mbps):
    """What an iperf3 client (its JSON report) sent between two times, against what it sent before `start`.

    `mbps` is what it was asked for, 0 for as fast as it can; then only stalled intervals count as lost, because the
    attack and the stream share the processors.
    """
    before, during = [], []
    for entry in report.get("intervals", []):
        interval = entry["sum"]
        if started + interval["end"] <= start:
            before.append(interval)
        elif started + interval["start"] >= start and started + interval["end"] <= end:
            during.append(interval)
    usual, rate = _mbps(before[1:]), _mbps(during)
    stalled = sum(1 for interval in during if interval["bytes"] == 0)
    if not during:
        delivered = 0.0
    elif mbps:
        delivered = min(100.0, percent(rate, usual)) if usual else 0.0
    else:
        delivered = percent(len(during) - stalled, len(during))
    return {
        "mbps": round(rate, 2), "mbps_before": round(usual, 2), "asked_mbps": mbps, "delivered_percent": delivered,
        "intervals": len(during), "stalled_intervals": stalled}


def _mbps(intervals):
    seconds = sum(interval["seconds"] for interval in intervals)
    return sum(interval["bytes"] for interval in intervals) * 8 / seconds / 1e6 if seconds else 0.0


def failures(result, effects_only=False):
    """What a result misses of what Sentinel promises, one line each; empty when all is well.

    With effects_only nothing is judged that a busy machine decides: no time, and 90 % of the benign load is enough.
    """
    missing = []
    detect_s = result.get("detect_allowed_s", 2.0)
    benign_least = 90.0 if effects_only else 99.0

    def demand(condition, text):
        if not condition:
            missing.append(text)

    detection = result["detection"]
    demand(result["attack"]["sent"] > 0, "no attack packet was sent")
    demand(result["attack"]["arrived"] > 0, "no attack packet reached the victim, so nothing was measured")
    demand(not result["detections_before_attack"], "a detection was made before the attack")
    if detection is None:
        missing.append("the attack was not detected")
    else:
        demand(effects_only or result["time_to_detect_s"] <= detect_s,
               "detected after %.2f s, allowed %g s" % (result["time_to_detect_s"], detect_s))
        demand(detection["type"] == result["expected_type"],
               "detected as %s, expected %s" % (detection["type"], result["expected_type"]))
        if result["spoofed"]:
            demand(detection["spoofed"] is True, "not recognised as spoofed")
    if result["spoofed"]:
        demand(result["rules"]["source_matches"] == 0, "a rule matches on a spoofed source")
    mitigated = result["time_to_mitigate_s"]
    demand(mitigated is not None, "the attack was not mitigated")
    demand(effects_only or mitigated is None or mitigated <= detect_s + 1,
           "mitigated after %.2f s, allowed %g s" % (mitigated or 0, detect_s + 1))
    demand(result["rules"]["on_switches"] <= 8 * result["switches"],
           "%d rules on the switches, allowed 8 each" % result["rules"]["on_switches"])
    for name, figures in result["benign"].items():
        if isinstance(figures, dict) and "delivered_percent" in figures:
            demand(figures["delivered_percent"] >= benign_least,
                   "benign %s: %.2f %% delivered, must be %d %%" % (
                       name, figures["delivered_percent"], benign_least))
    demand(result["benign"]["http"]["ok"] > 0, "no new benign connection was made during the attack")
    return missing

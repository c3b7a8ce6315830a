import unittest

from harness import measure


def flat(start, end, per_grain):
    return {grain: per_grain for grain in range(round(start * 100), round(end * 100))}


class BucketsTest(unittest.TestCase):
    def test_ten_grains_make_a_bucket_counted_from_the_first_packet(self):
        self.assertEqual([20, 20, 20], measure.buckets(flat(5.05, 5.35, 2), 5.05, 5.35))

    def test_what_lies_outside_is_left_out(self):
        self.assertEqual([10], measure.buckets(flat(1, 9, 1), 5, 5.1))


class TimeToMitigateTest(unittest.TestCase):
    def test_is_the_end_of_the_last_loud_bucket(self):
        self.assertEqual(1.5, measure.time_to_mitigate([200] * 15 + [0] * 20, [200] * 35))

    def test_allows_less_than_five_percent_of_the_peak(self):
        self.assertEqual(1.0, measure.time_to_mitigate([200] * 10 + [9] * 20, [200] * 30))
        self.assertIsNone(measure.time_to_mitigate([200] * 10 + [10] * 20, [200] * 30))

    def test_starts_again_when_the_attack_comes_through_again(self):
        self.assertEqual(2.1, measure.time_to_mitigate([200] * 5 + [0] * 15 + [30] + [0] * 10, [200] * 31))

    def test_silence_after_the_attack_proves_nothing(self):
        self.assertIsNone(measure.time_to_mitigate([200] * 30 + [0] * 20, [200] * 30 + [0] * 20))

    def test_a_quiet_tail_shorter_than_half_a_second_proves_nothing(self):
        self.assertIsNone(measure.time_to_mitigate([200] * 26 + [0] * 4, [200] * 30))

    def test_nothing_sent_is_no_success(self):
        self.assertIsNone(measure.time_to_mitigate([0] * 10, [0] * 10))


class AttackFiguresTest(unittest.TestCase):
    def test_drops_are_told_overall_and_after_mitigation(self):
        sent = flat(100, 110, 20)
        arrived = {**flat(100, 102, 20), **flat(105, 106, 0)}
        figures = measure.attack_figures(sent, arrived, 100, 110)
        self.assertEqual(20_000, figures["sent"])
        self.assertEqual(2000, figures["sent_pps"])
        self.assertEqual(2000, figures["peak_pps_at_victim"])
        self.assertEqual(80.0, figures["dropped_percent"])
        self.assertEqual(100.0, figures["dropped_after_mitigation_percent"])
        self.assertEqual(2.0, figures["time_to_mitigate_s"])


class OperationsTest(unittest.TestCase):
    OPS = [["http", 1.0, 1, 5.0], ["http", 2.0, 0, 2000.0], ["http", 3.0, 1, 7.0], ["ping", 2.0, 1, 1.0]]

    def test_counts_what_was_started_in_the_window(self):
        figures = measure.operations(self.OPS, "http", 1.5, 3.5)
        self.assertEqual((2, 1, 50.0), (figures["sent"], figures["ok"], figures["delivered_percent"]))
        self.assertEqual(7.0, figures["p50_ms"])


class IperfTest(unittest.TestCase):
    @staticmethod
    def report(*mbytes):
        return {"intervals": [
            {"sum": {"start": n, "end": n + 1, "seconds": 1, "bytes": int(size * 1e6)}}
            for n, size in enumerate(mbytes)]}

    def test_compares_with_the_rate_before(self):
        figures = measure.iperf_figures(self.report(9, 6, 6, 6, 3, 3), 100, 103.5, 106, 50)
        self.assertEqual(50.0, figures["delivered_percent"])

    def test_no_report_is_no_delivery(self):
        self.assertEqual(0.0, measure.iperf_figures({}, 0, 1, 2, 50)["delivered_percent"])

    def test_a_stream_without_a_limit_is_judged_by_its_stalls(self):
        self.assertEqual(
            50.0, measure.iperf_figures(self.report(9, 6, 0, 6), 0, 2, 4, 0)["delivered_percent"])


class FailuresTest(unittest.TestCase):
    def result(self, **changes):
        good = {
            "attack": {"sent": 100, "arrived": 10}, "detections_before_attack": [], "spoofed": True,
            "expected_type": "syn_flood", "detection": {"type": "syn_flood", "spoofed": True},
            "time_to_detect_s": 0.4, "time_to_mitigate_s": 0.9, "switches": 1,
            "rules": {"on_switches": 2, "source_matches": 0},
            "benign": {"http": {"ok": 9, "delivered_percent": 100.0}, "delivered_percent_min": 100.0}}
        return {**good, **changes}

    def test_a_good_run_has_none(self):
        self.assertEqual([], measure.failures(self.result()))

    def test_effects_only_judges_no_time(self):
        slow = self.result(time_to_detect_s=5.0, time_to_mitigate_s=6.0)
        self.assertNotEqual([], measure.failures(slow))
        self.assertEqual([], measure.failures(slow, effects_only=True))
        unstopped = self.result(time_to_mitigate_s=None)
        self.assertNotEqual([], measure.failures(unstopped, effects_only=True))

    def test_slow_attacks_may_be_found_later(self):
        slow = self.result(time_to_detect_s=9.0, time_to_mitigate_s=10.0, detect_allowed_s=10.0)
        self.assertEqual([], measure.failures(slow))
        self.assertEqual(2, len(measure.failures({**slow, "time_to_detect_s": 10.5, "time_to_mitigate_s": 11.5})))

    def test_each_promise_is_checked(self):
        bad = {
            "time_to_detect_s": 2.3, "time_to_mitigate_s": None, "detection": None,
            "rules": {"on_switches": 2, "source_matches": 1}, "detections_before_attack": [{}],
            "benign": {"http": {"ok": 0, "delivered_percent": 98.9}}, "attack": {"sent": 0, "arrived": 0}}
        for name, value in bad.items():
            with self.subTest(name):
                self.assertNotEqual([], measure.failures(self.result(**{name: value})))


if __name__ == "__main__":
    unittest.main()

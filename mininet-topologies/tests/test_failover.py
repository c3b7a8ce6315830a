import contextlib
import io
import unittest

from harness import failover, failover_run


class OutageTest(unittest.TestCase):
    OPS = [["ping", 10.000, 1, 1.0], ["ping", 10.005, 1, 1.0], ["ping", 10.010, 0, 2000.0], ["ping", 10.310, 1, 1.0],
           ["http", 10.100, 1, 1.0], ["ping", 10.315, 1, 1.0]]

    def test_is_the_longest_gap_between_answered_pings(self):
        self.assertEqual(295.0, failover.outage_ms(self.OPS, 10.0, 10.320))
        self.assertEqual(1, failover.lost(self.OPS, 10.0, 10.320))

    def test_lasts_to_the_end_when_nothing_returns(self):
        self.assertEqual(990.0, failover.outage_ms(self.OPS[:2], 10.005, 11.005))

    def test_sees_stalls_of_a_stream(self):
        report = {"intervals": [
            {"sum": {"start": index * 0.1, "seconds": 0.1, "bytes": size}}
            for index, size in enumerate([5, 0, 0, 0, 7, 0, 9])]}
        self.assertEqual(300, failover.longest_stall_ms(report, 100.0, 100.0, 101.0))
        self.assertEqual(100, failover.longest_stall_ms(report, 100.0, 100.35, 101.0))
        self.assertEqual(0, failover.longest_stall_ms({}, 100.0, 100.0, 101.0))


class StormTest(unittest.TestCase):
    def test_expects_each_frame_once_over_each_cable_of_a_tree(self):
        self.assertLess(100 * 5, failover.most_trunk_frames(100, 6, 9, 1))
        self.assertGreater(100 * 9 * 3, failover.most_trunk_frames(100, 6, 9, 1))

    def test_tells_a_storm(self):
        options = failover_run.parse([])
        cut = {"cable": "a - b", "outage_ms": 5.0, "mend_outage_ms": 1500.0}
        result = {"broadcast": {"trunk_frames": 10_000, "most_trunk_frames": 700}, "cuts": [cut]}
        said = failover_run.failures(result, options)
        self.assertEqual(2, len(said))
        self.assertIn("broadcast storm", said[0])
        self.assertIn("mend_outage_ms 1500", said[1])


class OptionsTest(unittest.TestCase):
    def test_names_the_wrong_option_and_what_is_allowed(self):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), self.assertRaises(SystemExit):
            failover_run.parse(["--cuts", "0"])
        self.assertIn("--cuts must be between 1 and 100: 0", said.getvalue())

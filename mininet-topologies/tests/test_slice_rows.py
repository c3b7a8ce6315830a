import unittest

from harness import slice_rows
from harness.slice_changes import Queues
from harness.slice_scenarios import Limits

CLASSES = """class htb 1:fffe root rate 10Gbit ceil 10Gbit burst 1500b cburst 1500b
class htb 1:1 parent 1:fffe prio 7 rate 100Mbit ceil 10Gbit burst 1500b cburst 1500b
class htb 1:2 parent 1:fffe prio 6 rate 12Kbit ceil 20Mbit burst 1563b cburst 1600b
"""


class ClassTest(unittest.TestCase):
    def test_reads_the_leaves_of_a_port_and_not_their_parent(self):
        self.assertEqual(
            {"1:1": (1e8, 1e10, 7), "1:2": (12e3, 2e7, 6)},
            {match[1]: (slice_rows.bits(match[3]), slice_rows.bits(match[4]), int(match[2]))
             for match in slice_rows.TC_CLASS.finditer(CLASSES)})

    def test_refuses_a_rate_that_it_does_not_know(self):
        with self.assertRaises(ValueError):
            slice_rows.bits("5 furlongs")


class PlainTest(unittest.TestCase):
    def test_reads_maps_sets_and_ids_of_rfc_7047(self):
        self.assertEqual({0: "a", 7: "b"}, slice_rows.plain(["map", [[0, ["uuid", "a"]], [7, ["uuid", "b"]]]]))
        self.assertEqual([], slice_rows.plain(["set", []]))
        self.assertEqual("linux-htb", slice_rows.plain("linux-htb"))


class QueuesTest(unittest.TestCase):
    SLICE = {"min_bandwidth": 2, "bandwidth": 20, "priority": 1}
    ROW = {"type": "linux-htb", "external_ids": ["map", [[slice_rows.OWNER, "1:1"]]],
           "queues": ["map", [[0, ["uuid", "q0"]], [1, ["uuid", "q1"]]]]}

    @staticmethod
    def config(least, most, priority):
        return {"other_config": ["map", [["min-rate", least], ["max-rate", most], ["priority", priority]]]}

    def wrong(self, queue, leaf):
        queues = {"q0": self.config("100000000", "10000000000", "7"), "q1": queue}
        leaves = {"1:1": (1e8, 1e10, 7), "1:2": leaf}
        return Queues._wrong_at("p1", self.ROW, queues, leaves, {0: None, 1: self.SLICE})

    def test_finds_a_row_or_class_that_is_not_what_the_slice_says(self):
        right = self.config("2000000", "20000000", "6")
        self.assertEqual([], self.wrong(right, (2e6, 2e7, 6)))
        self.assertEqual(1, len(self.wrong(right, (2e6, 2e7, 5))))
        self.assertEqual(2, len(self.wrong(self.config("1000000", "20000000", "6"), (2e6, 2e7, 6))))
        self.assertEqual(["port p1 has no QoS of ours"], Queues._wrong_at("p1", None, {}, {}, {}))


class LimitsTest(unittest.TestCase):
    def test_tells_the_time_between_changes_and_takes_two_halves_for_one(self):
        limits = Limits(None, "a", "b")
        limits.changes = [(0.0, [20, 20]), (5.0, [5, 20]), (5.05, [5, 35]), (7.1, [20, 20])]
        self.assertEqual([2.1], limits.gaps())
        self.assertEqual(0.05, limits.until(1, 34.9, 5.0))

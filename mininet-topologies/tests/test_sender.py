import subprocess
import unittest

from harness import frames, sender

HERE = sender.__file__
MACS = (bytes.fromhex("020000000004"), bytes.fromhex("020000000001"))
IP6 = bytes.fromhex("86dd6000000000203aff") + bytes(32)


class KindTest(unittest.TestCase):
    def test_tells_addresses_families_apart(self):
        for version, addresses in ((4, ("10.0.0.4", "10.0.0.1")), (6, ("fd00::4", "fd00::1"))):
            for kind in ("udp", "icmp"):
                src, dst = (frames.ip_bytes(text) for text in addresses)
                frame = frames.build(kind, *MACS, src, dst, 40000, 9, 1)
                self.assertEqual("ip%d" % version, sender.kind(frame))

    def test_tells_neighbour_discovery_from_an_echo(self):
        kinds = {kind: sender.kind(bytes(12) + IP6 + bytes([kind, 0])) for kind in (128, 133, 135, 136, 137, 138)}
        self.assertEqual({128: "ip6", 133: "nd", 135: "nd", 136: "nd", 137: "nd", 138: "ip6"}, kinds)

    def test_does_not_take_udp_whose_first_byte_is_135_for_neighbour_discovery(self):
        udp = bytearray(bytes(12) + IP6 + bytes([135, 0]))
        udp[20] = 17
        self.assertEqual("ip6", sender.kind(bytes(udp)))

    def test_names_the_rest_by_its_number_and_survives_short_frames(self):
        self.assertEqual("arp", sender.kind(bytes(12) + bytes.fromhex("0806")))
        self.assertEqual("88cc", sender.kind(bytes(12) + bytes.fromhex("88cc")))
        self.assertEqual("ip6", sender.kind(bytes(12) + bytes.fromhex("86dd")))


class GuardTest(unittest.TestCase):
    def test_refuses_to_send_outside_a_namespace_of_the_harness(self):
        for option in ([], ["--probe"], ["--sniff", "02:00:00:00:00:01", "--interface", "lo"]):
            done = subprocess.run(
                ["/usr/bin/python3", HERE, "--target", "10.0.0.1", "--seconds", "1", *option],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=20, check=False)
            self.assertEqual(1, done.returncode)
            self.assertIn(b"refused", done.stderr)

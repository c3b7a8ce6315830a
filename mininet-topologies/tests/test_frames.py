import unittest

from harness import counter, frames

MACS = (bytes.fromhex("020000000004"), bytes.fromhex("020000000001"))
ADDRESSES = {4: ("10.0.0.4", "10.0.0.1"), 6: ("fd00::4", "fd00::1")}


def frame(kind, version, ident=7):
    src, dst = (frames.ip_bytes(text) for text in ADDRESSES[version])
    return frames.build(kind, *MACS, src, dst, 40000, 80, ident)


class ChecksumTest(unittest.TestCase):
    def test_agrees_with_the_example_of_rfc_1071(self):
        self.assertEqual(~0xDDF2 & 0xFFFF, frames.checksum(bytes.fromhex("0001f203f4f5f6f7")))

    def test_counts_an_odd_last_byte_as_high(self):
        self.assertEqual(frames.checksum(b"\x12\x00"), frames.checksum(b"\x12"))


class FrameTest(unittest.TestCase):
    def test_every_frame_survives_a_second_reader_with_the_same_checksums(self):
        try:
            from scapy.layers.inet import ICMP, IP, TCP, UDP
            from scapy.layers.inet6 import ICMPv6EchoRequest, IPv6
            from scapy.layers.l2 import Ether
        except ImportError:
            self.skipTest("scapy (Debian package python3-scapy) is missing")
        layers = {("syn", 4): TCP, ("udp", 4): UDP, ("icmp", 4): ICMP, ("syn", 6): TCP, ("udp", 6): UDP,
                  ("icmp", 6): ICMPv6EchoRequest}
        for (kind, version), layer in layers.items():
            for ident in (0, 1, 65535, 65536):
                with self.subTest(kind=kind, version=version, ident=ident):
                    built = frame(kind, version, ident)
                    packet = Ether(built)
                    network = packet[IP if version == 4 else IPv6]
                    self.assertEqual(ADDRESSES[version], (network.src, network.dst))
                    if version == 4:
                        del network.chksum
                    if kind == "icmp" and version == 6:
                        del packet[layer].cksum
                    else:
                        del packet[layer].chksum
                    self.assertEqual(built, bytes(packet))

    def test_a_flood_of_many_tuples_has_as_many_source_ports(self):
        src, dst = (frames.ip_bytes(text) for text in ADDRESSES[4])
        built = frames.flood_frames("syn", 500, *MACS, src, dst, 80, "many", False)
        self.assertEqual(500, len({each[34:36] for each in built}))

    def test_a_flood_of_one_tuple_has_one(self):
        src, dst = (frames.ip_bytes(text) for text in ADDRESSES[6])
        built = frames.flood_frames("udp", 500, *MACS, src, dst, 80, "one", False)
        self.assertEqual(1, len({each[22:58] for each in built}))

    def test_a_spoofed_flood_has_a_source_for_each_packet_and_none_of_the_harness(self):
        for version, where in ((4, slice(26, 30)), (6, slice(22, 38))):
            src, dst = (frames.ip_bytes(text) for text in ADDRESSES[version])
            sources = {
                each[where] for each in frames.flood_frames("syn", 2000, *MACS, src, dst, 80, "many", True)}
            self.assertGreater(len(sources), 1990)
            self.assertFalse(any(source[0] in (10, 0xFD) for source in sources))


class CounterTest(unittest.TestCase):
    def test_counts_the_frames_of_its_flood_only(self):
        for version in (4, 6):
            for sent in ("syn", "udp", "icmp"):
                for counted in ("syn", "udp", "icmp"):
                    with self.subTest(version=version, sent=sent, counted=counted):
                        self.assertEqual(sent == counted, counter.is_attack(frame(sent, version), counted))

    def test_does_not_count_answers_to_a_syn(self):
        for version, flags_at in ((4, 47), (6, 67)):
            answer = bytearray(frame("syn", version))
            for flags in (0x12, 0x10, 0x04, 0x14):
                answer[flags_at] = flags
                self.assertFalse(counter.is_attack(bytes(answer), "syn"))

    def test_does_not_trip_over_short_or_foreign_frames(self):
        arp = bytes(12) + b"\x08\x06" + bytes(28)
        for bad in (b"", bytes(13), arp, frame("syn", 4)[:40], frame("syn", 6)[:55]):
            self.assertFalse(counter.is_attack(bad, "syn"))


class KindsTest(unittest.TestCase):
    def flood(self, kind, spoofed):
        src, dst = (frames.ip_bytes(text) for text in ADDRESSES[4])
        return frames.flood_frames(kind, 20, *MACS, src, dst, 5353, "many", spoofed)

    def test_reflectors_answer_from_their_port_with_more_than_they_were_asked(self):
        for kind, port in (("dns", 53), ("ntp", 123)):
            sent = self.flood(kind, True)
            self.assertEqual({port}, {packet[34] << 8 | packet[35] for packet in sent})
            self.assertGreater(min(map(len, sent)), 400)
            self.assertTrue(all(counter.is_attack(packet, kind) for packet in sent))

    def test_a_scan_goes_from_port_to_port(self):
        sent = self.flood("scan", False)
        self.assertEqual(list(range(1, 21)), [packet[36] << 8 | packet[37] for packet in sent])
        self.assertTrue(all(counter.is_attack(packet, "scan") for packet in sent))


if __name__ == "__main__":
    unittest.main()

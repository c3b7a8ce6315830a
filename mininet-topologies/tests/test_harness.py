import asyncio
import contextlib
import http.server
import io
import json
import os
import subprocess
import threading
import time
import unittest

from harness import api, connections, run, switches

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class FloodGuardTest(unittest.TestCase):
    def test_refuses_to_send_outside_a_namespace_of_the_harness(self):
        done = subprocess.run(
            ["/usr/bin/python3", HERE + "/harness/flood.py", "--interface", "lo", "--kind", "syn", "--src-mac",
             "02:00:00:00:00:04", "--dst-mac", "02:00:00:00:00:01", "--src", "10.0.0.4", "--dst", "10.0.0.1"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=20, check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn(b"refused", done.stderr)


class ConnectionsTest(unittest.TestCase):
    def test_refuses_to_connect_outside_a_namespace_of_the_harness(self):
        done = subprocess.run(
            ["/usr/bin/python3", HERE + "/harness/connections.py", "--kind", "slow", "--dst", "10.0.0.1"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=20, check=False)
        self.assertEqual(1, done.returncode)
        self.assertIn(b"refused", done.stderr)

    def serve(self, kind, rate, answer, duration=1.0):
        """Runs a sender against a server of ours; returns it and how many connections the server saw."""
        async def both():
            seen = []

            async def on_connection(reader, writer):
                seen.append(time.monotonic())
                await answer(reader, writer)

            server = await asyncio.start_server(on_connection, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            sender = connections.Sender(connections.parse(
                ["--kind", kind, "--dst", "127.0.0.1", "--port", str(port), "--rate", str(rate), "--duration", str(duration)]))
            await sender.run(kind)
            server.close()
            return sender, len(seen)

        return asyncio.run(both())

    def test_asks_for_a_page_with_each_connection_and_not_more_often_than_told(self):
        async def page(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.0 200 OK\r\n\r\n")
            writer.close()

        sender, seen = self.serve("http", 50, page)
        self.assertEqual(0, sender.failed)
        self.assertTrue(1 < seen <= 51, seen)

    def test_holds_no_more_connections_than_told_and_never_ends_its_request(self):
        heard = []

        async def patient(reader, writer):
            while not reader.at_eof():
                heard.append(await reader.read(65536))
            writer.close()

        _, seen = self.serve("slow", 5, patient)
        self.assertEqual(5, seen)
        self.assertEqual([b"GET / HTTP/1.1\r\nHost: victim\r\n"] * 5, [request for request in heard if request])


class OptionsTest(unittest.TestCase):
    def refuse(self, *arguments):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), self.assertRaises(SystemExit) as ended:
            run.parse(arguments)
        self.assertEqual(2, ended.exception.code)
        return said.getvalue()

    def test_names_the_wrong_option_and_what_is_allowed(self):
        self.assertIn("--rate must be between 1 and 20000: 0", self.refuse("--rate", "0"))
        self.assertIn("--hosts must be between 3 and 32: 2", self.refuse("--hosts", "2"))
        self.assertIn("syn-flood", self.refuse("--scenario", "teardrop"))
        self.assertIn("hping3 sends neither", self.refuse("--sender", "hping3", "--ip-version", "6"))

    def test_bounds_connections_and_gives_each_scenario_a_rate_of_its_own(self):
        self.assertIn("--rate of slowloris must be between 1 and 1000: 1500", self.refuse(
            "--scenario", "slowloris", "--rate", "1500"))
        self.assertIn("real connections", self.refuse("--scenario", "http-flood", "--sender", "hping3"))
        options = run.parse(["--scenario", "slowloris,syn-flood"])
        self.assertEqual([150, 2000], [run.rate_of(options, scenario) for scenario in options.scenarios])
        options = run.parse(["--scenario", "slowloris,syn-flood", "--rate", "700"])
        self.assertEqual([700, 700], [run.rate_of(options, scenario) for scenario in options.scenarios])

    def test_takes_several_scenarios(self):
        options = run.parse(["--scenario", "syn-flood,udp-flood"])
        self.assertEqual(["syn-flood", "udp-flood"], [scenario.name for scenario in options.scenarios])


class SwitchesTest(unittest.TestCase):
    DUMP = """OFPST_FLOW reply (OF1.3) (xid=0x2):
 cookie=0x1, duration=3.1s, table=0, n_packets=7, n_bytes=378, hard_timeout=600, priority=30000,tcp,in_port=2,nw_dst=10.0.0.1,tp_dst=80,tcp_flags=+syn-ack actions=drop
 cookie=0x2, duration=3.1s, table=0, n_packets=9, n_bytes=378, priority=30000,ip,nw_src=10.0.0.4 actions=drop
 cookie=0x3, duration=3.1s, table=0, n_packets=9, n_bytes=378, priority=30000,udp6,ipv6_dst=fd00::1 actions=meter:1,goto_table:1
 cookie=0x4, duration=3.1s, table=0, n_packets=9, n_bytes=378, priority=0 actions=goto_table:1
"""

    def test_finds_rules_that_drop_or_meter_and_those_that_match_a_source(self):
        rules = switches.parse_rules(self.DUMP)
        self.assertEqual([7, 9, 9], [rule["packets"] for rule in rules])
        self.assertEqual([False, True, False], [rule["matches_source"] for rule in rules])


class WatcherTest(unittest.TestCase):
    def setUp(self):
        self.answers = {"detections": [], "rules": []}
        answers = self.answers

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                items = answers["rules" if "rules" in self.path else "detections"]
                body = json.dumps({"items": items, "total": len(items)}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        client = api.Api("http://127.0.0.1:%d" % self.server.server_port)
        self.watcher = api.Watcher(client, "10.0.0.1")

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()

    @staticmethod
    def detection(name, target="10.0.0.1", status="detected", updated="1"):
        return {"id": name, "target_ips": [target], "attack_type": "syn_flood", "status": status,
                "updated_at": updated}

    def watch(self, condition):
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and not condition():
            time.sleep(0.01)
        self.assertTrue(condition())

    def test_takes_the_first_new_detection_of_the_victim(self):
        self.answers["detections"] = [self.detection("old")]
        self.watcher.start()
        self.watch(lambda: "old" in self.watcher.before)
        self.watcher.armed.set()
        self.answers["detections"] = [
            self.detection("old", updated="2"), self.detection("other", target="10.0.0.9"), self.detection("new")]
        self.answers["rules"] = [{"id": "r1", "owner": "auto"}, {"id": "r2", "owner": "user"}]
        self.watch(lambda: self.watcher.detection and self.watcher.rules)
        self.watcher.stop()
        self.assertEqual("new", self.watcher.detection["id"])
        self.assertEqual(["other"], list(self.watcher.others))
        self.assertEqual(["r1"], list(self.watcher.rules))

    def test_an_ended_detection_that_comes_alive_again_counts_as_new(self):
        self.answers["detections"] = [self.detection("old", status="ended")]
        self.watcher.start()
        self.watch(lambda: "old" in self.watcher.before)
        self.watcher.armed.set()
        self.answers["detections"] = [self.detection("old", status="detected", updated="2")]
        self.watch(lambda: self.watcher.detection is not None)
        self.watcher.stop()

    def test_counts_errors_and_goes_on(self):
        gone = api.Api("http://127.0.0.1:1")
        self.assertIsNone(gone.get("/api/ddos/detections"))
        self.assertEqual(1, gone.errors)


if __name__ == "__main__":
    unittest.main()

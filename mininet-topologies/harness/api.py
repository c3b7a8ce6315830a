"""What the controller says: a client of its REST API, polled in a thread of its own."""

import http.client
import ipaddress
import json
import threading
import time
from urllib.parse import urlsplit

DETECTION_SECONDS = 0.05
RULES_EVERY = 5
FINISHED = ("ended", "false_positive")


class Api:
    """One keep-alive connection; errors are answered with None and counted."""

    def __init__(self, url, key=None):
        parts = urlsplit(url)
        self.address = (parts.hostname, parts.port or 80)
        self.headers = {"Accept": "application/json"}
        if key:
            self.headers["Authorization"] = "Bearer " + key
        self.connection = None
        self.errors = 0

    def get(self, path):
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(*self.address, timeout=2)
            self.connection.request("GET", path, headers=self.headers)
            answer = self.connection.getresponse()
            body = answer.read()
            if answer.status == 200:
                return json.loads(body)
        except (OSError, ValueError, http.client.HTTPException):
            self.close()
        self.errors += 1
        return None

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def targets(detection):
    """Addresses hit, as `ipaddress` writes them."""
    return [str(ipaddress.ip_address(text)) for text in detection.get("target_ips") or []]


class Watcher(threading.Thread):
    """Polls detections every 50 ms and rules every 250 ms until it is stopped.

    Owned by its thread; the reader takes the fields as they are, each of them is replaced as a whole.
    """

    def __init__(self, api, victim, on_detection=None, on_rules=None):
        super().__init__(daemon=True)
        self.api = api
        self.victim = victim
        self.on_detection = on_detection or (lambda detection: None)
        self.on_rules = on_rules or (lambda rules: None)
        self.done = threading.Event()
        self.armed = threading.Event()
        self.initial = None
        self.before = {}
        self.first_seen = None
        self.detection = None
        self.others = {}
        self.rules = {}
        self.poll_ms = []

    def run(self):
        turn = 0
        while not self.done.is_set():
            began = time.monotonic()
            self._look_at_detections()
            if turn % RULES_EVERY == 0:
                self._look_at_rules()
            turn += 1
            self.done.wait(max(0, DETECTION_SECONDS - (time.monotonic() - began)))
        self._look_at_detections()
        self._look_at_rules()
        self.api.close()

    def stop(self):
        self.done.set()
        self.join(5)

    def _look_at_detections(self):
        armed = self.armed.is_set()
        asked = time.time()
        answer = self.api.get("/api/ddos/detections?limit=50")
        now = time.time()
        self.poll_ms.append(round((now - asked) * 1000, 1))
        if answer is None:
            return
        if self.initial is None:
            self.initial = {item["id"] for item in answer.get("items", [])}
        for item in answer.get("items", []):
            known = self.before.get(item["id"])
            if not armed:
                self.before[item["id"]] = item
            elif known is not None and known.get("updated_at") == item.get("updated_at"):
                continue
            elif known is not None and (known.get("status") not in FINISHED or item.get("status") in FINISHED):
                continue
            elif self.victim in targets(item):
                self._ours(item, now)
            else:
                self.others[item["id"]] = item

    def _ours(self, item, now):
        if self.first_seen is None:
            self.first_seen = now
        if self.detection is None or self.detection["id"] == item["id"]:
            changed = item != self.detection
            self.detection = item
            if changed:
                self.on_detection(item)
        else:
            self.others[item["id"]] = item

    def _look_at_rules(self):
        answer = self.api.get("/api/mitigation/rules?limit=100")
        if answer is None or not self.armed.is_set():
            return
        rules = [item for item in answer.get("items", []) if item.get("owner") == "auto"]
        if rules:
            self.rules = {**self.rules, **{item["id"]: item for item in rules}}
            self.on_rules(rules)

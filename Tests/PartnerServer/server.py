#!/usr/bin/env python3
"""A server that takes batches as the partner's synchronisation API does, with its faults by name, on this machine alone.

    server.py [--port 0] [--settings '{"token": "…", …}']

prints its address on the first line. Every body is held against Fixtures/partner/api/openapi.json. Beside the service's own paths there is
/control, by which a test sets settings and faults (POST), and asks what was committed and how many other connections are open (GET). Settings, with what holds where none is given:

    token "a-token-that-only-this-test-knows", network, connector: who may come, and who that is
    whitelist, blacklist, properties, healthy true: what `settings` and `health` say
    pace: seconds that each call takes
    faults: [{"call": NAME or "", "name": …, "after": calls of that name, "times": n, "seconds": s}] with the names
        a status in digits (with "retry-after": text; with "done": true it is done all the same), "held" (done, and answered when "released" is set, or after a minute), "redirect", "refused" (the connection is reset before anything is done),
        "lost" (it is done, and the connection is reset before the answer), "cut" (done, and half an answer), "anew" (what was open is forgotten, and the connection reset, as by a service that ends and comes up anew), "slow", "echo" (400 with our own body)
    tls: {"certificate": file, "key": file}
"""
import argparse
import hashlib
import json
import os
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "StubServer"))

from schema import Page
from wire import WireHandler, serve

STANDARD = {"token": "a-token-that-only-this-test-knows", "network": "11111111-2222-3333-4444-555555555555", "connector": "66666666-7777-8888-9999-aaaaaaaaaaaa",
            "whitelist": ["*@example.com"], "blacklist": [], "properties": ["team_id", "employment_date"], "healthy": True, "pace": 0, "faults": []}
BASE = "/api/sync/hashed/"
ARRAYS = {"groups": "groups", "users": "users", "entities": "entites", "interactions": "interactions"}


class Bad(Exception):
    """What a body has wrong."""


class Batch:
    def __init__(self, period):
        self.period = period
        self.items = {name: {} for name in ARRAYS}

    def take(self, call, items):
        for item in items:
            # An interaction is one by its event, its time and its id; so it counts once, however often it comes.
            if call == "interactions":
                key = (item["eventId"], item["when"], item["interactionId"])
            elif call == "entities":
                key = (item["changeDate"], json.dumps(item["ids"], sort_keys=True))
            else:
                key = item.get("id") or item.get("email")
            self.items[call][key] = item


class Service:
    def __init__(self, settings, port):
        self.settings = {**STANDARD, **settings}
        self.base = f"{'https' if settings.get('tls') else 'http'}://127.0.0.1:{port}"
        self.page = Page()
        self.lock = threading.RLock()
        self.open = None
        self.committed = {name: {} for name in ARRAYS}
        self.seen = {}
        self.facts = {"calls": [], "opened": 0, "discarded": 0, "committed": 0, "rolledBack": 0, "mostItems": 0, "mostBytes": 0, "queries": 0,
                      "elsewhere": 0, "last": "", "messages": []}

    def fault(self, call):
        """The fault that this request meets, if any."""
        with self.lock:
            self.seen[call] = self.seen.get(call, 0) + 1
            self.seen[""] = self.seen.get("", 0) + 1
            for fault in self.settings["faults"]:
                name = fault.get("call", "")
                if name in ("", call) and self.seen[name] > fault.get("after", 0) and fault.get("times", 1) != 0:
                    fault["times"] = fault.get("times", 1) - 1
                    return fault
        return {"name": ""}

    def do(self, call, body):
        """Does what a call asks for; what it answers."""
        with self.lock:
            self.facts["calls"].append(call)
            wrong = self.page.fault(call, body)
            if wrong:
                raise Bad(wrong)
            if call == "start":
                self.facts["discarded"] += self.open is not None
                self.facts["opened"] += 1
                self.open = Batch((body["syncPeriodStart"], body["syncPeriodEnd"]))
                return None
            if self.open is None:
                raise Bad("no batch is open")
            if call == "completed":
                return self.complete(body)
            items = body[ARRAYS[call]]
            self.facts["mostItems"] = max(self.facts["mostItems"], len(items) if call == "interactions" else 0)
            self.open.take(call, items)
            return "66666666-0000-0000-0000-%012d" % len(self.facts["calls"])

    def complete(self, body):
        if (body["syncPeriodStart"], body["syncPeriodEnd"]) != self.open.period:
            raise Bad("the period is not that of the start")
        self.facts["messages"].append(body["message"])
        if body["success"]:
            for name, items in self.open.items.items():
                self.committed[name].update(items)
        self.facts["committed" if body["success"] else "rolledBack"] += 1
        self.open = None

    def state(self):
        with self.lock:
            text = json.dumps({name: sorted(items.values(), key=lambda item: json.dumps(item, sort_keys=True)) for name, items in self.committed.items()}, sort_keys=True)
            return {**self.facts, "isOpen": self.open is not None, "counts": {name: len(items) for name, items in self.committed.items()},
                    "digest": hashlib.sha256(text.encode()).hexdigest()}


class Handler(WireHandler):
    server_version = "Kestrel"
    service = None

    def trouble(self, status, text, headers=()):
        self.send(status, text.encode(), "text/plain", [("X-Correlation-Id", "0af7651916cd43dd8448eb211c80319c"), *headers])

    def do_POST(self):
        address = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if address.path == "/control":
            return self.control(json.loads(body))
        if address.path == BASE + "settings":
            return self.asked("settings", address, lambda given: {
                "whitelist": given["whitelist"], "blacklist": given["blacklist"], "customAttributes": {"prop": given["properties"]}}, body)
        call = address.path.removeprefix(BASE)
        if not address.path.startswith(BASE) or call not in ("start", "completed", *ARRAYS):
            return self.trouble(404, "")
        self.called(call, body)

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if address.path == "/control":
            return self.send(200, {**self.service.state(), "others": self.server.connections - 1})
        if address.path == "/elsewhere":
            self.service.facts["elsewhere"] += 1
            return self.send(200, {})
        if address.path == "/api/settings/health":
            healthy = self.service.settings["healthy"]
            return self.send(200 if healthy else 400, {"healthy": healthy})
        if address.path == BASE + "token":
            return self.asked("token", address, lambda given: {"networkId": given["network"], "connectorId": given["connector"]}, b"")
        self.trouble(404, "")

    def asked(self, call, address, answer, body):
        service = self.service
        service.facts["queries"] += 1
        if self.wire(service.fault(call), body):
            return
        if urllib.parse.parse_qs(address.query).get("serviceToken") != [service.settings["token"]]:
            return self.trouble(403, "")
        self.send(200, answer(service.settings))

    def called(self, call, body):
        service = self.service
        service.facts["mostBytes"] = max(service.facts["mostBytes"], len(body))
        if service.settings["pace"]:
            time.sleep(service.settings["pace"])
        fault = service.fault(call)
        if fault["name"] == "anew":
            service.open = None
            return self.hang_up(is_reset=True)
        if self.wire(fault, body):
            return
        try:
            given = json.loads(body)
            if self.headers.get("Content-Type") != "application/json":
                raise Bad("the content is no JSON")
            if given.get("serviceToken") != service.settings["token"]:
                return self.trouble(403, "")
            answer = service.do(call, given)
        except (Bad, ValueError) as wrong:
            service.facts["last"] = str(wrong)
            return self.trouble(400, str(wrong))
        if fault["name"] == "lost":
            return self.hang_up(is_reset=True)
        if fault["name"].isdigit():
            return self.trouble(int(fault["name"]), "")
        if fault["name"] == "held":
            for _ in range(6000):
                if service.settings.get("released"):
                    break
                time.sleep(0.01)
        data = json.dumps(answer).encode() if answer else b""
        self.send(200, data or b" " * 20, cut=0.5) if fault["name"] == "cut" else self.send(200, data)

    def wire(self, fault, body):
        """Faults in place of what was asked for."""
        name = fault["name"]
        if name.isdigit() and not fault.get("done"):
            self.trouble(int(name), fault.get("text", "somebody@example.com is not known"), [("Retry-After", fault["retry-after"])] if "retry-after" in fault else ())
        elif name == "echo":
            self.trouble(400, body.decode())
        elif name == "redirect":
            self.trouble(307, "", [("Location", self.service.base + "/elsewhere")])
        elif name == "refused":
            self.hang_up(is_reset=True)
        elif name == "slow":
            time.sleep(fault.get("seconds", 1))
            return False
        else:
            return False
        return True

    def control(self, wanted):
        service = self.service
        with service.lock:
            if wanted.pop("forget", False):
                service.committed = {name: {} for name in ARRAYS}
            if "faults" in wanted:
                service.seen = {}
            service.settings.update(wanted)
        self.send(200, {})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--settings", default="{}")
    arguments = parser.parse_args()
    serve(Handler, Service, arguments.port, json.loads(arguments.settings))


if __name__ == "__main__":
    main()

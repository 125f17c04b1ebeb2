#!/usr/bin/env python3
"""A server that behaves as Entra and Microsoft's message traces do, with their faults by name, on this machine alone.

    server.py [--port 0] [--settings '{"rows": 2000, …}']

prints its address on the first line. It checks whatever it is sent. Beside the service's own paths there is /control, by which a test sets
settings and faults (POST), and asks for the truth and for what was served (GET). Settings, with what holds where none is given:

    seed 1, rows 2000, days 3, crowd 0 (recipients of one message at one instant), late true, changing true, recalls true: the world
    tenant, client, secret, certificate: who may sign in; token-life, and token-told where another is told; has-role; clock-ahead (seconds), and sign-in-ahead where Entra's clock is another
    principal-missing: so many requests are answered as by a tenant without the service principal
    budget 100 requests in budget-seconds 300; retry-after "seconds", "date" or null
    advance-after: so many requests until the world takes a step; forget-days: older rows are gone; poison-every, ties, gzip, verbose, links
    faults: [{"name": …, "after": requests, "times": n}]
    tls: {"certificate": file, "key": file}: everything over https. A proxy is asked for hosts with CONNECT: it notes them, and lets nobody through (407)
"""
import argparse
import email.utils
import json
import os
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "StubServer"))

from entra import Entra
from traces import PATH, REPORTING, Rejected, Traces
from wire import WireHandler, serve
from world import World

STANDARD = {"seed": 1, "rows": 2000, "days": 3, "crowd": 0, "late": True, "changing": True, "recalls": True, "tenant": "11111111-2222-3333-4444-555555555555",
            "client": "66666666-7777-8888-9999-aaaaaaaaaaaa", "secret": "a secret+that&only=this%test~knows".replace(" ", "_"), "clock-ahead": 0,
            "budget": 100, "budget-seconds": 300, "retry-after": "seconds", "faults": []}


class Service:
    def __init__(self, settings, port):
        self.settings = {**STANDARD, **settings}
        self.base = f"{'https' if settings.get('tls') else 'http'}://127.0.0.1:{port}"
        self.settings["scopes"] = [self.base + "/.default", "https://outlook.office365.com/.default"]
        self.settings["audience"] = f"{self.base}/{self.settings['tenant']}/oauth2/v2.0/token"
        self.lock = threading.RLock()
        self.counts = {"list": 0, "served": 0, "throttled": 0, "token": 0, "elsewhere": 0, "in-pause": 0, "connections": 0, "packed": 0}
        self.heads = []
        self.connects = []
        self.times = []
        self.pause_ends = 0
        given = self.settings
        self.world = World(given["seed"], given["rows"], given["days"], time.time() + given["clock-ahead"], given["late"], given["changing"], given["crowd"], given["recalls"])
        self.entra = Entra(self.settings, self.sign_in_clock)
        self.traces = Traces(self.world, self.clock, self.settings)

    def clock(self):
        return time.time() + self.settings["clock-ahead"]

    def sign_in_clock(self):
        return time.time() + self.settings.get("sign-in-ahead", self.settings["clock-ahead"])

    def fault(self):
        """The fault that this request meets, if any."""
        for fault in self.settings["faults"]:
            if self.counts["list"] > fault.get("after", 0) and fault.get("times", 1) != 0:
                fault["times"] = fault.get("times", 1) - 1
                return fault
        return {"name": ""}

    def throttle(self):
        """Whether this request is one too many; requests that are refused count too."""
        now = time.monotonic()
        self.times = [at for at in self.times if at > now - self.settings["budget-seconds"]] + [now]
        return len(self.times) > self.settings["budget"]


class Handler(WireHandler):
    server_version = "Microsoft-IIS/10.0"
    service = None

    def date_time_string(self, timestamp=None):
        clock = self.service.sign_in_clock if self.command == "POST" else self.service.clock
        return email.utils.formatdate(clock() if timestamp is None else timestamp, usegmt=True)

    def setup(self):
        super().setup()
        with self.service.lock:
            self.service.counts["connections"] += 1

    # -- Answers

    def may_pack(self):
        return self.service.settings.get("gzip", True)

    def packed(self):
        self.service.counts["packed"] += 1

    def trouble(self, status, code, message, headers=()):
        self.send(status, {"error": {"code": code, "message": message, "innerError": {"date": "2026-01-01T00:00:00", "request-id": "0", "client-request-id": "0"}}},
                  headers=headers)

    # -- Requests

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        service = self.service
        if self.path == "/control":
            return self.control(json.loads(body))
        with service.lock:
            service.counts["token"] += 1
            broken = service.settings.get("token-faults") or []
            if broken:
                status = broken.pop(0)
                if status == 302:
                    return self.send(302, b"", headers=[("Location", service.base + "/elsewhere")])
                return self.send(status, b"<html>no</html>", "text/html")
            status, answer = service.entra.answer(self.path, self.headers.get("Content-Type", ""), body)
        self.send(status, answer)

    def do_CONNECT(self):
        with self.service.lock:
            self.service.connects.append({"host": self.path, "names": sorted(name.lower() for name in self.headers)})
        self.send(407, b"", headers=[("Proxy-Authenticate", "Basic realm=\"proxy\"")])

    def do_GET(self):
        service = self.service
        address = urllib.parse.urlsplit(self.path)
        if address.path == "/control":
            with service.lock:
                served = [{"id": key[0], "recipient": key[1], "status": value} for key, value in service.traces.served.items()]
                return self.send(200, {"counts": service.counts, "served": served, "heads": service.heads, "connects": service.connects, "issued": service.entra.issued, "step": service.world.step,
                                       "truth": service.world.truth() if "truth" in address.query else []})
        if address.path == "/elsewhere":
            service.counts["elsewhere"] += 1
            return self.send(200, {"value": []})
        if address.path not in (PATH, REPORTING):
            return self.trouble(404, "ResourceNotFound", "Resource not found for the segment.")
        with service.lock:
            service.counts["list"] += 1
            service.heads = (service.heads + [{"path": self.path, "prefer": self.headers.get("Prefer", ""), "at": time.time()}])[-400:]
            if service.settings.get("advance-after") and service.counts["list"] % service.settings["advance-after"] == 0:
                service.world.advance()
            fault = service.fault()
        self.list(address, fault)

    def list(self, address, fault):
        service = self.service
        is_graph = address.path == PATH
        with service.lock:
            if service.settings.get("principal-missing", 0) > 0:
                service.settings["principal-missing"] -= 1
                return self.trouble(401, "Unauthorized", "Service principal-less Authentication failed: the service principal for App ID "
                                    "8bd644d1-64a1-4d4b-ae52-2e0cbf64e373 was not found.")
            refusal = service.entra.judge(self.headers.get("Authorization"), service.settings["scopes"][0 if is_graph else 1], service.clock())
            if refusal:
                return self.trouble(*refusal, headers=[("WWW-Authenticate", "Bearer realm=\"\"")] if refusal[0] == 401 else ())
            if service.clock() < service.pause_ends:
                service.counts["in-pause"] += 1
            if service.throttle():
                service.counts["throttled"] += 1
                return self.too_many(service.settings["budget-seconds"] - (time.monotonic() - service.times[0]) + 1)
        if self.wire(fault):
            return
        try:
            with service.lock:
                if is_graph:
                    body = service.traces.page(service.base, address.query, fault["name"], self.headers)
                else:
                    body = service.traces.report(service.base, address.query, fault["name"])
                service.counts["served"] += 1
        except Rejected as rejected:
            if is_graph:
                return self.trouble(400, rejected.code, rejected.message)
            return self.send(400, {"odata.error": {"code": "", "message": {"lang": "en-US", "value": rejected.message}}})
        self.deliver(fault, body)

    def too_many(self, seconds, kind=None):
        service = self.service
        kind = kind or service.settings["retry-after"]
        seconds = max(1, int(seconds + 0.999))
        service.pause_ends = service.clock() + seconds - 1 if kind != "none" else 0
        headers = {"seconds": [("Retry-After", str(seconds))], "date": [("Retry-After", email.utils.formatdate(service.clock() + seconds, usegmt=True))]}.get(kind, [])
        self.trouble(429, "TooManyRequests", "", headers)

    def wire(self, fault):
        """Faults in place of an answer."""
        name = fault["name"]
        if name == "429":
            self.too_many(fault.get("seconds", 1), fault.get("kind"))
        elif name in ("500", "503", "504", "509"):
            self.trouble(int(name), "UnknownError", "", [("Retry-After", str(fault["seconds"]))] if "seconds" in fault else ())
        elif name == "502-html":
            self.send(502, b"<html><body>Bad Gateway</body></html>", "text/html")
        elif name == "400":
            self.trouble(400, "BadRequest", "somebody@example.com asked for nonsense")
        elif name == "403":
            self.trouble(403, "Forbidden", "The caller has no permission to do this.")
        elif name == "closed":
            self.hang_up(is_reset=True)
        elif name == "broken-json":
            self.send(200, b'{"value":[{"id":"1","recipientAddress":"x@ex')
        elif name == "error-200":
            self.trouble(200, "UnknownError", "")
        elif name == "redirect":
            self.send(302, b"", headers=[("Location", fault.get("to", self.service.base + "/elsewhere"))])
        elif name == "late":
            time.sleep(fault.get("seconds", 1))
            return False
        else:
            return False
        return True

    def deliver(self, fault, body):
        """A page, or what is left of it on its way."""
        name = fault["name"]
        if name == "cut":
            return self.send(200, body, cut=0.6)
        if name == "cut-chunked":
            return self.send(200, body, cut=0.6, is_chunked=True)
        if name == "reset":
            data = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            return self.hang_up(is_reset=True)
        if name == "hang":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.flush()
            time.sleep(fault.get("seconds", 10))
            self.close_connection = True
            return
        if name == "drip":
            data = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            try:
                for byte in data:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(fault.get("seconds", 1))
            except OSError:
                pass
            self.close_connection = True
            return
        self.send(200, body)

    # -- What a test says

    def control(self, wanted):
        service = self.service
        with service.lock:
            for _ in range(wanted.pop("advance", 0)):
                service.world.advance()
            if wanted.pop("finish", False):
                service.world.finish()
            if "clock-ahead" in wanted or "faults" in wanted:
                service.counts["list"] = 0
            if wanted.pop("forget-budget", False):
                service.times = []
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

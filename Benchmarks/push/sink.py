#!/usr/bin/env python3
"""A service on this machine that takes every call of a push and drops what it brings: what a push costs by itself.

    sink.py        prints its address, and for each batch how many calls and bytes there were
"""
import http.server


class Sink(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    calls = 0
    size = 0

    def do_POST(self):
        length = left = int(self.headers.get("Content-Length") or 0)
        while left > 0:
            piece = self.rfile.read(min(left, 1 << 20))
            if not piece:
                return
            left -= len(piece)
        Sink.calls += 1
        Sink.size += length
        answer = b'"00000000-0000-0000-0000-000000000000"'
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
        if self.path.endswith("/completed"):
            print(Sink.calls, "calls", Sink.size, "bytes", flush=True)

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()

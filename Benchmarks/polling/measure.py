#!/usr/bin/env python3
"""Polls a world of the test server and says how long it took, how much memory, and how long the server alone takes for the same pages.

    Benchmarks/polling/measure.py [--rows 300000] [--days 60] [--program .build/release/calfold]
"""
import argparse
import gzip
import json
import os
import pathlib
import re
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
TENANT, CLIENT = "11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-aaaaaaaaaaaa"
SECRET = "a_secret+that&only=this%test~knows"


def fetch_alone(address, days):
    """The time that a client takes which does nothing with the pages."""
    began = time.monotonic()
    form = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET, "scope": address + "/.default"}
    answer = urllib.request.urlopen(f"{address}/{TENANT}/oauth2/v2.0/token", urllib.parse.urlencode(form).encode())
    token = json.load(answer)["access_token"]
    headers = {"Authorization": "Bearer " + token, "Accept-Encoding": "gzip"}
    pages, end = 0, time.time() - 300
    while days > 0:
        span = min(days, 10)
        bounds = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(instant)) for instant in (end - span * 86400, end)]
        query = urllib.parse.quote(f"receivedDateTime ge {bounds[0]} and receivedDateTime le {bounds[1]}")
        link = f"{address}/v1.0/admin/exchange/tracing/messageTraces?$filter={query}&$top=5000"
        while link:
            body = urllib.request.urlopen(urllib.request.Request(link, headers=headers)).read()
            body = gzip.decompress(body)
            found = re.search(rb'"@odata.nextLink": "([^"]*)"', body)
            link = found and found.group(1).decode()
            pages += 1
        end -= span * 86400
        days -= span
    return time.monotonic() - began, pages


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--program", default=str(ROOT / ".build/release/calfold"))
    arguments = parser.parse_args()
    settings = {"rows": arguments.rows, "days": arguments.days, "late": False, "changing": False, "budget": 1_000_000}
    server = subprocess.Popen(["python3", "-B", str(ROOT / "Tests/TraceServer/server.py"), "--settings", json.dumps(settings)], stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "secret").write_text(SECRET)
            command = [arguments.program, "poll", "--tenant", TENANT, "--client-id", CLIENT, "--client-secret-file", "secret", "--token-url", address, "--graph-url", address,
                       "--initial-interval", f"{arguments.days + 1}d"]
            for name in ("first", "nothing new"):
                began = time.monotonic()
                child = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
                output = child.stdout.read()
                _, status, usage = os.wait4(child.pid, 0)
                print(f"{name}: status {os.waitstatus_to_exitcode(status)}, {time.monotonic() - began:.1f} s ({usage.ru_utime + usage.ru_stime:.1f} s of a core), "
                      f"{usage.ru_maxrss / 1024:.0f} MB at most; {output.strip()}")
        seconds, pages = fetch_alone(address, arguments.days + 1)
        print(f"the server alone: {seconds:.1f} s for {pages} pages")
    finally:
        server.kill()


if __name__ == "__main__":
    main()

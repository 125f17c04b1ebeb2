#!/usr/bin/env python3
"""Asks `calfold serve` for pages of a generated store and says how long they take: the middle one and the 95th of a hundred, for one reader
and for eight at once, and how much memory the server took.

    swift build -c release --product calfold && swift build -c release --product GenerateCalendarLog
    Benchmarks/web/measure.py [--rows 1000000] [--pages 200] [--readers 8] [--folder DIR] [--program .build/release/calfold]

What is asked for is picked by a seed, so each run asks the same. A page is timed from the connection to its last byte.
"""
import argparse
import concurrent.futures
import datetime
import http.client
import pathlib
import random
import re
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Server:
    def __init__(self, program, store):
        command = [program, "serve", "--store", store, "--listen", "127.0.0.1:0", "--access-log", str(store) + ".log"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        address = urllib.parse.urlsplit(self.process.stdout.readline().strip())
        self.host, self.cookie = address.netloc, None
        form = urllib.parse.urlencode({"token": address.fragment, "next": "/"})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Origin": f"http://{self.host}"}
        _, answer, _ = self.ask("/sign-in", form, headers)
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]

    def ask(self, path, body=None, headers=None):
        """Seconds, the answer, and its body."""
        began = time.perf_counter()
        connection = http.client.HTTPConnection(self.host, timeout=600)
        headers = dict(headers or {}, **({"Cookie": self.cookie} if self.cookie else {}))
        connection.request("POST" if body else "GET", path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return time.perf_counter() - began, answer, text

    def page(self, path):
        seconds, answer, text = self.ask(path)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {text[-400:].decode(errors='replace')}")
        return seconds, text

    def peak(self):
        """Megabytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024


def questions(store, count):
    """Pages of each kind that somebody may ask for."""
    chance = random.Random(21)
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
        meetings = db.execute("SELECT meeting_id, subject, organizer, first_start FROM meetings WHERE first_start IS NOT NULL").fetchall()
    quote = urllib.parse.quote

    def week(row):
        year, number, _ = datetime.date.fromisoformat(row[3][:10]).isocalendar()
        return f"/people/{quote(row[2])}/week/{year}-W{number:02}"

    def search(row):
        first, second, number = row[1].split()[:3]
        words = [first, f"{first} {second}", f"{first} {number}", row[2], f"{row[2]} {first}", row[3][:10], row[0][-12:], first[1:4], "example", ""]
        return "/meetings?q=" + quote(chance.choice(words))

    kinds = {
        "a meeting": lambda row: f"/meetings/{row[0]}",
        "a meeting as it stood": lambda row: f"/meetings/{row[0]}?as-of={row[3][:10]}",
        "a week": week,
        "a week as it stood": lambda row: week(row) + f"?as-of={row[3][:10]}",
        "a search": search,
        "a search, by status": lambda row: search(row) + "&status=" + chance.choice(["scheduled", "cancelled", "orphaned"]),
    }

    return {name: [make(chance.choice(meetings)) for _ in range(count)] for name, make in kinds.items()}


def share(seconds, part):
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--pages", type=int, default=200, help="of each kind")
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--folder", help="for the log and the store; kept, and used again, when given")
    parser.add_argument("--program", default=str(ROOT / ".build/release/calfold"))
    parser.add_argument("--generator", default=str(ROOT / ".build/release/GenerateCalendarLog"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.folder or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        log, store = folder / f"log-{options.rows}.csv", folder / f"web-{options.rows}.db"
        if not log.exists():
            subprocess.run([options.generator, "--rows", str(options.rows), "--out", log], check=True, stderr=subprocess.DEVNULL)
        if not store.exists():
            subprocess.run([options.program, "ingest", log, "--store", store], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([options.program, "fold", "--store", store], check=True, stdout=subprocess.DEVNULL)
        asked = questions(store, options.pages)
        server = Server(options.program, store)
        try:
            print(f"{'milliseconds':28} {'one reader':>17} {f'{options.readers} readers':>17}")
            print(f"{'':28} {'middle':>8} {'95th':>8} {'middle':>8} {'95th':>8}")
            for name, paths in asked.items():
                one = [server.page(path)[0] for path in paths]
                with concurrent.futures.ThreadPoolExecutor(options.readers) as readers:
                    many = list(readers.map(lambda path: server.page(path)[0], paths))
                print(f"{name:28} " + " ".join(f"{share(times, part):8.1f}" for times in (one, many) for part in (0.5, 0.95)), flush=True)
            print(f"peak memory {server.peak():.0f} MB")
            with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
                month, = db.execute("SELECT substr(first_start, 1, 7) AS month FROM meetings WHERE month IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1").fetchone()
                day, later = db.execute("SELECT substr(min(logtime), 1, 10), substr(max(logtime), 1, 10) FROM calendar_entries WHERE position % 97 = 0").fetchone()
            for name, path in {
                "a month of the organisation": f"/organisation?month={month}",
                "what differs of everybody": f"/difference?between={day}&and={later}",
            }.items():
                seconds, text = server.page(path)
                print(f"{name:28} {seconds:8.2f} s {len(text) / 1e6:8.2f} MB, peak memory {server.peak():.0f} MB", flush=True)
        finally:
            server.process.terminate()
            server.process.wait()


main()

"""Times whole processes over one generated tracking log and compares what they count."""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CALFOLD = ROOT / ".build/release/calfold"
HERE = pathlib.Path(__file__).resolve().parent


def run(*command):
    """Seconds by the clock, and megabytes at the peak, of a process that must succeed."""
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{errors}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def lines(path):
    with open(path, "rb") as file:
        return sum(1 for _ in file)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--folder", help="for the data; kept when given")
    options = parser.parse_args()
    folder = pathlib.Path(options.folder or tempfile.mkdtemp(prefix="calfold-mail-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        log, store, key = folder / "MSGTRK2024030406-1.LOG", folder / "calfold.db", folder / "key.txt"
        for path in folder.glob("calfold.db*"):
            path.unlink()
        key.write_text("a key for a benchmark, no secret\n")
        key.chmod(0o600)
        rows = int(subprocess.run(
            [sys.executable, HERE / "generate.py", "--megabytes", str(options.megabytes), "--out", log], check=True, capture_output=True).stdout)
        work = [
            ("ingest", CALFOLD, "ingest", log, "--store", store),
            ("fold", CALFOLD, "fold", "--store", store),
            ("export emails, pseudonymised", CALFOLD, "export", "emails", "--store", store, "--key-file", key, "--accepted-domain", "example.com", "--out", folder),
            ("ingest again, all known", CALFOLD, "ingest", log, "--store", store),
        ]
        print(f"{rows:,} rows, {log.stat().st_size / 1e6:.0f} MB\n{'work':32} {'rows/s':>12} {'seconds':>9} {'peak':>9}")
        whole, peak = 0.0, 0.0
        for name, *command in work:
            seconds, megabytes = run(*command)
            if name != "ingest again, all known":
                whole, peak = whole + seconds, max(peak, megabytes)
            print(f"{name:32} {rows / seconds:>12,.0f} {seconds:>9.2f} {megabytes:>6.0f} MB", flush=True)
        print(f"{'calfold, end to end':32} {rows / whole:>12,.0f} {whole:>9.2f} {peak:>6.0f} MB")
        seconds, megabytes = run(sys.executable, HERE / "distinct.py", log, folder)
        print(f"{'duckdb, distinct, 2 threads':32} {rows / seconds:>12,.0f} {seconds:>9.2f} {megabytes:>6.0f} MB   calfold takes {whole / seconds:.1f} times as long")
        own, theirs = lines(folder / "emails.csv"), lines(folder / "distinct.csv")
        print(f"e-mails: {own - 1:,} and {theirs - 1:,}; store {store.stat().st_size / 1e6:.0f} MB")
    finally:
        if not options.folder:
            shutil.rmtree(folder)


main()

#!/usr/bin/env python3
"""Measures how the job of Cluster/spark and one machine grow with the rows, and compares what both write.

    Benchmarks/cluster/measure.py --folder DIR [--rows N ...] [--calfold PROGRAM]

The job runs with `local[2]`. Each size needs about 3 KB of disk for a row, and frees it. Seconds are processor time of all
processes that a command starts; megabytes are those of the biggest process among them. Needs what `Scripts/cluster/prepare`
brings, and a release build of calfold and GenerateCalendarLog.
"""
import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPARK = ROOT / ".build/cluster/spark-3.5.3"
TABLES = ["meetings", "participants", "calendar_log"]
# The generator makes some eleven thousand rows a day from 2021 on, whatever their number: a million lie in this half year,
# of four a half, and of sixteen an eighth. So it is with a log that grows while the months that are asked for do not.
WINDOW = ["--from", "2021-01-01", "--to", "2021-07-01"]
ROWS_A_FILE = 10_000


@dataclass
class Cost:
    processor: float
    clock: float
    megabytes: float


def run(*command, environment=None) -> Cost:
    began = time.perf_counter()
    with open("last.log", "wb") as log:
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{Path('last.log').read_text(errors='replace')[-3000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / 1024)


def total(costs: Iterable[Cost]) -> Cost:
    costs = list(costs)
    megabytes = max(cost.megabytes for cost in costs)
    return Cost(sum(cost.processor for cost in costs), sum(cost.clock for cost in costs), megabytes)


def generate(rows: int) -> None:
    """Files of ten thousand rows each, without the whole of it in one file before."""
    Path("in").mkdir()
    words = [ROOT / ".build/release/GenerateCalendarLog", "--rows", rows]
    source = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    head, number, lines = source.stdout.readline(), 0, []
    for line in source.stdout:
        lines.append(line)
        if len(lines) == ROWS_A_FILE:
            Path(f"in/part-{number:05}.csv").write_bytes(head + b"".join(lines))
            number, lines = number + 1, []
    if lines:
        Path(f"in/part-{number:05}.csv").write_bytes(head + b"".join(lines))
    if source.wait():
        sys.exit("GenerateCalendarLog failed")


def digest(paths: list[Path]) -> str:
    sum = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                sum.update(block)
    return sum.hexdigest()


def compare() -> int:
    """The bytes of each table and month of both; ends the run where they differ. How many there are."""
    found = 0
    for table in TABLES:
        for folder in sorted((Path("spark") / table).iterdir()):
            own = Path("one") / f"{folder.name}_{table}.csv"
            parts = [folder / "head.csv", *sorted(folder.glob("part-*"))]
            if digest(parts) != digest([own]):
                sys.exit(f"{table} of {folder.name} is not what one machine writes")
            found += 1
    return found


def one_machine(calfold: Path, rows: int) -> list[Cost]:
    costs = [run(calfold, "ingest", "in", "--store", "log.db"), run(calfold, "fold", "--store", "log.db")]
    months = [f"2021-{month:02}" for month in range(1, 7)]
    costs.append(total(run(calfold, "export", *TABLES, "--store", "log.db", "--month", month, "--out", "one", *PRIVACY) for month in months))
    size = Path("log.db").stat().st_size
    Path("log.db").unlink()
    names = ("ingest", "fold", "export")
    for name, cost in zip(names, costs):
        line(rows, f"one machine, {name}", cost)
    seconds = total(costs).processor
    print(f"{rows:>12,}  one machine, in all: {seconds:.1f} s, {rows / seconds:,.0f} rows a second and core; store of {size / 1e6:,.0f} MB", flush=True)
    return costs


def line(rows: int, name: str, cost: Cost) -> None:
    print(f"{rows:>12,}  {name:22} {cost.processor:>9.1f} s processor {cost.clock:>9.1f} s clock {cost.megabytes:>7.0f} MB", flush=True)


def job(calfold: Path, rows: int) -> Cost:
    partitions = max(8, rows // 500_000)
    settings = [f"spark.sql.shuffle.partitions={partitions}", "spark.ui.enabled=false", f"spark.local.dir={Path('local').resolve()}"]
    submit = [SPARK / "bin/spark-submit", "--master", "local[2]", "--driver-memory", "2g"]
    for setting in settings:
        submit += ["--conf", setting]
    words = ["--calfold", calfold, "--input", Path("in").resolve(), "--out", Path("spark").resolve(), "--tables", ",".join(TABLES)]
    python = str(SPARK / "bin/python")
    environment = os.environ | {"PYSPARK_PYTHON": python, "PYSPARK_DRIVER_PYTHON": python, "SPARK_LOCAL_IP": "127.0.0.1"}
    cost = run(*submit, ROOT / "Cluster/spark/calfold_spark.py", *words, "--", *WINDOW, *PRIVACY, environment=environment)
    line(rows, f"the job, {partitions} partitions", cost)
    print(f"{rows:>12,}  the job: {rows / cost.processor:,.0f} rows a second and core", flush=True)
    return cost


parser = argparse.ArgumentParser()
parser.add_argument("--folder", required=True, type=Path, help="for the data; made, and emptied again")
parser.add_argument("--rows", nargs="+", type=int, default=[1_000_000, 4_000_000, 16_000_000])
parser.add_argument("--calfold", type=Path, default=ROOT / ".build/release/calfold")
options = parser.parse_args()
options.folder.mkdir(parents=True)
os.chdir(options.folder)
Path("key.txt").write_text("a key that only this measurement knows\n")
Path("key.txt").chmod(0o600)
PRIVACY = ["--key-file", Path("key.txt").resolve(), "--accepted-domain", "example.com"]
for count in options.rows:
    generate(count)
    alone = total(one_machine(options.calfold, count)).processor
    together = job(options.calfold, count).processor
    tables = compare()
    print(f"{count:>12,}  {tables} tables of months, byte for byte the same; the job takes {together / alone:.2f} times the processor time", flush=True)
    for name in ("in", "one", "spark", "local"):
        shutil.rmtree(name, ignore_errors=True)
shutil.rmtree(options.folder)

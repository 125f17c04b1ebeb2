"""Runs the job of Cluster/spark on a cluster of this machine, and holds what it publishes against `calfold export`."""

import csv
import json
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from standalone import Cluster, executors_of

ROOT = Path(__file__).resolve().parents[2]
CALFOLD = ROOT / ".build/release/calfold"
SIMULATE = ROOT / ".build/debug/SimulateOrganisation"
JOB = ROOT / "Cluster/spark/calfold_spark.py"
FOLDER = ROOT / ".build/cluster/run"
TABLES = ["meetings", "participants", "emails", "interactions", "calendar_log"]
WINDOW = ["--from", "2024-01-01", "--to", "2024-07-01"]
SAMPLE = [ROOT / "Fixtures/calendar/sample-organisation/logs", ROOT / "Fixtures/mail/tracking-logs"]


class Failed(Exception):
    """Something is not as it has to be."""


def expect(is_so: bool, words: str) -> None:
    if not is_so:
        raise Failed(words)


@dataclass
class Rehearsal:
    """Inputs of one kind, and what one machine makes of them."""

    cluster: Cluster
    name: str
    folder: Path = field(init=False)
    privacy: list[str] = field(init=False)
    options: list[str] = field(init=False)
    # For `ingest`; the job gives its readers what they take of its options.
    reading: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder = FOLDER / self.name
        (self.folder / "inputs").mkdir(parents=True)
        key = self.folder / "key.txt"
        key.write_text("a key that only this test knows\n")
        key.chmod(0o600)
        self.privacy = ["--key-file", str(key), "--accepted-domain", "example.com", "--subjects"]
        self.options = [*self.privacy, *WINDOW]

    @property
    def inputs(self) -> Path:
        return self.folder / "inputs"

    def on_one_machine(self, name: str = "one-machine") -> Path:
        """The tables of each month as `calfold export` writes them."""
        out, store = self.folder / name, self.folder / f"{name}.db"
        calfold("ingest", str(self.inputs), "--store", str(store), *self.reading, may_reject=True)
        for month in range(1, 7):
            words = ["--store", str(store), "--month", f"2024-{month:02}", "--out", str(out)]
            calfold("export", *TABLES, *words, *self.privacy)
        return out

    def command(self, out: str, *more: str, calfold: Path = CALFOLD, **settings: str) -> list[str]:
        arguments = ["--calfold", str(calfold), "--input", str(self.inputs), "--out", str(self.folder / out)]
        arguments += ["--tables", ",".join(TABLES), *more, "--", *self.options]
        named = {name.replace("_", "."): value for name, value in settings.items()}
        return self.cluster.submit(JOB, arguments, {"spark.sql.shuffle.partitions": "4"} | named)

    def run(self, out: str, *more: str, status: int = 0, calfold: Path = CALFOLD, **settings: str) -> Path:
        begin = time.monotonic()
        done = subprocess.run(
            self.command(out, *more, calfold=calfold, **settings),
            env=self.cluster.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        (self.folder / f"{out}.log").write_text(done.stdout)
        expect(done.returncode == status, f"{self.name}/{out}.log: the job ended with {done.returncode}, not {status}")
        print(f"  {self.name}/{out}: {time.monotonic() - begin:.0f} s", flush=True)
        return self.folder / out

    def compare(self, out: Path, expected: Path) -> None:
        """Head and parts in order are the file of one machine, for each table and month; nothing else stands there."""
        found = 0
        for month in range(1, 7):
            for table in TABLES:
                file = (expected / f"2024-{month:02}_{table}.csv").read_bytes()
                place = out / table / f"2024-{month:02}"
                if file.count(b"\n") == 1:
                    expect(not place.exists(), f"{place} has no rows on one machine")
                    continue
                parts = sorted(place.glob("part-*.csv"))
                joined = b"".join(part.read_bytes() for part in [place / "head.csv", *parts])
                expect(joined == file, f"{place} is not what one machine writes")
                found += 1
        standing = sum(1 for table in TABLES for _ in (out / table).glob("2024-*"))
        expect(found == standing and found > 0, f"{out} holds {standing} folders, and {found} were expected")
        expect(not list(out.glob("_work-*")), f"{out} holds what was to be removed")


def calfold(*words: str, may_reject: bool = False) -> None:
    done = subprocess.run([CALFOLD, *words], capture_output=True, text=True, check=False)
    is_done = done.returncode == 0 or (may_reject and done.returncode == 1)
    expect(is_done, f"calfold {words[0]} ended with {done.returncode}: {done.stderr}")


def sample(cluster: Cluster) -> Rehearsal:
    rehearsal = Rehearsal(cluster, "sample")
    for folder in SAMPLE:
        shutil.copytree(folder, rehearsal.inputs / folder.name)
    (rehearsal.inputs / "odd@example.com.csv").write_text(odd_subjects(), newline="")
    return rehearsal


def odd_subjects() -> str:
    """Meetings whose subjects hold what lines and CSV have a use for."""
    subjects = ["a\tb", "c\nd", "e\r\nf", "\\t", "\\\\n\\", "\x0b;\x1f", '""quoted""', "\\x0B", "#head"]
    subjects.append("ä\u2028\U0001f600")
    head = "LogTime;StartTime;EndTime;NormalizedSubject;CalendarLogTriggerAction;ItemClass;GlobalObjectId"
    key = "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F"
    times = "2024-02-15 09:00:00;2024-02-15 10:00:00"
    rows = [
        f'2024-02-01 08:00:{number:02};{times};"{subject}";Create;IPM.Appointment;{key}{number:02X}'
        for number, subject in enumerate(subjects)
    ]
    return "\r\n".join([head, *rows, ""])


def simulated(cluster: Cluster, seed: int) -> Rehearsal:
    rehearsal = Rehearsal(cluster, f"simulated-{seed}")
    words = ["any", str(rehearsal.folder / "made"), "--seed", str(seed), "--extra-columns", "--shuffled"]
    subprocess.run([SIMULATE, *words], check=True, capture_output=True)
    (rehearsal.folder / "made/logs").rename(rehearsal.inputs / "logs")
    return rehearsal


# What is tried


def repeated_and_shuffled(rehearsal: Rehearsal, expected: Path) -> None:
    """Every file twice, its rows in another order."""
    numbers = random.Random(24)
    for file in sorted((rehearsal.inputs / "logs").glob("*.csv")):
        # Rows of the sample have no line breaks inside.
        head, *rows = file.read_bytes().splitlines(keepends=True)
        numbers.shuffle(rows)
        copy = file.with_name(f"{file.stem}_again.csv")
        copy.write_bytes(head + b"".join(row if row.endswith(b"\n") else row + b"\n" for row in rows))
    rehearsal.compare(rehearsal.run("repeated", spark_speculation="true", spark_task_reaper_enabled="true"), expected)
    for file in (rehearsal.inputs / "logs").glob("*_again.csv"):
        file.unlink()


def killed_worker(rehearsal: Rehearsal, expected: Path) -> None:
    """A worker loses its power while it folds."""
    slow = wrapper(rehearsal, "slow", 'if [ "$2" = tables ] && [ ! -t 0 ]; then sleep 5; fi; exec {calfold} "$@"')
    cluster = rehearsal.cluster
    job = subprocess.Popen(
        rehearsal.command("killed", calfold=slow),
        env=cluster.environment,
        # What the job says comes on either.
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert job.stdout is not None
    for line in job.stdout:
        if "rows read:" in line:
            break
    time.sleep(6)
    expect(bool(executors_of(cluster.folder / "work-1")), "no executor runs on the worker that is to be killed")
    cluster.kill_worker(1)
    log = job.stdout.read()
    expect(job.wait() == 0, f"the job with a killed worker ended with {job.returncode}: {log[-2000:]}")
    rehearsal.compare(rehearsal.folder / "killed", expected)
    print("  a worker was killed, and the bytes are the same", flush=True)
    cluster.workers[1] = cluster.start_worker(1)


def wrapper(rehearsal: Rehearsal, name: str, script: str) -> Path:
    """A program that stands for calfold and does something wrong."""
    path = rehearsal.folder / f"calfold-{name}"
    path.write_text("#!/bin/sh\n" + script.replace("{calfold}", f"'{CALFOLD}'") + "\n")
    path.chmod(0o755)
    return path


def broken_filters(rehearsal: Rehearsal, names: list[str]) -> None:
    """What a filter does not write whole is never published."""
    only = 'if [ "$2" != {half} ] || [ "$PWD" = "{driver}" ]; then exec {calfold} "$@"; fi; '
    scripts = {
        "fails": ("tables", '{calfold} "$@" | head -c 2000; exit 3'),
        "ends-early": ("tables", '{calfold} "$@" | head -n 5; exit 0'),
        "half-line": ("tables", '{calfold} "$@" | head -c -100; exit 0'),
        # Head lines come first.
        "loses-a-row": ("tables", '{calfold} "$@" | sed 9d; exit 0'),
        "entries-fail": ("entries", '{calfold} "$@" | head -c 2000; exit 3'),
        "entries-end-early": ("entries", '{calfold} "$@" | head -n 5; exit 0'),
        "entries-lose-a-row": ("entries", '{calfold} "$@" | sed 3d; exit 0'),
    }
    for name in names:
        half, script = scripts[name]
        script = only.replace("{half}", half).replace("{driver}", str(Path.cwd())) + script
        broken = wrapper(rehearsal, name, script)
        done = subprocess.run(
            rehearsal.command(f"broken-{name}", calfold=broken, spark_task_maxFailures="1"),
            env=rehearsal.cluster.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        out = rehearsal.folder / f"broken-{name}"
        expect(done.returncode != 0, f"a filter that {name} does not end the job")
        standing = [path.name for path in out.iterdir() if not path.name.startswith(".")] if out.exists() else []
        expect(not standing, f"a filter that {name} left {standing}")
        print(f"  a filter that {name}: nothing was published", flush=True)


def nights(rehearsal: Rehearsal) -> None:
    """Three nights with a state are one full run."""
    every = sorted(path for path in rehearsal.inputs.rglob("*") if path.is_file())
    aside = rehearsal.folder / "aside"
    for number, file in enumerate(every):
        target = aside / str(number % 3) / file.relative_to(rehearsal.inputs)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)
    for night in range(3):
        shutil.copytree(aside / str(night), rehearsal.inputs, dirs_exist_ok=True)
        # Whoever leaves the files of earlier nights where they are gets the same.
        out = rehearsal.run("nights", "--state", str(rehearsal.folder / "state"))
        rehearsal.compare(out, rehearsal.on_one_machine(f"night-{night}"))
    # Another option: all of it anew.
    options = rehearsal.options
    rehearsal.options = [*options, "--include-cancelled"]
    rehearsal.run("nights", "--state", str(rehearsal.folder / "state"))
    log = (rehearsal.folder / "nights.log").read_text()
    expect("folded anew" in log, "another option did not have all of it folded anew")
    rehearsal.options = options
    rehearsal.compare(
        rehearsal.run("nights", "--state", str(rehearsal.folder / "state")), rehearsal.folder / "night-2"
    )


def names(rehearsal: Rehearsal) -> None:
    """What a legacy DN means is told by rows of a later night, by newer ones of the next, and by another directory."""
    org = "/o=Org/ou=X/cn=Recipients/cn="
    people = rehearsal.folder / "people.csv"
    rehearsal.reading = ["--directory", str(people)]
    rehearsal.privacy += rehearsal.reading
    rehearsal.options += rehearsal.reading
    cleo, dora = "cleo@example.com", "dora@example.com"
    every = [
        # Number of the meeting, when it was logged, whom it stands for, who sent it, who comes.
        [(1, "2024-01-02", f"{org}anna", "", f"{org}ben"), (2, "2024-01-02", cleo, "", dora)],
        [(3, "2024-01-03", f"{org}anna", "anna@example.com", "")],
        [(4, "2024-01-05", f"{org}anna", "anna.berg@example.com", f"{org}eve")],
    ]
    people.write_text(f"PrimarySmtpAddress,LegacyExchangeDN\nben@example.com,{org}ben\n")
    # Of the nights after the first, all meetings but that of cleo: DNs that stand in them mean another.
    for night, folded in enumerate([2, 2, 3, 4]):
        if night < len(every):
            (rehearsal.inputs / f"felix{night}@example.com.csv").write_text(named_meetings(every[night]))
        else:
            people.write_text(f"PrimarySmtpAddress,LegacyExchangeDN\neve@example.com,{org}eve\n")
        out = rehearsal.run("nights", "--state", str(rehearsal.folder / "state"))
        rehearsal.compare(out, rehearsal.on_one_machine(f"night-{night}"))
        log = (rehearsal.folder / "nights.log").read_text()
        expect(f"{folded} lines folded" in log, f"night {night} of names did not fold {folded} lines")
        expect(("folded anew" in log) == (night == len(every)), f"night {night} of names: is all folded anew?")
    # Whoever empties the output gets it anew, though no row is new.
    shutil.rmtree(rehearsal.folder / "nights")
    out = rehearsal.run("nights", "--state", str(rehearsal.folder / "state"))
    rehearsal.compare(out, rehearsal.folder / "night-3")


def named_meetings(rows: list[tuple[int, str, str, str, str]]) -> str:
    """An export of meetings of the 15th of January."""
    head = "logtime;starttime;endtime;calendarlogtriggeraction;itemclass;globalobjectid;appointmentstate;creationtime;"
    head += "sentrepresentingemailaddress;from;attendeecollection"
    key = "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F"
    lines = [head]
    for number, logged, represented, sender, attendee in rows:
        attendees = f'"[{{""EmailAddress"":""{attendee}""}}]"' if attendee else ""
        times = f"{logged} 08:00:00;2024-01-15 09:00:00;2024-01-15 10:00:00"
        lines.append(
            f"{times};Create;IPM.Appointment;{key}0{number};3;2024-01-01 08:00:00;{represented};{sender};{attendees}"
        )
    return "\n".join([*lines, ""])


# Prints the type of each column of each table, and of how many rows and values.
PARQUET = """
import json, sys
from pathlib import Path
from pyspark.sql import SparkSession, functions as F
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
found = {}
for folder in sorted(Path(sys.argv[1]).glob("*/2024-*")):
    frame = spark.read.parquet(str(folder))
    values = frame.agg(*(F.count(F.col(f"`{name}`")).alias(name) for name in frame.columns)).first().asDict()
    found[f"{folder.name}_{folder.parent.name}"] = [frame.count(), dict(frame.dtypes), values]
print(json.dumps(found))
"""


def parquet(rehearsal: Rehearsal, expected: Path) -> None:
    """Columns have their types, and as many rows and values as the CSV has: none was lost as it got its type."""
    out = rehearsal.run("parquet", "--format", "parquet")
    done = subprocess.run(
        [sys.executable, "-c", PARQUET, str(out)],
        env=rehearsal.cluster.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    for file in sorted(expected.glob("2024-*.csv")):
        with file.open(newline="", encoding="utf-8") as table:
            head, *rows = csv.reader(table, delimiter=";")
        if not rows:
            expect(file.stem not in found, f"{file.stem} has no rows on one machine")
            continue
        count, _, values = found.pop(file.stem, [0, {}, {}])
        expect(count == len(rows), f"{file.stem} has {count} rows as Parquet, and {len(rows)} as CSV")
        wanted = {name: sum(1 for row in rows if row[number]) for number, name in enumerate(head)}
        expect(values == wanted, f"{file.stem} has values {values} as Parquet, and {wanted} as CSV")
    expect(not found, f"there is more than one machine writes: {sorted(found)}")
    types = json.loads(done.stdout)["2024-02_meetings"][1]
    for name, kind in {"start": "timestamp", "participant_count": "bigint", "all_day": "boolean"}.items():
        expect(types[name] == kind, f"{name} is {types[name]}, not {kind}")


def simulations(cluster: Cluster) -> None:
    for seed in range(1, 6):
        organisation = simulated(cluster, seed)
        organisation.compare(organisation.run("cluster"), organisation.on_one_machine())


# By the names that choose some of them.
STEPS = {
    "plain": lambda sample, expected: sample.compare(sample.run("plain"), expected),
    "repeated": repeated_and_shuffled,
    "killed": killed_worker,
    "ends-early": lambda sample, _: broken_filters(sample, ["ends-early"]),
    "broken": lambda sample, _: broken_filters(sample, ["fails", "half-line", "loses-a-row"]),
    "broken-entries": lambda sample, _: broken_filters(
        sample, ["entries-fail", "entries-end-early", "entries-lose-a-row"]
    ),
    "parquet": parquet,
    "simulated": lambda sample, _: simulations(sample.cluster),
    "names": lambda sample, _: names(Rehearsal(sample.cluster, "names")),
    "nights": lambda sample, _: nights(sample),
}
SHORT = ["repeated", "killed", "ends-early"]


def main(arguments: list[str]) -> int:
    chosen = SHORT if "--short" in arguments else arguments or list(STEPS)
    if unknown := set(chosen) - set(STEPS):
        print(f"no step is called {', '.join(sorted(unknown))}: {', '.join(STEPS)}", file=sys.stderr)
        return 64
    begin = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    cluster = Cluster(FOLDER / "cluster")
    try:
        rehearsal = sample(cluster)
        expected = rehearsal.on_one_machine()
        for name in chosen:
            STEPS[name](rehearsal, expected)
    except Failed as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    finally:
        cluster.stop()
    print(f"The cluster gives the bytes of one machine ({time.monotonic() - begin:.0f} s).")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

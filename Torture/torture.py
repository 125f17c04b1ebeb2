"""Attacks calfold as a whole: kills, full disks, rivals for the store, nights, changed bytes, hostile files. Prints one table.

Each attack is a function that yields lines of (what was attacked, how often, faults); a fault is told with what is needed to see it again.
"""
import argparse, contextlib, hashlib, os, pathlib, random, resource, shutil, signal, sqlite3, subprocess, sys, tempfile, time

from big import Big, Endless
from cells import Cells
from hostile import Hostile
from nights import Nights

ROOT = pathlib.Path(__file__).resolve().parent.parent
CALFOLD = ROOT / ".build/release/calfold"
FLIP = ROOT / ".build/release/FlipBytes"
LOGS = ROOT / "Fixtures/calendar/sample-organisation/logs"
TRACKING = ROOT / "Fixtures/mail/tracking-logs"
WINDOW = ["--from", "2024-01-01", "--to", "2024-07-01"]


class Torture:
    def __init__(self, options):
        self.options = options
        self.random = random.Random(options.seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="calfold-torture-"))
        self.processor = 0
        self.logs = LOGS
        self.key = self.folder / "key.txt"
        self.key.write_text("a key that only this run knows\n")
        self.key.chmod(0o600)

    # MARK: Helpers

    def calfold(self, *arguments, timeout=600, environment=None, most_output=None):
        """Runs to the end: exit status, output, megabytes at the peak. What it took of the processor is left in `processor`.

        Of an output that may be long only the end is to be read: what this process has in memory counts as that of the programs that it begins.
        """
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen([CALFOLD, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=self.folder)
            timer = time.monotonic() + timeout
            while True:
                done, status, usage = os.wait4(process.pid, os.WNOHANG)
                if done:
                    break
                if time.monotonic() > timer:
                    process.kill()
                time.sleep(0.002)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.processor = usage.ru_utime + usage.ru_stime
            output.seek(max(0, output.seek(0, os.SEEK_END) - most_output) if most_output else 0)
            return process.returncode, output.read().decode(errors="replace"), usage.ru_maxrss / 1024

    def killed(self, seconds, *arguments):
        """Runs until a SIGKILL after so many seconds; says whether it was still at work then."""
        process = subprocess.Popen([CALFOLD, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return False
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True

    def seconds(self, *arguments):
        began = time.monotonic()
        self.calfold(*arguments)
        return time.monotonic() - began

    def remove(self, *paths):
        for path in paths:
            for name in path.parent.glob(path.name + "*"):
                shutil.rmtree(name) if name.is_dir() else name.unlink()

    def copy(self, store, target):
        self.remove(target)
        for name in store.parent.glob(store.name + "*"):
            shutil.copyfile(name, target.parent / name.name.replace(store.name, target.name, 1))

    def contents(self, store):
        """What the log says, without how it came to be: every value of every event."""
        with contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as database:
            columns = [row[1] for row in database.execute("PRAGMA table_info(calendar_entries)") if row[1] not in ("position", "source", "line")]
            rows = sorted(map(repr, database.execute(f"SELECT {', '.join(columns)} FROM calendar_entries")))
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()

    def tables(self, folder):
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.csv"))}

    def export(self, store, folder):
        return ["export", "meetings", "participants", "calendar_log", "--store", store, "--key-file", self.key, "--accepted-domain", "example.com", *WINDOW, "--out", folder]

    def reference(self):
        store, out = self.folder / "reference.db", self.folder / "reference"
        if not store.exists():
            for arguments in (["ingest", LOGS, "--store", store], ["fold", "--store", store], self.export(store, out)):
                status, output, _ = self.calfold(*arguments)
                if status:
                    sys.exit(f"calfold {arguments[0]} ended with {status}:\n{output}")
        return store, self.contents(store), self.tables(out)

    # MARK: Attacks

    def kills(self):
        store, contents, tables = self.reference()
        count = 24 if self.options.short else 125
        victim, out = self.folder / "victim.db", self.folder / "tables"
        bare = self.folder / "bare.db"
        self.calfold("ingest", LOGS, "--store", bare)
        old = self.folder / "old.db"
        self.make_old(old)
        works = [
            ("ingest", lambda: self.remove(victim), ["ingest", LOGS, "--store", victim]),
            ("fold", lambda: self.copy(bare, victim), ["fold", "--anew", "--store", victim]),
            ("export", lambda: (self.copy(store, victim), self.remove(out)), self.export(victim, out)),
            ("migration", lambda: self.copy(old, victim), ["ingest", LOGS, "--store", victim]),
        ]
        for name, prepare, arguments in works:
            prepare()
            whole, hits, faults = self.seconds(*arguments), 0, []
            expected = self.contents(victim) if name == "migration" else contents
            for number in range(4 * count):
                if hits == count:
                    break
                prepare()
                moment = self.random.uniform(0, whole)
                if not self.killed(moment, *arguments):
                    # It was done before: the machine has less to do than when the time was taken.
                    whole *= 0.9
                    continue
                hits, whole = hits + 1, whole * 1.02
                status, output, _ = self.calfold(*arguments)
                if status:
                    faults.append(f"kill {number} after {moment:.4f} s: repeated, it ended with {status}: {output[-200:]}")
                    continue
                if name == "export":
                    left = [path.name for path in out.iterdir() if path.suffix not in (".csv", ".part") and path.name != "datapackage.json"]
                    if self.tables(out) != tables or left:
                        faults.append(f"kill {number} after {moment:.4f} s: other tables, or {left}")
                    continue
                if name == "fold":
                    if self.calfold(*self.export(victim, out))[0] or self.tables(out) != tables:
                        faults.append(f"kill {number} after {moment:.4f} s: other tables")
                elif self.contents(victim) != expected:
                    faults.append(f"kill {number} after {moment:.4f} s: other contents")
                if self.calfold("verify", "--store", victim)[0]:
                    faults.append(f"kill {number} after {moment:.4f} s: verify fails")
            yield f"SIGKILL in {name}, then repeated", str(hits), faults

    def make_old(self, store):
        """A store as version 3 made it, to be brought forward."""
        self.remove(store)
        with contextlib.closing(sqlite3.connect(store)) as database:
            database.executescript((ROOT / "Fixtures/store/version-3.sql").read_text(encoding="utf-8"))

    def mounted(self, kilobytes):
        """A small file system of its own; only root may make one."""
        place = self.folder / f"disk-{kilobytes}"
        place.mkdir(exist_ok=True)
        if os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place], stderr=subprocess.DEVNULL).returncode == 0:
            return place
        return None

    def disks(self):
        _, contents, _ = self.reference()
        # Room for an empty store, and not for the rows.
        place = self.mounted(600)
        if not place:
            yield "full disk, read-only disk", "left out: needs root", []
            return
        try:
            faults, store = [], place / "full.db"
            status, output, _ = self.calfold("ingest", LOGS, "--store", store)
            if status != 73:
                faults.append(f"ingest on a full disk ended with {status}, not 73: {output[-300:]}")
            subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
            if self.calfold("verify", "--store", store)[0] not in (0, 1) or self.calfold("ingest", LOGS, "--store", store)[0] or self.contents(store) != contents:
                faults.append("after room was made the repeated ingest did not end in the same contents")
            if self.calfold("verify", "--store", store)[0]:
                faults.append("verify fails after a full disk")
            yield "ingest on a full disk, then repeated with room", "1", faults
            faults = []
            out = place / "out"
            subprocess.run(["mount", "-o", "remount,size=1m", place], stderr=subprocess.DEVNULL)
            small = self.mounted(2048)
            if small:
                (small / "filler").write_bytes(b"x" * (2 * 1024 * 1024 - 60_000))
                self.calfold("fold", "--store", self.folder / "reference.db")
                status, output, _ = self.calfold(*self.export(self.folder / "reference.db", small / "out"))
                if status != 73:
                    faults.append(f"export on a full disk ended with {status}, not 73: {output[-300:]}")
                if any((small / "out").glob("*.csv")) and self.tables(small / "out").items() - self.tables(self.folder / "reference").items():
                    faults.append("half a table stands under its name")
                subprocess.run(["umount", small])
            yield "export on a full disk", "1", faults
            faults = []
            subprocess.run(["mount", "-o", "remount,size=64m", place], check=True)
            subprocess.run(["mount", "-o", "remount,ro", place], check=True)
            for arguments, expected in ((["ingest", LOGS], 73), (["fold", "--anew"], 73), (["status"], 0), (["verify"], 0), (["replay", "--find", "budget"], None)):
                status, output, _ = self.calfold(*arguments, "--store", store)
                if status < 0 or expected is not None and status != expected:
                    faults.append(f"{arguments[0]} on a read-only disk ended with {status}, not {expected}: {output[-300:]}")
            yield "every command on a read-only disk", "5", faults
        finally:
            subprocess.run(["umount", place], stderr=subprocess.DEVNULL)

    def places(self):
        faults = []
        for what, store, expected in (
            ("a folder that is not there", self.folder / "nowhere/store.db", (66, 73)), ("a folder", self.folder, (65, 66, 73)),
            ("a file that is no store", self.key, (65,)), ("another SQLite file", self.foreign(), (65,)), ("an empty file", self.empty(), (0, 65)),
        ):
            for command in (["ingest", LOGS], ["status"], ["fold"], ["verify"]):
                status, output, _ = self.calfold(*command, "--store", store)
                if status < 0 or status not in (*expected, 66) and not (what == "an empty file"):
                    faults.append(f"{command[0]} on {what} ended with {status}: {output[-200:]}")
        if sqlite3.connect(self.folder / "foreign.db").execute("SELECT count(*) FROM theirs").fetchone() != (1,):
            faults.append("another program's file was changed")
        yield "stores that are none", "20", faults
        faults = []
        for number in range(4 if self.options.short else 20):
            store = self.folder / "taken.db"
            self.remove(store)
            process = subprocess.Popen([CALFOLD, "ingest", LOGS, "--store", store], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep(self.random.uniform(0.01, 0.15))
            if number % 2 and store.exists():
                store.rename(self.folder / "taken-elsewhere.db")
            else:
                self.remove(store)
            errors = process.communicate()[1].decode()
            if process.returncode < 0 or "Fatal" in errors:
                faults.append(f"a store taken away: ended with {process.returncode}: {errors[-200:]}")
            self.remove(self.folder / "taken-elsewhere.db")
        yield "a store taken away under an ingest", str(4 if self.options.short else 20), faults

    def foreign(self):
        path = self.folder / "foreign.db"
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE IF NOT EXISTS theirs(a)")
            database.execute("DELETE FROM theirs")
            database.execute("INSERT INTO theirs VALUES(1)")
            database.commit()
        return path

    def empty(self):
        path = self.folder / "empty.db"
        path.write_bytes(b"")
        return path

    def crowd(self):
        """Two writers and four readers at once."""
        _, contents, _ = self.reference()
        seconds, faults, runs, busy = 6 if self.options.short else 60, [], 0, 0
        store, files = self.folder / "crowd.db", sorted(LOGS.glob("*"))
        self.calfold("ingest", files[0], "--store", store)
        end, running = time.monotonic() + seconds, {}
        while time.monotonic() < end or running:
            for role in ("writer 1", "writer 2", "reader 1", "reader 2", "reader 3", "reader 4"):
                process = running.get(role)
                if process and process.poll() is not None:
                    output = process.stdout.read().decode()
                    runs += 1
                    if process.returncode == 75:
                        busy += 1
                    elif process.returncode and not (role.startswith("reader") and process.returncode == 66):
                        faults.append(f"{role} ended with {process.returncode}: {output[-300:]}")
                    running.pop(role)
                if role not in running and time.monotonic() < end:
                    if role.startswith("writer"):
                        arguments = ["ingest", self.random.choice(files)] if self.random.random() < 0.8 else ["fold"]
                    else:
                        arguments = self.random.choice([["status"], ["verify"], ["replay", "--find", "budget"]])
                    running[role] = subprocess.Popen([CALFOLD, *map(str, arguments), "--store", store], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            time.sleep(0.002)
        self.calfold("ingest", LOGS, "--store", store)
        if self.contents(store) != contents or self.calfold("verify", "--store", store)[0]:
            faults.append("the store is not what one writer would have made")
        yield f"two writers, four readers, {seconds} s", f"{runs} ({busy} busy)", faults

    def flips(self):
        store = self.folder / "flipped.db"
        self.remove(store)
        self.calfold("ingest", sorted(LOGS.glob("*"))[0], "--store", store)
        self.calfold("fold", "--store", store)
        with contextlib.closing(sqlite3.connect(store)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("PRAGMA journal_mode = DELETE")
        command = [FLIP, store, "--seed", str(self.options.seed)] + (["--every", "97"] if self.options.short else [])
        process = subprocess.run(command, capture_output=True, text=True)
        lines = process.stdout.strip().splitlines()
        faults = [line for line in lines if line.startswith("fault")]
        if process.returncode not in (0, 1):
            faults.append(f"ended with {process.returncode}: {process.stderr[-300:]}")
        yield "each byte of a small store changed", lines[-1] if lines else "nothing", faults

    def derived(self):
        """Forges a random value of a derived row as another SQLite client would: verify says so, and a fold anew mends it."""
        store, victim, faults = self.folder / "derived.db", self.folder / "forged.db", []
        self.remove(store)
        self.calfold("ingest", sorted(LOGS.glob("*"))[0], TRACKING, "--store", store)
        self.calfold("fold", "--store", store)
        count = 30 if self.options.short else 300
        for number in range(count):
            self.copy(store, victim)
            with contextlib.closing(sqlite3.connect(victim)) as database:
                table = self.random.choice(["meeting", "email", "checkpoint"])
                key = {"meeting": ["stream"], "email": ["stream", "message", "recipient"], "checkpoint": ["name"]}[table]
                columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
                rows = database.execute(f"SELECT * FROM {table}").fetchall()
                row = dict(zip(columns, self.random.choice(rows)))
                column = self.random.choice([name for name in columns if name not in key and (table != "checkpoint" or name == "position")])
                old = row[column]
                # A series without an end has the greatest number that the column can hold.
                new = {int: lambda: old + self.random.choice([-1, 1, 1 << 40] if old < 1 << 62 else [-1]), str: lambda: old + "x", bytes: lambda: old[:-1] + bytes([old[-1] ^ 1])}.get(type(old), lambda: 7)()
                where = " AND ".join(f"{name} = ?" for name in key)
                database.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [new, *(row[name] for name in key)])
                database.commit()
            status, output, _ = self.calfold("verify", "--store", victim)
            if status != 1:
                faults.append(f"{table}.{column} {old!r} to {new!r}: verify ended with {status}: {output[-200:]}")
            if self.calfold("fold", "--anew", "--store", victim)[0] or self.calfold("verify", "--store", victim)[0]:
                faults.append(f"{table}.{column}: a fold anew does not mend it")
        yield "a derived value forged", str(count), faults

    def outputs(self):
        """Commands whose outputs are full or closed: 73 or their own status, never a signal, and the store is as it was."""
        store, contents, _ = self.reference()
        victim, faults, runs = self.folder / "outputs.db", [], 0
        self.copy(store, victim)
        for arguments in (["status"], ["status", "--format", "json"], ["ingest", LOGS], ["fold", "--anew"], ["verify"], ["quarantine"], ["replay", "--find", "budget"], self.export(victim, self.folder / "outputs"), ["--help"]):
            words = " ".join(f"'{word}'" for word in map(str, arguments)) + ("" if "--store" in arguments or "--help" in arguments else f" --store '{victim}'")
            for how in (">/dev/full", ">&-", ">/dev/full 2>&1", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full", "2>&-"):
                status = subprocess.run(["bash", "-c", f"'{CALFOLD}' {words} {how}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder).returncode
                runs += 1
                if status not in ((73,) if ">/dev/full" in how.replace("2>/dev/full", "") or ">&-" in how.replace("2>&-", "") else (0,)):
                    faults.append(f"{arguments[0]} {how} ended with {status}")
        if self.contents(victim) != contents or self.calfold("verify", "--store", victim)[0]:
            faults.append("the store is not as it was")
        yield "outputs that are full or closed", str(runs), faults

    def descriptors(self):
        """Commands that may open next to no files: a sentence and 73, or what they are for; never a signal."""
        store, contents, _ = self.reference()
        victim, faults, runs = self.folder / "descriptors.db", [], 0
        self.copy(store, victim)
        for arguments in (["status"], ["ingest", LOGS], ["fold", "--anew"], ["verify"], ["quarantine"], ["replay", "--find", "budget"], self.export(victim, self.folder / "descriptors"), ["--help"]):
            words = " ".join(f"'{word}'" for word in map(str, arguments)) + ("" if "--store" in arguments or "--help" in arguments else f" --store '{victim}'")
            for limit in [*range(4, 17), 20, 24, 28, 32]:
                process = subprocess.run(["bash", "-c", f"ulimit -n {limit}; exec '{CALFOLD}' {words}"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=self.folder)
                runs += 1
                if process.returncode not in (0, 73) or process.returncode == 73 and "may open no more" not in process.stderr:
                    faults.append(f"{arguments[0]} with {limit} descriptors ended with {process.returncode}: {process.stderr[-200:]}")
        if self.contents(victim) != contents or self.calfold("verify", "--store", victim)[0]:
            faults.append("the store is not as it was")
        yield "next to no file descriptors", str(runs), faults

    def cells(self):
        yield from Cells(self).attacks()

    def nights(self):
        nights = Nights(self, CALFOLD, LOGS, sorted(TRACKING.glob("**/*.LOG")))
        yield nights.attack(3 if self.options.short else 40)
        yield nights.forge(6 if self.options.short else 100)
        yield nights.publishers(5 if self.options.short else 60)

    def hostile(self):
        yield from Hostile(self).attacks()

    def big(self):
        yield from Big(self).attacks()

    def endless(self):
        yield from Endless(self).attacks()


def main():
    parser = argparse.ArgumentParser(description="attacks calfold and says what broke")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--only", default="", help="kills,disks,places,crowd,derived,outputs,descriptors,cells,nights,flips,hostile,big,endless")
    options = parser.parse_args()
    torture, broken = Torture(options), 0
    print(f"seed {options.seed}")
    print(f"{'attack':58} {'times':>28}  faults", flush=True)
    try:
        for name in ("kills", "disks", "places", "crowd", "derived", "outputs", "descriptors", "cells", "nights", "flips", "hostile", "big", "endless"):
            if options.only and name not in options.only.split(","):
                continue
            for what, times, faults in getattr(torture, name)():
                print(f"{what:58} {times:>28}  {len(faults)}", flush=True)
                for fault in faults[:5]:
                    print("    " + fault.replace("\n", " "))
                broken += len(faults)
    finally:
        shutil.rmtree(torture.folder, ignore_errors=True)
    sys.exit(1 if broken else 0)


main()

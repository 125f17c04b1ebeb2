"""Times whole processes, calfold's and its rivals', over the same generated log, and prints one table.

Every figure is the median of some runs, seconds by the clock and processor seconds (of all threads, user and system) beside them. The runs of a piece
of work and of its rival follow one another, so that both meet the same machine. calfold reads and writes on two threads; how many a rival has, its name
says.
"""
import argparse, importlib.util, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CALFOLD = str(ROOT / ".build/release/calfold")
GENERATOR = str(ROOT / ".build/release/GenerateCalendarLog")
EXPANSION = str(ROOT / ".build/release/BenchmarkExpansion")
HAS_DUCKDB, HAS_EVENTSOURCING, HAS_DATEUTIL = (importlib.util.find_spec(name) is not None for name in ("duckdb", "eventsourcing", "dateutil"))
RIVALS = [sys.executable, str(ROOT / "Benchmarks/rivals/rivals.py")]


class Run:
    """One process: seconds by the clock, megabytes at its peak, what it printed."""

    def __init__(self, *command, stdin=None):
        with tempfile.TemporaryFile() as output:
            began = time.perf_counter()
            process = subprocess.Popen([str(part) for part in command], stdin=stdin or subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds = time.perf_counter() - began
            self.processor = usage.ru_utime + usage.ru_stime
            self.megabytes = usage.ru_maxrss / 1024
            output.seek(0)
            self.output = output.read().decode(errors="replace")
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{self.output[-2000:]}")


class Figure:
    def __init__(self, runs, count, size=None):
        self.seconds = statistics.median(run.seconds for run in runs)
        self.processor = statistics.median(run.processor for run in runs)
        self.megabytes = max(run.megabytes for run in runs)
        self.count = count
        self.rate = count / self.seconds
        self.size = size

    def text(self):
        return f"{self.rate:>11,.0f}/s {self.seconds:>8.2f} s {self.processor:>8.2f} s {self.megabytes:>6.0f} MB"

    def times(self, other):
        """How many times as fast as another, by the clock and by processor seconds for one row."""
        return f"{self.rate / other.rate:5.2f} {(other.processor / other.count) / (self.processor / self.count):5.2f}"


class Table:
    def __init__(self):
        print(f"{'':34} {'calfold, 2 threads':^44} | {'':26} {'the rival':^44} | times as fast")
        heads = f"{'rows':>13} {'clock':>10} {'processor':>10} {'peak':>9}"
        print(f"{'work':34} {heads} | {'rival':26} {heads} | clock, processor")

    def row(self, work, own, name="", rival=None):
        right = f"{name:26} {rival.text()} | {own.times(rival)}" if rival else name
        print(f"{work:34} {own.text()} | {right}", flush=True)


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(options.folder or tempfile.mkdtemp(prefix="calfold-bench-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.store, self.key = self.folder / "calfold.db", self.folder / "key.txt"
        self.key.write_text("a key for a benchmark, no secret\n")
        self.key.chmod(0o600)

    def fresh(self, *names):
        for name in names:
            for path in self.folder.glob(name + "*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def repeat(self, prepare, *command, stdin=None):
        """Prepares and runs, some times; the first preparation and run are as good as the others."""
        runs = []
        for _ in range(self.options.repeat):
            prepare()
            runs.append(Run(*command, stdin=open(stdin, "rb") if stdin else None))
        return runs

    def generate(self, rows):
        path = self.folder / f"log-{rows}.csv"
        if not path.exists():
            subprocess.run([GENERATOR, "--rows", str(rows), "--out", path], check=True, stderr=subprocess.DEVNULL)
        return path

    def parts(self, path):
        """The log without its newest hundredth, and that hundredth."""
        first, last = self.folder / "first.csv", self.folder / "last.csv"
        # In a process of its own: what this one holds would count as the first memory of each process that it starts.
        Run(*RIVALS, "split_newest", path, first, last)
        return first, last

    def nothing(self):
        pass

    def ingest(self, table, path, rows):
        ingest = self.repeat(lambda: self.fresh("calfold.db"), CALFOLD, "ingest", path, "--store", self.store)
        own = Figure(ingest, rows, self.store.stat().st_size)
        again = Figure(self.repeat(self.nothing, CALFOLD, "ingest", path, "--store", self.store), rows)
        script = f".bail on\nPRAGMA journal_mode = WAL;\n.separator ;\n.import {path} entry\nCREATE INDEX entry_id ON entry(globalobjectid);\n"
        commands = self.folder / "import.sql"
        commands.write_text(script)
        sqlite = Figure(self.repeat(lambda: self.fresh("sqlite.db"), "sqlite3", self.folder / "sqlite.db", stdin=commands), rows, (self.folder / "sqlite.db").stat().st_size)
        table.row(f"ingest {rows:,} rows", own, "sqlite3 .import + index", sqlite)
        for threads in ("default", "1") if HAS_DUCKDB else ():
            duck = Figure(self.repeat(lambda: self.fresh("duck.db"), *RIVALS, "duckdb_ingest", path, self.folder / "duck.db", threads), rows)
            table.row("", own, f"duckdb, {threads} thread{'s' * (threads != '1')}", duck)
        if HAS_EVENTSOURCING:
            some = min(rows, 200_000)
            events = Figure(self.repeat(lambda: self.fresh("events.db"), *RIVALS, "eventsourcing_ingest", path, self.folder / "events.db", some), some)
            table.row("", own, f"eventsourcing, {some:,}", events)
        table.row("ingest again, all known", again, f"{again.times(own)} times as fast as the first time (clock, processor)")
        size = path.stat().st_size
        print(f"{'':34} store {own.size / 1e6:.0f} MB = {own.size / size:.2f} of the CSV's {size / 1e6:.0f} MB; sqlite3's {sqlite.size / 1e6:.0f} MB")

    def forms(self, table, path, rows):
        """The same rows as people have them: as Export-Csv writes them, a file for each mailbox; and what of it costs what."""
        files, one, shuffled = self.folder / "mailboxes", self.folder / "mailboxes.csv", self.folder / "shuffled.csv"
        self.fresh("mailboxes")
        Run(*RIVALS, "export_csv", path, files, one, shuffled)
        works = {f"{len(list(files.iterdir())):,} files, one a mailbox": files, "the same rows in one file": one, "that file, shuffled": shuffled}
        runs = {work: [] for work in works}
        # By turns: they are compared with one another.
        for _ in range(self.options.repeat):
            for work, source in works.items():
                self.fresh("forms.db")
                runs[work].append(Run(CALFOLD, "ingest", source, "--store", self.folder / "forms.db"))
        figures = {work: Figure(runs[work], rows) for work in works}
        whole = figures["the same rows in one file"]
        for work, figure in figures.items():
            table.row(work, figure, f"{figure.seconds / whole.seconds:.2f} and {figure.processor / whole.processor:.2f} of the one file's clock and processor time")
        self.fresh("forms.db", "mailboxes", "shuffled")

    def fold(self, table, path, rows):
        anew = Figure(self.repeat(self.nothing, CALFOLD, "fold", "--anew", "--store", self.store), rows)
        table.row("fold, full", anew)
        for threads in ("default", "1") if HAS_DUCKDB else ():
            newest = Figure(self.repeat(self.nothing, *RIVALS, "duckdb_newest", self.folder / "duck.db", threads), rows)
            table.row("", anew, f"duckdb, newest row, {threads} thr.", newest)
        first, last = self.parts(path)
        base = self.folder / "base.db"
        self.fresh("base.db")
        Run(CALFOLD, "ingest", first, "--store", base)
        Run(CALFOLD, "fold", "--store", base)
        Run(CALFOLD, "ingest", last, "--store", base)

        def prepare():
            self.fresh("night.db")
            for name in self.folder.glob("base.db*"):
                shutil.copyfile(name, self.folder / name.name.replace("base", "night"))
            # Else the fold's own transaction would wait for the copy to reach the disk.
            os.sync()

        runs = self.repeat(prepare, CALFOLD, "fold", "--store", self.folder / "night.db")
        night = Figure(runs, rows // 100)
        table.row("fold after the newest 1 %", night, f"{night.seconds / anew.seconds:.1%} of the full fold: {runs[0].output.splitlines()[0][:60]}")

    def audit(self, table, path, rows):
        """By turns with full folds, as an audit is measured by them; then one after a hundredth of new rows by turns with one that looks at everything."""
        audit = [CALFOLD, "audit", "--plain", "--fail-on", "never", "--store"]
        folds, audits = [], []
        for _ in range(self.options.repeat):
            folds.append(Run(CALFOLD, "fold", "--anew", "--store", self.store))
            audits.append(Run(*audit, self.store))
        anew, own = Figure(folds, rows), Figure(audits, rows)
        table.row("audit, every meeting", own, f"{own.processor / anew.processor:.2f} times the processor time of full folds beside it")
        first, last = self.parts(path)
        base, night = self.folder / "audited.db", self.folder / "auditing.db"
        self.fresh("audited.db")
        Run(CALFOLD, "ingest", first, "--store", base)
        Run(CALFOLD, "fold", "--store", base)
        Run(*audit, base, "--keep")
        Run(CALFOLD, "ingest", last, "--store", base)
        Run(CALFOLD, "fold", "--store", base)
        some, all = [], []
        for _ in range(self.options.repeat):
            self.fresh("auditing.db")
            for name in self.folder.glob("audited.db*"):
                shutil.copyfile(name, self.folder / name.name.replace("audited", "auditing"))
            os.sync()
            some.append(Run(*audit, night, "--keep"))
            all.append(Run(*audit, night, "--anew"))
        figure, whole = Figure(some, rows // 100), Figure(all, rows // 100)
        looked = next((line for line in some[0].output.splitlines() if " looked at, " in line), "")
        table.row("audit after the newest 1 %", figure, f"{figure.processor / whole.processor:.0%} of the processor time of one of every meeting: {looked[:60]}")
        self.fresh("audited.db", "auditing.db")

    def export(self, table, rows):
        out = self.folder / "tables"
        own = Figure(self.repeat(lambda: self.fresh("tables"), CALFOLD, "export", "calendar_log", "--store", self.store, "--key-file", self.key, "--accepted-domain", "example.com", "--out", out), rows)
        table.row("export calendar_log, pseudonymised", own)
        for threads in ("default", "1") if HAS_DUCKDB else ():
            duck = Figure(self.repeat(self.nothing, *RIVALS, "duckdb_copy", self.folder / "duck.db", self.folder / "copy.csv", threads), rows)
            table.row("", own, f"duckdb COPY, {threads} thr., clear", duck)

    def nights(self, path):
        """Whole nights: a first one over all but a hundredth of the rows, and a second one with that hundredth, in a store of its own."""
        month = self.folder / "one-month"
        Run(*RIVALS, "split_month", path, self.store, month.with_suffix(".first.csv"), month.with_suffix(".last.csv"))
        for what, parts in (("the newest 1 %", self.parts(path)), ("1 % of rows, all in one month", (month.with_suffix(".first.csv"), month.with_suffix(".last.csv")))):
            self.fresh("nights")
            nights = self.folder / "nights"
            (nights / "inbox").mkdir(parents=True)
            settings = ["store: log.db", "inbox: inbox", "out: tables", f"key-file: {self.key}", "accepted-domain: example.com",
                        "tables: [calendar_log, meetings, participants, interactions]"]
            (nights / "calfold.yaml").write_text("\n".join(settings) + "\n")
            runs = []
            for part in parts:
                shutil.copyfile(part, nights / "inbox" / part.name)
                os.sync()
                # A file that changed within the last two seconds is looked at again by the next night.
                time.sleep(3)
                runs.append(Run(CALFOLD, "nightly", "--config", nights / "calfold.yaml", "--today", "2021-04-18"))
            first, second = runs
            months = next((line.split(maxsplit=1)[1] for line in second.output.splitlines() if line.startswith("months")), "")
            print(f"night with {what}: {second.seconds:.2f} s, {second.processor:.2f} s of processor time, {second.megabytes:.0f} MB; the first night "
                  f"{first.seconds:.2f} s, {first.processor:.2f} s, {first.megabytes:.0f} MB: {second.seconds / first.seconds:.1%} by the clock, "
                  f"{second.processor / first.processor:.1%} of processor time; months {months}", flush=True)
        self.fresh("nights", "one-month")

    def replay(self, table):
        found = Run(CALFOLD, "replay", "--find", "sync 823", "--store", self.store).output.split()[0]
        own = Figure(self.repeat(self.nothing, CALFOLD, "replay", found, "--store", self.store), 1)
        start = Figure(self.repeat(self.nothing, CALFOLD, "--version"), 1)
        table.row("replay of one meeting", own, f"of which {start.seconds * 1000:.0f} ms are the program's start")

    def expansion(self):
        own = {line.split("\t")[0]: line.split("\t") for line in Run(EXPANSION).output.splitlines() if "\t" in line}
        theirs = float(Run(*RIVALS, "dateutil_expand", 3).output) if HAS_DATEUTIL else None
        for name, (_, count, seconds, *_) in own.items():
            rate = int(count) / float(seconds)
            rival = f"python-dateutil, weekly {theirs:>11,.0f}/s | {rate / theirs:5.0f}" if theirs else ""
            print(f"expansion, {name:23} {rate:>11,.0f}/s {'':20} | {rival}")

    def check(self):
        """What was timed is right: the log is sound, and nights of new rows ended in the tables of one undisturbed run."""
        tables = []
        for name in ("calfold.db", "night.db"):
            store, out = self.folder / name, self.folder / f"checked-{name}"
            for command in ("fold", "verify"):
                Run(CALFOLD, command, "--store", store)
            Run(CALFOLD, "export", "meetings", "participants", "--plain", "--from", "2024-01-01", "--to", "2025-01-01", "--store", store, "--out", out)
            tables.append([path.read_bytes() for path in sorted(out.glob("*.csv"))])
        if len(tables[0]) != 2 or tables[0] != tables[1]:
            sys.exit("The tables of the store that was folded again after new rows differ from those of one fold: this is a fault.")
        print("checked: both stores are sound, and their tables the same")

    def scaling(self):
        """By turns, as a machine that is slow for a while would else make one size look dear."""
        sizes = [self.options.rows * times for times in (1, 4, 16)]
        paths = [self.generate(rows) for rows in sizes]
        ingests, folds = {rows: [] for rows in sizes}, {rows: [] for rows in sizes}
        for _ in range(self.options.repeat):
            for rows, path in zip(sizes, paths):
                self.fresh("scale.db")
                store = self.folder / "scale.db"
                ingests[rows].append(Run(CALFOLD, "ingest", path, "--store", store))
                folds[rows].append(Run(CALFOLD, "fold", "--store", store))
        self.fresh("scale.db")
        for rows, path in zip(sizes[1:], paths[1:]):
            path.unlink()
        print(f"\n{'rows':>12} {'ingest, rows/s':>16} {'peak':>8} {'fold, rows/s':>16} {'peak':>8}")
        for rows in sizes:
            ingest, fold = Figure(ingests[rows], rows), Figure(folds[rows], rows)
            print(f"{rows:>12,} {ingest.rate:>16,.0f} {ingest.megabytes:>5.0f} MB {fold.rate:>16,.0f} {fold.megabytes:>5.0f} MB", flush=True)


def main():
    parser = argparse.ArgumentParser(description="calfold beside its rivals")
    parser.add_argument("--short", action="store_true", help="20,000 rows, each piece of work once: does everything still run?")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--repeat", type=int)
    parser.add_argument("--scaling", action="store_true", help="also 4 and 16 times as many rows")
    parser.add_argument("--folder", help="for the data; kept when given")
    options = parser.parse_args()
    options.rows = options.rows or (20_000 if options.short else 1_000_000)
    options.repeat = options.repeat or (1 if options.short else 3)
    bench = Bench(options)
    try:
        path = bench.generate(options.rows)
        table = Table()
        bench.ingest(table, path, options.rows)
        bench.forms(table, path, options.rows)
        bench.fold(table, path, options.rows)
        bench.audit(table, path, options.rows)
        bench.export(table, options.rows)
        bench.replay(table)
        bench.expansion()
        bench.nights(path)
        bench.check()
        if options.scaling:
            bench.scaling()
    finally:
        if not options.folder:
            shutil.rmtree(bench.folder)


main()

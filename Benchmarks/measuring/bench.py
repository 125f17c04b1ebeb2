"""Where everything is, and the data in the forms that are measured."""
import importlib.util, os, pathlib, shutil, subprocess, sys, tempfile

from .processes import Contestant, Run, by_turns

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAMS = pathlib.Path(os.environ.get("CALFOLD_PROGRAMS", ROOT / ".build/release"))
CALFOLD, GENERATOR, EXPANSION = (str(PROGRAMS / name) for name in ("calfold", "GenerateCalendarLog", "BenchmarkExpansion"))
HAS_DUCKDB, HAS_EVENTSOURCING, HAS_DATEUTIL = (importlib.util.find_spec(name) is not None for name in ("duckdb", "eventsourcing", "dateutil"))
HAS_JQ = shutil.which("jq") is not None
RIVALS = [sys.executable, str(ROOT / "Benchmarks/rivals/rivals.py")]
# In a process of its own: what this one holds would count as the first memory of each process that it starts.
FORMS = [sys.executable, str(ROOT / "Benchmarks/forms/forms.py")]
# Of a fold, an export, an audit; one more waits for them and writes.
WORKERS = min(len(os.sched_getaffinity(0)), 8)
FOLD_THREADS = f"{WORKERS} + 1"


class Bench:
    """One size of log in a folder of its own, with the stores that are made of it."""

    def __init__(self, options, report, goals, rows, rounds):
        self.options, self.report, self.goals, self.rows, self.rounds = options, report, goals, rows, rounds
        self.folder = pathlib.Path(options.folder) / str(rows) if options.folder else pathlib.Path(tempfile.mkdtemp(prefix="calfold-bench-"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.store, self.key = self.folder / "calfold.db", self.folder / "key.txt"
        self.key.write_text("a key for a benchmark, no secret\n")
        self.key.chmod(0o600)

    def close(self):
        if not self.options.folder:
            shutil.rmtree(self.folder)

    def fresh(self, *names):
        for name in names:
            for path in self.folder.glob(name + "*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def turns(self, *contestants, rounds=None):
        return by_turns(rounds or self.rounds, *contestants)

    def own(self, *command, name="calfold", threads="2", rows=None, before=None):
        return Contestant(name, threads, self.rows if rows is None else rows, lambda: Run(CALFOLD, *command), before)

    def duckdb(self, name, *command, rows=None, before=None, also_default=True):
        """DuckDB with one thread, and with as many as it takes by itself."""
        if not HAS_DUCKDB:
            return []
        settings = {"1": "1"} | ({"default": duckdb_threads()} if also_default else {})
        return [
            Contestant(f"{name}, {'1 thread' if setting == '1' else 'its default'}", threads, self.rows if rows is None else rows,
                       lambda setting=setting: Run(*RIVALS, *command, setting), before)
            for setting, threads in settings.items()]

    # The data

    def generated(self):
        """The log as the generator writes it, in the order of days; what is measured is made of it."""
        path = self.folder / "generated.csv"
        if not path.exists():
            people = 2_000 if self.rows >= 200_000 else max(50, self.rows // 100)
            subprocess.run([GENERATOR, "--rows", str(self.rows), "--people", str(people), "--out", path], check=True, stderr=subprocess.DEVNULL)
        return path

    def form(self, name):
        """The log as Export-Csv writes it: `days.csv`, one file in the order of days; `shuffled.csv`; `mailboxes`, a folder with a file for each."""
        path = self.folder / name
        if not path.exists():
            Run(*FORMS, pathlib.Path(name).stem, self.generated(), path)
        return path

    def parts(self):
        """The log without its newest hundredth, a file for each mailbox, and that hundredth, one file."""
        first, last = self.folder / "first", self.folder / "last.csv"
        if not last.exists():
            self.fresh("first")
            Run(*FORMS, "newest", self.generated(), first, last)
        return first, last

    def copy_store(self, source, target):
        """Both by name. Waits for the disk, as what runs next would."""
        self.fresh(target)
        for path in self.folder.glob(source + "*"):
            shutil.copyfile(path, self.folder / path.name.replace(source, target, 1))
        os.sync()


def duckdb_threads():
    return Run(*RIVALS, "duckdb_threads").output.strip()

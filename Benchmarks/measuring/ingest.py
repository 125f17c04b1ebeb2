"""Rows into a store: as users have them, in no order, in the order of days; and once more."""
from .bench import HAS_EVENTSOURCING, RIVALS
from .processes import Contestant, Run


def size(path):
    return sum(part.stat().st_size for part in path.iterdir()) if path.is_dir() else path.stat().st_size


def sqlite(bench, source):
    """`.import` and an index on the id."""
    script, target = bench.folder / f"{source.stem}.sql", bench.folder / "sqlite.db"
    files = sorted(source.iterdir()) if source.is_dir() else [source]
    imports = [f".import --csv {'--skip 1 ' if number else ''}'{path}' entry" for number, path in enumerate(files)]
    script.write_text("\n".join([".bail on", "PRAGMA journal_mode = WAL;", *imports, "CREATE INDEX entry_id ON entry(globalobjectid);"]) + "\n")
    return Contestant("sqlite3 .import + index", "1", bench.rows, lambda: Run("sqlite3", target, stdin=script), lambda: bench.fresh("sqlite.db"))


def duckdb(bench, source):
    pattern = source / "*.csv" if source.is_dir() else source
    return bench.duckdb("DuckDB, read_csv into a table", "duckdb_ingest", pattern, bench.folder / "duck.db", before=lambda: bench.fresh("duck.db"))


def ingest(bench):
    days, shuffled, files = bench.form("days.csv"), bench.form("shuffled.csv"), bench.form("mailboxes")
    stores = {days: bench.folder / "days.db", shuffled: bench.folder / "shuffled.db", files: bench.store}

    def own(source):
        return bench.own("ingest", source, "--store", stores[source], before=lambda: bench.fresh(stores[source].name))

    # The files last, as the works that follow are measured on the stores that they leave. All by turns, as the forms are compared with one another too.
    groups = [
        [own(days), bench.own("ingest", days, "--store", stores[days]), sqlite(bench, days), *duckdb(bench, days)],
        [own(shuffled), sqlite(bench, shuffled), *duckdb(bench, shuffled)],
        [own(files), sqlite(bench, files), *duckdb(bench, files)],
    ]
    figures = iter(bench.turns(*sum(groups, [])))
    (in_days, again, *day_rivals), (in_no_order, *other_rivals), (in_files, *file_rivals) = [[next(figures) for _ in group] for group in groups]
    count, report = len(list(files.iterdir())), bench.report
    report.work(f"ingest {bench.rows:,} rows, {count:,} files, one a mailbox", in_files, *file_rivals)
    report.work(f"ingest {bench.rows:,} rows, fully shuffled", in_no_order, *other_rivals)
    report.work(f"ingest {bench.rows:,} rows, in the order of days", in_days, *day_rivals)
    report.work("the same rows once more, all known", again)
    written, plain = size(days), size(bench.generated())
    report.note(f"the store has {size(stores[days]) / 1e6:.0f} MB, {size(stores[days]) / written:.2f} of the CSV's {written / 1e6:.0f} MB, and "
                f"{size(stores[days]) / plain:.2f} of the {plain / 1e6:.0f} MB that the same rows take without quotes; sqlite3's has {size(bench.folder / 'sqlite.db') / 1e6:.0f} MB")
    goals, of = bench.goals, f"{bench.rows / 1e6:g} M"
    clock, processor = in_files.times(in_days)
    goals.at_most(f"{of}: ingest of {count:,} files against one file, processor", 1.25, 1 / processor)
    goals.at_most(f"{of}: the same, clock", 1.25, 1 / clock)
    goals.at_most(f"{of}: ingest of shuffled rows against the order of days, processor", 1.3, 1 / in_no_order.times(in_days)[1])
    clock, processor = in_days.times(day_rivals[0])
    goals.at_least(f"{of}: ingest of one file against sqlite3 .import + index, processor", 3, processor)
    goals.at_least(f"{of}: the same, clock", 4, clock)
    if len(day_rivals) > 1:
        goals.at_least(f"{of}: ingest of one file against DuckDB, 1 thread, processor", 1.5, in_days.times(day_rivals[1])[1])
    goals.at_least(f"{of}: ingest again against the first time, processor", 2, again.times(in_days)[1])
    goals.at_most(f"{of}: the store against the CSV without quotes", 0.25, size(stores[days]) / plain, unit="")
    bench.fresh("days.db", "shuffled.db", "sqlite.db")


def into_event_store(bench):
    """A few of the rows: at its rate all of them would take longer than everything else."""
    if not HAS_EVENTSOURCING:
        return
    days, target, some = bench.form("days.csv"), bench.folder / "events.db", min(bench.rows, 200_000)
    rival = Contestant(f"eventsourcing in Python, {some:,} rows", "1", some, lambda: Run(*RIVALS, "eventsourcing_ingest", days, target, some), lambda: bench.fresh("events.db"))
    own = bench.own("ingest", days, "--store", bench.folder / "other.db", name=f"calfold, {bench.rows:,} rows", before=lambda: bench.fresh("other.db"))
    bench.report.work("ingest, beside an event store", *bench.turns(own, rival, rounds=1))
    bench.fresh("events.db", "other.db")

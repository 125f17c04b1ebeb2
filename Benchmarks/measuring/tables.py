"""Tables out of a store, and the story of one meeting."""
from .bench import CALFOLD, EXPANSION, FOLD_THREADS, HAS_DATEUTIL, RIVALS
from .processes import Run


def exports(bench):
    def own(*tables):
        options = ["--store", bench.store, "--key-file", bench.key, "--accepted-domain", "example.com", "--out", bench.folder / "tables"]
        return bench.own("export", *tables, *options, threads=FOLD_THREADS, before=lambda: bench.fresh("tables"))

    log, *rivals = bench.turns(own("calendar_log"), *bench.duckdb("DuckDB COPY, sorted, in clear", "duckdb_copy", bench.folder / "duck.db", bench.folder / "copy.csv"))
    bench.report.work("export calendar_log, pseudonymised", log, *rivals)
    if rivals:
        bench.goals.at_least(f"{bench.rows / 1e6:g} M: export of calendar_log against DuckDB's COPY, 1 thread, processor", 1, log.times(rivals[0])[1])
    for name, tables in (("meetings and participants", ("meetings", "participants")), ("interactions", ("interactions",))):
        figure = bench.turns(own(*tables))[0]
        bench.report.work(f"export {name}, pseudonymised", figure)
        bench.report.note("; ".join(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB" for path in sorted((bench.folder / "tables").glob("*.csv"))))
    bench.fresh("tables", "copy.csv")


def replay(bench):
    found = Run(CALFOLD, "replay", "--find", "sync 823", "--store", bench.store).output.split()[0]
    one, start = bench.turns(
        bench.own("replay", found, "--store", bench.store, threads="1", rows=1), bench.own("--version", name="calfold, its start alone", threads="1", rows=1))
    bench.report.work("replay of one meeting", one, start)


def expansion(bench):
    """Dates of series by their rules: loops within one process, of one thread each."""
    own = [line.split("\t") for line in Run(EXPANSION).output.splitlines() if "\t" in line]
    rates = ", ".join(f"{name} {int(count) / float(seconds) / 1e6:.0f} million a second" for name, count, seconds, *_ in own)
    theirs = f"; python-dateutil, weekly: {float(Run(*RIVALS, 'dateutil_expand', 3).output) / 1e6:.2f} million" if HAS_DATEUTIL else ""
    bench.report.note(f"dates of series: {rates}{theirs}")
    slowest = min(int(count) / float(seconds) for _, count, seconds, *_ in own) / 1e6
    bench.goals.at_least("dates of series", 20, slowest, " M/s")


def check(bench):
    """What was timed is right: the log is sound, and nights of new rows ended in the tables of one undisturbed run."""
    tables = []
    for name in ("calfold.db", "night.db"):
        store, out = bench.folder / name, bench.folder / f"checked-{name}"
        for command in ("fold", "verify"):
            Run(CALFOLD, command, "--store", store)
        Run(CALFOLD, "export", "meetings", "participants", "--plain", "--from", "2020-01-01", "--to", "2035-01-01", "--store", store, "--out", out)
        tables.append([path.read_bytes() for path in sorted(out.glob("*.csv"))])
    if len(tables[0]) != 2 or tables[0] != tables[1]:
        raise SystemExit("The tables of the store that was folded again after new rows differ from those of one fold: this is a fault.")
    bench.report.note("checked: both stores are sound, and their tables the same")

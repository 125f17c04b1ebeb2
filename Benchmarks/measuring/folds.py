"""The fold: of everything, after news, and of nothing; and the audit, which is measured by it."""
import re

from .bench import CALFOLD, FOLD_THREADS
from .processes import Run


def store_before_the_news(bench):
    """A folded store of all but the newest hundredth, and that hundredth beside it."""
    first, last = bench.parts()
    base = bench.folder / "base.db"
    if not base.exists():
        Run(CALFOLD, "ingest", first, "--store", base)
        Run(CALFOLD, "fold", "--store", base)
    return base, last


def fold(bench):
    report, goals, night = bench.report, bench.goals, bench.folder / "night.db"
    whole, *rivals = bench.turns(
        bench.own("fold", "--anew", "--store", bench.store, threads=FOLD_THREADS),
        *bench.duckdb("DuckDB, newest row of each item", "duckdb_newest", bench.folder / "duck.db"))
    report.work("fold, full", whole, *rivals)
    if rivals:
        goals.at_least(f"{bench.rows / 1e6:g} M: full fold against DuckDB's newest row of each item, 1 thread, processor", 2, whole.times(rivals[0])[1])
    _, last = store_before_the_news(bench)
    bench.copy_store("base.db", "news.db")
    Run(CALFOLD, "ingest", last, "--store", bench.folder / "news.db")
    # The full fold again, as what one entry costs is compared: both in one round.
    news, anew = bench.turns(
        bench.own("fold", "--store", night, threads=FOLD_THREADS, rows=bench.rows // 100, before=lambda: bench.copy_store("news.db", "night.db")),
        bench.own("fold", "--anew", "--store", bench.folder / "news.db", threads=FOLD_THREADS))
    nothing = bench.turns(bench.own("fold", "--store", night, threads="1", rows=1), rounds=max(7, bench.rounds))[0]
    report.work("fold after the newest 1 %", news)
    report.note(news.output.splitlines()[0])
    report.work("fold when nothing is new", nothing)
    entries, all_entries = (int(re.search(r"with ([\d,]+) entr", figure.output)[1].replace(",", "")) for figure in (news, anew))
    cost, whole_cost = (max(0, figure.processor - nothing.processor) / count * 1e6 for figure, count in ((news, entries), (anew, all_entries)))
    report.note(f"a touched entry takes {cost:.2f} µs of processor time, an entry of a full fold {whole_cost:.2f} µs, what a fold of nothing takes left out of both")
    goals.at_most(f"{bench.rows / 1e6:g} M: cost of a touched entry against the full fold's, processor", 1.1, cost / whole_cost)
    goals.below(f"{bench.rows / 1e6:g} M: a fold when nothing is new, clock", 20, nothing.seconds * 1000, "ms")
    bench.fresh("news.db")


def audit(bench):
    """By turns with full folds, as an audit is measured by them; then one after a hundredth of new rows by turns with one that looks at everything."""
    options = ["--plain", "--fail-on", "never", "--store"]
    everything, anew = bench.turns(
        bench.own("audit", *options, bench.store, threads=FOLD_THREADS), bench.own("fold", "--anew", "--store", bench.store, name="calfold, full fold", threads=FOLD_THREADS))
    bench.report.work("audit, every meeting", everything, anew)
    _, last = store_before_the_news(bench)
    audited, auditing = bench.folder / "audited.db", bench.folder / "auditing.db"
    bench.copy_store("base.db", "audited.db")
    Run(CALFOLD, "audit", *options, audited, "--keep")
    Run(CALFOLD, "ingest", last, "--store", audited)
    Run(CALFOLD, "fold", "--store", audited)
    some, all = bench.turns(
        bench.own("audit", *options, auditing, "--keep", threads=FOLD_THREADS, before=lambda: bench.copy_store("audited.db", "auditing.db"), rows=bench.rows),
        bench.own("audit", *options, auditing, "--anew", name="calfold, looking at every meeting", threads=FOLD_THREADS))
    bench.report.work("audit after the newest 1 %", some, all)
    looked = next((line for line in some.output.splitlines() if " looked at, " in line), None)
    if looked:
        bench.report.note(looked)
    bench.fresh("audited.db", "auditing.db")

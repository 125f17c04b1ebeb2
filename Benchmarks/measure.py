"""Times whole processes, calfold's and its rivals', over the same rows in the same form, and prints one table.

Every figure is the median of some rounds, seconds by the clock and processor seconds (of all threads, user and system) beside them. Within a round
everybody has a turn, so that all meet the same machine; a ratio is the median of the rounds' own. The rows are as Export-Csv writes them.
"""
import argparse, os, pathlib, platform, tempfile

from measuring import folds, formats, ingest, nights, tables
from measuring.bench import Bench, HAS_DUCKDB, RIVALS, ROOT
from measuring.goals import Goals
from measuring.processes import Contestant, Run, by_turns
from measuring.report import Report

PARTS = {
    "ingest": ingest.ingest, "events": ingest.into_event_store, "fold": folds.fold, "audit": folds.audit, "exports": tables.exports, "replay": tables.replay,
    "nights": nights.nights, "json": formats.json, "mail": formats.mail, "expansion": tables.expansion, "check": tables.check,
}
# Of the larger log; the stores that the folds and exports want come of the ingest.
LARGE_PARTS = {"ingest": ingest.ingest, "fold": folds.fold, "exports": tables.exports, "nights": lambda bench: nights.nights(bench, only_first=True)}


def options():
    parser = argparse.ArgumentParser(description="calfold beside its rivals")
    parser.add_argument("--short", action="store_true", help="20,000 rows, one round: does everything still run?")
    parser.add_argument("--rows", type=int, help="one million, unless said otherwise")
    parser.add_argument("--repeat", type=int, help="rounds; three, unless said otherwise")
    parser.add_argument("--scaling", action="store_true", help="also four times as many rows, in one round")
    parser.add_argument("--scaling-repeat", type=int, default=1, help="rounds of that; one, unless said otherwise")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}; folds and exports want what an ingest left in --folder, or beside it")
    parser.add_argument("--folder", help="for the data; kept when given")
    parser.add_argument("--write-docs", action="store_true", help="puts what was measured into docs/performance.md")
    chosen = parser.parse_args()
    if chosen.write_docs and chosen.only:
        parser.error("only a whole run is written into the documents")
    chosen.rows = chosen.rows or (20_000 if chosen.short else 1_000_000)
    chosen.repeat = chosen.repeat or (1 if chosen.short else 3)
    return chosen


def command(chosen):
    """The command that gives what was measured, as it stands beside the figures."""
    words = ["--short"] if chosen.short else []
    if not chosen.short and chosen.rows != 1_000_000:
        words.append(f"--rows {chosen.rows}")
    if chosen.repeat != (1 if chosen.short else 3):
        words.append(f"--repeat {chosen.repeat}")
    if chosen.scaling:
        words.append("--scaling")
        if chosen.scaling_repeat != 1:
            words.append(f"--scaling-repeat {chosen.scaling_repeat}")
    return f'make bench ARGUMENTS="{" ".join(words + ["--write-docs"])}"'


def start_of_rivals():
    """What of the figures of DuckDB is Python's start."""
    if not HAS_DUCKDB:
        return "The Python packages of some rivals are missing: they are left out."
    run = by_turns(3, Contestant("", "1", 1, lambda: Run(*RIVALS, "nothing")))[0]
    return f"Those of DuckDB hold the start of Python with it: {run.seconds:.2f} s, {run.processor:.2f} s of processor time."


def main():
    chosen, report, goals = options(), Report(), Goals()
    begun = start_of_rivals()
    print(begun)
    sizes = [(chosen.rows, chosen.repeat, PARTS)]
    if chosen.scaling:
        sizes.append((chosen.rows * 4, chosen.scaling_repeat, LARGE_PARTS))
    for rows, rounds, parts in sizes:
        bench = Bench(chosen, report, goals, rows, rounds)
        try:
            for name, part in parts.items():
                if not chosen.only or name in chosen.only:
                    part(bench)
        finally:
            bench.close()
    if goals.all:
        report.goals(goals.all)
    if chosen.write_docs:
        processors = len(os.sched_getaffinity(0))
        rounds = f"{chosen.repeat} round{'s' * (chosen.repeat != 1)}"
        large = f", of four times the rows {chosen.scaling_repeat}" if chosen.scaling else ""
        machine = [f"{processors} processors, {platform.machine()}; {rounds}{large}. Threads are those that each is set to use. {begun}"]
        report.write(ROOT / "docs/performance.md", command(chosen), machine)


main()

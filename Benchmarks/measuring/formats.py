"""Exports of other forms: JSON of calendars, and message tracking logs."""
import subprocess, sys

from .bench import CALFOLD, FORMS, HAS_DUCKDB, HAS_JQ, ROOT
from .processes import Contestant, Run, Steps


def json(bench):
    """Get-CalendarDiagnosticObjects | ConvertTo-Json: a fifth of the rows, as jq holds a whole file in several times its size."""
    some, path, target = bench.rows // 5, bench.folder / "objects.json", bench.folder / "objects.db"
    if not path.exists():
        Run(*FORMS, "objects", bench.generated(), path, some)
    own = bench.own("ingest", path, "--store", target, rows=some, before=lambda: bench.fresh("objects.db"))
    jq = [Contestant("jq, to CSV", "1", some, lambda: Run("jq", "-r", ".[] | [.[]] | @csv", path))] if HAS_JQ else []
    figure, *rivals = bench.turns(own, *jq, *bench.duckdb(
        "DuckDB, read_json into a table", "duckdb_json", path, bench.folder / "objects.duck", rows=some, before=lambda: bench.fresh("objects.duck")))
    bench.report.work(f"ingest JSON, {some:,} objects in one list, {path.stat().st_size / 1e6:.0f} MB", figure, *rivals)
    bench.goals.add("JSON logs in the table", "with a rival", f"{len(rivals)} rivals", bool(rivals))
    bench.fresh("objects")


def mail(bench):
    """A message tracking log of about half as many bytes as a calendar log of as many rows has: into the store, and on to a table of e-mails."""
    log, store, out = bench.folder / "MSGTRK2024030406-1.LOG", bench.folder / "mail.db", bench.folder / "mail-tables"
    made = subprocess.run([sys.executable, str(ROOT / "Benchmarks/mail/generate.py"), "--megabytes", str(max(1, bench.rows // 2_000)), "--out", log], check=True, capture_output=True)
    rows = int(made.stdout)

    def whole():
        return Steps(
            [CALFOLD, "ingest", log, "--store", store], [CALFOLD, "fold", "--store", store],
            [CALFOLD, "export", "emails", "--store", store, "--key-file", bench.key, "--accepted-domain", "example.com", "--out", out])

    fresh = lambda: bench.fresh("mail.d", "mail-tables")
    taken, again, *tables = bench.turns(
        bench.own("ingest", log, "--store", store, rows=rows, before=fresh), bench.own("ingest", log, "--store", store, rows=rows),
        *bench.duckdb("DuckDB, read_csv into a table", "duckdb_tracking", log, bench.folder / "mail.duck", rows=rows, before=lambda: bench.fresh("mail.duck")))
    bench.report.work(f"ingest a message tracking log, {rows:,} rows, {log.stat().st_size / 1e6:.0f} MB", taken, *tables)
    bench.report.work("the same rows once more, all known", again)
    ended, *distinct = bench.turns(
        Contestant("calfold: ingest, fold, export", "2", rows, whole, fresh),
        *bench.duckdb("DuckDB, distinct e-mails to a CSV", "duckdb_distinct", log, bench.folder / "distinct.csv", rows=rows))
    bench.report.work("from that log to a table of e-mails", ended, *distinct)
    bench.goals.add("message logs in the table", "with a rival", f"{len(distinct)} rivals", bool(distinct))
    if HAS_DUCKDB:
        own, theirs = (sum(1 for _ in open(path, "rb")) - 1 for path in (out / "emails.csv", bench.folder / "distinct.csv"))
        bench.report.note(f"{own:,} e-mails; DuckDB, which is told which events count, finds {theirs:,}, those to oneself among them")
    bench.fresh("mail", "MSGTRK", "distinct.csv")

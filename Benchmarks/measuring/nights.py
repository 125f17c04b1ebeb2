"""Whole nights: a first one over all but a hundredth of the rows, and a second one with that hundredth, each in a store of its own."""
import datetime, os, shutil, time

from .bench import CALFOLD, FORMS
from .processes import Figure, Run

TABLES = "calendar_log, meetings, participants, interactions"


def today(rows):
    """Two weeks after the generated log's last day of new meetings."""
    return datetime.date(2021, 1, 4) + datetime.timedelta(days=max(20, rows // 11_000) + 14)


def night(bench, folder, part):
    """Puts files into the inbox and lets the night come."""
    inbox = folder / "inbox"
    shutil.copytree(part, inbox, dirs_exist_ok=True) if part.is_dir() else shutil.copyfile(part, inbox / part.name)
    os.sync()
    # A file that changed within the last two seconds is looked at again by the next night.
    time.sleep(3)
    contestant = bench.own("nightly", "--config", folder / "calfold.yaml", "--today", str(today(bench.rows)), threads="2 to 3")
    return Figure(contestant, [contestant.work()])


def nights(bench, only_first=False):
    parts = [("the newest 1 %", bench.parts())]
    if not only_first:
        month = bench.folder / "month-first", bench.folder / "month-last.csv"
        Run(*FORMS, "month", bench.generated(), *month)
        parts.append(("1 % of rows, all in one month", month))
    for number, (what, (first, last)) in enumerate(parts):
        bench.fresh("nights")
        folder = bench.folder / "nights"
        (folder / "inbox").mkdir(parents=True)
        settings = ["store: log.db", "inbox: inbox", "out: tables", f"key-file: {bench.key}", "accepted-domain: example.com", f"tables: [{TABLES}]"]
        (folder / "calfold.yaml").write_text("\n".join(settings) + "\n")
        before = night(bench, folder, first)
        if number == 0:
            bench.report.work(f"first night of four tables, {len(list(first.iterdir())):,} files", before)
            bench.goals.below(f"{bench.rows / 1e6:g} M: first night of four tables, peak memory", 200, before.megabytes, "MB")
        if only_first:
            break
        after = night(bench, folder, last)
        bench.report.work(f"a night after it: {what}", after)
        months = next((line.split(maxsplit=1)[1] for line in after.output.splitlines() if line.startswith("months")), "")
        bench.report.note(f"{after.seconds / before.seconds:.1%} of the first night by the clock, {after.processor / before.processor:.1%} by processor; months {months}")
    bench.fresh("nights", "month-")

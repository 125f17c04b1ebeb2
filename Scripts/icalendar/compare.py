#!/usr/bin/env python3
"""Expands a calendar file with other people's readers and compares what they find with the tables of the same view.

    compare.py calendar.ics meetings.csv FROM TO [--participants participants.csv] [--libical PROGRAM]

Compared are start, end, whole days and status of every occurrence in [FROM, TO) by id of the meeting, and, with the table of
participants, who takes part and what they answered. Readers: icalendar with recurring-ical-events, and libical through the
small program beside this one. Differences are printed; the exit status is 1 where there are any.
"""
import argparse
import csv
import datetime
import re
import subprocess
import sys
from collections import Counter

import icalendar
import recurring_ical_events

UTC = datetime.timezone.utc
PARTSTAT = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined", "NEEDS-ACTION": "none"}


def instant(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC).replace(microsecond=0)


def rows_of_tables(meetings, participants, begin, end):
    people = {}
    if participants:
        for row in csv.DictReader(open(participants, encoding="utf-8"), delimiter=";"):
            people.setdefault(row["occurrence_id"], []).append((row["participant"], row["response"]))
    rows = Counter()
    for row in csv.DictReader(open(meetings, encoding="utf-8"), delimiter=";"):
        start = instant(row["start"])
        if not begin <= start < end:
            continue
        all_day = row["all_day"] == "True"
        stop = instant(row["end"])
        if all_day:
            start, stop = whole_day(start, row["time_zone"]), whole_day(stop, row["time_zone"])
        status = "cancelled" if row["status"] == "cancelled" else "confirmed"
        met = people.get(row["occurrence_id"], [])
        answers = tuple(sorted(a for _, a in met if a != "organizer")) if len(met) > 1 else ()
        key = (start, stop, all_day, status, answers if participants else None)
        rows[key] += 1
    return rows


def whole_day(midnight, zone):
    """The day that begins at an instant in a zone, as its midnight in UTC: the tables say when a day begins, a calendar file only which
    day it is. The offset in the zone's name is near enough, as clocks change by an hour."""
    found = re.search(r"\((?:UTC|GMT)([+-]\d\d):(\d\d)\)", zone)
    minutes = int(found[1]) * 60 + (int(found[2]) if found[1][0] == "+" else -int(found[2])) if found else 0
    day = (midnight + datetime.timedelta(minutes=minutes, hours=6)).date()
    return datetime.datetime(day.year, day.month, day.day, tzinfo=UTC)


def whole_days(value):
    return not isinstance(value, datetime.datetime)


def rows_of_events(path, begin, end, tables_have_answers):
    calendar = icalendar.Calendar.from_ical(open(path, "rb").read())
    rows = Counter()
    margin = datetime.timedelta(days=2)
    for event in recurring_ical_events.of(calendar, keep_recurrence_attributes=True).between(begin - margin, end + margin):
        start = event["DTSTART"].dt
        stop = event.get("DTEND").dt if event.get("DTEND") else start + (event["DURATION"].dt if event.get("DURATION") else datetime.timedelta())
        all_day = whole_days(start)
        if all_day:
            start, stop = (datetime.datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (start, stop))
        start, stop = start.astimezone(UTC), stop.astimezone(UTC)
        if not begin <= start < end:
            continue
        status = str(event.get("STATUS", "CONFIRMED")).lower()
        attendees = event.get("ATTENDEE", [])
        attendees = attendees if isinstance(attendees, list) else [attendees]
        answers = tuple(sorted(PARTSTAT[a.params["PARTSTAT"]] for a in attendees for _ in range(int(a.params.get("X-CALFOLD-COUNT", 1)))))
        rows[(start, stop, all_day, status, answers if tables_have_answers else None)] += 1
    return rows


def rows_of_libical(program, path, begin, end):
    rows = Counter()
    stamp = "%Y%m%dT%H%M%SZ"
    text = subprocess.run([program, path, begin.strftime(stamp), end.strftime(stamp)], check=True, capture_output=True, text=True).stdout
    for line in text.splitlines():
        start, stop, all_day, status = line.split("\t")
        rows[(instant(start), instant(stop), all_day == "1", status.lower())] += 1
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("calendar")
    parser.add_argument("meetings")
    parser.add_argument("begin")
    parser.add_argument("end")
    parser.add_argument("--participants")
    parser.add_argument("--libical")
    options = parser.parse_args()
    begin = datetime.datetime.fromisoformat(options.begin).replace(tzinfo=UTC)
    end = datetime.datetime.fromisoformat(options.end).replace(tzinfo=UTC)

    wanted = rows_of_tables(options.meetings, options.participants, begin, end)
    found = rows_of_events(options.calendar, begin, end, bool(options.participants))
    failed = report("icalendar", wanted, found)
    if options.libical:
        short = Counter()
        for key, count in wanted.items():
            short[key[:4]] += count
        failed |= report("libical", short, rows_of_libical(options.libical, options.calendar, begin, end))
    sys.exit(1 if failed else 0)


def report(reader, wanted, found):
    missing, surplus = wanted - found, found - wanted
    print(f"{reader}: {sum((wanted & found).values())} occurrences agree, {sum(missing.values())} are missing, {sum(surplus.values())} are too many")
    for name, rows in (("missing", missing), ("too many", surplus)):
        for row, count in sorted(rows.items(), key=str)[:10]:
            print(f"  {name}: {count} × {row}")
    return bool(missing or surplus)


main()

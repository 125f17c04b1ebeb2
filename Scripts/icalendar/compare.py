#!/usr/bin/env python3
"""Expands a calendar file with other people's readers and compares what they find with the tables of the same view.

    compare.py calendar.ics meetings.csv participants.csv FROM TO [--libical PROGRAM]
    compare.py calendars meetings.csv participants.csv FROM TO [--libical PROGRAM]

Of every occurrence in [FROM, TO), the window of the tables: whose it is, its start, end, whole days, status, who takes part
and what they answered, who organizes it, and, by the first reader alone, its subject. Of a folder with a file for each person
inside: that each person's file has the occurrences in which they take part, and that nobody else has a file. Readers: icalendar with recurring-ical-events, and libical through the small
program beside this one. Differences are printed; the exit status is 1 where there are any.
"""
import argparse
import csv
import datetime
import os
import re
import sys
import zoneinfo
from collections import Counter
from urllib.parse import unquote

import readers
from readers import UTC, Row


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def rows_of_tables(meetings, participants, begin, end):
    """Rows with the people inside who take part, and the meeting of each UID that a file may use."""
    people, inside = {}, {}
    for row in table(participants):
        people.setdefault(row["occurrence_id"], []).append((row["participant"], row["response"]))
        if row["kind"] != "external" and row["participant"] != "external":
            inside.setdefault(row["occurrence_id"], set()).add(row["participant"])
    rows, owners = [], {}
    for row in table(meetings):
        owners[row["occurrence_id"]] = owners[row["meeting_id"]] = row["meeting_id"]
        owners[foreign_uid(row["meeting_id"])] = row["meeting_id"]
        start, stop = (datetime.datetime.fromisoformat(row[name]).replace(tzinfo=UTC, microsecond=0) for name in ("start", "end"))
        all_day = row["all_day"] == "True"
        if all_day:
            start, stop = whole_day(start, row["time_zone"]), whole_day(stop, row["time_zone"])
        if not within(start, all_day, begin, end):
            continue
        met = people.get(row["occurrence_id"], [])
        guests, organizer = (guests_of(met), row["organizer"]) if len(met) > 1 else ((), "")
        status = "cancelled" if row["status"] == "cancelled" else "confirmed"
        found = Row(row["meeting_id"], start, stop, all_day, status, guests, organizer, row["subject"])
        rows.append((found, inside.get(row["occurrence_id"], set())))
    return rows, owners


def guests_of(met):
    """Everybody outside is one line under pseudonyms, which says of several answers no more than that they differ."""
    guests = [(who, answer) for who, answer in met if answer != "organizer"]
    outside = [answer for who, answer in guests if who == "external"]
    joint = outside[0] if len(set(outside)) == 1 else "none"
    return tuple(sorted((who, joint if who == "external" else answer) for who, answer in guests))


def person_of(name):
    """Whose file it is: a pseudonym in the alphabet of Base64 for file names, or an address."""
    stem = name.removesuffix(".ics")
    return stem.replace("-", "+").replace("_", "/") + "=" if re.fullmatch(r"[A-Za-z0-9_-]{43}", stem) else unquote(stem)


def within(start, all_day, begin, end):
    """Whole days begin elsewhere at another instant: of those at the window's edge the file knows more than the tables."""
    margin = datetime.timedelta(days=1 if all_day else 0)
    return begin + margin <= start < end - margin


def foreign_uid(meeting_id):
    """The text of an id that another calendar made ([MS-OXCICAL] 2.1.3.1.1.20.26)."""
    mark = "7643616C2D55696401000000"
    return bytes.fromhex(meeting_id[80 + len(mark) :]).split(b"\0")[0].decode("utf-8", "replace") if meeting_id[80:].startswith(mark) else None


def whole_day(midnight, zone):
    """The day that begins at an instant in a zone, as its midnight in UTC: the tables say when a day begins, a calendar file
    only which day it is. The offset in a zone's display name is near enough, as clocks change by an hour."""
    found = re.search(r"\((?:UTC|GMT)(?:([+-]\d\d):(\d\d))?\)", zone)
    if found:
        hours, rest = found[1] or "+00", int(found[2] or 0)
        minutes = int(hours) * 60 + (rest if hours[0] == "+" else -rest)
        day = (midnight + datetime.timedelta(minutes=minutes, hours=6)).date()
    else:
        day = (midnight.astimezone(zoneinfo.ZoneInfo(zone or "UTC")) + datetime.timedelta(hours=6)).date()
    return datetime.datetime(day.year, day.month, day.day, tzinfo=UTC)


def report(reader, wanted, found):
    wanted, found = Counter(wanted), Counter(found)
    missing, surplus = wanted - found, found - wanted
    print(f"{reader}: {sum((wanted & found).values())} occurrences agree, {sum(missing.values())} are missing, {sum(surplus.values())} are too many")
    for name, rows in (("missing", missing), ("too many", surplus)):
        for row, count in sorted(rows.items(), key=str)[:10]:
            print(f"  {name}: {count} × {row}")
    return bool(missing or surplus)


def main():
    parser = argparse.ArgumentParser()
    for name in ("calendar", "meetings", "participants", "begin", "end"):
        parser.add_argument(name)
    parser.add_argument("--libical")
    options = parser.parse_args()
    begin, end = (datetime.datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (options.begin, options.end))
    rows, owners = rows_of_tables(options.meetings, options.participants, begin, end)
    # Files by whose they are; nobody's where there is one of all.
    files = {None: options.calendar}
    if os.path.isdir(options.calendar):
        files = {person_of(name): os.path.join(options.calendar, name) for name in sorted(os.listdir(options.calendar))}
    expected = [(person, row) for row, people in rows for person in (sorted(people) if None not in files else [None])]

    def owned(read):
        found = [(person, row) for person, path in files.items() for row in read(path) if within(row.start, row.all_day, begin, end)]
        return [(person, row._replace(uid=owners.get(row.uid, "unknown " + row.uid))) for person, row in found]

    failed = report("icalendar", expected, owned(lambda path: readers.by_icalendar(path, begin, end)))
    if options.libical:
        expected = [(person, row._replace(subject=None)) for person, row in expected]
        failed |= report("libical", expected, owned(lambda path: readers.by_libical(options.libical, path, begin, end)))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The patterns of Fixtures/recurrence as series of a calendar log, and their calendar files as other people's readers see them.

    patterns.py write FILE             a log with a series for each pattern
    patterns.py check FOLDER --libical PROGRAM [--own-zones] [--lunar]
                                       compares FOLDER/ID.ics of each series with the instances that stand beside its pattern

--own-zones gives every zone of a file a name that no reader knows, so that its declaration alone tells its clock. --lunar
looks at the patterns of lunar months alone, and by libical alone: the other reader knows no rule of RFC 7529.

Every fifth of the random patterns is one of whole days. The blobs are written here, by [MS-OXOCAL] 2.2.1.44, apart from the
product's own code on purpose.
"""
import argparse
import csv
import datetime
import os
import re
import struct
import sys
import tempfile
import zoneinfo

UTC = datetime.timezone.utc
FOLDER = os.path.join(os.path.dirname(__file__), "../../Fixtures/recurrence")
EPOCH = datetime.date(1601, 1, 1)
TYPES = {"day": 0, "week": 1, "month": 2, "monthnth": 3, "monthend": 4, "hijri": 10, "hijrinth": 11, "hijriend": 12}
COLUMNS = (
    "logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;originallastmodifiedtime;itemclass;duration;"
    "appointmentrecurring;sentrepresentingemailaddress;senderemailaddress;itemversion;appointmentsequencenumber;isexception;"
    "responsibleusername;appointmentstate;globalobjectid;creationtime;lastmodifiedtime;timezone;recurrencetype;"
    "appointmentrecurrenceblob;mapiisalldayevent"
).split(";")


class Pattern:
    def __init__(self, number, line):
        parts = [part.strip() for part in line.split("|")]
        self.line = line[:120]
        self.kind, *fields = parts[0].split()
        self.fields = dict(field.split("=", 1) for field in fields)
        self.start = datetime.date.fromisoformat(self.fields["start"])
        self.window = [datetime.date.fromisoformat(text) for text in parts[1].split("..")]
        self.dates = [datetime.date.fromisoformat(text) for text in parts[2].split()]
        self.zone, self.at, self.length, self.spans = "UTC", 540, 30, None
        if len(parts) == 5:
            self.zone, at, length = parts[3].split()
            self.at, self.length = int(at.split("=")[1]), int(length.split("=")[1])
            self.spans = parts[4].split()
        self.all_day = self.spans is not None and number % 5 == 0
        if self.all_day:
            self.at, self.length, self.spans = 0, 1440 * (1 + number % 3), None
        data = struct.pack(">QQ", 0xCA1F01D, number)
        self.id = ("040000008200E00074C5B7101A82E008" + "00" * 16 + "10000000").upper() + data.hex().upper()

    def number(self, name):
        return int(self.fields.get(name, 0))

    def instant(self, minutes):
        wall = datetime.datetime.combine(self.start, datetime.time()) + datetime.timedelta(minutes=minutes)
        return wall.replace(tzinfo=zoneinfo.ZoneInfo(self.zone)).astimezone(UTC)

    def blob(self):
        period = self.number("period") * (1440 if self.kind == "day" else 1)
        end, count, end_date = 0x2023, 10, 0x5AE980DF
        name, _, value = self.fields["end"].partition(":")
        if name == "count":
            end, count = 0x2022, int(value)
        elif name == "date":
            end, end_date = 0x2021, minutes(datetime.date.fromisoformat(value))
        frequency = {"day": 0x200A, "week": 0x200B}.get(self.kind, 0x200D if period % 12 == 0 else 0x200C)
        bytes_ = struct.pack("<5H3I", 0x3004, 0x3004, frequency, TYPES[self.kind], 0, 0, period, 0)
        if self.kind == "week":
            bytes_ += struct.pack("<I", self.number("days"))
        elif self.kind in ("monthnth", "hijrinth"):
            bytes_ += struct.pack("<2I", self.number("days"), self.number("n"))
        elif self.kind != "day":
            bytes_ += struct.pack("<I", self.number("day"))
        # No instance is deleted, none is modified.
        bytes_ += struct.pack("<7I", end, count, self.number("firstdow"), 0, 0, minutes(self.start), end_date)
        bytes_ += struct.pack("<4IH2I", 0x3006, 0x3009, self.at, self.at + self.length, 0, 0, 0)
        return bytes_.hex().upper()

    def row(self, number):
        logged = datetime.datetime(1998, 1, 5, 8, tzinfo=UTC) + datetime.timedelta(minutes=number)
        return [
            text(logged), text(self.instant(self.at)), text(self.instant(self.at + self.length)), f"pattern {number}", "Create",
            text(logged), "IPM.Appointment", self.length, True, "pattern@example.com", "pattern@example.com", 1, 0, False,
            "pattern@example.com", 1, self.id, text(logged), text(logged), self.zone, "Daily", self.blob(), self.all_day,
        ]

    def expected(self):
        """Both ends of the instances that begin on a day of the window."""
        if self.spans is not None:
            return sorted(tuple(datetime.datetime.strptime(end, "%Y%m%dT%H%M%z") for end in span.split("/")) for span in self.spans)
        begin = datetime.timedelta(minutes=self.at)
        starts = [datetime.datetime.combine(date, datetime.time(), UTC) + begin for date in self.dates]
        return [(start, start + datetime.timedelta(minutes=self.length)) for start in starts]


def minutes(date):
    return (date - EPOCH).days * 1440


def text(instant):
    return instant.strftime("%Y-%m-%d %H:%M:%S.000")


def patterns():
    lines = []
    for name in ("patterns.txt", "by-hand.txt"):
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            lines += [line for line in file if line.strip() and not line.startswith("#")]
    return [Pattern(number, line) for number, line in enumerate(lines)]


def write(path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(COLUMNS)
        table.writerows(pattern.row(number) for number, pattern in enumerate(patterns()))


def with_own_zones(path, number, folder):
    """A copy of the file. Names differ from file to file: a reader may remember a zone by its name."""
    with open(path, encoding="utf-8", newline="") as file:
        content = file.read().replace("\r\n ", "")
    copy = os.path.join(folder, f"{number}.ics")
    with open(copy, "w", encoding="utf-8", newline="") as file:
        file.write(re.sub(r"TZID([:=])([A-Za-z]+)/", rf"TZID\1X-{number}-\2-", content))
    return copy


def check(folder, libical, own_zones, lunar):
    import readers

    day = datetime.timedelta(days=1)
    agreeing = failed = 0
    scratch = tempfile.TemporaryDirectory()
    for number, pattern in enumerate(patterns()):
        if lunar and not pattern.kind.startswith("hijri"):
            continue
        path = os.path.join(folder, pattern.id + ".ics")
        if own_zones and os.path.exists(path):
            path = with_own_zones(path, number, scratch.name)
        # A zone is at most fifteen hours from UTC, and only the days of the window are looked at.
        begin, end = (datetime.datetime.combine(date, datetime.time(), UTC) for date in pattern.window)
        expected = pattern.expected()
        for reader in ("libical",) if lunar else ("icalendar", "libical"):
            found = []
            if os.path.exists(path):
                bounds = begin - day, end + day
                found = readers.by_icalendar(path, *bounds) if reader == "icalendar" else readers.by_libical(libical, path, *bounds)
            zone = zoneinfo.ZoneInfo("UTC" if pattern.all_day else pattern.zone)
            dated = [(row.start.astimezone(zone).date(), row.start, row.end) for row in found]
            spans = sorted((start, stop) for date, start, stop in dated if pattern.window[0] <= date < pattern.window[1])
            if spans == expected and all(row.all_day == pattern.all_day for row in found):
                agreeing += len(spans)
                continue
            failed += 1
            missing, surplus = set(expected) - set(spans), set(spans) - set(expected)
            print(f"{reader}: {pattern.line.strip()}")
            for name, ends in (("missing", missing), ("too many", surplus)):
                for start, stop in sorted(ends)[:3]:
                    print(f"  {name}: {start:%Y%m%dT%H%M} to {stop:%Y%m%dT%H%M}")
    print(f"{agreeing} instances agree, {failed} patterns do not")
    return failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("deed", choices=["write", "check"])
    parser.add_argument("path")
    parser.add_argument("--libical")
    parser.add_argument("--own-zones", action="store_true")
    parser.add_argument("--lunar", action="store_true")
    options = parser.parse_args()
    if options.deed == "write":
        return write(options.path)
    sys.exit(1 if check(options.path, options.libical, options.own_zones, options.lunar) else 0)


if __name__ == "__main__":
    main()

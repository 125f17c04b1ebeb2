#!/usr/bin/env python3
"""Writes random recurrence patterns with their instances, as python-dateutil gives them, one case a line:

    TYPE period=N [days=MASK] [day=N] [n=N] firstdow=N start=DATE end=never|count:N|date:DATE | FROM..TO | DATE DATE … | ZONE at=MINUTES length=MINUTES | START/END START/END …

The last part has both ends of each instance in UTC, as zoneinfo converts wall times: one that comes twice is the first, one
that does not exist moves forward by the gap; where that happens to a start, the length is kept.
Usage: patterns.py COUNT SEED > Fixtures/recurrence/patterns.txt
The rules are written as docs/recurrence.md translates them; a day that a month lacks is its last day.
"""
import datetime as dt, random, sys, zoneinfo
from dateutil.rrule import rrule, DAILY, WEEKLY, MONTHLY, SU, MO, TU, WE, TH, FR, SA

# Both hemispheres; gaps at midnight and of half an hour; a day that a zone left out; none at all.
ZONES = ["Europe/Warsaw", "Europe/London", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "America/Santiago", "Africa/Cairo",
         "Asia/Beirut", "Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia"]
DAYS = [SU, MO, TU, WE, TH, FR, SA]


def instants(dates, zone, at, length):
    zone, utc = zoneinfo.ZoneInfo(zone), dt.timezone.utc
    for date in dates:
        wall = dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=at)
        start = wall.replace(tzinfo=zone).astimezone(utc)
        end = (wall + dt.timedelta(minutes=length)).replace(tzinfo=zone).astimezone(utc)
        if start.astimezone(zone).replace(tzinfo=None) != wall:
            end = start + dt.timedelta(minutes=length)
        yield f"{start:%Y%m%dT%H%MZ}/{end:%Y%m%dT%H%MZ}"


def case(r):
    start = dt.date(2000, 1, 1) + dt.timedelta(days=r.randrange(12000))
    kind = r.choice(["day", "week", "week", "month", "monthend", "monthnth", "monthnth"])
    first = r.randrange(7)
    text, arguments = [kind], {}
    mask = lambda: r.choice([1 << r.randrange(7), r.randrange(1, 128), 0x3E, 0x41, 0x7F])
    chosen = lambda m: [DAYS[i] for i in range(7) if m >> i & 1]
    if kind == "day":
        period = r.choice([1, 2, 3, 5, 7, 30, 365, r.randrange(1, 1000)])
        text.append(f"period={period}")
        arguments = dict(freq=DAILY, interval=period)
    elif kind == "week":
        period, m = r.choice([1, 1, 2, 2, 3, 4, 52, r.randrange(1, 100)]), mask()
        text += [f"period={period}", f"days={m}"]
        arguments = dict(freq=WEEKLY, interval=period, byweekday=chosen(m), wkst=DAYS[first])
    else:
        period = r.choice([1, 1, 2, 3, 6, 12, 12, 24, r.randrange(1, 100)])
        text.append(f"period={period}")
        arguments = dict(freq=MONTHLY, interval=period)
        if kind == "month":
            day = r.choice([1, 15, 28, 29, 30, 31, r.randrange(1, 32)])
            text.append(f"day={day}")
            if day > 28:
                arguments.update(bymonthday=list(range(28, day + 1)), bysetpos=-1)
            else:
                arguments.update(bymonthday=day)
        elif kind == "monthend":
            text.append("day=31")
            arguments.update(bymonthday=-1)
        else:
            m, n = mask(), r.randrange(1, 6)
            text += [f"days={m}", f"n={n}"]
            arguments.update(byweekday=chosen(m), bysetpos=-1 if n == 5 else n)
    end = r.choice(["never", "count", "date"])
    if end == "count":
        count = r.choice([1, 2, 10, 100, r.randrange(1, 400)])
        arguments["count"] = count
        end = f"count:{count}"
    elif end == "date":
        until = start + dt.timedelta(days=r.randrange(0, 4000))
        arguments["until"] = dt.datetime.combine(until, dt.time())
        end = f"date:{until}"
    text += [f"firstdow={first}", f"start={start}", f"end={end}"]
    low = start + dt.timedelta(days=r.randrange(-400, 3000))
    high = low + dt.timedelta(days=r.choice([1, 31, 100, 400]))
    found = [d.date() for d in rrule(dtstart=dt.datetime.combine(start, dt.time()), **arguments)
             .between(dt.datetime.combine(low, dt.time()), dt.datetime.combine(high - dt.timedelta(days=1), dt.time()), inc=True)]
    zone, at = r.choice(ZONES), r.choice([0, 60, 90, 120, 150, 180, 540, 1320, r.randrange(1440)])
    length = r.choice([0, 15, 30, 60, 90, 480, 1440, 2880, r.randrange(3000)])
    return (f"{' '.join(text)} | {low}..{high} | {' '.join(map(str, found))} | {zone} at={at} length={length} | "
            f"{' '.join(instants(found, zone, at, length))}").rstrip()


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    r = random.Random(seed)
    print(f"# {count} patterns with seed {seed}, by Scripts/recurrence/patterns.py")
    for _ in range(count):
        print(case(r))


main()

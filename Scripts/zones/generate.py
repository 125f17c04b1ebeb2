#!/usr/bin/env python3
"""Writes the zone tables of Sources/ExchangeFormats/Zones/Tables from the three CSV files beside this script and from
the system's IANA zone database (/usr/share/zoneinfo).

A zone's line is NAME|FIRST OFFSET|CHANGES|FOOTER: the offset before the first change, in seconds; each change as
SECONDS:OFFSET, seconds since 1970 as a difference from the change before; the POSIX rule (RFC 9636, 3.3.1) that holds
after the last one. Changes that the footer gives anyway are left out.
"""
import csv, pathlib, struct, sys, zoneinfo

HERE = pathlib.Path(__file__).parent
TABLES = HERE.parent.parent / "Sources/ExchangeFormats/Zones/Tables"
DATABASE = pathlib.Path("/usr/share/zoneinfo")


def read_tzif(path):
    data = path.read_bytes()
    assert data[:4] == b"TZif"

    def header(at):
        return struct.unpack(">4sc15x6l", data[at:at + 44])

    _, _, isut, isstd, leap, times, types, chars = header(0)
    at = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
    _, _, isut, isstd, leap, times, types, chars = header(at)
    at += 44
    moments = struct.unpack(f">{times}q", data[at:at + 8 * times]); at += 8 * times
    indices = data[at:at + times]; at += times
    kinds = [struct.unpack(">lbB", data[at + 6 * i:at + 6 * i + 6]) for i in range(types)]
    at += 6 * types + chars + leap * 12 + isstd + isut
    footer = data[at:].decode().strip()
    return [(m, kinds[i][0]) for m, i in zip(moments, indices)], kinds[0][0], footer


def offset_by_footer(footer_zone, moment):
    import datetime
    return int(footer_zone.utcoffset(datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
                                     .astimezone(footer_zone)).total_seconds())


def footer_zone(footer):
    """A zone that has nothing but the footer, as Python reads it."""
    import io
    block = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 1) + struct.pack(">lbB", 0, 0, 0) + b"\0"
    second = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lbB", 0, 0, 0) + b"UTC\0"
    return zoneinfo.ZoneInfo.from_file(io.BytesIO(block + second + b"\n" + footer.encode() + b"\n"))


def line(name):
    changes, first, footer = read_tzif(DATABASE / name)
    before = [offset for moment, offset in changes if moment < 0]
    offset = before[-1] if before else first
    kept, last = [], offset
    for moment, value in changes:
        if moment >= 0 and value != last:
            kept.append((moment, value))
            last = value
    by_footer = footer_zone(footer)
    while kept:
        begin, value = kept[-2] if len(kept) > 1 else (0, offset)
        end, after = kept[-1]
        # A footer may agree at the recorded changes and yet invent others between them, as Egypt's does for the years
        # without summer time: every day of the stretch is asked for.
        stretch = [*range(begin, end, 86_400), end - 1]
        if offset_by_footer(by_footer, end) != after or any(offset_by_footer(by_footer, moment) != value for moment in stretch):
            break
        kept.pop()
    text, at = [], 0
    for moment, value in kept:
        text.append(f"{moment - at}:{value}")
        at = moment
    return f"{name}|{offset}|{','.join(text)}|{footer}"


def swift(name, doc, lines):
    body = "\n".join("    " + line for line in lines)
    return (f"// Written by Scripts/zones/generate.py; not to be edited.\n// swift-format-ignore-file\n\n/// {doc}\n"
            f"let {name}: StaticString = #\"\"\"\n{body}\n    \"\"\"#\n")


def rows(name):
    with open(HERE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def main():
    TABLES.mkdir(exist_ok=True)
    version = (DATABASE / "tzdata.zi").read_text().split("\n", 1)[0].split()[-1] if (DATABASE / "tzdata.zi").exists() else "unknown"
    names = sorted(n for n in zoneinfo.available_timezones()
                   if not n.startswith(("posix/", "right/")) and n not in ("localtime", "posixrules", "Factory"))
    by_content, lines = {}, []
    for name in names:
        text = line(name)
        key = text.split("|", 1)[1]
        if key in by_content:
            lines.append(f"{name}|={by_content[key]}")
        else:
            by_content[key] = name
            lines.append(text)
    (TABLES / "IANAZoneTable.swift").write_text(
        swift("ianaZoneTable", f"Every zone of the IANA database, version {version}; `NAME|=OTHER` is a zone with the rules of another.", lines))
    english = [f"{r['display_name']}|{r['windows_id']}|{r['iana_id']}" for r in rows("windows-zones.csv")]
    (TABLES / "WindowsZoneTable.swift").write_text(
        swift("windowsZoneTable", "Windows display name, Windows key and IANA zone; the name is empty where only the key is known.", english))
    localized = sorted({f"{r['display_name']}|{r['windows_id']}" for r in rows("windows-zones-localized.csv")})
    (TABLES / "LocalizedZoneTable.swift").write_text(
        swift("localizedZoneTable", "Display names in the languages of Europe, and the Windows key that each means.", localized))
    long = {}
    for r in rows("long-names.csv"):
        long.setdefault(r["iana_id"], []).append(r["name"])
    grouped = [f"{zone}|{'|'.join(sorted(names))}" for zone, names in sorted(long.items())]
    (TABLES / "LongZoneNameTable.swift").write_text(
        swift("longZoneNameTable", "An IANA zone and the long names that clients on Java or ICU write for it, in the languages of Europe.", grouped))
    print(f"{len(lines)} IANA zones ({version}), {len(english)} English names, {len(localized)} localized names, long names of {len(grouped)} zones", file=sys.stderr)


main()

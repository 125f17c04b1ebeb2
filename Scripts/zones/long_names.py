#!/usr/bin/env python3
"""Writes long-names.csv: the long names that clients built on Java or ICU write for zones, and the IANA zone of each.

They are CLDR's names of metazones, in English and in the languages of windows-zones-localized.csv, with the zone that
CLDR gives as the metazone's own (territory 001), and the names that few zones have for themselves.

Usage: long_names.py METAZONES.XML > long-names.csv
METAZONES.XML is common/supplemental/metaZones.xml of CLDR (Debian: unicode-cldr-core, version 41); the names come from the
folder common/main beside it and, as they are today, from babel (PyPI).
"""
import csv, pathlib, sys
import xml.etree.ElementTree as tree
from babel import Locale

HERE = pathlib.Path(__file__).parent


def main():
    document = tree.parse(sys.argv[1]).getroot()
    own = {m.get("other"): m.get("type") for m in document.iter("mapZone") if m.get("territory") == "001"}
    # Metazones that are younger than the metaZones.xml of some distributions.
    young = {"British": "Europe/London", "Irish": "Europe/Dublin", "Greenland": "America/Nuuk", "Hawaii": "Pacific/Honolulu",
             "Kazakhstan": "Asia/Almaty"}
    own = young | own
    # A metazone that no zone uses today is a name of the past.
    used = {u.get("mzone") for u in document.iter("usesMetazone") if u.get("to") is None} | set(young)
    with open(HERE / "windows-zones-localized.csv", encoding="utf-8", newline="") as file:
        locales = {row["locale"] for row in csv.DictReader(file, delimiter=";")}
    names = set()
    for text in sorted(locales | {"en-US", "en-GB", "en-AU"}):
        locale = Locale.parse(text, sep="-")
        for meta, forms in locale.meta_zones.items():
            if meta in own and meta in used:
                names |= {(own[meta], name) for name in forms.get("long", {}).values() if name}
        for zone, forms in locale.time_zones.items():
            names |= {(zone, name) for name in forms.get("long", {}).values() if name and not zone.startswith("Etc/")}
        # Clients live longer than names: those of the older CLDR count too, such as "Samoa Standard Time" for American Samoa.
        older = pathlib.Path(sys.argv[1]).parent.parent / "main" / f"{text.replace('-', '_')}.xml"
        for path in (older, older.with_name(f"{locale.language}.xml")):
            if not path.exists():
                continue
            for metazone in tree.parse(path).getroot().iter("metazone"):
                meta, long = metazone.get("type"), metazone.find("long")
                if long is not None and meta in own and meta in used:
                    names |= {(own[meta], form.text) for form in long if form.text and form.text != "\u2205\u2205\u2205"}
    writer = csv.writer(sys.stdout, delimiter=";", lineterminator="\n")
    writer.writerow(["iana_id", "name"])
    writer.writerows(sorted(names))


main()

#!/usr/bin/env python3
"""Writes Fixtures/calendar/cultures/dates.csv: two instants as each culture that calfold lists writes them.

    python3 Scripts/cultures/written_dates.py CULTURE... > Fixtures/calendar/cultures/dates.csv

PowerShell 7 takes CLDR's patterns (ICU): the short date with its year in four digits, or the pattern of year, month and day in numbers, and
the medium time. They change with CLDR's versions, so each folder in BABEL_VERSIONS (separated by ':') that holds a version of PyPI's babel is
asked. Windows PowerShell 5.1 takes those of Windows (NLS), which stand below by hand, for Windows 7 to 11. They were compared with the culture
files that jQuery Globalize 0.1 made from .NET on Windows 7, and in part with those of later versions in Kendo UI; Windows itself was not asked.
"""
import csv
import datetime
import os
import subprocess
import sys

MOMENTS = [datetime.datetime(2024, 2, 3, 9, 5, 7), datetime.datetime(2024, 11, 23, 15, 45, 0)]

# culture: short dates, long times, the words of the halves of the day
NLS = {
    "af-ZA": (["yyyy/MM/dd", "yyyy-MM-dd"], ["HH:mm:ss", "hh:mm:ss tt"], ("vm.", "nm.")),
    "ar-AE": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("ص", "م")),
    "ar-DZ": (["dd-MM-yyyy"], ["H:mm:ss"], ("ص", "م")),
    "ar-EG": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("ص", "م")),
    "ar-JO": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("ص", "م")),
    "ar-KW": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("ص", "م")),
    "ar-MA": (["dd-MM-yyyy"], ["HH:mm:ss", "H:mm:ss"], ("ص", "م")),
    "ar-QA": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("ص", "م")),
    "ar-TN": (["dd-MM-yyyy"], ["H:mm:ss"], ("ص", "م")),
    "az-Latn-AZ": (["dd.MM.yyyy"], ["H:mm:ss"], ("", "")),
    "be-BY": (["dd.MM.yyyy"], ["H:mm:ss"], ("", "")),
    "bg-BG": (["d.M.yyyy 'г.'"], ["H:mm:ss", "HH:mm:ss 'ч.'"], ("", "")),
    "bs-Latn-BA": (["d.M.yyyy"], ["H:mm:ss"], ("", "")),
    "ca-ES": (["dd/MM/yyyy"], ["HH:mm:ss"], ("", "")),
    "cs-CZ": (["dd.MM.yyyy", "d. M. yyyy", "d.M.yyyy"], ["H:mm:ss"], ("dop.", "odp.")),
    "cy-GB": (["dd/MM/yyyy"], ["HH:mm:ss"], ("a.m.", "p.m.")),
    "da-DK": (["dd-MM-yyyy"], ["HH:mm:ss"], ("", "")),
    "de-AT": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "de-CH": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "de-DE": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "de-LI": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "de-LU": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "el-GR": (["d/M/yyyy"], ["h:mm:ss tt"], ("πμ", "μμ")),
    "en-AU": (["d/MM/yyyy"], ["h:mm:ss tt"], ("AM", "PM")),
    "en-CA": (["dd/MM/yyyy", "yyyy-MM-dd"], ["h:mm:ss tt"], ("AM", "PM")),
    "en-GB": (["dd/MM/yyyy"], ["HH:mm:ss"], ("AM", "PM")),
    "en-HK": (["d/M/yyyy"], ["h:mm:ss tt"], ("AM", "PM")),
    "en-IE": (["dd/MM/yyyy"], ["HH:mm:ss"], ("AM", "PM")),
    "en-IN": (["dd-MM-yyyy"], ["HH:mm:ss"], ("AM", "PM")),
    "en-KE": (["dd/MM/yyyy"], ["HH:mm:ss"], ("AM", "PM")),
    "en-NG": (["dd/MM/yyyy"], ["h:mm:ss tt"], ("AM", "PM")),
    "en-NZ": (["d/MM/yyyy"], ["h:mm:ss tt"], ("a.m.", "p.m.")),
    "en-SG": (["d/M/yyyy"], ["h:mm:ss tt"], ("AM", "PM")),
    "en-US": (["M/d/yyyy"], ["h:mm:ss tt"], ("AM", "PM")),
    "en-ZA": (["yyyy/MM/dd", "yyyy-MM-dd"], ["hh:mm:ss tt", "HH:mm:ss"], ("AM", "PM")),
    "es-AR": (["d/M/yyyy", "dd/MM/yyyy"], ["HH:mm:ss", "hh:mm:ss tt"], ("a. m.", "p. m.")),
    "es-CL": (["dd-MM-yyyy"], ["H:mm:ss"], ("", "")),
    "es-CO": (["dd/MM/yyyy"], ["h:mm:ss tt", "hh:mm:ss tt"], ("a. m.", "p. m.")),
    "es-CR": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("a.m.", "p.m.")),
    "es-DO": (["dd/MM/yyyy", "d/M/yyyy"], ["hh:mm:ss tt", "h:mm:ss tt"], ("a.m.", "p.m.")),
    "es-EC": (["dd/MM/yyyy"], ["H:mm:ss"], ("", "")),
    "es-ES": (["dd/MM/yyyy"], ["H:mm:ss"], ("", "")),
    "es-GT": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("a.m.", "p.m.")),
    "es-MX": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("a. m.", "p. m.")),
    "es-PA": (["MM/dd/yyyy"], ["hh:mm:ss tt", "h:mm:ss tt"], ("a. m.", "p. m.")),
    "es-PE": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("a.m.", "p.m.")),
    "es-UY": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("a.m.", "p.m.")),
    "es-VE": (["dd/MM/yyyy"], ["hh:mm:ss tt"], ("a.m.", "p.m.")),
    "et-EE": (["dd.MM.yyyy", "d.MM.yyyy"], ["HH:mm:ss", "H:mm:ss"], ("", "")),
    "eu-ES": (["yyyy/MM/dd"], ["HH:mm:ss", "H:mm:ss"], ("", "")),
    "fi-FI": (["d.M.yyyy"], ["H.mm.ss", "H:mm:ss"], ("", "")),
    "fil-PH": (["M/d/yyyy"], ["h:mm:ss tt"], ("AM", "PM")),
    "fr-BE": (["d/MM/yyyy"], ["HH:mm:ss"], ("", "")),
    "fr-CA": (["yyyy-MM-dd"], ["HH:mm:ss"], ("", "")),
    "fr-CH": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "fr-FR": (["dd/MM/yyyy"], ["HH:mm:ss"], ("", "")),
    "fr-LU": (["dd/MM/yyyy"], ["HH:mm:ss"], ("", "")),
    "ga-IE": (["dd/MM/yyyy"], ["HH:mm:ss"], ("r.n.", "i.n.")),
    "gl-ES": (["dd/MM/yyyy"], ["H:mm:ss"], ("a.m.", "p.m.")),
    "he-IL": (["dd/MM/yyyy"], ["HH:mm:ss"], ("AM", "PM")),
    "hi-IN": (["dd-MM-yyyy"], ["HH:mm:ss"], ("पूर्वाह्न", "अपराह्न")),
    "hr-HR": (["d.M.yyyy.", "d. M. yyyy."], ["HH:mm:ss", "H:mm:ss"], ("", "")),
    "hu-HU": (["yyyy. MM. dd.", "yyyy.MM.dd."], ["H:mm:ss"], ("de.", "du.")),
    "hy-AM": (["dd.MM.yyyy"], ["H:mm:ss"], ("", "")),
    "id-ID": (["dd/MM/yyyy"], ["HH.mm.ss", "H:mm:ss"], ("", "")),
    "is-IS": (["d.M.yyyy"], ["HH:mm:ss"], ("", "")),
    "it-CH": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "it-IT": (["dd/MM/yyyy"], ["HH:mm:ss", "H.mm.ss"], ("", "")),
    "ja-JP": (["yyyy/MM/dd"], ["H:mm:ss"], ("午前", "午後")),
    "ka-GE": (["dd.MM.yyyy"], ["H:mm:ss"], ("", "")),
    "kk-KZ": (["dd.MM.yyyy"], ["H:mm:ss"], ("", "")),
    "ko-KR": (["yyyy-MM-dd"], ["tt h:mm:ss"], ("오전", "오후")),
    "lt-LT": (["yyyy-MM-dd", "yyyy.MM.dd"], ["HH:mm:ss"], ("", "")),
    "lv-LV": (["dd.MM.yyyy", "yyyy.MM.dd."], ["HH:mm:ss", "H:mm:ss"], ("", "")),
    "mk-MK": (["dd.M.yyyy", "dd.MM.yyyy"], ["HH:mm:ss"], ("претпл.", "попл.")),
    "mn-MN": (["yyyy.MM.dd"], ["HH:mm:ss"], ("ү.ө.", "ү.х.")),
    "mr-IN": (["dd-MM-yyyy"], ["HH:mm:ss"], ("म.पू.", "म.नं.")),
    "ms-MY": (["d/MM/yyyy", "dd/MM/yyyy"], ["h:mm:ss tt", "H:mm:ss"], ("PG", "PTG")),
    "nb-NO": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "nl-BE": (["d/MM/yyyy"], ["H:mm:ss"], ("", "")),
    "nl-NL": (["d-M-yyyy"], ["HH:mm:ss", "H:mm:ss"], ("", "")),
    "nn-NO": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "pl-PL": (["dd.MM.yyyy", "yyyy-MM-dd"], ["HH:mm:ss"], ("", "")),
    "pt-BR": (["dd/MM/yyyy"], ["HH:mm:ss"], ("", "")),
    "pt-PT": (["dd/MM/yyyy", "dd-MM-yyyy"], ["HH:mm:ss"], ("", "")),
    "ro-RO": (["dd.MM.yyyy"], ["HH:mm:ss"], ("", "")),
    "ru-RU": (["dd.MM.yyyy"], ["H:mm:ss"], ("", "")),
    "sk-SK": (["d. M. yyyy", "d.M.yyyy"], ["H:mm:ss"], ("", "")),
    "sl-SI": (["d. MM. yyyy", "d.M.yyyy"], ["HH:mm:ss", "H:mm:ss"], ("dop.", "pop.")),
    "sq-AL": (["d.M.yyyy", "yyyy-MM-dd"], ["h:mm:ss tt", "h:mm:ss.tt"], ("PD", "MD")),
    "sr-Cyrl-RS": (["d.M.yyyy"], ["H:mm:ss"], ("", "")),
    "sr-Latn-RS": (["d.M.yyyy.", "d.M.yyyy"], ["HH:mm:ss", "H:mm:ss"], ("", "")),
    "sv-FI": (["d.M.yyyy"], ["HH:mm:ss"], ("", "")),
    "sv-SE": (["yyyy-MM-dd"], ["HH:mm:ss"], ("", "")),
    "ta-IN": (["dd-MM-yyyy"], ["HH:mm:ss"], ("காலை", "மாலை")),
    "tr-TR": (["d.MM.yyyy", "d.M.yyyy", "dd.MM.yyyy"], ["HH:mm:ss"], ("ÖÖ", "ÖS")),
    "uk-UA": (["dd.MM.yyyy"], ["H:mm:ss"], ("", "")),
    "ur-PK": (["dd/MM/yyyy"], ["h:mm:ss tt"], ("AM", "PM")),
    "uz-Latn-UZ": (["dd/MM yyyy"], ["HH:mm:ss"], ("", "")),
    "vi-VN": (["dd/MM/yyyy"], ["h:mm:ss tt"], ("SA", "CH")),
    "zh-CN": (["yyyy/M/d"], ["H:mm:ss"], ("上午", "下午")),
    "zh-HK": (["d/M/yyyy"], ["H:mm:ss", "tt hh:mm:ss"], ("上午", "下午")),
    "zh-SG": (["d/M/yyyy"], ["tt h:mm:ss"], ("AM", "PM")),
    "zh-TW": (["yyyy/M/d"], ["tt hh:mm:ss"], ("上午", "下午")),
    "invariant": (["MM/dd/yyyy"], ["HH:mm:ss"], ("AM", "PM")),
}


def net(pattern, moment, halves):
    """A pattern of .NET, for the few letters that these have."""
    out, at = "", 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "'":
            end = pattern.index("'", at + 1)
            out += pattern[at + 1:end]
            at = end + 1
            continue
        end = at
        while end < len(pattern) and pattern[end] == letter:
            end += 1
        count = end - at
        values = {"y": moment.year, "M": moment.month, "d": moment.day, "H": moment.hour, "h": moment.hour % 12 or 12, "m": moment.minute, "s": moment.second}
        if letter in values:
            out += str(values[letter]).zfill(count)
        elif letter == "t":
            out += halves[moment.hour >= 12]
        else:
            out += pattern[at:end]
        at = end
    return out


def rows_of_cldr(cultures):
    from babel import Locale, dates

    for name in cultures:
        if name == "invariant":
            continue
        locale = Locale.parse(name, sep="-")
        patterns = {str(locale.date_formats["short"].pattern), str(locale.datetime_skeletons["yMd"].pattern)}
        time = str(locale.time_formats["medium"].pattern).replace("B", "a ") if "B" in str(locale.time_formats["medium"].pattern) else str(locale.time_formats["medium"].pattern)
        for pattern in patterns:
            parts = pattern.split("'")
            pattern = "'".join(part.replace("yyyy", "y").replace("yy", "y").replace("y", "yyyy") if index % 2 == 0 else part for index, part in enumerate(parts))
            for moment in MOMENTS:
                text = dates.format_datetime(moment, f"{pattern} {time}", locale=locale)
                for written in {text, text.replace("\u202f", " ").replace("\u00a0", " ")}:
                    yield name, "CLDR", written, moment


def main():
    cultures = sys.argv[1:]
    if os.environ.get("WRITE_CLDR"):
        writer = csv.writer(sys.stdout)
        for name, source, text, moment in rows_of_cldr(cultures):
            writer.writerow([name, source, text, moment.isoformat(sep=" ")])
        return
    lines = set()
    for folder in os.environ["BABEL_VERSIONS"].split(":"):
        environment = dict(os.environ, PYTHONPATH=folder, WRITE_CLDR="1")
        answer = subprocess.run([sys.executable, __file__, *cultures], env=environment, check=True, capture_output=True, text=True)
        lines |= {tuple(row) for row in csv.reader(answer.stdout.splitlines())}
    for name, (days, times, halves) in NLS.items():
        for day in days:
            for time in times:
                for moment in MOMENTS:
                    lines.add((name, "NLS", net(f"{day} {time}", moment, halves), moment.isoformat(sep=" ")))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["culture", "source", "text", "instant"])
    writer.writerows(sorted(lines))


main()

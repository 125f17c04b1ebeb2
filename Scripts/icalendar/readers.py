"""Calendar files as other people's readers see them: icalendar with recurring-ical-events, and libical through expand.c."""
import datetime
import subprocess
from typing import NamedTuple, Optional
from urllib.parse import unquote

import icalendar
import recurring_ical_events

UTC = datetime.timezone.utc
RESPONSES = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined", "NEEDS-ACTION": "none"}


class Row(NamedTuple):
    """An occurrence. Whole days stand as their midnights in UTC."""

    uid: str
    start: datetime.datetime
    end: datetime.datetime
    all_day: bool
    status: str
    people: tuple
    organizer: str
    # None where a reader was not asked.
    subject: Optional[str] = None


def by_icalendar(calendar, begin, end):
    """Rows of the occurrences that begin in [begin, end). The calendar may be a path."""
    if isinstance(calendar, str):
        with open(calendar, "rb") as file:
            calendar = icalendar.Calendar.from_ical(file.read())
    margin = datetime.timedelta(days=2)
    rows = []
    for event in recurring_ical_events.of(calendar, keep_recurrence_attributes=True).between(begin - margin, end + margin):
        start = event["DTSTART"].dt
        length = event["DURATION"].dt if event.get("DURATION") else datetime.timedelta()
        stop = event["DTEND"].dt if event.get("DTEND") else start + length
        all_day = not isinstance(start, datetime.datetime)
        start, stop = instant(start), instant(stop)
        if not begin <= start < end:
            continue
        status = "cancelled" if str(event.get("STATUS")) == "CANCELLED" else "confirmed"
        attendees = event.get("ATTENDEE", [])
        people = []
        for attendee in attendees if isinstance(attendees, list) else [attendees]:
            response = RESPONSES[attendee.params["PARTSTAT"]]
            people += [(name(str(attendee)), response)] * int(attendee.params.get("X-CALFOLD-COUNT", 1))
        organizer = name(str(event["ORGANIZER"])) if "ORGANIZER" in event else ""
        rows.append(Row(str(event["UID"]), start, stop, all_day, status, tuple(sorted(people)), organizer, str(event.get("SUMMARY", ""))))
    return rows


def by_libical(program, path, begin, end):
    stamp = "%Y%m%dT%H%M%SZ"
    found = subprocess.run([program, path, begin.strftime(stamp), end.strftime(stamp)], capture_output=True, text=True)
    if found.returncode != 0:
        raise SystemExit(f"expand ended with {found.returncode}: {found.stderr}")
    lines = [line.split("\t") for line in found.stdout.split("\n") if line]
    replaced = {(uid, instance) for uid, instance, *_, is_override in lines if is_override == "1"}
    rows = []
    for uid, instance, start, stop, all_day, status, people, organizer, is_override in lines:
        start, stop = (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (start, stop))
        if not begin <= start < end or is_override == "0" and (uid, instance) in replaced:
            continue
        answers = [person.rsplit("=", 1) for person in people.split()]
        met = tuple(sorted((name(address), RESPONSES[answer]) for address, answer in answers))
        rows.append(Row(uid, start, stop, all_day == "1", status, met, name(organizer) if organizer else ""))
    return rows


def instant(value):
    if not isinstance(value, datetime.datetime):
        return datetime.datetime(value.year, value.month, value.day, tzinfo=UTC)
    return value.astimezone(UTC)


def name(uri):
    """A person as the tables call them."""
    text = unquote(uri.removeprefix("mailto:").removeprefix("urn:x-exchange-dn:"))
    local, _, domain = text.rpartition("@")
    return local if domain in ("pseudonym.invalid", "external.invalid") else text

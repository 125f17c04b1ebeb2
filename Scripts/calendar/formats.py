#!/usr/bin/env python3
"""Writes the same few meetings as every tool exports them: a folder for each format, in it a file for each mailbox.

Usage: formats.py FOLDER      (Fixtures/calendar/formats)
The story, the formats, and which facts each of them lacks are in that folder's README.
"""
import csv, io, json, os, struct, sys
from datetime import datetime as D, timedelta

ANNA, BEN, CARA = "anna.berg@example.com", "ben.ito@example.com", "cara.rossi@partner.example"
NAMES = {ANNA: "Anna Berg", BEN: "Ben Ito", CARA: "Rossi, Cara"}
WARSAW = "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb"
APPOINTMENT, REQUEST, ACCEPTED, CANCELED = (
    "IPM.Appointment", "IPM.Schedule.Meeting.Request", "IPM.Schedule.Meeting.Resp.Pos", "IPM.Schedule.Meeting.Canceled")
EXCEPTION = "IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}"


def object_id(made, number, instance=None):
    filetime = int((made - D(1601, 1, 1)).total_seconds()) * 10_000_000
    date = struct.pack(">HBB", instance.year, instance.month, instance.day) if instance else bytes(4)
    data = bytes((number * 37 + n * 11) % 256 for n in range(16))
    return (bytes.fromhex("040000008200E00074C5B7101A82E008") + date + struct.pack("<Q", filetime) + bytes(8)
            + struct.pack("<I", 16) + data).hex().upper()


def minutes(moment):
    return int((moment - D(1601, 1, 1)).total_seconds()) // 60


def weekly_blob(start, length, count, moved=None):
    """Every week on the start's weekday, `count` times; `moved` is (original start, new start), in wall time."""
    day = D(start.year, start.month, start.day)
    weekday = (start.weekday() + 1) % 7
    modified = [minutes(D(moved[0].year, moved[0].month, moved[0].day))] if moved else []
    shifted = [minutes(D(moved[1].year, moved[1].month, moved[1].day))] if moved else []
    blob = struct.pack("<HHHHH", 0x3004, 0x3004, 0x200B, 1, 0)
    blob += struct.pack("<IIII", (minutes(day) - weekday * 1440) % 10080, 1, 0, 1 << weekday)
    blob += struct.pack("<III", 0x2022, count, 0)
    blob += struct.pack("<I", len(modified)) + b"".join(struct.pack("<I", n) for n in modified)
    blob += struct.pack("<I", len(shifted)) + b"".join(struct.pack("<I", n) for n in shifted)
    blob += struct.pack("<II", minutes(day), minutes(day + timedelta(weeks=count - 1)))
    at = start.hour * 60 + start.minute
    blob += struct.pack("<IIII", 0x3006, 0x3009, at, at + length) + struct.pack("<H", 1 if moved else 0)
    if moved:
        blob += struct.pack("<IIIH", minutes(moved[1]), minutes(moved[1]) + length, minutes(moved[0]), 0)
    blob += struct.pack("<I", 0)
    if moved:
        blob += struct.pack("<II", 4, 0) + struct.pack("<I", 0)
    return (blob + struct.pack("<I", 0)).hex().upper()


def entries():
    """The rows, oldest first. All times are UTC."""
    rows = []

    def add(mailbox, log, item, action, itemclass, **more):
        row = dict(item)
        row.update(mailbox=mailbox, log=log, action=action, itemclass=itemclass)
        row.update(more)
        row.setdefault("user", NAMES[mailbox])
        row.setdefault("created", log)
        rows.append(row)

    base = dict(organizer=ANNA, zone=WARSAW, recurring=False, blob="", recurrence="None", exception=False, allday=False, sequence=0,
                version=1, instance=None, original=None, response=None, busy=None, people=[BEN, CARA])
    # A meeting that is moved, and accepted by a guest.
    made = D(2024, 1, 8, 9, 0)
    budget = dict(base, id=object_id(made, 1), subject="Budget: plan & numbers", start=D(2024, 1, 16, 13), end=D(2024, 1, 16, 14))
    mine = dict(budget, state=1, response=1, busy=2, created=made)
    add(ANNA, made, mine, "Create", APPOINTMENT)
    late = dict(start=D(2024, 1, 16, 15), end=D(2024, 1, 16, 16, 30), sequence=1)
    add(ANNA, D(2024, 1, 9, 10, 30), dict(mine, **late), "Update", APPOINTMENT, version=2)
    theirs = dict(budget, state=3, created=D(2024, 1, 8, 9, 0, 5))
    add(BEN, D(2024, 1, 8, 9, 0, 4), theirs, "Create", REQUEST, user="Microsoft System Attendant", busy=1)
    add(BEN, D(2024, 1, 8, 9, 0, 5), theirs, "Create", APPOINTMENT, user="Calendar Assistant", response=5, busy=1)
    add(BEN, D(2024, 1, 9, 10, 30, 7), dict(theirs, **late), "Update", APPOINTMENT, user="Calendar Assistant", response=5, busy=1, version=2)
    add(BEN, D(2024, 1, 10, 7, 15), dict(theirs, **late), "Update", APPOINTMENT, response=3, busy=2, version=3)
    add(ANNA, D(2024, 1, 10, 7, 15, 6), dict(budget, **late), "Create", ACCEPTED, organizer=BEN, state=1, user=NAMES[BEN],
        created=D(2024, 1, 10, 7, 15, 6), subject="Budget: plan & numbers")
    # A series at nine in Warsaw, across no change of clocks; its third occurrence is moved to the afternoon.
    made = D(2024, 1, 11, 12, 0)
    series = dict(base, id=object_id(made, 2), subject="Team, weekly", start=D(2024, 1, 15, 8), end=D(2024, 1, 15, 8, 30), recurring=True,
                  recurrence="Weekly", people=[BEN])
    wall = D(2024, 1, 15, 9)
    add(ANNA, made, series, "Create", APPOINTMENT, state=1, response=1, busy=2, blob=weekly_blob(wall, 30, 4))
    third, new = D(2024, 1, 29, 9), D(2024, 1, 29, 14)
    moved = weekly_blob(wall, 30, 4, moved=(third, new))
    add(ANNA, D(2024, 1, 22, 16, 0), series, "Update", APPOINTMENT, state=1, response=1, busy=2, blob=moved, version=2, created=made)
    exception = dict(series, id=object_id(made, 2, third), instance=third, original=D(2024, 1, 29, 8), start=D(2024, 1, 29, 13),
                     end=D(2024, 1, 29, 13, 30), exception=True, recurring=False, sequence=1)
    add(ANNA, D(2024, 1, 22, 16, 0, 1), exception, "Update", EXCEPTION, state=1, response=1, busy=2, created=made)
    add(BEN, D(2024, 1, 11, 12, 0, 9), series, "Create", APPOINTMENT, state=3, response=5, busy=1, blob=weekly_blob(wall, 30, 4),
        user="Calendar Assistant", created=D(2024, 1, 11, 12, 0, 9))
    # A meeting that is cancelled.
    made = D(2024, 1, 12, 8, 0)
    lunch = dict(base, id=object_id(made, 3), subject='Lunch "talk"\nwith guests', start=D(2024, 1, 19, 11), end=D(2024, 1, 19, 12), people=[BEN])
    add(ANNA, made, lunch, "Create", APPOINTMENT, state=1, response=1, busy=2)
    add(BEN, D(2024, 1, 12, 8, 0, 3), lunch, "Create", APPOINTMENT, state=3, response=5, busy=1, user="Calendar Assistant", created=D(2024, 1, 12, 8, 0, 3))
    add(ANNA, D(2024, 1, 17, 9, 0), dict(lunch, sequence=1), "Update", APPOINTMENT, state=5, response=1, busy=0, version=2, created=made)
    add(BEN, D(2024, 1, 17, 9, 0, 2), dict(lunch, sequence=1), "Create", CANCELED, state=7, user="Microsoft System Attendant", busy=0)
    add(BEN, D(2024, 1, 17, 9, 0, 3), dict(lunch, sequence=1), "Update", APPOINTMENT, state=7, busy=0, version=2, user="Calendar Assistant",
        created=D(2024, 1, 12, 8, 0, 3))
    # A whole day in Warsaw, of one person alone.
    made = D(2024, 1, 5, 7, 0)
    leave = dict(base, id=object_id(made, 4), subject="Leave – Zażółć", start=D(2024, 2, 1, 23), end=D(2024, 2, 2, 23), allday=True, people=[])
    add(BEN, made, dict(leave, organizer=BEN), "Create", APPOINTMENT, state=0, response=0, busy=3)
    return rows


# Values as each tool writes them.

STATE = {0: "None", 1: "Meeting", 3: "Meeting, Received", 5: "Meeting, Cancelled", 7: "Meeting, Received, Cancelled"}
RESPONSE = {0: "None", 1: "Organizer", 2: "Tentative", 3: "Accept", 4: "Decline", 5: "NotResponded"}
BUSY = {0: "Free", 1: "Tentative", 2: "Busy", 3: "Out of office", 4: "WorkingElsewhere"}
SHORT = {APPOINTMENT: "Ipm.Appointment", REQUEST: "Meeting.Request", ACCEPTED: "Resp.Pos", CANCELED: "Cancellation", EXCEPTION: "Exception"}


def iso(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def american(moment):
    return f"{moment.month}/{moment.day}/{moment.year} {(moment.hour + 11) % 12 + 1}:{moment:%M:%S} {'AM' if moment.hour < 12 else 'PM'}"


def warsaw(moment):
    return moment + timedelta(hours=1)  # winter time all through the story


def duration(row):
    return int((row["end"] - row["start"]).total_seconds()) // 60


def clean(row):
    return row["id"][:32] + "00000000" + row["id"][40:]


def item_type(row):
    return "Exception" if row["exception"] else "RecurringMaster" if row["recurring"] else "Single"


def dn(address):
    return f"/o=Example/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn={address.split('@')[0]}"


def entry_row(row):
    return {
        "logtime": iso(row["log"]) + ".000", "starttime": iso(row["start"]), "endtime": iso(row["end"]), "normalizedsubject": row["subject"],
        "calendarlogtriggeraction": row["action"], "originallastmodifiedtime": iso(row["log"]) + ".000", "itemclass": row["itemclass"],
        "duration": duration(row), "appointmentrecurring": row["recurring"], "sentrepresentingemailaddress": row["organizer"],
        "senderemailaddress": row["organizer"], "itemversion": row["version"], "appointmentsequencenumber": row["sequence"],
        "isexception": row["exception"], "responsibleusername": row["user"], "appointmentstate": f"{row['state']}.0",
        "globalobjectid": row["id"], "creationtime": iso(row["created"]) + ".000", "lastmodifiedtime": iso(row["log"]) + ".000",
        "timezone": row["zone"], "recurrencetype": row["recurrence"], "appointmentrecurrenceblob": row["blob"],
        "mapiisalldayevent": row["allday"]}


def basic_row(row):
    return {
        "Local Log Time": iso(warsaw(row["log"])), "ItemId": "AAMk" + row["id"][-12:], "NormalizedSubject": row["subject"],
        "StartTime": iso(row["start"]), "EndTime": iso(row["end"]), "CalendarLogTriggerAction": row["action"],
        "ClientInfoString": "Client=MSExchangeRPC", "OriginalLastModifiedTime": iso(row["log"]), "ClientIntent": "None",
        "CleanGlobalObjectId": clean(row), "ItemClass": row["itemclass"], "ParentDisplay": "Calendar", "Duration": duration(row),
        "AppointmentRecurring": row["recurring"], "SentRepresentingEmailAddress": row["organizer"], "SenderEmailAddress": row["organizer"],
        "SentRepresentingDisplayName": NAMES[row["organizer"]]}


def advanced_row(row):
    more = {
        "ItemVersion": row["version"], "AppointmentSequenceNumber": row["sequence"], "AppointmentLastSequenceNumber": row["sequence"],
        "IsException": row["exception"], "ResponsibleUserName": row["user"], "AppointmentState": row["state"], "GlobalObjectId": row["id"],
        "CreationTime": iso(row["created"]), "LastModifiedTime": iso(row["log"]), "TimeZone": row["zone"], "RecurrenceType": row["recurrence"],
        "AppointmentRecurrenceBlob": row["blob"], "MapiIsAllDayEvent": row["allday"],
        "OriginalStartDate": iso(row["original"]) if row["original"] else "", "ResponseType": "" if row["response"] is None else row["response"],
        "FreeBusyStatus": "" if row["busy"] is None else row["busy"], "DisplayAttendeesAll": "; ".join(NAMES[p] for p in row["people"])}
    return {**basic_row(row), **more}


def object_row(row, date, enum, missing="NotFound"):
    def number(names, value):
        return missing if value is None else names[value] if enum == "names" else value

    return {
        "LogTimestamp": date(row["log"]), "LogRowType": "Interesting", "SubjectProperty": row["subject"], "NormalizedSubject": row["subject"],
        "ShortClientInfoString": "Outlook : Desktop : MAPI", "CalendarLogTriggerAction": row["action"], "ItemClass": row["itemclass"],
        "ItemVersion": row["version"], "AppointmentSequenceNumber": row["sequence"], "AppointmentLastSequenceNumber": row["sequence"],
        "OriginalLastModifiedTime": date(row["log"]), "LastModifiedTime": date(row["log"]), "CreationTime": date(row["created"]),
        "StartTime": date(row["start"]), "EndTime": date(row["end"]), "Duration": duration(row), "TimeZone": row["zone"],
        "OriginalStartDate": date(row["original"]) if row["original"] else missing, "IsException": row["exception"],
        "CalendarItemType": item_type(row) if enum == "names" else {"Single": 0, "Exception": 2, "RecurringMaster": 3}[item_type(row)],
        "AppointmentRecurring": row["recurring"], "AppointmentRecurrenceBlob": row["blob"] or missing, "MapiIsAllDayEvent": row["allday"],
        "IsAllDayEvent": row["allday"], "From": f'"{NAMES[row["organizer"]]}" <{row["organizer"]}>', "SenderEmailAddress": row["organizer"],
        "SentRepresentingEmailAddress": row["organizer"], "SentRepresentingDisplayName": NAMES[row["organizer"]],
        "ResponsibleUserName": row["user"], "DisplayAttendeesAll": "; ".join(NAMES[p] for p in row["people"]) or missing,
        "AttendeeCollection": missing, "AppointmentState": number(STATE, row["state"]), "AppointmentAuxiliaryFlags": "None" if enum == "names" else 0,
        "MeetingRequestType": missing, "ResponseType": number(RESPONSE, row["response"]), "FreeBusyStatus": number(BUSY, row["busy"]),
        "ClientIntent": "None" if enum == "names" else 0, "IsCancelled": row["state"] & 4 != 0, "IsOrganizerProperty": row["state"] & 2 == 0,
        "HijackedMeeting": missing, "ExternalSharingMasterId": missing, "ParentDisplayName": "Calendar", "SeriesId": "InvalidSchemaPropertyName",
        "CleanGlobalObjectId": clean(row), "GlobalObjectId": row["id"], "ViewEndTime": "N/A"}


def enhanced_row(row, number):
    return {
        "LogRow": number, "LogTimestamp": american(row["log"]), "LogRowType": "Interesting", "SubjectProperty": row["subject"],
        "Client": "Outlook : Desktop : MAPI", "LogClientInfoString": "Client=MSExchangeRPC", "TriggerAction": row["action"],
        "ItemClass": SHORT[row["itemclass"]], "Seq:Exp:ItemVersion": f"{row['sequence']}:{row['sequence']}:{row['version']}",
        "Organizer": NAMES[row["organizer"]], "From": row["organizer"], "FreeBusy": "NotFound" if row["busy"] is None else BUSY[row["busy"]],
        "ResponsibleUser": row["user"], "Sender": row["organizer"], "LogFolder": "Calendar", "OriginalLogFolder": "Calendar",
        "SharedFolderName": "Not Shared", "ReceivedRepresenting": "NotFound", "MeetingRequestType": "NotFound",
        "StartTime": american(row["start"]), "EndTime": american(row["end"]),
        "OriginalStartDate": american(row["original"]) if row["original"] else "NotFound", "TimeZone": row["zone"], "Location": "NotFound",
        "CalendarItemType": item_type(row), "RecurrencePattern": "NotFound", "AppointmentAuxiliaryFlags": "None",
        "DisplayAttendeesAll": "; ".join(NAMES[p] for p in row["people"]), "AttendeeCount": len(row["people"]),
        "AppointmentState": STATE[row["state"]], "ResponseType": "NotFound" if row["response"] is None else RESPONSE[row["response"]],
        "ClientIntent": "None", "AppointmentRecurring": row["recurring"], "HasAttachment": False, "IsCancelled": row["state"] & 4 != 0,
        "IsAllDayEvent": row["allday"], "IsSeriesCancelled": False, "CleanGlobalObjectId": clean(row)}


# Files.

def table(rows, delimiter=",", quote=csv.QUOTE_ALL, head="", repeat=0):
    """`repeat`: after so many rows the header comes again, as in exports that were put together."""
    out = io.StringIO()
    out.write(head)
    writer = csv.DictWriter(out, rows[0].keys(), delimiter=delimiter, quoting=quote, lineterminator="\r\n")
    for number, row in enumerate(rows):
        if number == 0 or (repeat and number % repeat == 0):
            writer.writeheader()
        writer.writerow({k: str(v) for k, v in row.items()})
    return out.getvalue()


def wire(row):
    """What ConvertTo-Json has: null for what is not there, booleans and numbers as such."""
    return {k: None if v == "NotFound" and k in ("AttendeeCollection", "ExternalSharingMasterId") else v for k, v in row.items()}


def old_date(moment):
    return f"/Date({int((moment - D(1970, 1, 1)).total_seconds()) * 1000})/"


def new_date(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def powershell_51(rows):
    text = json.dumps([wire(object_row(r, old_date, "numbers")) for r in rows], indent=4, ensure_ascii=False)
    for old, new in (('": ', '":  '), ("/Date(", "\\/Date("), (")/\"", ")\\/\""), ("'", "\\u0027"), ("&", "\\u0026")):
        text = text.replace(old, new)
    return text.replace("\n", "\r\n") + "\r\n"


def powershell_7(rows):
    return json.dumps([wire(object_row(r, new_date, "names")) for r in rows], indent=2, ensure_ascii=False) + "\n"


def lines(rows):
    return "".join(json.dumps(wire(object_row(r, new_date, "numbers")), ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows)


def wrapped(rows):
    return json.dumps({"value": [wire(object_row(r, new_date, "numbers")) for r in rows], "Count": len(rows)}, ensure_ascii=False)


FORMATS = {
    "entry": ("csv", "utf-8", lambda rows: table([entry_row(r) for r in rows], ";", csv.QUOTE_MINIMAL)),
    "analysis-advanced": ("csv", "utf-8", lambda rows: table([advanced_row(r) for r in rows], ",", csv.QUOTE_MINIMAL, repeat=4)),
    "analysis-basic": ("csv", "utf-8", lambda rows: table([basic_row(r) for r in rows], ",", csv.QUOTE_MINIMAL, repeat=4)),
    "objects-decoded": ("csv", "utf-8-sig", lambda rows: table([object_row(r, american, "names") for r in rows])),
    "objects-numeric": ("csv", "utf-16", lambda rows: table([object_row(r, new_date, "numbers") for r in rows], ";")),
    "script-raw": ("csv", "utf-8-sig", lambda rows: table(
        [{"RunspaceId": f"5f0c4b5e-0000-4000-8000-{n:012}", **object_row(r, american, "names")} for n, r in enumerate(rows)],
        head="#TYPE Deserialized.Microsoft.Exchange.Data.CalendarDiagnosticObject\r\n")),
    "script-enhanced": ("csv", "utf-8-sig", lambda rows: table([enhanced_row(r, n) for n, r in enumerate(rows)])),
    "json-powershell-51": ("json", "utf-16", powershell_51),
    "json-powershell-7": ("json", "utf-8", powershell_7),
    "json-lines": ("jsonl", "utf-8", lines),
    "json-wrapped": ("json", "utf-8-sig", wrapped),
}


def main(folder):
    rows = entries()
    for name, (ending, encoding, write) in FORMATS.items():
        os.makedirs(f"{folder}/{name}", exist_ok=True)
        for mailbox in (ANNA, BEN):
            with open(f"{folder}/{name}/{mailbox}.{ending}", "wb") as file:
                file.write(write([r for r in rows if r["mailbox"] == mailbox]).encode(encoding))


if __name__ == "__main__":
    main(sys.argv[1])

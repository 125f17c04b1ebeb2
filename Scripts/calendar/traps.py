#!/usr/bin/env python3
"""Writes one export, or a few, for each way in which calendar logs mislead.

Usage: traps.py FOLDER      (Fixtures/calendar/traps)
What each is and what becomes of it is said in docs/intake.md; beside each export lies what a test expects of it.
"""
import csv, io, os, sys
from datetime import datetime as D, timedelta
from formats import ANNA, BEN, APPOINTMENT, REQUEST, CANCELED, WARSAW, object_id, weekly_blob

ROOM, DORA, SERVICE = "room.blue@example.com", "dora.klein@example.com", "bookings@example.com"
MADE = D(2024, 1, 8, 9, 0)
COLUMNS = [
    "Mailbox", "LogTimestamp", "StartTime", "EndTime", "NormalizedSubject", "CalendarLogTriggerAction", "OriginalLastModifiedTime", "ItemClass",
    "Duration", "AppointmentRecurring", "SentRepresentingEmailAddress", "ItemVersion", "AppointmentSequenceNumber", "ResponsibleUserName",
    "AppointmentState", "GlobalObjectId", "CreationTime", "TimeZone", "AppointmentRecurrenceBlob", "MapiIsAllDayEvent"]


def row(mailbox=ANNA, minute=0, action="Update", itemclass=APPOINTMENT, start=D(2024, 1, 16, 13), length=60, state=None, number=1, **more):
    log = MADE + timedelta(minutes=minute)
    values = {
        "Mailbox": mailbox, "LogTimestamp": log, "StartTime": start, "EndTime": start + timedelta(minutes=length), "NormalizedSubject": "Budget",
        "CalendarLogTriggerAction": action, "OriginalLastModifiedTime": log, "ItemClass": itemclass, "Duration": length,
        "AppointmentRecurring": False, "SentRepresentingEmailAddress": ANNA, "ItemVersion": minute + 1, "AppointmentSequenceNumber": 0,
        "ResponsibleUserName": mailbox, "AppointmentState": (1 if mailbox == ANNA else 3) if state is None else state,
        "GlobalObjectId": object_id(MADE, number), "CreationTime": MADE if mailbox == ANNA else MADE + timedelta(seconds=len(mailbox)),
        "TimeZone": WARSAW, "AppointmentRecurrenceBlob": "", "MapiIsAllDayEvent": False}
    values.update(more)
    return values


def text(rows, columns=None, delimiter=",", head="", quoting=csv.QUOTE_MINIMAL):
    extra = [name for r in rows for name in r if name not in COLUMNS]
    columns = columns or COLUMNS + list(dict.fromkeys(extra))
    out = io.StringIO()
    out.write(head)
    writer = csv.DictWriter(out, columns, delimiter=delimiter, quoting=quoting, lineterminator="\r\n", extrasaction="ignore", restval="NotFound")
    writer.writeheader()
    for r in rows:
        writer.writerow({k: v.strftime("%Y-%m-%d %H:%M:%S") if isinstance(v, D) else v for k, v in r.items()})
    return out.getvalue()


WITHOUT_MAILBOX = [c for c in COLUMNS if c != "Mailbox"]
CREATE = dict(action="Create", ResponseType="Organizer")
INVITED = dict(action="Create", ResponseType="NotResponded", FreeBusyStatus="Tentative")


def traps():
    yield "01-missing-create.csv", text([row(minute=30), row(minute=40, start=D(2024, 1, 16, 15))])
    yield "02-cut-at-500-rows.csv", text(
        [row(minute=n) for n in range(500)],
        ["LogTimestamp", "StartTime", "EndTime", "CalendarLogTriggerAction", "ItemClass", "AppointmentState", "GlobalObjectId", "Mailbox"])
    parts = [text([row(minute=20, start=D(2024, 1, 16, 16))]), text([row(**CREATE), row(minute=10, start=D(2024, 1, 16, 15))])]
    yield "03-out-of-order.csv", "".join(parts)
    once = [row(**CREATE), row(BEN, 1, **INVITED), row(minute=5, start=D(2024, 1, 16, 15))]
    yield "04-exact-duplicates.csv", text(once + once)
    yield "05-near-duplicates.csv", text([
        row(**CREATE, LastModifiedTime=MADE), row(minute=5, length=90, LastModifiedTime=MADE + timedelta(minutes=5)),
        row(minute=5, length=90, LastModifiedTime=MADE + timedelta(hours=8), LogTimestamp=MADE + timedelta(hours=8))])
    yield "06-missing-mailbox.csv", text(
        [row(**CREATE), row(BEN, 1, **INVITED), row(BEN, 9, ResponseType="Accept", FreeBusyStatus="Busy")],
        WITHOUT_MAILBOX + ["ResponseType", "FreeBusyStatus"])
    yield "07-sent-items-and-drafts.csv", text([
        row(**CREATE, ParentDisplayName="Calendar"),
        row(minute=1, action="Create", itemclass=REQUEST, start=D(2024, 1, 20, 9), ParentDisplayName="Sent Items"),
        row(minute=2, action="SoftDelete", itemclass=REQUEST, start=D(2024, 1, 20, 9), ParentDisplayName="Drafts")])
    yield "08-removed-and-added-again.csv", text([
        row(**CREATE), row(BEN, 1, **INVITED), row(BEN, 2, ResponseType="Accept"), row(BEN, 30, action="SoftDelete", ResponseType="Accept"),
        row(BEN, 31, action="Create", ResponseType="Accept", ItemVersion=1, CreationTime=MADE + timedelta(minutes=31))])
    yield "09-delegates.csv", text([
        row(**CREATE, ResponsibleUserName=DORA, SenderEmailAddress=DORA),
        row(DORA, 1, action="Create", itemclass=REQUEST, MeetingRequestType="PrincipalWantsCopy", ReceivedRepresenting=BEN),
        row(BEN, 1, **INVITED), row(BEN, 4, ResponseType="Accept", ResponsibleUserName=DORA)])
    yield "10-shared-calendar-replica.csv", text([
        row(**CREATE), row(DORA, 2, action="Create", ExternalSharingMasterId="AQMkADRlN2YxN2Y0", start=D(2024, 1, 20, 9)), row(BEN, 1, **INVITED)])
    yield "11-organizer-without-item.csv", text([
        row(minute=0, action="Create", itemclass=REQUEST, ParentDisplayName="Sent Items"), row(BEN, 1, **INVITED), row(BEN, 2, ResponseType="Accept")])
    yield "12-repair-assistant.csv", text([
        row(**CREATE), row(BEN, 1, **INVITED), row(BEN, 5, ResponseType="Accept", FreeBusyStatus="Busy"),
        row(BEN, 600, ResponseType="NotFound", FreeBusyStatus="NotFound", ResponsibleUserName="Calendar Assistant",
            ClientInfoString="Client=TBA;Service=MSExchangeMailboxAssistants;Action=CalendarRepairAssistant", AppointmentAuxiliaryFlags="RepairUpdateMessage")])
    yield "13-room.csv", text([
        row(**CREATE), row(ROOM, 1, action="Create", NormalizedSubject="Anna Berg", ResponseType="Accept", ResponsibleUserName="Calendar Assistant",
                           ClientInfoString="Client=EBA;Service=MSExchangeMailboxAssistants;Action=ResourceBookingAssistant")])
    yield "14-cancelled-prefix.csv", text([
        row(**CREATE), row(BEN, 1, **INVITED), row(minute=9, state=5, NormalizedSubject="Odwołano: Budget", AppointmentSequenceNumber=1),
        row(BEN, 10, state=7, NormalizedSubject="Odwołano: Budget", AppointmentSequenceNumber=1)])
    yield "15-declined.csv", text([
        row(**CREATE), row(BEN, 1, **INVITED), row(BEN, 9, action="MoveToDeletedItems", ClientIntent="RespondedDecline"),
        row(DORA, 1, **INVITED), row(DORA, 8, ResponseType="Decline", FreeBusyStatus="Free")])
    yield "16-hijacked.csv", text([
        row(**CREATE), row(BEN, 1, **INVITED, HijackedMeeting="False"),
        row(DORA, 2, action="Create", start=D(2024, 1, 20, 9), HijackedMeeting="True")])
    yield "17-private.csv", text([
        row(**CREATE, NormalizedSubject="Private Appointment", Sensitivity="Private"), row(BEN, 1, **INVITED, NormalizedSubject="Private Appointment")])
    yield "18-tentative-by-transport.csv", text([
        row(**CREATE), row(BEN, 1, **INVITED, ResponsibleUserName="MicrosoftExchange", ClientInfoString="Client=Hub Transport")])
    yield "19-names-of-attendees.csv", text([
        row(**CREATE, DisplayAttendeesAll='Doe, John; Ito, Ben; "Klein, Dora" <dora.klein@example.com>', AttendeeCollection="NotFound")])
    long = weekly_blob(D(2024, 1, 16, 14), 60, 4)
    damage = [
        row(**CREATE, MapiIsAllDayEvent="FAŁSZ", AppointmentRecurring="PRAWDA", AppointmentState="1,0", AppointmentRecurrenceBlob=long[1:]),
        row(minute=3, GlobalObjectId="4.0E+110"), row(minute=4, number=2, AppointmentRecurring="PRAWDA", AppointmentRecurrenceBlob=(long * 300)[:32767])]
    damage[0]["GlobalObjectId"] = damage[0]["GlobalObjectId"][1:]
    yield "20-spreadsheet.csv", text(damage, delimiter=";")
    words = ["Spotkanie zespołu", "Zażółć gęślą jaźń", "Przegląd wdrożenia"]
    polish = text([row(**CREATE, number=n + 1, NormalizedSubject=w) for n, w in enumerate(words)])
    yield "21-ascii.csv", polish.encode("ascii", "replace")
    yield "21-utf-8-mark.csv", polish.encode("utf-8-sig")
    yield "21-utf-16.csv", polish.encode("utf-16")
    yield "21-windows-1250.csv", polish.encode("cp1250")
    yield "21-windows-1250-unstated.csv", polish.encode("cp1250")
    yield "22-type-line.csv", text([row(**CREATE)], delimiter=";", head="#TYPE Deserialized.Microsoft.Exchange.Data.CalendarDiagnosticObject\r\n",
                                   quoting=csv.QUOTE_ALL)
    people = "ben.ito@example.com, Required, Accept, 2024-01-08T09:30:00Z\r\ndora.klein@example.com, Optional, Decline, 2024-01-08T09:40:00Z"
    yield "23-lines-in-values.csv", text([
        row(**CREATE, NormalizedSubject='Budget\r\n"second line"; and more', Location="Room\nBlue", AttendeeCollection=people)])
    yield "24-moved-into-the-window.csv", text([
        row(**CREATE, start=D(2023, 11, 1, 9), length=60), row(minute=9, start=D(2024, 1, 30, 9), length=60 * 24 * 5)])
    yield "25-renamed-mailbox.csv", text([
        row(**CREATE), row("anna.nowak@example.com", 60 * 24, state=1, SentRepresentingEmailAddress="anna.nowak@example.com", CreationTime=MADE,
                           start=D(2024, 1, 16, 15)),
        row(BEN, 1, **INVITED)])
    yield "26-personal-appointments.csv", text([row(**CREATE, state=0), row(minute=1, action="Create", number=2, state=1)])
    yield "27-drafts.csv", text([row(**CREATE), row(minute=5, start=D(2024, 1, 20, 9), IsDraft="True"), row(minute=6, number=2, IsDraft="True", action="Create")])
    yield "28-service-account.csv", text([
        row(SERVICE, 0, state=1, action="Create", SentRepresentingEmailAddress=SERVICE, CreationTime=MADE),
        row(BEN, 1, **INVITED, SentRepresentingEmailAddress=SERVICE)])


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, content in traps():
        with open(f"{folder}/{name}", "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1])

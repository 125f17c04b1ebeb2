"""One meeting of very many entries, of each kind that a calendar log can have: every view of it takes seconds and little memory."""
import csv, datetime, json, multiprocessing, struct

ZONE = "W. Europe Standard Time"
EPOCH = datetime.datetime(1601, 1, 1)
FIRST = datetime.datetime(2024, 1, 8, 9)  # the first occurrence, on the wall of the zone and, for this attack, in UTC
COLUMNS = (
    "mailbox logtime starttime endtime normalizedsubject calendarlogtriggeraction originallastmodifiedtime itemclass appointmentrecurring sentrepresentingemailaddress "
    "senderemailaddress itemversion appointmentsequencenumber appointmentstate globalobjectid creationtime timezone appointmentrecurrenceblob attendeecollection"
).split()


def minutes(moment):
    return int((moment - EPOCH).total_seconds()) // 60


def midnight(day):
    return FIRST.replace(hour=0) + datetime.timedelta(days=day)


def blob(removed=(), moved=(), start=9 * 60):
    """A daily series without an end; some of its days are removed, others moved to an hour later ([MS-OXOCAL] 2.2.1.44.5)."""
    removed, moved = sorted({*removed, *moved}), sorted(moved)
    days = lambda numbers: struct.pack("<I", len(numbers)) + b"".join(struct.pack("<I", minutes(midnight(day))) for day in numbers)
    exceptions = b"".join(struct.pack("<IIIH", *(minutes(midnight(day)) + minute for minute in (start + 60, start + 120, start)), 0) for day in moved)
    return (
        struct.pack("<HHHHHIIIIII", 0x3004, 0x3004, 0x200A, 0, 0, minutes(midnight(0)) % 1440, 1440, 0, 0x2023, 10, 1) + days(removed) + days(moved)
        + struct.pack("<II", minutes(midnight(0)), 0x5AE980DF) + struct.pack("<IIIIH", 0x3006, 0x3008, start, start + 60, len(moved)) + exceptions + struct.pack("<I", 0)
        + struct.pack("<I", 0) * len(moved) + struct.pack("<I", 0)
    )


class Meeting:
    """The rows of one meeting, in order."""

    def __init__(self, number):
        self.number, self.rows, self.minute = number, [], 0

    def row(self, mailbox, itemclass="IPM.Appointment", action="Update", day=None, shift=0, created=0, modified=None, sender="boss@example.com", **fields):
        self.minute += 1
        moment = lambda minute: (FIRST - datetime.timedelta(days=60) + datetime.timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M:%S.000")
        date = midnight(day) if day is not None else None
        start = (FIRST if date is None else date + datetime.timedelta(hours=9)) + datetime.timedelta(hours=shift)
        stamp = "00000000" if date is None else struct.pack(">HBB", date.year, date.month, date.day).hex().upper()
        received = mailbox != "boss@example.com" and not fields.get("own")
        fields.pop("own", None)
        self.rows.append({
            "mailbox": mailbox or "", "logtime": moment(self.minute), "starttime": f"{start:%Y-%m-%d %H:%M:%S}", "endtime": f"{start + datetime.timedelta(hours=1):%Y-%m-%d %H:%M:%S}",
            "normalizedsubject": "town hall", "calendarlogtriggeraction": action, "originallastmodifiedtime": moment(self.minute if modified is None else modified), "itemclass": itemclass,
            "sentrepresentingemailaddress": "boss@example.com", "senderemailaddress": sender, "itemversion": self.minute, "appointmentsequencenumber": 0, "appointmentstate": 3 if received else 1,
            "globalobjectid": f"040000008200E00074C5B7101A82E008{stamp}{'0' * 32}10000000{self.number:032X}", "creationtime": moment(created), "timezone": ZONE, **fields,
        })

    def master(self, mailbox="boss@example.com", action="Update", **fields):
        self.row(mailbox, action=action, **{"appointmentrecurring": "True", "appointmentrecurrenceblob": blob().hex().upper(), **fields})

    def exception(self, day, mailbox="boss@example.com", **fields):
        self.row(mailbox, itemclass="IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}", day=day, shift=2, **{"appointmentrecurring": "False", **fields})

    def write(self, path):
        with open(path, "w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, delimiter=";", restval="")
            writer.writeheader()
            writer.writerows(self.rows)


def guest(number):
    return f"guest{number}@example.com"


# MARK: Kinds

def saves(meeting, count):
    for number in range(count):
        meeting.master(normalizedsubject=f"town hall {number}")


def backwards(meeting, count):
    """Each row is of a change before that of the row before it."""
    for number in range(count):
        meeting.master(normalizedsubject=f"town hall {number}", modified=count - number)


def answers(meeting, count):
    meeting.master(action="Create")
    for number in range(count):
        meeting.row(
            "boss@example.com", itemclass="IPM.Schedule.Meeting.Resp." + ("Pos", "Tent", "Neg")[number % 3], action="Create", sender=guest(number if number % 5 else number // 2), own=True,
            sentrepresentingemailaddress=guest(number if number % 5 else number // 2), appointmentstate=0)


def exceptions(meeting, count, mailbox="boss@example.com"):
    meeting.master(action="Create")
    for name in [guest(0), mailbox] if mailbox != "boss@example.com" else [guest(0)]:
        meeting.master(name, action="Create")
    for number in range(count):
        meeting.exception(number * 7919 % count, mailbox, action="SoftDelete" if number % 5 == 4 else "Create")


def guests_exceptions(meeting, count):
    exceptions(meeting, count, guest(1))


def both_sides(meeting, count):
    """Of the organizer's and of guests, of a merged export, where each is told by its creation time alone; the series is saved between them."""
    meeting.master(action="Create")
    meeting.master(guest(0), action="Create", created=1)
    for number in range(count):
        owner, created = [("boss@example.com", 0), (guest(0), 1), (guest(1), 2)][number % 3]
        meeting.exception(number * 7919 % count, owner, action="SoftDelete" if number % 5 == 4 else "Create", created=created)
        if number % 10 == 9:
            meeting.master(normalizedsubject=f"town hall {number}")


def dates_alone(meeting, count):
    """Of a series whose own rows nobody's log has."""
    for number in range(count):
        meeting.exception(number * 7919 % count, guest(0), action="SoftDelete" if number % 5 == 4 else "Create", created=1)


def blobs(meeting, count):
    """The pattern's exceptions change with each row."""
    meeting.master(action="Create")
    for name in range(20):
        meeting.master(guest(name), action="Create")
    for number in range(count):
        meeting.master(appointmentrecurrenceblob=blob(range(number, number + 20), range(number + 20, number + 40)).hex().upper())


def copies(meeting, count):
    meeting.master(action="Create")
    guests_copies(meeting, count)


def guests_copies(meeting, count):
    """Without the organizer's; every one has heard of a day that was removed."""
    for number in range(count):
        meeting.master(guest(number), action="Create", created=meeting.minute, appointmentrecurrenceblob=blob([9]).hex().upper())
        if number % 4 == 3:
            meeting.master(guest(number), action="SoftDelete", created=meeting.minute - 1, appointmentrecurrenceblob=blob([9]).hex().upper())


def creation_times(meeting, count):
    """The organizer's item, made anew again and again, each time with a pattern of its own."""
    for number in range(count):
        created = meeting.minute
        meeting.master(action="Create", created=created, appointmentrecurrenceblob=blob([number, number + 3]).hex().upper())
        if number % 4 == 3:
            meeting.master(action="SoftDelete", created=created, appointmentrecurrenceblob=blob([number, number + 3]).hex().upper())


def creation_times_with_dates(meeting, count):
    for number in range(count):
        created = meeting.minute
        meeting.master(action="Create", created=created, appointmentrecurrenceblob=blob([number, number + 3]).hex().upper())
        meeting.exception(number + 1, created=created)


def copies_with_dates(meeting, count):
    meeting.master(action="Create")
    for number in range(count):
        created = meeting.minute
        meeting.master(guest(number), action="Create", created=created)
        meeting.exception(number, guest(number), created=created)


def organizers(meeting, count):
    """Guests' copies, each of which names an organizer of its own."""
    for number in range(count):
        meeting.master(guest(number), action="Create", created=meeting.minute, sentrepresentingemailaddress=f"boss{number}@example.com")


def resets(meeting, count):
    """Guests' copies of a series of somebody outside, each of which gets another pattern."""
    for number in range(count):
        created = meeting.minute
        for start in (540, 550 + number % 600):
            meeting.master(guest(number), created=created, appointmentrecurrenceblob=blob(start=start).hex().upper())


def attendees(meeting, count):
    for row in range(20):
        people = [{"address": guest(number), "type": 1, "responsetype": 3 if number * 20 < row * 100 else 5} for number in range(count)]
        meeting.master(action="Update" if row else "Create", attendeecollection=json.dumps(people))


def merged(kind):
    """As an export without mailboxes has it."""
    def rows(meeting, count):
        kind(meeting, count)
        for row in meeting.rows:
            row["mailbox"] = ""
    return rows


KINDS = {
    "saves": (saves, 50_000), "saves logged backwards": (backwards, 20_000), "answers": (answers, 10_000), "answers of a merged export": (merged(answers), 10_000),
    "exceptions": (exceptions, 5_000), "exceptions of a guest's": (guests_exceptions, 5_000), "exceptions of a merged export": (merged(exceptions), 5_000),
    "exceptions of both sides of a merged export": (merged(both_sides), 5_000), "dates alone": (dates_alone, 5_000), "dates alone of a merged export": (merged(dates_alone), 5_000),
    "blobs": (blobs, 5_000), "blobs of a merged export": (merged(blobs), 5_000),
    "creation times of a merged export": (merged(creation_times), 5_000), "creation times beside dates of a merged export": (merged(creation_times_with_dates), 5_000),
    "copies beside dates of a merged export": (merged(copies_with_dates), 5_000), "organizers": (organizers, 5_000), "resets": (resets, 2_500),
    "copies": (copies, 5_000), "copies without the organizer's": (guests_copies, 5_000), "copies of a merged export": (merged(copies), 5_000), "attendees": (attendees, 100_000),
}


# MARK: Attacks

MOST_SECONDS, MOST_MEMORY = 20, 150


class Most:
    """What the slowest and the biggest of several runs took. Seconds are the processor's: those of the clock are of whatever else the machine does."""

    def __init__(self):
        self.seconds, self.megabytes, self.slowest, self.biggest = 0, 0, "", ""

    def run(self, torture, name, most_memory, *arguments, most_seconds=MOST_SECONDS):
        status, output, megabytes = torture.calfold(*arguments, most_output=1_000)
        seconds = torture.processor
        self.seconds, self.slowest = max((self.seconds, self.slowest), (seconds, name))
        self.megabytes, self.biggest = max((self.megabytes, self.biggest), (megabytes, name))
        if status or seconds > most_seconds or megabytes > most_memory:
            return [f"{name} ended with {status} after {seconds:.1f} s and {megabytes:.0f} MB: {output[-200:]}"]
        return []

    def __str__(self):
        return f"{self.seconds:.1f} s ({self.slowest}), {self.megabytes:.0f} MB ({self.biggest})"


class Big:
    """Every view of each big meeting, and its replay: seconds and little memory, and the processor's time grows with the entries alone."""

    def __init__(self, torture):
        self.torture = torture
        self.folder = torture.folder / "big"
        self.folder.mkdir(exist_ok=True)

    def views(self, store, number):
        yield "fold", ["fold", "--anew"]
        for view in (["--view", "final"], ["--view", "as-held"], ["--as-of", "2024-06-01T00:00:00Z"]):
            yield "export " + view[-1], ["export", "meetings", "--plain", "--from", "2023-11-01", "--to", "2024-03-01", "--out", self.folder / "tables", *view]
        for form in ("text", "json", "html"):
            yield "replay " + form, ["replay", f"10000000{number:032X}", "--format", form]

    def attacks(self):
        for number, (kind, (make, count)) in enumerate(KINDS.items(), 1):
            faults, most = [], Most()
            log, store = self.folder / "log.csv", self.folder / "store.db"
            if self.torture.options.short:
                count //= 10
            # In a process of its own, as its memory would count as that of the programs it begins.
            child = multiprocessing.get_context("fork").Process(target=write, args=(make, number, count, log))
            child.start()
            child.join()
            self.torture.remove(store)
            for name, arguments in [("ingest", ["ingest", log]), *self.views(store, number)]:
                faults += most.run(self.torture, name, MOST_MEMORY if name != "ingest" else 256, *arguments, "--store", store)
            if self.torture.calfold("verify", "--store", store)[0]:
                faults.append("verify fails")
            yield f"one meeting of many {kind}", f"{count:,}, {most}", faults
        yield self.senders()

    def senders(self):
        """One message id that very many senders use, as whoever sends from outside may: a delivery, a trace and a row beside them of each."""
        count, faults, most = 2_000 if self.torture.options.short else 20_000, [], Most()
        store = self.folder / "mail.db"
        self.torture.remove(store)
        with open(self.folder / "tracking.log", "w", newline="") as log:
            log.write("#Software: Microsoft Exchange Server\r\n#Log-type: Message Tracking Log\r\n#Fields: date-time,source,event-id,message-id,recipient-address,recipient-status,related-recipient-address,sender-address,message-subject,directionality\r\n")
            for number in range(count):
                moment = FIRST + datetime.timedelta(seconds=number % 3_600)
                for source, event, related in [("STOREDRIVER", "DELIVER", ""), ("ROUTING", "EXPAND", "team@example.com")]:
                    log.write(f"{moment:%Y-%m-%dT%H:%M:%S}.000Z,{source},{event},<one@example.org>,{guest(number)},,{related},sender{number}@example.org,,Incoming\r\n")
        with open(self.folder / "trace.csv", "w", newline="") as trace:
            writer = csv.writer(trace)
            writer.writerow(["MessageTraceId", "MessageId", "Received", "SenderAddress", "RecipientAddress", "Status"])
            for number in range(count):
                writer.writerow([f"00000000-0000-0000-0000-{number:012X}", "<one@example.org>", f"{FIRST:%Y-%m-%dT%H:%M:%S}", f"bounce{number}@example.org", guest(number), "Delivered"])
        for arguments in (["ingest", self.folder / "tracking.log", self.folder / "trace.csv"], ["fold"], ["verify"]):
            faults += most.run(self.torture, arguments[0], 256, *arguments, "--store", store)
        return "one message id of many senders", f"{count:,}, {most}", faults


def write(make, number, count, path):
    meeting = Meeting(number)
    make(meeting, count)
    meeting.write(path)


class Endless:
    """A daily series without an end streams through each view, over 8,000 years, and fills no memory."""

    def __init__(self, torture):
        self.torture = torture

    def attacks(self):
        folder, faults, most = self.torture.folder / "endless", [], Most()
        folder.mkdir(exist_ok=True)
        meeting = Meeting(1)
        exceptions(meeting, 100)
        meeting.write(folder / "log.csv")
        store = folder / "store.db"
        for arguments in (["ingest", folder / "log.csv"], ["fold"]):
            if self.torture.calfold(*arguments, "--store", store)[0]:
                faults.append(f"{arguments[0]} failed")
        last, runs = 2124 if self.torture.options.short else 9999, 0
        for view in (["--view", "final"], ["--view", "as-held"], ["--as-of", "2024-06-01T00:00:00Z"]):
            out = folder / "tables"
            runs += 1
            faults += most.run(
                self.torture, " ".join(view), MOST_MEMORY, "export", "meetings", "--plain", "--from", "2024-01-01", "--to", f"{last}-01-01", "--out", out, "--store", store, *view,
                most_seconds=120)
            days = (datetime.date(last, 1, 1) - datetime.date(2024, 1, 8)).days
            table = out / "meetings.csv"
            rows = sum(1 for _ in open(table)) if table.exists() else 0
            if not days - 100 <= rows <= days + 2:
                faults.append(f"{' '.join(view)}: {rows} rows for {days} days")
        yield f"a daily series without an end until {last}", f"{runs}, {most}", faults

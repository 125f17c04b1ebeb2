"""Files, folders and options that mean harm: nothing of them is executed, leaves its folder, fills the memory or ends calfold otherwise than in order."""
import csv, json, os, pathlib, shutil

CALENDAR = "mailbox;logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;itemclass;globalobjectid"
ENTRY = "a@example.com;2024-01-01 09:00:00;2024-01-02 09:00:00;2024-01-02 10:00:00;{};Create;IPM.Appointment;040000008200E00074C5B7101A82E00800000000{:072X}"
TRACKING = "#Software: Microsoft Exchange Server\r\n#Log-type: Message Tracking Log\r\n#Fields: date-time,source,event-id,message-id,recipient-address,recipient-status,sender-address,message-subject,directionality\r\n"
MAIL = "2024-01-04T08:15:00.220Z,STOREDRIVER,DELIVER,<{}@example.com>,{},,{},{},Originating\r\n"
MEGABYTE = 1 << 20
MOST_MEMORY = 256  # megabytes that no command may pass, whatever its input

INJECTIONS = [
    "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-1+cmd|' /C calc'!A0", "\t=1+1", '=HYPERLINK("http://example.com";"x")',
    "'); DROP TABLE calendar_entry; --", '"; DELETE FROM batch; --', "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "../../../../tmp/calfold-evil",
    "$(touch calfold-evil)", "`touch calfold-evil`", "%n%s%x", "\u202egnp.exe", "\x1b]0;evil\x07\x1b[2J", 'a";"b\r\nc;d', "{\"$ne\": 1}", "x" * 4000,
]

# Pieces of them that no pseudonym, id or time has.
MARKS = ("<script", "HYPERLINK", "DROP TABLE", "onerror", "cmd|", "calfold-evil", "gnp.exe")


def is_obeyed(output):
    """Whether a terminal would do more with the text than show it."""
    return any(ord(letter) < 32 and letter not in "\n\t" or letter == "\u202e" for letter in output.replace("\r\n", "\n"))


class Hostile:
    def __init__(self, torture):
        self.torture = torture
        self.calfold, self.folder, self.key = torture.calfold, torture.folder, torture.key
        self.big = (1 << 24) if torture.options.short else (1 << 30)
        self.evil = [folder / "calfold-evil" for folder in (self.folder, self.folder.parent, pathlib.Path.cwd())]

    def attacks(self):
        yield from self.files()
        yield self.texts()
        yield self.folders()
        yield self.options()

    # MARK: Files

    def again(self, part, size=None):
        """One piece again and again, as bytes, up to a size."""
        part = part.encode()
        block = part * max(1, MEGABYTE // len(part))
        for _ in range(max(1, (size or self.big) // len(block))):
            yield block

    def calendar_files(self):
        def file(*parts):
            for part in parts:
                yield from ([part.encode(errors="surrogatepass")] if isinstance(part, str) else part)

        lines, after = CALENDAR + "\r\n", ENTRY.format("after", 3) + "\r\n"
        before, behind = ENTRY.format("§", 2).split("§")
        times = 20_000 if self.torture.options.short else 2_000_000
        return {
            "a field without end": file(lines, ENTRY.format("small", 1) + "\r\n" + before + '"', self.again("x"), '"' + behind + "\r\n" + after),
            "a row of as many columns": file(lines, self.again(";"), "\r\n" + after),
            "a header of as many columns": file(CALENDAR, self.again(";column"), "\r\n" + after),
            "one column named again and again": file(CALENDAR + ";logtime" * 1000 + "\r\n" + after),
            "a header again and again": file(lines, self.again(lines, times * len(lines)), after),
            "nothing but line ends": file(lines, self.again("\r\n"), after),
            "nothing but quotes": file(lines, self.again('"'), "\r\n" + after),
            "zeros": file(self.again("\0")),
            "NUL bytes": file(lines + ENTRY.format("a\0b", 6) + "\r\n" + after),
            "broken UTF-16": [b"\xff\xfe" + (lines + ENTRY.format("\ud800", 8) + "\r\n").encode("utf-16-le", errors="surrogatepass") + b"\x00"],
            "an id of a megabyte": file(lines + ENTRY.format("long", 9) + "0" * 1_000_000 + "\r\n" + after),
            "a mailbox of a megabyte": file(lines + "m" * 1_000_000 + ENTRY.format("long", 9) + "\r\n" + after),
            "a quote that never closes": file(lines + ENTRY.format('"open', 40) + "\r\n", self.again("x" * 97 + "\r\n")),
            "numbers without measure": file(CALENDAR + ";itemversion\r\n" + ENTRY.format("n", 41) + ";" + "9" * 400 + "\r\n"),
            "JSON nested without end": file(self.again("[")),
            "JSON, a text without end": file('[{"LogTimestamp":"', self.again("x"), '"}]'),
            "JSON, an object of as many names": file('[{"LogTimestamp":"2024-01-01"', self.again(',"a":1'), "}]"),
            "JSON, an object nested without end": file('[{"LogTimestamp":', self.again('{"a":'), "}]"),
            "a message log's field without end": file(TRACKING, MAIL.format("a", "b@example.com", "a@example.com", "s")[:-2], self.again("x"), "\r\n", MAIL.format("c", "b@example.com", "a@example.com", "s")),
            "a message to as many people": file(TRACKING, MAIL.format("many", ";".join(f"r{number}@example.com" for number in range(100_000)), "a@example.com", "s")),
            "a message id of a megabyte": file(TRACKING, MAIL.format("i" * 1_000_000, "b@example.com", "a@example.com", "s")),
            "a message log's header again and again": file(self.again(TRACKING), MAIL.format("a", "b@example.com", "a@example.com", "s")),
            "a message log of as many columns": file(TRACKING[:-2], self.again(",column"), "\r\n", MAIL.format("a", "b@example.com", "a@example.com", "s")),
        }

    def files(self):
        faults, store, files, most = [], self.folder / "hostile.db", self.calendar_files(), 0
        for name, parts in files.items():
            path = self.folder / (name.replace(" ", "-") + (".json" if name.startswith("JSON") else ".csv"))
            with open(path, "wb") as file:
                file.writelines(parts)
            self.torture.remove(store)
            status, output, megabytes = self.calfold("ingest", path, "--store", store, timeout=1800)
            path.unlink()
            most = max(most, megabytes)
            if status not in (0, 1, 65):
                faults.append(f"{name}: ended with {status}: {output[-300:]}")
            if len(output) > 20_000:
                faults.append(f"{name}: {len(output)} characters were printed")
            for command in ("ingest", "fold", "verify", "status") if status != 65 else ():
                if command != "ingest":
                    again, output, megabytes = self.calfold(command, "--store", store)
                    if again:
                        faults.append(f"{name}: {command} ended with {again}: {output[-300:]}")
                if megabytes > MOST_MEMORY:
                    faults.append(f"{name}: {command} took {megabytes:.0f} MB")
        yield f"hostile files of up to {self.big // MEGABYTE} MB (peak {most:.0f} MB)", str(len(files)), faults

    # MARK: Texts

    def injected(self):
        """A calendar log, a message log and a directory, each with every injection in every column of text."""
        wide = ["mailbox", "normalizedsubject", "calendarlogtriggeraction", "itemclass", "sentrepresentingemailaddress", "senderemailaddress", "responsibleusername",
                "timezone", "recurrencetype", "location", "clientinfostring", "requiredattendees"]
        fixed = {"logtime": "2024-01-01 09:00:00", "starttime": "2024-01-02 09:00:00", "endtime": "2024-01-02 10:00:00", "appointmentstate": "1", "mailbox": "a@example.com",
                 "calendarlogtriggeraction": "Create", "itemclass": "IPM.Appointment", "sentrepresentingemailaddress": "a@example.com", "senderemailaddress": "a@example.com"}
        number, columns = 0, [*dict.fromkeys([*fixed, *wide]), "globalobjectid"]
        inbox = self.folder / "injected"
        shutil.rmtree(inbox, ignore_errors=True)
        inbox.mkdir()
        with open(inbox / "calendar.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(columns)
            for word in INJECTIONS:
                for column in wide:
                    number += 1
                    row = {**fixed, "globalobjectid": f"040000008200E00074C5B7101A82E00800000000{number:072X}", column: word}
                    writer.writerow([row.get(name, "") for name in columns])
                    if column == "mailbox" or "address" in column:
                        writer.writerow([{**row, column: word + "@example.com", "globalobjectid": row["globalobjectid"][:-1] + "F"}.get(name, "") for name in columns])
        mail = ["MessageId", "Received", "SenderAddress", "RecipientAddress", "Subject", "Status", "ToIP", "FromIP", "Size", "MessageTraceId"]
        with open(inbox / "trace.csv", "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(mail)
            for word in INJECTIONS:
                for column in mail:
                    number += 1
                    row = {"MessageId": f"<{number}@example.com>", "Received": "2024-01-04T08:00:00.0000000", "SenderAddress": "a@example.com", "RecipientAddress": "b@example.com",
                           "Subject": "s", "Status": "Delivered", "Size": "1", "MessageTraceId": f"{number:08}-5c1e-4f6a-9d3b-08dc3c000001", column: word}
                    writer.writerow([row.get(name, "") for name in mail])
        people = self.folder / "injected-people.csv"
        with open(people, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["address", "aliases", "display name", "recipient type", "manager", "department", "team", "groups", "hire date"])
            writer.writerow(["a@example.com", "", "A", "", "", "D", "T", "", "2020-01-01"])
            for number, word in enumerate(INJECTIONS):
                writer.writerow([f"p{number}@example.com", word, word, "", word, word, word, word, "2020-01-01"])
        return inbox, people

    def texts(self):
        faults, store = [], self.folder / "texts.db"
        inbox, people = self.injected()
        self.torture.remove(store)
        tables = ["meetings", "participants", "emails", "interactions", "calendar_log", "employees", "employees_groups", "ecs"]
        window = ["--from", "2024-01-01", "--to", "2024-07-01", "--row-date", "2024-01-31", "--directory", people]
        masked = ["--key-file", self.key, "--accepted-domain", "example.com"]
        works = [
            (["ingest", inbox], (0, 1)), (["fold"], (0,)), (["verify"], (0,)), (["status"], (0,)), (["quarantine"], (0, 1)), (["replay", "--find", "example"], (0,)),
            (["export", *tables, *window, *masked, "--pseudonymise", "--out", self.folder / "texts-masked"], (0,)),
            (["export", *tables, *window, "--plain", "--subjects", "--accepted-domain", "example.com", "--out", self.folder / "texts-plain"], (0,)),
        ]
        for arguments, expected in works:
            status, output, megabytes = self.calfold(*arguments, "--store", store)
            if status not in expected:
                faults.append(f"{arguments[0]} ended with {status}: {output[-300:]}")
            if megabytes > MOST_MEMORY:
                faults.append(f"{arguments[0]} took {megabytes:.0f} MB")
            # The files themselves are for programs; what is printed may be for a terminal, which would obey.
            if is_obeyed(output):
                faults.append(f"{arguments[0]} printed what a terminal obeys")
        for name in ("texts-masked", "texts-plain"):
            faults += self.misshapen(self.folder / name, tables)
        faults += self.leaks(self.folder / "texts-masked")
        faults += self.pages(store)
        faults += [f"something was executed or left its folder: {path}" for path in self.evil if path.exists()]
        return "formulas, SQL, markup, escapes in every text column", f"{len(INJECTIONS)} texts, {len(tables)} tables", faults

    def misshapen(self, folder, tables):
        """What in a folder is not one well-formed table for each name."""
        faults, found = [], sorted(path.name for path in folder.iterdir()) if folder.exists() else []
        wanted = sorted(["datapackage.json", *(f"{name}.ndjson" if name == "ecs" else f"{name}.csv" for name in tables)])
        if found != wanted:
            faults.append(f"{folder.name} holds {found}")
        for path in folder.glob("*.csv"):
            with open(path, encoding="utf-8", newline="") as file:
                widths = {len(row) for row in csv.reader(file, delimiter=";", strict=True)}
            if len(widths) != 1:
                faults.append(f"{folder.name}/{path.name}: rows of {sorted(widths)} columns")
        for path in folder.glob("*.ndjson"):
            try:
                [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
            except ValueError as error:
                faults.append(f"{path.name}: {error}")
        return faults

    def leaks(self, folder):
        """Texts of strangers in a pseudonymised table, outside the titles of groups, which leave as they are."""
        plain = {"name", "category"}
        faults = []
        for path in folder.glob("*.csv"):
            with open(path, encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file, delimiter=";"):
                    faults += [f"{path.name}: a stranger's text stands in {name}" for name, value in row.items() if name not in plain and any(mark in value for mark in MARKS)]
        return faults

    def pages(self, store):
        """Replays every meeting as a page: no text of a row may become markup."""
        faults = []
        listed = self.calfold("replay", "--find", "example", "--store", store)[1].split("\n")
        for line in listed[:: 1 if not self.torture.options.short else 10]:
            if not line.startswith("0400"):
                continue
            for form in ("text", "json", "html"):
                status, output, _ = self.calfold("replay", line.split()[0], "--format", form, "--store", store)
                if status or form == "html" and ("<script>alert" in output or "<img src" in output):
                    faults.append(f"replay as {form} ended with {status}, or let markup through")
                if is_obeyed(output):
                    faults.append(f"replay as {form} printed what a terminal obeys")
        return faults

    # MARK: Folders and options

    def folders(self):
        faults, inbox = [], self.folder / "inbox"
        shutil.rmtree(inbox, ignore_errors=True)
        inbox.mkdir()
        (inbox / "loop").symlink_to(inbox)
        (inbox / "outside.csv").symlink_to(self.key)
        (inbox / "dangling.csv").symlink_to(self.folder / "nothing")
        os.mkfifo(inbox / "pipe.csv")
        (inbox / "-rf;$(touch calfold-evil).csv").write_text("nothing\n")
        (inbox / "\x1b]0;evil\x07.csv").write_text("nothing\n")
        os.close(os.open(os.fsencode(inbox) + b"/\xff\xfe.csv", os.O_CREAT | os.O_WRONLY))
        logs = sorted(self.torture.logs.glob("*"))
        shutil.copyfile(logs[0], inbox / "a b\n'c\".csv")
        deep = inbox
        for _ in range(100):
            deep = deep / "d"
            deep.mkdir()
        store = self.folder / "folders.db"
        self.torture.remove(store)
        for command in (["ingest", inbox], ["ingest", inbox / "a b\n'c\".csv"], ["ingest", inbox / "\x1b]0;evil\x07.csv"], ["status"], ["quarantine"]):
            status, output, _ = self.calfold(*command, "--store", store, timeout=60)
            if status not in (0, 1, 65, 66):
                faults.append(f"an inbox of links, pipes and odd names: {command[0]} ended with {status}: {output[-300:]}")
            if "a key that only this run knows" in output:
                faults.append("the contents of a linked file were shown")
            if is_obeyed(output):
                faults.append(f"{command[0]} printed a name that a terminal obeys")
        # Links laid where a table, or the file in its making, will stand.
        out, victim = self.folder / "laid", self.folder / "victim.txt"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        victim.write_text("mine")
        (out / "meetings.csv").symlink_to(victim)
        status, output, _ = self.calfold(*self.torture.export(self.torture.reference()[0], out))
        if victim.read_text() != "mine" or (out / "meetings.csv").is_symlink():
            faults.append("a table was written through a link")
        if status:
            faults.append(f"export over a link ended with {status}: {output[-200:]}")
        faults += [f"something was executed: {path}" for path in [*self.evil, inbox / "calfold-evil"] if path.exists()]
        return "an inbox of links, pipes, odd and deep names; links in --out", "12", faults

    def options(self):
        faults, store = [], self.torture.reference()[0]
        self.key.chmod(0o644)
        status, output, _ = self.calfold(*self.torture.export(store, self.folder / "open-key"))
        self.key.chmod(0o600)
        if status or "chmod" not in output:
            faults.append("a key file that others can read brings no warning")
        for arguments in (
            ["export", "meetings", "--plain", "--month", "../../etc"], ["export", "../../etc/passwd", "--plain"], ["export", "meetings", "--plain", "--delimiter", "\n"],
            ["export", "meetings", "--plain", "--delimiter", '"'], ["export", "meetings", "--plain", "--from", "9" * 5000], ["export", "meetings", "--plain", "--window-time-zone", "../../etc/passwd"],
        ):
            status, output, _ = self.calfold(*arguments, "--store", store, "--out", self.folder / "never")
            if status not in (64, 65):
                faults.append(f"{arguments[1:]} ended with {status}: {output[-200:]}")
        if (self.folder / "never").exists():
            faults.append("a refused export left a folder")
        for name, text in (
            ("aliases", "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12))),
            ("depth", "tables: " + "[" * 100_000), ("tag", "tables: !!python/object/apply:os.system ['touch calfold-evil']\n"), ("a link out", "inbox: ../../../../etc\nstore: /proc/self/mem\n"),
        ):
            path = self.folder / "hostile.yaml"
            path.write_text(text)
            status, output, megabytes = self.calfold("nightly", "--config", path, timeout=60)
            if status in (0, -9) or status < 0 or megabytes > MOST_MEMORY:
                faults.append(f"a configuration with {name} ended with {status} and {megabytes:.0f} MB: {output[-200:]}")
        faults += [f"something was executed: {path}" for path in self.evil if path.exists()]
        return "an open key; options and configurations that mean harm", "11", faults

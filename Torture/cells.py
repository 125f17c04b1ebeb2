"""Cells and addresses that mean harm: what costs more than its length, and who would be taken for somebody else."""
import csv, gzip, zipfile

HEAD = "mailbox;logtime;starttime;endtime;normalizedsubject;calendarlogtriggeraction;itemclass;globalobjectid;creationtime;sentrepresentingemailaddress;displayattendeesall;appointmentstate"
ENTRY = "{mailbox};2024-01-01 09:00:0{n};2024-01-02 09:00:00;2024-01-02 10:00:00;s;Create;IPM.Appointment;040000008200E00074C5B7101A82E0080000000030F3D1A2B3C4D501000000000000000010000000A1B2C3D4E5F6071829{number:014X};2024-01-01 08:00:00;{who};{others};{state}"
# Pieces that a reader of addresses might look at again for each time that they stand there.
PIECES = [
    "emailaddress=", "emailaddress:", '"emailaddress":{', "<", ">", "(", "()", '"', '\\"', "@", "a@", "a@b ", "<a@b>;", "a@b;", ";<", "[smtp:", "/o=", "EX:", "smtp:", "imceasmtp-",
    "imceaex-_o=", "xn--", "a@xn--é.", "{", "@{", "\u200b", "\u202ea", "é", "%40", "mailto:", ",", "'", 'a"b"', '"a".', "a@b|", "a@b/", "“", "＠", "a_b#EXT#@", "_x0041_", "&#64;", "1,", "{\"a\":",
]


class Cells:
    def __init__(self, torture):
        self.torture = torture
        self.calfold, self.folder, self.random = torture.calfold, torture.folder, torture.random

    def attacks(self):
        yield self.poison()
        yield self.packed()
        yield self.addresses()

    def take_in(self, path, store, faults, what):
        """Ingest and fold, in time and memory; whether the file was taken in."""
        self.torture.remove(store)
        for command in (["ingest", path], ["fold"], ["export", "meetings", "participants", "calendar_log", "--key-file", self.torture.key, "--accepted-domain", "example.com", "--out", self.folder / "cells"]):
            status, output, megabytes = self.calfold(*command, "--store", store, timeout=60)
            if status not in (0, 1, 65):
                faults.append(f"{what}: {command[0]} ended with {status}: {output[-300:]}")
            if megabytes > 256:
                faults.append(f"{what}: {command[0]} took {megabytes:.0f} MB")
            if status == 65:
                return False
        return True

    def poison(self):
        """One cell of a quarter of a megabyte in every column that names somebody."""
        faults, store, path = [], self.folder / "cells.db", self.folder / "cells.csv"
        size = 1 << (16 if self.torture.options.short else 18)
        for piece in PIECES:
            text = piece * (size // len(piece.encode()))
            with open(path, "w", encoding="utf-8", newline="") as file:
                rows = csv.writer(file, delimiter=";")
                rows.writerow(HEAD.split(";"))
                for number, column in enumerate((0, 9, 10)):
                    fields = ENTRY.format(mailbox="anna@example.com", n=number, number=number + 1, who="anna@example.com", others="", state=1).split(";")
                    fields[column] = text
                    rows.writerow(fields)
            self.take_in(path, store, faults, f"a cell of {piece!r}")
        return "cells of one piece again and again", str(3 * len(PIECES)), faults

    def packed(self):
        """Small files that stand for much, and files that are not what they seem."""
        faults, store, times = [], self.folder / "packed.db", 300 if self.torture.options.short else 20_000
        book, objects, added = self.folder / "book.xlsx", self.folder / "objects.xml", self.folder / "anna@example.com.csv.gz"
        base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", f'<workbook xmlns:r="{base}"><sheets><sheet name="a_Raw" r:id="r1"/></sheets></workbook>')
            archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships><Relationship Id="r1" Type="{base}/worksheet" Target="s.xml"/><Relationship Id="r2" Type="{base}/sharedStrings" Target="t.xml"/></Relationships>')
            archive.writestr("xl/t.xml", "<sst>" + "".join(f"<si><t>{text}</t></si>" for text in ("CleanGlobalObjectId", "ItemClass", "Extra", "x" * 1_000_000)) + "</sst>")
            row = lambda *numbers: "<row>" + "".join(f'<c t="s"><v>{number}</v></c>' for number in numbers) + "</row>"
            archive.writestr("xl/s.xml", "<worksheet><sheetData>" + row(0, 1, 2) + row(3, 3, 3) * times + "</sheetData></worksheet>")
        inner = '<Obj RefId="0"><Props><Obj N="a" RefId="1"><Props><S N="b">' + "x" * 200_000 + "</S></Props></Obj></Props></Obj>"
        objects.write_text('<Objs xmlns="http://schemas.microsoft.com/powershell/2004/04">' + inner + "".join(f'<Obj RefId="{number + 2}"><Props><Ref N="a" RefId="1"/></Props></Obj>' for number in range(times)) + "</Objs>")
        line = ENTRY.format(mailbox="anna@example.com", n=1, number=1, who="anna@example.com", others="", state=1)
        added.write_bytes(gzip.compress(f"{HEAD}\r\n{line}\r\n".encode()) + b"garbage" * 1_000)
        for path in (book, objects):
            if self.take_in(path, store, faults, path.name):
                faults.append(f"{path.name} was taken in")
        if not self.take_in(added, store, faults, "garbage behind gzip"):
            faults.append("a gzip file with garbage behind it was refused")
        elif "7000 bytes stand behind" not in self.calfold("ingest", added, "--store", store)[1]:
            faults.append("garbage behind gzip was not told of")
        return "workbooks, objects and gzip files that mean more than they hold", "3", faults

    def addresses(self):
        """Addresses with signs anywhere: who is outside by the last domain is nobody inside, and who is inside is not `external`."""
        faults, store, path = [], self.folder / "addresses.db", self.folder / "addresses.csv"
        count = 300 if self.torture.options.short else 10_000
        sides = []
        with open(path, "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter=";")
            rows.writerow(HEAD.split(";"))
            for number in range(count):
                isInside = self.random.random() < 0.5
                text = self.address("anna", "example.com" if isInside else self.random.choice(["evil.example", "example.com.evil.example", "notexample.com", "example.comx"]))
                sides.append((number, isInside, text))
                fields = ENTRY.format(mailbox="§", n=1, number=number + 1, who="", others="", state=1).split(";")
                fields[0], fields[9] = text, text
                rows.writerow(fields)
        self.take_in(path, store, faults, "addresses")
        shown = {}
        for table in csv.DictReader(open(self.folder / "cells" / "meetings.csv", encoding="utf-8", newline=""), delimiter=";"):
            shown[int(table["meeting_id"][-14:], 16)] = table["organizer"]
        for number, isInside, text in sides:
            organizer = shown.get(number + 1)
            if organizer is not None and (organizer == "external") == isInside:
                faults.append(f"{text!r} is shown as {organizer!r}")
        # One person, one pseudonym.
        people = {shown[number + 1] for number, isInside, _ in sides if isInside and number + 1 in shown}
        if len(people) != 1:
            faults.append(f"one person has {len(people)} pseudonyms")
        return "addresses with signs around them", str(count), faults

    def address(self, local, domain):
        """One person as people and programs write them."""
        choice = self.random.choice
        if choice([True, False, False]):
            local = choice([f'"{local}"', f'{local[:2]}"{local[2:]}"', f"{local}(home)", local.upper(), f"{local} ", f"{local}\u200b"])
        text = choice(["", " ", "\u200b"]).join([local, "@", choice([domain, domain.upper(), domain + ".", domain + "(work)"])])
        text = choice(["{}", "smtp:{}", "SMTP:{}", "mailto:{}", "sip:{}", "<{}>", "Anna Berg <{}>", '"Berg, Anna" <{}>', "Anna Berg {}", "'{}'", "Anna <{}", "[OneOff: \"Anna\" SMTP:{}]", "Anna (home) <{}>"]).format(text)
        # Another address behind it counts for nothing.
        return text + choice(["", "", ";", ",", " ", "; bob@other.example", "|bob@other.example", "/bob@other.example", ", Bob <bob@other.example>", "\u202c"])

"""The generated log in the forms that are measured, one form a call; each runs as a process of its own.

    forms.py NAME ARGUMENTS...

Rows are written as Export-Csv writes them: every field in quotes, commas, CRLF. The generator's fields hold neither quotes nor semicolons.
"""
import collections, json, os, random, sys


def quoted(line):
    return b'"' + line.rstrip(b"\n").replace(b";", b'","') + b'"\r\n'


def rows(source):
    """The header, and the lines one by one."""
    file = open(source, "rb")
    return file.readline(), file


def days(source, target):
    """One file in the order of days, as the generator has it."""
    header, lines = rows(source)
    with open(target, "wb") as file:
        file.write(quoted(header))
        for line in lines:
            file.write(quoted(line))


def shuffled(source, target):
    """One file in no order at all: dealt into parts that fit into memory, each of which is shuffled."""
    header, lines = rows(source)
    chance, names = random.Random(1), [f"{target}.{number}" for number in range(64)]
    parts = [open(name, "wb") for name in names]
    for line in lines:
        parts[chance.randrange(64)].write(quoted(line))
    with open(target, "wb") as file:
        file.write(quoted(header))
        for part, name in zip(parts, names):
            part.close()
            with open(name, "rb") as own:
                dealt = own.readlines()
            os.unlink(name)
            chance.shuffle(dealt)
            file.writelines(dealt)


class Mailboxes:
    """A folder with a file for each mailbox, in the order of days: the rows of one meeting stand in as many files as it has people."""

    def __init__(self, folder, header):
        os.makedirs(folder)
        self.folder, self.header, self.held, self.size = folder, quoted(header), collections.defaultdict(list), 0
        self.begun = set()

    def add(self, line):
        self.held[line.split(b";", 1)[0]].append(quoted(line))
        self.size += len(line)
        # So many files are not held open; and not all rows are held.
        if self.size > 256 << 20:
            self.write()

    def write(self):
        for mailbox, lines in self.held.items():
            with open(os.path.join(self.folder, mailbox.decode() + ".csv"), "ab") as file:
                if mailbox not in self.begun:
                    file.write(self.header)
                file.writelines(lines)
            self.begun.add(mailbox)
        self.held.clear()
        self.size = 0


def mailboxes(source, folder):
    header, lines = rows(source)
    files = Mailboxes(folder, header)
    for line in lines:
        files.add(line)
    files.write()


def split(source, first, last, is_last):
    """- is_last: of a line and its number, whether it belongs to the second part, which is one file; the first is a file for each mailbox."""
    header, lines = rows(source)
    files = Mailboxes(first, header)
    with open(last, "wb") as file:
        file.write(quoted(header))
        for number, line in enumerate(lines):
            if is_last(number, line):
                file.write(quoted(line))
            else:
                files.add(line)
    files.write()


def newest(source, first, last):
    """The log without its newest hundredth, and that hundredth."""
    times = sorted(line.split(b";", 2)[1] for line in rows(source)[1])
    border = times[len(times) * 99 // 100]
    split(source, first, last, lambda _, line: line.split(b";", 2)[1] >= border)


def month(source, first, last):
    """Of single meetings that lie in one month, the newest rows that were logged in it, a hundredth of all; and the other rows. The month is the one in
    which most of the newest rows lie."""
    header, lines = rows(source)
    names = header.rstrip().split(b";")
    place, start, recurring = (names.index(name) for name in (b"globalobjectid", b"starttime", b"appointmentrecurring"))
    months, told, count = collections.defaultdict(set), [], 0
    for line in lines:
        fields = line.split(b";", place + 1)
        # Where a meeting stood before it was moved counts as well.
        months[fields[place]].add(fields[start][:7] if fields[recurring] == b"False" else b"")
        told.append((fields[place], fields[1][:7]))
        count += 1
    lie = {meeting: next(iter(found)) for meeting, found in months.items() if len(found) == 1}
    newest = collections.Counter(logged for meeting, logged in told[count * 9 // 10:] if lie.get(meeting) == logged)
    chosen = newest.most_common(1)[0][0]
    fitting = [number for number, (meeting, logged) in enumerate(told) if logged == chosen and lie.get(meeting) == chosen]
    taken = set(fitting[-(count // 100):])
    split(source, first, last, lambda number, _: number in taken)


def objects(source, target, most):
    """Get-CalendarDiagnosticObjects | ConvertTo-Json -Compress: one list; numbers and truths are none of them texts."""
    header, lines = rows(source)
    names = header.decode().rstrip().split(";")
    numbers, truths = {"duration", "itemversion", "appointmentsequencenumber", "appointmentstate"}, {"appointmentrecurring", "isexception", "mapiisalldayevent"}
    with open(target, "w", encoding="utf-8") as file:
        for number, line in enumerate(lines):
            if number == int(most):
                break
            values = line.decode().rstrip("\n").split(";")
            row = {name: int(text) if name in numbers else text == "True" if name in truths else text for name, text in zip(names, values)}
            file.write(("," if number else "[") + json.dumps(row, separators=(",", ":")))
        file.write("]")


globals()[sys.argv[1]](*sys.argv[2:])

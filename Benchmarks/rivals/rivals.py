"""What people use instead of calfold, one piece of work a call; each runs as a process of its own, so that its time and memory are its own.

    rivals.py NAME ARGUMENTS...
"""
import csv, datetime, sys, uuid, zoneinfo


def duckdb_connection(path, threads):
    import duckdb
    connection = duckdb.connect(path)
    if threads != "default":
        connection.execute(f"SET threads = {threads}")
    return connection


def duckdb_ingest(source, target, threads):
    duckdb_connection(target, threads).execute(f"CREATE TABLE entry AS SELECT * FROM read_csv('{source}', delim = ';', header = true, all_varchar = true)")


def duckdb_newest(store, threads):
    """The newest row of each item of each mailbox: what a fold without its rules would be."""
    duckdb_connection(store, threads).execute("""
        CREATE OR REPLACE TABLE newest AS SELECT * FROM entry
        QUALIFY row_number() OVER (PARTITION BY mailbox, globalobjectid ORDER BY originallastmodifiedtime DESC, itemversion DESC) = 1""")


def duckdb_copy(store, target, threads):
    duckdb_connection(store, threads).execute(f"COPY (SELECT * EXCLUDE mailbox FROM entry ORDER BY logtime) TO '{target}' (DELIMITER ';', HEADER)")


def eventsourcing_ingest(source, target, most):
    from eventsourcing.persistence import StoredEvent
    from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
    recorder = SQLiteApplicationRecorder(SQLiteDatastore(target))
    recorder.create_table()
    versions, batch, count = {}, [], 0
    with open(source, encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter=";"):
            key = uuid.uuid5(uuid.NAMESPACE_OID, row[17])
            versions[key] = versions.get(key, 0) + 1
            batch.append(StoredEvent(originator_id=key, originator_version=versions[key], topic="entry", state=";".join(row).encode()))
            count += 1
            if len(batch) == 5000:
                recorder.insert_events(batch)
                batch = []
            if count == int(most):
                break
    recorder.insert_events(batch)


def dateutil_expand(seconds):
    from dateutil.rrule import MO, TU, WE, TH, FR, WEEKLY, rrule
    zone, count, began = zoneinfo.ZoneInfo("Europe/Warsaw"), 0, datetime.datetime.now()
    while (datetime.datetime.now() - began).total_seconds() < float(seconds):
        for moment in rrule(WEEKLY, dtstart=datetime.datetime(2024, 1, 1, 9), until=datetime.datetime(2053, 12, 24), byweekday=(MO, TU, WE, TH, FR)):
            moment.replace(tzinfo=zone).astimezone(datetime.timezone.utc)
            count += 1
    print(count / (datetime.datetime.now() - began).total_seconds())


def split_newest(source, first, last):
    """Not a rival's work: the rows of a log without its newest hundredth, and that hundredth."""
    with open(source, "rb") as file:
        header = file.readline()
        times = sorted(line.split(b";", 2)[1] for line in file)
    border = times[len(times) * 99 // 100]
    with open(source, "rb") as file, open(first, "wb") as old, open(last, "wb") as new:
        file.readline()
        old.write(header), new.write(header)
        for line in file:
            (new if line.split(b";", 2)[1] >= border else old).write(line)


def export_csv(source, folder, one, shuffled):
    """Not a rival's work: the rows as Export-Csv writes them (every field in quotes, commas, CRLF), in a file for each mailbox, in one file in the same
    order, and in one file in no order at all. The generator's fields hold neither quotes nor semicolons."""
    import os, random, subprocess

    def quoted(line):
        return b'"' + line.rstrip(b"\n").replace(b";", b'","') + b'"\r\n'

    os.makedirs(folder)
    with open(source, "rb") as file:
        header = quoted(file.readline())
    tail = f"tail -n +2 '{source}' | LC_ALL=C sort --stable -t';' -k1,1"
    with subprocess.Popen(tail, shell=True, stdout=subprocess.PIPE) as rows, open(one, "wb") as whole:
        whole.write(header)
        mailbox, target = None, open(os.devnull, "wb")
        for line in rows.stdout:
            name = line.split(b";", 1)[0]
            if name != mailbox:
                target.close()
                mailbox, target = name, open(os.path.join(folder, name.decode() + ".csv"), "wb")
                target.write(header)
            line = quoted(line)
            whole.write(line), target.write(line)
        target.close()
    with open(one, "rb") as file:
        file.readline()
        lines = file.readlines()
    random.Random(1).shuffle(lines)
    with open(shuffled, "wb") as file:
        file.write(header)
        file.writelines(lines)


def split_month(source, store, first, last):
    """Not a rival's work: of the meetings that lie in one month, the newest rows, a hundredth of all; and the other rows. The month is the
    one in which most of the newest meetings lie."""
    import collections, datetime, sqlite3

    def month(ticks):
        return (datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=ticks // 10)).strftime("%Y-%m")

    log = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    newest = {stream for stream, in log.execute("SELECT DISTINCT stream FROM calendar_entry WHERE position > (SELECT max(position) * 0.98 FROM calendar_entry)")}
    keys = collections.defaultdict(set)
    counts = collections.Counter()
    for stream, key, begin, end in log.execute("SELECT m.stream, s.key, m.first_start, m.last_start FROM meeting AS m JOIN stream AS s ON s.id = m.stream"):
        if 0 < begin <= end < 1 << 60 and month(begin) == month(end):
            keys[month(begin)].add(key.encode())
            counts[month(begin)] += stream in newest
    chosen = counts.most_common(1)[0][0]
    with open(source, "rb") as file:
        header, *lines = file.readlines()
    place, start = (header.rstrip().split(b";").index(name) for name in (b"globalobjectid", b"starttime"))

    def meeting(line):
        identifier = line.split(b";", place + 1)[place].upper()
        return identifier[:32] + b"00000000" + identifier[40:]

    # Where a meeting stood before it was moved counts as well.
    meetings = keys[chosen] - {meeting(line) for line in lines if not line.split(b";", start + 1)[start].startswith(chosen.encode())}
    taken = set()
    for number in range(len(lines) - 1, -1, -1):
        if len(taken) * 100 >= len(lines):
            break
        # Its log time decides which month of the table of entries is written.
        if meeting(lines[number]) in meetings and lines[number].split(b";", 2)[1].startswith(chosen.encode()):
            taken.add(number)
    with open(first, "wb") as old, open(last, "wb") as new:
        old.write(header), new.write(header)
        for number, line in enumerate(lines):
            (new if number in taken else old).write(line)


globals()[sys.argv[1]](*sys.argv[2:])

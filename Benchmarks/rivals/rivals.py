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
    duckdb_connection(target, threads).execute(f"CREATE TABLE entry AS SELECT * FROM read_csv('{source}', delim = ',', quote = '\"', header = true, all_varchar = true)")


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
        for row in csv.reader(file):
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


def nothing():
    """What every work of DuckDB begins with."""
    import duckdb  # noqa: F401


def duckdb_threads():
    print(duckdb_connection(":memory:", "default").execute("SELECT current_setting('threads')").fetchone()[0])


def duckdb_json(source, target, threads):
    duckdb_connection(target, threads).execute(f"CREATE TABLE entry AS SELECT * FROM read_json('{source}', format = 'array')")


def tracking_rows(log):
    """What reads a message tracking log: its columns' names stand in a comment."""
    with open(log, encoding="utf-8-sig", newline="") as file:
        names = next(line for line in file if line.startswith("#Fields: ")).strip()[len("#Fields: "):].split(",")
    columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
    return f"read_csv('{log}', columns = {columns}, header = false, skip = 5, delim = ',', quote = '\"', escape = '\"')"


def duckdb_tracking(log, target, threads):
    duckdb_connection(target, threads).execute(f"CREATE TABLE event AS SELECT * FROM {tracking_rows(log)}")


def duckdb_distinct(log, target, threads):
    """From a tracking log to a CSV of distinct e-mails: what somebody would do who knows which rows count."""
    duckdb_connection(":memory:", threads).execute(f"""
        COPY (
            SELECT DISTINCT lower("message-id"), lower("sender-address") AS "from", lower(unnest(string_split("recipient-address", ';'))) AS "to",
                left("message-info", 23) AS "when"
            FROM {tracking_rows(log)}
            WHERE "event-id" IN ('DELIVER', 'SENDEXTERNAL') ORDER BY ALL)
        TO '{target}' (DELIMITER ';', HEADER)""")


globals()[sys.argv[1]](*sys.argv[2:])

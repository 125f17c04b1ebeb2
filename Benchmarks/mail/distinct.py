"""DuckDB reads a tracking log to a CSV of distinct e-mails: what somebody would do who knows which rows count.

    distinct.py LOG FOLDER
"""
import sys

import duckdb

log, folder = sys.argv[1:]
with open(log, encoding="utf-8-sig", newline="") as file:
    names = next(line for line in file if line.startswith("#Fields: ")).strip()[len("#Fields: "):].split(",")
connection = duckdb.connect(f"{folder}/duck.db")
connection.execute("SET threads = 2")
columns = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in names) + "}"
connection.execute(f"""
    COPY (
        SELECT DISTINCT lower("message-id"), lower("sender-address") AS "from", lower(unnest(string_split("recipient-address", ';'))) AS "to",
            left("message-info", 23) AS "when"
        FROM read_csv('{log}', columns = {columns}, header = false, skip = 5, delim = ',', quote = '"', escape = '"')
        WHERE "event-id" IN ('DELIVER', 'SENDEXTERNAL') ORDER BY ALL)
    TO '{folder}/distinct.csv' (DELIMITER ';', HEADER)""")

#!/usr/bin/env python3
"""Writes a table of interactions of one month, as large as it is asked to be, for a look at what a push of it takes.

    Benchmarks/push/tables.py FOLDER ROWS [MONTH]     2024-02 when left out

Then `/usr/bin/time -v calfold push --tables FOLDER --month 2024-02 …`.
"""
import base64
import hashlib
import os
import sys


def pseudonym(text):
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def main():
    folder, rows, month = sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "2024-02"
    os.makedirs(folder, exist_ok=True)
    people = [pseudonym(f"person {number}") for number in range(5_000)]
    with open(os.path.join(folder, f"{month}_interactions.csv"), "w", newline="") as file:
        file.write("interaction_id;when;from;to;event_id;recurrence;duration;label\r\n")
        for number in range(rows):
            seconds = number * 28 * 86_400 // rows
            when = f"{month}-{seconds // 86_400 + 1:02} {seconds // 3_600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            file.write(f"{pseudonym(f'i {number}')};{when};{people[number % 5_000]};{people[number * 7 % 4_999]};{pseudonym(f'e {number // 90}')};Weekly;30;Meeting\r\n")


if __name__ == "__main__":
    main()

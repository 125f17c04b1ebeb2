"""Nights in random portions, some of them killed, against tables made anew from the same log."""
import contextlib, csv, shutil, signal, sqlite3, subprocess, time

TABLES = "meetings, participants, emails, interactions, calendar_log"
LEDGER = ("night_file", "night_look", "night_reach", "night_month", "night_table", "night_person", "night_setting", "night_run")


class Nights:
    def __init__(self, torture, calfold, logs, mails):
        self.torture, self.random = torture, torture.random
        self.calfold, self.logs, self.mails = calfold, logs, mails

    def attack(self, rounds):
        faults, nights, killed, copied = [], 0, 0, 0
        for number in range(rounds):
            self.settings = "\n".join([
                f"key-file: {self.torture.key}", "accepted-domain: example.com", "months-back: 2", "months-ahead: 1", f"tables: [{TABLES}]",
                f"view: {self.random.choice(['final', 'as-held'])}", f"include-cancelled: {self.random.choice(['true', 'false'])}",
                f"window-time-zone: {self.random.choice(['UTC', 'Asia/Kolkata', 'Pacific/Auckland', 'America/New_York'])}",
            ])
            folder = self.folder(f"nights-{number}")
            for last, deliver in self.deliveries(folder):
                deliver()
                if self.random.random() < 0.4:
                    killed += self.kill(folder)
                if self.random.random() < 0.3:
                    self.run(folder, "ingest", "inbox", "--store", "calfold.db")
                if last or self.random.random() < 0.8:
                    status, output = self.night(folder)
                    nights += 1
                    copied += output.count("the others copied")
                    if status:
                        faults.append(f"round {number}: a night ended with {status}: {output[-300:]}")
            if not copied and number == rounds - 1:
                faults.append("no night copied anything: nothing was tried")
            anew = self.anew(folder, self.folder(f"nights-{number}-anew"))
            if self.torture.tables(folder / "tables") != self.torture.tables(anew / "tables"):
                faults.append(f"round {number}: the tables differ from those made anew with {self.settings}")
            else:
                shutil.rmtree(folder)
                shutil.rmtree(anew)
        return f"{rounds} calendars in random nights, {killed} of them killed", f"{nights} nights, {copied} tables copied from", faults

    def forge(self, times):
        """Changes a random row of what nights keep, as another SQLite client would: verify says so, and a night makes up for it."""
        self.settings = f"key-file: {self.torture.key}\naccepted-domain: example.com\nmonths-back: 2\nmonths-ahead: 1\ntables: [{TABLES}]"
        folder, faults, refused = self.folder("forged"), [], 0
        for path in sorted(self.logs.iterdir())[:5]:
            shutil.copyfile(path, folder / "inbox" / path.name)
        self.night(folder)
        tables = self.torture.tables(folder / "tables")
        for number in range(times):
            what, undo = self.forged(folder / "calfold.db")
            if self.run(folder, "verify")[0] != 1:
                faults.append(f"{what}: verify does not find it")
            status, output = self.night(folder)
            if status == 77:
                refused += 1
                status, output = self.run(folder, "nightly", "--config", "calfold.yaml", "--today", "2024-04-15", "--accept-new-key")
            # Portions are looked at when they are used: a night without rows for their month leaves them to verify.
            is_unused = what == "change night_table.portions"
            if status != (0 if is_unused else 1) or self.torture.tables(folder / "tables") != tables:
                faults.append(f"{what}: the night ended with {status}, or with other tables: {output[-300:]}")
            if is_unused:
                with contextlib.closing(sqlite3.connect(folder / "calfold.db")) as database:
                    database.execute(*undo)
                    database.commit()
            if self.run(folder, "verify")[0] or self.night(folder)[0]:
                faults.append(f"{what}: it is not mended")
        shutil.rmtree(folder)
        return "what nights keep forged", f"{times}, {refused} nights refused", faults

    def forged(self, store):
        """Changes, takes away or adds a row of a table that has any; returns what it did, and the statement that takes a change back."""
        with contextlib.closing(sqlite3.connect(store)) as database:
            names = [name for name in LEDGER if database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]]
            name = self.random.choice(names)
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
            row = self.random.choice(database.execute(f"SELECT * FROM {name}").fetchall())
            where = " AND ".join(f"{column} IS ?" for column in columns)
            deed, column = self.random.choice(["change", "change", "take away", "add"]), self.random.choice(columns)
            old = row[columns.index(column)]
            new = old + 1 if isinstance(old, int) else old + "x" if isinstance(old, str) else old + b"x"
            if deed == "take away":
                database.execute(f"DELETE FROM {name} WHERE {where}", row)
            elif deed == "change":
                database.execute(f"UPDATE OR REPLACE {name} SET {column} = ? WHERE {where}", [new, *row])
            else:
                values = [value + 100_000 if isinstance(value, int) else value + "y" if isinstance(value, str) else value for value in row]
                database.execute(f"INSERT OR REPLACE INTO {name} VALUES({', '.join('?' * len(values))})", values)
            database.commit()
        undo = f"UPDATE {name} SET {column} = ? WHERE {where}", [old, *(new if each == column else value for each, value in zip(columns, row))]
        return f"{deed} {name}.{column}", undo

    def publishers(self, seconds):
        """Two publishers, one of them killed again and again, and a night's tables that change meanwhile: one place, no half file, a true manifest at the end."""
        folder, faults, runs, killed = self.folder("rivals"), [], 0, 0
        partner = folder / "partner"
        partner.mkdir()
        for path in sorted(self.logs.iterdir())[:5]:
            shutil.copyfile(path, folder / "inbox" / path.name)
        self.night(folder)
        (folder / "other").mkdir()
        for path in (folder / "tables").iterdir():
            if path.suffix in (".csv", ".json") and not path.name.startswith("last-night"):
                shutil.copyfile(path, folder / "other" / path.name)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for path in list(partner.glob("2*")):
                if self.random.random() < 0.5:
                    path.unlink()
            pair = [
                subprocess.Popen(self.command("publish", source, "--to", partner), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                for source in ("tables", "other")
            ]
            if self.random.random() < 0.5:
                time.sleep(self.random.random() * 0.1)
                pair[0].send_signal(signal.SIGKILL)
                killed += 1
            for process in pair:
                output = process.communicate(timeout=300)[0].decode(errors="replace")
                runs += 1
                if process.returncode not in (0, 69, -signal.SIGKILL):
                    faults.append(f"a publisher ended with {process.returncode}: {output[-300:]}")
        status, output = self.run(folder, "publish", "tables", "--to", partner)
        if status:
            faults.append(f"the last publisher ended with {status}: {output[-300:]}")
        wanted = {path.name: path.read_bytes() for path in (folder / "tables").glob("2*")}
        found = {path.name: path.read_bytes() for path in partner.iterdir() if path.is_file()}
        if found != wanted:
            faults.append(f"the place does not hold what was published: {sorted(found)}")
        shutil.rmtree(folder)
        return f"two publishers into one folder, {seconds} s", f"{runs} runs, {killed} killed", faults

    def folder(self, name):
        folder = self.torture.folder / name
        for each in ("inbox", "tables"):
            (folder / each).mkdir(parents=True)
        (folder / "calfold.yaml").write_text(self.settings + "\n")
        return folder

    def deliveries(self, folder):
        """What arrives before each night: rows mostly in their order, some nights late, and message logs."""
        count = self.random.randint(3, 7)
        parts = {}
        for path in sorted(self.logs.iterdir()):
            with open(path, encoding="utf-8", newline="") as file:
                head, *rows = csv.reader(file, delimiter=";")
            for row in rows:
                parts.setdefault(min(count - 1, int(self.random.expovariate(0.9))), {}).setdefault(path.stem, [head]).append(row)
        mails = {path: self.random.randrange(count) for path in self.mails}

        def deliver(night):
            for mailbox, rows in parts.get(night, {}).items():
                place = folder / "inbox" / mailbox
                place.mkdir(exist_ok=True)
                with open(place / f"{night}.csv", "w", encoding="utf-8", newline="") as file:
                    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)
            for number, path in enumerate(self.mails):
                if mails[path] == night:
                    shutil.copyfile(path, folder / "inbox" / f"{number}.LOG")

        for night in range(count):
            yield night == count - 1, lambda: deliver(night)

    def command(self, *arguments):
        return [self.calfold, *arguments]

    def run(self, folder, *arguments):
        done = subprocess.run(self.command(*arguments), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        return done.returncode, done.stdout.decode(errors="replace")

    def night(self, folder):
        return self.run(folder, "nightly", "--config", "calfold.yaml", "--today", "2024-04-15")

    def kill(self, folder):
        process = subprocess.Popen(
            self.command("nightly", "--config", "calfold.yaml", "--today", "2024-04-15"), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        try:
            process.wait(self.random.random() * 0.3)
            return 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return 1

    def anew(self, folder, other):
        """The same log, of which no night knows anything."""
        store, copy = (sqlite3.connect(each / "calfold.db") for each in (folder, other))
        store.backup(copy)
        store.close()
        # As in a store that no night has written to, of before the sums: a part of them gone would be tampering.
        copy.execute("DELETE FROM checkpoint")
        names = [name for name, in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if name.startswith("night_") or name in ("derived_sum", "derived_count", "checkpoint_seal"):
                copy.execute(f"DROP TABLE {name}")
        copy.commit()
        copy.close()
        self.night(other)
        return other

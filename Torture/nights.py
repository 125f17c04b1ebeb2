"""Nights in random portions, some of them killed, against tables made anew from the same log."""
import csv, shutil, signal, sqlite3, subprocess

TABLES = "meetings, participants, emails, interactions, calendar_log"
# What an earlier night left for the next: without it every month is made anew.
MEMORY = ("night_table", "night_month", "night_reach")


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
        for table in MEMORY:
            copy.execute(f"DELETE FROM {table}")
        copy.execute("DELETE FROM checkpoint")
        copy.commit()
        copy.close()
        self.night(other)
        return other

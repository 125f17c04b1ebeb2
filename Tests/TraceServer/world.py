"""A world of message traces that knows its own truth: rows that come late, and rows whose state changes from step to step."""
import bisect
import random
import uuid

TICKS = 10_000_000  # of a second: 100 ns, as the service has them
FINAL = ["delivered", "failed", "filteredAsSpam", "quarantined", "expanded"]


def text(ticks, digits=3):
    """ISO 8601 in UTC, cut to so many digits of a fraction."""
    import datetime
    seconds, rest = divmod(ticks, TICKS)
    stamp = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    return stamp + ("." + f"{rest:07d}"[:digits] if digits else "") + "Z"


class Row:
    __slots__ = ("ticks", "id", "message_id", "sender", "recipient", "subject", "size", "from_ip", "to_ip", "states", "appears")

    def key(self):
        return (-self.ticks, self.recipient.lower())

    def state(self, step):
        """The status at a step: states are pairs of the step from which one holds, and the status."""
        return [status for since, status in self.states if since <= step][-1]


class World:
    """Rows of some days before `now` (in seconds), the same for the same seed and instant."""

    def __init__(self, seed, rows, days, now, late=True, changing=True, crowd=0, recalls=True):
        self.random = random.Random(seed)
        self.recalls = recalls
        self.step = 0
        self.last_step = 4
        self.rows = []
        self._taken = set()
        begin, end = int((now - days * 86400) * TICKS), int((now - 600) * TICKS)
        if crowd:
            self._message(self.random.randint(begin, end), crowd, 0, False)
        while len(self.rows) < rows:
            ticks = self.random.randint(begin, end)
            count = self.random.choice([1, 1, 1, 2, 3, 5])
            self._message(ticks, count, self._appearance(ticks, now) if late else 0, changing)
        self.rows.sort(key=Row.key)
        self.refresh()

    def _appearance(self, ticks, now):
        """Only rows of the last hours come late."""
        recent = ticks > (now - 6 * 3600) * TICKS
        return self.random.choice([0, 0, 0, 1, 2, 3]) if recent else 0

    def _person(self):
        name = self.random.choice(["anna.berg", "Bruno.Costa", "carla.nowak", "DAVID.smith", "eva.lind"])
        return f"{name}{self.random.randint(0, 400)}@example.com"

    def _message(self, ticks, count, appears, changing):
        generator = self.random
        identity = str(uuid.UUID(int=generator.getrandbits(128), version=4))
        message_id = f"<{generator.getrandbits(64):016x}@mail.example.com>"
        sender = None if generator.random() < 0.02 else self._person()
        subject = generator.choice(["Budget 2026", "Grüße aus Łódź", "", "a \"quoted\"; subject, with\ttabs", None])
        for number in range(count):
            row = Row()
            row.ticks, row.id, row.message_id, row.sender, row.subject = ticks, identity, message_id, sender, subject
            row.recipient = f"guest{number}.{generator.getrandbits(20):x}@example.com" if count > 10 else self._person()
            # One message has one row for each recipient, and no two rows are at one place of the order.
            if (ticks, row.recipient.lower()) in self._taken:
                continue
            self._taken.add((ticks, row.recipient.lower()))
            row.size = generator.randint(900, 5_000_000)
            row.from_ip = generator.choice(["192.0.2.17", "2001:db8::17", "", None])
            row.to_ip = generator.choice(["198.51.100.4", "", None])
            row.appears = appears
            row.states = self._states(appears, changing and count <= 10)
            self.rows.append(row)

    def _states(self, appears, changing):
        pick = self.random.random()
        if not changing or pick > 0.12:
            return [(0, self.random.choices(FINAL, [90, 3, 3, 3, 1])[0])]
        first = appears + 1
        if pick < 0.03:
            return [(0, "pending"), (first, "delivered")]
        if pick < 0.05:
            return [(0, "gettingStatus"), (first, "failed")]
        if pick < 0.08:
            return [(0, "pending"), (first, "delivered")] + ([(first + 1, "recalled")] if self.recalls else [])
        return [(0, "quarantined"), (first, "delivered")]

    def refresh(self):
        """What the service has at this step, in its order."""
        self.visible = [row for row in self.rows if row.appears <= self.step]
        self.keys = [row.key() for row in self.visible]

    def advance(self):
        self.step += 1
        self.refresh()

    def finish(self):
        """Every row is there, and in its last state."""
        self.step = max([self.last_step] + [since for row in self.rows for since, _ in row.states])
        self.refresh()

    def after(self, ticks, recipient, inclusive=False):
        """The place in the order from which rows lie behind a position."""
        find = bisect.bisect_left if inclusive else bisect.bisect_right
        return find(self.keys, (-ticks, recipient.lower()))

    def truth(self):
        """Every row in its last state, by what a row is known by."""
        last = 1 << 30
        return [{"id": row.id, "recipient": row.recipient.lower(), "status": row.state(last), "received": text(row.ticks),
                 "sender": (row.sender or "").lower()} for row in self.rows]

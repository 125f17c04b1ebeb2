"""What a run is asked for, and what of it goes to which filter."""

import argparse
import hashlib
import hmac
import io
import json
import os
import tarfile
import tempfile
from dataclasses import dataclass, field
from typing import NoReturn, Optional

from filters import BUNDLE

# Options of `calfold stream entries`, and those that both filters take. All others are of `stream tables`.
OF_ENTRIES = {"--mailbox", "--encoding", "--culture", "--date-format", "--time-zone", "--log-time-zone"}
OF_BOTH = {"--accepted-domain", "--directory"}
FLAGS = {"--plain", "--subjects", "--include-cancelled"}
FILES = {"--key-file", "--directory"}
# The job's own, whatever somebody wants of the filters.
KEPT = {"--learned", "--with-keys", "--rejected", "--known-at", "--store", "--out"}


# As the program has them.
USAGE, MISSING, NOT_ALLOWED = 64, 66, 77


class UsageError(Exception):
    """What is asked for cannot be done so."""

    def __init__(self, words: str, status: int = USAGE) -> None:
        super().__init__(words)
        self.status = status


class Parser(argparse.ArgumentParser):
    """Ends with the status that the program has for such mistakes."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\n{self.format_usage().rstrip()}")


@dataclass
class Settings:
    calfold: str
    input: str
    out: str
    tables: list[str]
    format: str
    state: Optional[str]
    entry_options: list[str] = field(default_factory=list)
    table_options: list[str] = field(default_factory=list)
    # Names below the bundle, and the files on this machine that they are made of.
    shipped: dict[str, str] = field(default_factory=dict)
    # The secret of the environment, where no file has it.
    secret: Optional[bytes] = None
    # That the tables are asked for, `YYYY-MM`, as the program tells them.
    months: set[str] = field(default_factory=set)

    @property
    def has_moment(self) -> bool:
        """Whether the history up to a moment is asked for: then each time at which a pair was taught counts."""
        return bool(self.values("--as-of"))

    def values(self, name: str) -> list[str]:
        """What an option of the tables says, each time that it is given."""
        words = self.table_options
        return [words[place + 1] for place in range(len(words) - 1) if words[place] == name]

    @property
    def delimiter(self) -> str:
        """Between the fields of a table's rows."""
        stated = self.values("--delimiter")
        if stated:
            return "\t" if stated[-1] in ("tab", "\\t") else stated[-1]
        return "\t" if self.values("--profile")[-1:] == ["cli"] else ";"

    def fingerprint(self) -> str:
        """Equal for runs whose tables are made in the same way of the same rows.

        Of the key there is only its code over a fixed text.
        """
        parts: list[str] = [*sorted(self.tables), self.format, self.out, *self.table_options, *self.entry_options]
        for name, path in sorted(self.shipped.items()):
            with open(path, "rb") as file:
                content = file.read()
            parts.append(name)
            parts.append(key_code(content) if name == "key" else hashlib.sha256(content).hexdigest())
        if self.secret is not None:
            parts.append(key_code(self.secret))
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def bundle(self) -> bytes:
        """The program and what it reads of people, with their modes: the key is its owner's alone."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as archive:
            for name, path in sorted(self.shipped.items()):
                with open(path, "rb") as file:
                    add(archive, name, file.read(), 0o755 if name == "calfold" else 0o600)
            if self.secret is not None:
                add(archive, "key", self.secret, 0o600)
        return packed.getvalue()


def key_code(secret: bytes) -> str:
    return hmac.new(secret.strip(b"\r\n"), b"calfold cluster state", hashlib.sha256).hexdigest()


def add(archive: tarfile.TarFile, name: str, content: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), mode
    archive.addfile(entry, io.BytesIO(content))


def packed(name: str, content: bytes) -> bytes:
    """One private file as an archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        add(archive, name, content, 0o600)
    return buffer.getvalue()


class PrivateFolder:
    """A folder of this machine that nobody else looks into."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="calfold-job-")

    def write(self, name: str, content: bytes) -> str:
        path = os.path.join(self._folder.name, name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        return path

    def remove(self) -> None:
        self._folder.cleanup()


def parse(arguments: list[str]) -> Settings:
    """Raises UsageError, and ends the program where only help is asked for."""
    options: list[str] = []
    if "--" in arguments:
        place = arguments.index("--")
        arguments, options = arguments[:place], arguments[place + 1 :]
    parser = Parser(
        prog="calfold_spark.py",
        usage="spark-submit calfold_spark.py --calfold PATH --input DIR --out DIR --tables meetings,participants "
        "[--state DIR] [--format csv|parquet] -- OPTIONS OF 'calfold stream'",
        description="Folds exports into tables on Apache Spark: the bytes of 'calfold export', month by month.",
    )
    parser.add_argument("--calfold", required=True, help="the program, built with Swift's libraries inside")
    parser.add_argument("--input", required=True, help="the folder of exports, as Spark names it")
    parser.add_argument("--out", required=True, help="the folder for tables")
    parser.add_argument("--tables", required=True, help="meetings,participants,emails,interactions,calendar_log")
    parser.add_argument("--state", help="what is kept from night to night; a run without it takes all of the input")
    parser.add_argument("--format", choices=["csv", "parquet"], default="csv")
    found = parser.parse_args(arguments)
    settings = Settings(
        calfold=found.calfold,
        input=found.input,
        out=found.out.rstrip("/"),
        tables=found.tables.split(","),
        format=found.format,
        state=found.state.rstrip("/") if found.state else None,
    )
    settings.shipped["calfold"] = found.calfold
    share_out(settings, options)
    is_plain = "--plain" in settings.table_options
    if "key" not in settings.shipped and not is_plain and (secret := os.environ.get("CALFOLD_KEY")):
        settings.secret = secret.encode()
        settings.table_options += ["--key-file", f"{BUNDLE}/key"]
    for name, path in settings.shipped.items():
        if not (os.path.isfile(path) and os.access(path, os.R_OK)):
            status = {"calfold": USAGE, "key": NOT_ALLOWED}.get(name, MISSING)
            raise UsageError(f"{path} is no file of this machine that you may read", status)
    return settings


def share_out(settings: Settings, options: list[str]) -> None:
    """Gives each option to the filters that take it; files are named as they are called where the filters run."""
    rest = list(options)
    while rest:
        option = rest.pop(0)
        name, equals, value = option.partition("=")
        if not name.startswith("--"):
            raise UsageError(f"'{option}' is no option of 'calfold stream'")
        if name in KEPT:
            raise UsageError(f"{name} is not for the filters of a cluster: the job sees to it")
        words = [name]
        if name not in FLAGS:
            if not equals:
                if not rest:
                    raise UsageError(f"{name} needs a value")
                value = rest.pop(0)
            if name in FILES:
                shipped = "key" if name == "--key-file" else f"directory-{len(settings.shipped)}.csv"
                settings.shipped[shipped] = value
                value = f"{BUNDLE}/{shipped}"
            words.append(value)
        if name in OF_ENTRIES | OF_BOTH:
            settings.entry_options += words
        if name not in OF_ENTRIES:
            settings.table_options += words

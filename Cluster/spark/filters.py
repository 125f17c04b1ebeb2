"""Runs the filters of calfold on the machines of a cluster, and takes nothing from them that is not whole."""

import hashlib
import os
import shlex
import subprocess
import tempfile
from dataclasses import dataclass
from typing import IO, Iterable, Iterator, Optional

from pyspark import SparkFiles

# Under this name the program and what it reads of people lie beside the work of each executor.
BUNDLE = "calfold-bundle"
# Files of so many bytes are read in one run of the program: most are small.
BYTES_AT_ONCE = 64 << 20
PIECE = 1 << 20


class FilterError(Exception):
    """A filter did not come to its end, or what it wrote is not whole."""


@dataclass(frozen=True)
class Trailer:
    """The last line of a filter: what it read, took and wrote."""

    read: int
    taken: int
    written: int
    sha256: str

    @staticmethod
    def parsed(line: str) -> "Trailer":
        fields = line.split("\t")
        if len(fields) != 5 or fields[0] != "#trailer":
            raise FilterError("a filter ended without its trailer: what it wrote may be cut off")
        values = dict(field.split("=", 1) for field in fields[1:])
        return Trailer(int(values["read"]), int(values["taken"]), int(values["written"]), values["sha256"])


def checked_lines(output: IO[bytes]) -> Iterator[str]:
    """The lines of a filter in pieces of many, at last its trailer alone.

    The trailer's digest is that of all bytes before it, or nothing more is given.
    """
    digest, rest = hashlib.sha256(), b""
    while piece := output.read(PIECE):
        rest += piece
        # The last line of what is there may be the trailer, and is kept back.
        end = rest.rfind(b"\n", 0, -1) + 1
        if end:
            digest.update(rest[:end])
            yield rest[: end - 1].decode()
            rest = rest[end:]
    if not rest.endswith(b"\n"):
        raise FilterError("a filter wrote half a line")
    line = rest[:-1].decode()
    if Trailer.parsed(line).sha256 != digest.hexdigest():
        raise FilterError("the digest of a filter's output is another than its trailer says")
    yield line


@dataclass(frozen=True)
class EntryReader:
    """Reads files of exports by `calfold stream entries`, on the machine that it is called on."""

    root: str
    options: tuple[str, ...]

    def __call__(self, files: Iterable) -> Iterator[tuple[Optional[str], Optional[str]]]:
        """Rows of a path and a content to rows of lines, or of a note: a trailer, or rows that were rejected."""
        waiting: list = []
        size = 0
        for file in files:
            waiting.append(file)
            size += len(file["content"])
            if size >= BYTES_AT_ONCE:
                yield from self.read(waiting)
                waiting, size = [], 0
        if waiting:
            yield from self.read(waiting)

    def read(self, files: list) -> Iterator[tuple[Optional[str], Optional[str]]]:
        with tempfile.TemporaryDirectory(prefix="calfold-") as folder:
            inputs = os.path.join(folder, "inputs")
            for file in files:
                self.put(file, inputs)
            bundle = SparkFiles.get(BUNDLE)
            program = [os.path.join(bundle, "calfold"), "stream", "entries", ".", "--rejected", "../rejected"]
            program += [option.replace(BUNDLE, bundle) for option in self.options]
            with open(os.path.join(folder, "errors"), "w+b") as errors:
                with subprocess.Popen(program, cwd=inputs, stdout=subprocess.PIPE, stderr=errors) as process:
                    assert process.stdout is not None
                    held: Optional[str] = None
                    for lines in checked_lines(process.stdout):
                        if held is not None:
                            yield held, None
                        held = lines
                # 1 says that rows were rejected, which the file tells.
                if process.returncode not in (0, 1):
                    errors.seek(0)
                    words = errors.read()[-2000:].decode(errors="replace").strip()
                    raise FilterError(f"calfold stream entries ended with {process.returncode}: {words}")
            yield None, held
            with open(os.path.join(folder, "rejected"), encoding="utf-8", newline="\n") as rejected:
                for line in rejected:
                    yield None, line.rstrip("\n")

    def put(self, file, folder: str) -> None:
        """Puts a file where it lies below the input: folders may be named after mailboxes."""
        path = file["path"]
        if not path.startswith(self.root):
            raise FilterError(f"{path} does not lie below {self.root}")
        target = os.path.join(folder, *path[len(self.root) :].strip("/").split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as out:
            out.write(file["content"])


def table_command(bundle: str, tables: list[str], options: list[str]) -> list[str]:
    """The command that Java's side of Spark pipes sorted lines through, in the folder of an executor.

    Its output is read line by line and its exit status is looked at there.
    """
    options = [option.replace(BUNDLE, bundle) for option in options]
    words = ["calfold", "stream", "tables", *tables, "--with-keys", *options]
    # Spark resolves no path against an executor's folder.
    return ["sh", "-c", f"exec {shlex.quote(bundle)}/" + shlex.join(words)]

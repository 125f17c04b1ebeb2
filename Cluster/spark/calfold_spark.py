"""Folds exports of Exchange into tables on Apache Spark: the bytes of `calfold export`, month by month.

Two filters do all that is known of exports, calendars, mail and people: `calfold stream entries` makes lines of rows,
`calfold stream tables` makes rows of tables of the lines of one key after the other. Spark brings the lines of each
key together, and puts the rows in their order. Nothing is published before the filters' trailers and what arrived of
their lines agree. docs/cluster.md describes it.
"""

import subprocess
import sys
import uuid
from typing import Optional

import filters
from publish import Publication, UnfinishedMonth, manifest
from pyspark import SparkFiles
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from settings import MISSING, PrivateFolder, Settings, UsageError, packed, parse
from state import Night, State
from storage import Storage

LEARNED = "calfold-learned"
# As the program has them; 1 when rows were rejected.
REJECTED, NOT_UNDERSTOOD, UNAVAILABLE = 1, 65, 69


class MissingInput(Exception):
    """There is nothing to read."""


class Disagreement(Exception):
    """What arrived is not what the filters say that they wrote."""


def fields(count: int) -> list[Column]:
    """The first fields of a line; the last of them is all that is left."""
    split = F.split("line", "\t", count)
    return [F.get(split, number) for number in range(count)]


def unescaped_text(text: str) -> str:
    """As `unescaped`, of a head line: a delimiter is all that can be escaped there."""
    return text.replace("\\t", "\t")


def unescaped(text: Column) -> Column:
    """The characters that escapes of a field stand for. No field holds U+0000, which marks backslashes meanwhile."""
    marked = F.replace(text, F.lit("\\\\"), F.lit("\0"))
    for escape, character in (("\\t", "\t"), ("\\r", "\r"), ("\\n", "\n")):
        marked = F.replace(marked, F.lit(escape), F.lit(character))
    others = marked
    for code in [*range(1, 32), 127]:
        others = F.replace(others, F.lit(f"\\x{code:02X}"), F.lit(chr(code)))
    whole = F.when(F.contains(marked, F.lit("\\x")), others).otherwise(marked)
    return F.when(F.contains(text, F.lit("\\")), F.replace(whole, F.lit("\0"), F.lit("\\"))).otherwise(text)


class Job:
    """One run, in folders of its own below the output until it is published."""

    def __init__(self, spark: SparkSession, settings: Settings) -> None:
        self.spark = spark
        self.settings = settings
        self.storage = Storage(spark)
        self.private = PrivateFolder()
        self.work = f"{settings.out}/_work-{uuid.uuid4().hex}"

    def run(self) -> int:
        """Returns the exit status."""
        try:
            self.ship(filters.BUNDLE, self.settings.bundle())
            forms = self.forms()
            state = State.read(self.storage, self.settings) if self.settings.state else None
            self.read_entries()
            night = Night(self.spark, state, self.lines(), self.settings)
            if state is not None and state.generation and night.is_whole:
                tell("program, key, directory, output or options have changed: all of it is folded anew")
            learned = night.learned(self.persons(), self.settings.has_moment)
            self.ship(LEARNED, packed("pairs", "".join(f"{line}\n" for line in learned).encode()))
            rows = night.months(self.fold(night.lines_to_fold()), self.unpublished(state))
            publication = Publication(
                self.spark, self.storage, self.settings, self.work, forms, self.program("--version").strip()
            )
            publication.write(rows)
            night.keep(self.storage, self.settings, publication.months, learned)
            publication.publish(night.changed, self.notes().where("note NOT LIKE '#trailer%'"))
            night.end(self.storage)
            tell(f"months replaced in {self.settings.out}: {len(publication.replaced)}")
            return REJECTED if publication.has_rejected else 0
        finally:
            self.storage.remove(self.work)
            self.private.remove()

    def unpublished(self, state: Optional[State]) -> set[str]:
        """Months of the state that do not stand in the output: somebody has emptied it."""
        months = state.rows if state else {}
        return {month for month in months if not self.storage.exists(manifest(self.settings.out, month))}

    # What goes to the workers

    def ship(self, name: str, archive: bytes) -> None:
        """Unpacked beside each executor's work, with the modes that the archive has."""
        self.spark.sparkContext.addArchive(f"{self.private.write(name + '.tar.gz', archive)}#{name}")

    def worker_folder(self) -> str:
        """What leads from the folder of an executor to the one where its archives lie."""
        is_local = self.spark.sparkContext.master.startswith("local")
        return SparkFiles.getRootDirectory() if is_local else "."

    def program(self, *words: str) -> str:
        """What the program prints on this machine."""
        bundle = SparkFiles.get(filters.BUNDLE)
        command = [f"{bundle}/calfold", *(word.replace(filters.BUNDLE, bundle) for word in words)]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        except OSError as error:
            raise UsageError(f"{self.settings.calfold} does not run on this machine: {error.strerror}") from error
        sys.stderr.write(done.stderr.decode(errors="replace"))
        if done.returncode != 0:
            raise SystemExit(done.returncode)
        return done.stdout.decode()

    # Reading

    def read_entries(self) -> None:
        """Reads every file once. Lines and notes are put down, so that nothing of it is done a second time."""
        if not self.storage.exists(self.settings.input):
            raise MissingInput(f"there is no {self.settings.input}")
        if hidden := self.storage.hidden(self.settings.input):
            # Spark would leave it out without a word.
            raise UsageError(f"Spark reads no names that begin with _: rename {hidden[0]}")
        root = self.storage.qualified(self.settings.input).rstrip("/") + "/"
        files = (
            self.spark.read.format("binaryFile")
            .option("recursiveFileLookup", True)
            .load(self.settings.input)
            .select("path", "content")
        )
        reader = filters.EntryReader(root, tuple(self.settings.entry_options))
        pieces = self.spark.createDataFrame(files.rdd.mapPartitions(reader), "lines string, note string")
        lines = F.explode_outer(F.split("lines", "\n")).alias("line")
        key, kind, _ = fields(3)
        read = pieces.select(lines, "note").select(key.alias("key"), kind.alias("kind"), "line", "note")
        read.write.parquet(f"{self.work}/read")
        self.check_entries()

    def read(self) -> DataFrame:
        return self.spark.read.parquet(f"{self.work}/read")

    def lines(self) -> DataFrame:
        return self.read().where("kind <> 'person'").select("key", "line")

    def persons(self) -> DataFrame:
        return self.read().where("kind = 'person'").select("line")

    def notes(self) -> DataFrame:
        return self.read().select("note").where("note IS NOT NULL")

    def check_entries(self) -> None:
        trailers = trailers_of(self.notes())
        counted = self.read().where("kind IS NOT NULL").groupBy("kind").count()
        kinds = {row.kind: row["count"] for row in counted.collect()}
        rejected = self.notes().count() - len(trailers)
        persons = kinds.pop("person", 0)
        agree("rows taken", sum(one.taken for one in trailers), sum(kinds.values()))
        agree("lines written", sum(one.written for one in trailers), sum(kinds.values()) + persons)
        agree("rows rejected", sum(one.read - one.taken for one in trailers), rejected)
        self.rows_read = sum(one.read for one in trailers)
        tell(f"{self.rows_read} rows read: {sum(kinds.values())} taken, {rejected} rejected")

    # Folding

    def table_options(self) -> list[str]:
        return [*self.settings.table_options, "--learned", f"{LEARNED}/pairs"]

    def forms(self) -> dict[str, tuple[str, list[str]]]:
        """The head line of each table and the types of its columns, as the program tells them; it looks at its
        options meanwhile, before anything of the cluster's time is spent."""
        output = self.program("stream", "tables", *self.settings.tables, *self.settings.table_options)
        notes = [line.split("\t") for line in output.split("\n")]
        names, parts = next((note[1], "".join(note[2:])) for note in notes if note[0] == "#months")
        if parts:
            # It would take the place of the whole month.
            raise UsageError(f"the window has only a part of {parts}: begin and end it with the first of a month")
        self.settings.months = set(names.split(","))
        heads = [note[1:] for note in notes if note[0] == "#head"]
        return {table: (unescaped_text(head), types.split(",")) for table, head, types in heads}

    def fold(self, lines: DataFrame) -> DataFrame:
        """The rows of tables that come of lines: table, month, order, row and key."""
        grouped = lines.repartition("key").sortWithinPartitions("line").select("line")
        root = self.worker_folder()
        command = filters.table_command(
            f"{root}/{filters.BUNDLE}",
            self.settings.tables,
            [option.replace(LEARNED, f"{root}/{LEARNED}") for option in self.table_options()],
        )
        piped = self.pipe(grouped, command)
        note = F.when(F.col("line").startswith("#"), F.col("line"))
        table, month, order, row, key = fields(5)
        named = {"table": table, "month": month, "order": order, "row": unescaped(row), "key": key}
        folded = piped.where("line NOT LIKE '#head%' AND line NOT LIKE '#months%'").select(
            *(F.when(note.isNull(), column).alias(name) for name, column in named.items()), note.alias("note")
        )
        folded.write.parquet(f"{self.work}/folded")
        self.check_tables(lines)
        return self.spark.read.parquet(f"{self.work}/folded").where("note IS NULL").drop("note")

    def pipe(self, lines: DataFrame, command: list[str]) -> DataFrame:
        """Pipes lines through a program on Java's side, which looks at its exit status."""
        jvm = self.spark._jvm
        assert jvm is not None
        strings = jvm.org.apache.spark.sql.Encoders.STRING()
        words = jvm.java.util.ArrayList()
        for word in command:
            words.add(word)
        # `as` is a word of Python's own.
        java = getattr(lines._jdf, "as")(strings).toJavaRDD()
        piped = java.pipe(words, jvm.java.util.HashMap(), False, 1 << 16, "UTF-8")
        dataset = self.spark._jsparkSession.createDataset(piped.rdd(), strings)
        return DataFrame(dataset.toDF(), self.spark).withColumnRenamed("value", "line")

    def check_tables(self, lines: DataFrame) -> None:
        folded = self.spark.read.parquet(f"{self.work}/folded")
        trailers = trailers_of(folded.select("note"))
        given, arrived = lines.count(), folded.where("note IS NULL").count()
        agree("lines folded", sum(one.read for one in trailers), given)
        agree("rows of tables", sum(one.written for one in trailers), arrived)
        taken = sum(one.taken for one in trailers)
        tell(f"{given} lines folded: {given - taken} repeated; {arrived} rows of tables")


def trailers_of(notes: DataFrame) -> list[filters.Trailer]:
    return [filters.Trailer.parsed(row.note) for row in notes.where("note LIKE '#trailer%'").collect()]


def agree(what: str, told: int, found: int) -> None:
    if told != found:
        raise Disagreement(f"{what}: the filters tell of {told}, and {found} arrived. Nothing was published.")


def tell(text: str) -> None:
    print(text, file=sys.stderr)


def filter_error(text: str) -> Optional[str]:
    """What a filter said on its machine: a line far inside what Spark throws."""
    _, name, words = text.partition(f"{filters.FilterError.__name__}: ")
    return words.split("\n")[0] if name else None


def session() -> SparkSession:
    spark = SparkSession.builder.appName("calfold").getOrCreate()
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    # The functions that run on workers are there by name.
    spark.sparkContext.addPyFile(filters.__file__)
    return spark


def main(arguments: list[str]) -> int:
    spark: Optional[SparkSession] = None
    try:
        settings = parse(arguments)
        spark = session()
        return Job(spark, settings).run()
    except UsageError as error:
        tell(f"calfold_spark.py: {error}")
        return error.status
    except (Disagreement, UnfinishedMonth, filters.FilterError) as error:
        tell(f"calfold_spark.py: {error}")
        return NOT_UNDERSTOOD
    except MissingInput as error:
        tell(f"calfold_spark.py: {error}")
        return MISSING
    except Exception as error:  # noqa: BLE001: whatever Spark throws, 1 would say that the work is done
        said = filter_error(str(error))
        tell(f"calfold_spark.py: {said or error}")
        return NOT_UNDERSTOOD if said else UNAVAILABLE
    finally:
        if spark is not None:
            spark.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What is kept from night to night, and what a night has to do because of what is new.

The state is folders that are written once and never changed, and one small file that names those which count: a run
that ends early leaves the state as it was.
"""

import json
from typing import Optional

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from settings import Settings
from storage import Storage

VERSION = 1
POINTER = "state.json"


class State:
    """Folders of lines, of rows of tables by month, and the pairs of DN and address that were learnt."""

    def __init__(self, folder: str, content: dict) -> None:
        self.folder = folder
        self.generation: int = content.get("generation", 0)
        self.fingerprint: str = content.get("fingerprint", "")
        self.lines: list[str] = content.get("lines", [])
        self.rows: dict[str, str] = content.get("rows", {})
        self.learned: list[str] = content.get("learned", [])
        # Months that a run was about to publish when it ended.
        self.unpublished: list[str] = content.get("unpublished", [])

    @staticmethod
    def read(storage: Storage, settings: Settings) -> "State":
        folder = settings.state
        assert folder is not None
        storage.make_folder(folder)
        pointer = f"{folder}/{POINTER}"
        content = json.loads(storage.read(pointer)) if storage.exists(pointer) else {}
        if content and content.get("version") != VERSION:
            raise SystemExit(f"{pointer} was written by another version of the job: name an empty folder with --state")
        state = State(folder, content)
        state.remove_others(storage)
        return state

    def remove_others(self, storage: Storage) -> None:
        """Removes what no run points to any more, or never did."""
        known = {POINTER, *self.lines, *self.rows.values()}
        for name, _, _ in list(storage.children(self.folder)):
            if name not in known:
                storage.remove(f"{self.folder}/{name}")

    def write(self, storage: Storage) -> None:
        content = {
            "version": VERSION,
            "generation": self.generation,
            "fingerprint": self.fingerprint,
            "lines": self.lines,
            "rows": self.rows,
            "learned": self.learned,
            "unpublished": self.unpublished,
        }
        text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
        storage.write(f"{self.folder}/{POINTER}", text.encode())


class Night:
    """One run, with what earlier ones have left or without."""

    def __init__(self, spark: SparkSession, state: Optional[State], lines: DataFrame, settings: Settings) -> None:
        self.spark = spark
        self.state = state
        self.fresh = lines
        self.kept: Optional[DataFrame] = None
        self.touched: Optional[DataFrame] = None
        # Months that are replaced; all that the options ask for where nothing is known.
        self.changed: Optional[set[str]] = None
        self.new_pairs: list[str] = []
        self.is_whole = state is None or state.fingerprint != settings.fingerprint()
        if state is not None:
            self.place = f"{state.folder}/{{}}-{state.generation + 1}"
            self.keep_fresh(state, lines)

    def keep_fresh(self, state: State, lines: DataFrame) -> None:
        """Puts down the lines that no night has had."""
        fresh = lines.dropDuplicates(["key", "line"])
        if state.lines:
            self.kept = self.spark.read.parquet(*(f"{state.folder}/{name}" for name in state.lines))
            near = self.kept.join(fresh.select("key").distinct(), "key", "left_semi")
            fresh = fresh.join(near, ["key", "line"], "left_anti")
        fresh.write.parquet(self.place.format("lines"))
        self.fresh = self.spark.read.parquet(self.place.format("lines"))

    def all_lines(self) -> DataFrame:
        return self.fresh if self.kept is None else self.kept.unionByName(self.fresh)

    def learned(self, persons: DataFrame, has_moment: bool) -> list[str]:
        """The lines of all pairs of DN and address that rows of any night teach, in order.

        Of each pair the newest counts, unless the history up to a moment is asked for.
        """
        old = self.state.learned if self.state else []
        pairs = persons.select("line").distinct()
        if old:
            pairs = pairs.union(self.spark.createDataFrame([(line,) for line in old], "line string")).distinct()
        if not has_moment:
            fields = F.split("line", "\t")
            ticks = F.regexp_replace(fields[4], "t$", "").cast("bigint")
            newest = F.max(F.struct(ticks.alias("ticks"), F.col("line").alias("line"))).alias("newest")
            pairs = pairs.groupBy(fields[0], fields[3]).agg(newest).select("newest.line")
        found = sorted(row.line for row in pairs.collect())
        self.new_pairs = sorted(set(found) ^ set(old))
        return found

    def lines_to_fold(self) -> DataFrame:
        """All lines of the keys that have new ones, and of those in which a DN stands that means another now."""
        if self.is_whole:
            return self.all_lines()
        keys = self.fresh.select("key")
        if self.new_pairs:
            changed = sorted({line.split("\t")[0] for line in self.new_pairs})
            names = self.spark.createDataFrame([(name,) for name in changed], "name string")
            # The last field of a line, with line feeds between names.
            named = self.all_lines().select("key", F.element_at(F.split("line", "\t"), -1).alias("names"))
            named = named.where("names <> ''").select("key", F.explode(F.split("names", r"\\n")).alias("name"))
            keys = keys.union(named.join(F.broadcast(names), "name", "left_semi").select("key"))
        self.touched = keys.distinct().persist()
        return self.all_lines().join(self.touched, "key", "left_semi")

    def months(self, rows: DataFrame, unpublished: set[str]) -> DataFrame:
        """The rows of all months that are replaced: those that were folded, and of other keys as they were.

        `unpublished` are months that no longer stand where they were put.
        """
        state = self.state
        if state is None:
            return rows
        if not self.is_whole and self.touched is not None:
            self.changed = {row.month for row in rows.select("month").distinct().collect()}
            self.changed |= set(state.unpublished) | unpublished
            if state.rows:
                earlier = self.earlier(state, set(state.rows))
                gone = earlier.join(self.touched, "key", "left_semi").select("month").distinct()
                self.changed |= {row.month for row in gone.collect()}
            if stale := self.changed & set(state.rows):
                rest = self.earlier(state, stale).join(self.touched, "key", "left_anti")
                rows = rows.unionByName(rest)
        rows.write.partitionBy("month").parquet(self.place.format("rows"))
        return self.spark.read.schema(rows.schema).parquet(self.place.format("rows"))

    def earlier(self, state: State, months: set[str]) -> DataFrame:
        """Rows as earlier nights left them."""
        parts: Optional[DataFrame] = None
        for name in sorted({state.rows[month] for month in months}):
            wanted = [month for month in sorted(months) if state.rows[month] == name]
            part = self.spark.read.schema(ROWS).parquet(f"{state.folder}/{name}").where(F.col("month").isin(wanted))
            parts = part if parts is None else parts.unionByName(part)
        assert parts is not None
        return parts

    def keep(self, storage: Storage, settings: Settings, months: set[str], learned: list[str]) -> None:
        """Points to what this night has left, before any of it is published: should the run end here, the next one
        publishes it.

        `months` are those that have rows in what it wrote.
        """
        state = self.state
        if state is None:
            return
        state.generation += 1
        name = f"rows-{state.generation}"
        kept = {} if self.changed is None else {m: n for m, n in state.rows.items() if m not in self.changed}
        state.rows = kept | {month: name for month in sorted(months)}
        state.lines = [*state.lines, f"lines-{state.generation}"]
        state.learned = learned
        state.fingerprint = settings.fingerprint()
        state.unpublished = sorted(settings.months if self.changed is None else self.changed)
        state.write(storage)

    def end(self, storage: Storage) -> None:
        """Notes that all of it is published."""
        if self.state is not None:
            self.state.unpublished = []
            self.state.write(storage)
            self.state.remove_others(storage)


ROWS = "table string, `order` string, row string, key string, month string"

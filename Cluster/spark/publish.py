"""Puts finished months in their places, as a night on one machine does: the manifest goes first and comes back last."""

import json
from typing import Optional

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from settings import Settings
from storage import Storage

# The types of Table Schema as Spark has them.
TYPES = {"datetime": "timestamp", "date": "date", "integer": "bigint", "boolean": "boolean"}


class UnfinishedMonth(Exception):
    """What was written of a month is not what its rows are."""


def manifest(out: str, month: str) -> str:
    """The file that tells what stands there of a month."""
    return f"{out}/{month}_manifest.json"


class Publication:
    """The tables of a run, written beside their places first."""

    def __init__(
        self,
        spark: SparkSession,
        storage: Storage,
        settings: Settings,
        work: str,
        forms: dict[str, tuple[str, list[str]]],
        version: str,
    ) -> None:
        self.spark = spark
        self.storage = storage
        self.settings = settings
        self.staged = f"{work}/staged"
        self.forms = forms
        self.version = version
        self.counts: dict[tuple[str, str], tuple[int, int]] = {}
        self.has_rejected = False
        self.replaced: list[str] = []

    @property
    def months(self) -> set[str]:
        return {month for _, month in self.counts}

    # Writing

    def write(self, rows: DataFrame) -> None:
        """Writes rows in their order, a folder for each table and month, and compares what lies there with them."""
        size = F.sum(F.octet_length("row") + 2)
        counted = rows.groupBy("table", "month").agg(F.count("*").alias("rows"), size.alias("bytes"))
        self.counts = {(one.table, one.month): (one.rows, one.bytes) for one in counted.collect()}
        if not self.counts:
            return
        order = ["table", "month", "order", "row"]
        ordered = rows.repartitionByRange(*order).sortWithinPartitions(*order)
        if self.settings.format == "csv":
            text = ordered.select("table", "month", "row").write.partitionBy("table", "month")
            text.option("lineSep", "\r\n").text(self.staged)
        else:
            # Each table has columns of its own.
            for table in sorted({table for table, _ in self.counts}):
                typed = ordered.where(F.col("table") == table).select("month", *self.columns(table))
                typed.write.partitionBy("month").parquet(f"{self.staged}/table={table}")
        for table, month in sorted(self.counts):
            self.finish(table, month)

    def columns(self, table: str) -> list[Column]:
        head, types = self.forms[table]
        delimiter = self.settings.delimiter
        names = head.split(delimiter)
        schema = ", ".join(f"`{number}` string" for number in range(len(names)))
        options = {"sep": delimiter, "quote": '"', "escape": '"', "mode": "FAILFAST", "maxCharsPerColumn": "-1"}
        fields = F.from_csv("row", schema, options)
        return [
            fields[str(number)].cast(TYPES.get(kind, "string")).alias(name)
            for number, (name, kind) in enumerate(zip(names, types))
        ]

    def folder(self, table: str, month: str) -> str:
        return f"{self.staged}/table={table}/month={month}"

    def finish(self, table: str, month: str) -> None:
        """Names the parts by their order, and compares their size with that of the rows."""
        folder = self.folder(table, month)
        parts = [(name, size) for name, size, _ in self.storage.children(folder) if name.startswith("part-")]
        rows, size = self.counts[table, month]
        if self.settings.format == "csv":
            found, expected = sum(size for _, size in parts), size
        else:
            found, expected = self.spark.read.parquet(folder).count(), rows
        if found != expected:
            raise UnfinishedMonth(f"{table} of {month}: {expected} were to be written, and there are {found}")
        for number, (name, _) in enumerate(parts):
            self.storage.rename(f"{folder}/{name}", f"{folder}/part-{number:05}.{self.settings.format}")
        if self.settings.format == "csv":
            self.storage.write(f"{folder}/head.csv", self.forms[table][0].encode() + b"\r\n")

    # Publishing

    def publish(self, changed: Optional[set[str]], rejected: DataFrame) -> None:
        """Replaces months one by one.

        `changed` are months that may have lost all rows; those that the options ask for where it is None.
        """
        self.replaced = sorted(self.months | self.published(changed))
        for month in self.replaced:
            self.replace(month)
        self.publish_rejected(rejected)

    def published(self, changed: Optional[set[str]]) -> set[str]:
        """Months that stand in the output and are no longer as they were."""
        standing: set[str] = set()
        for table in self.forms:
            names = {name for name, _, is_folder in self.storage.children(f"{self.settings.out}/{table}") if is_folder}
            standing |= names
        return standing & (self.settings.months if changed is None else changed)

    def replace(self, month: str) -> None:
        place_of_manifest = manifest(self.settings.out, month)
        self.storage.remove(place_of_manifest)
        tables = {}
        for table in sorted(self.forms):
            place = f"{self.settings.out}/{table}/{month}"
            self.storage.remove(place)
            if (table, month) not in self.counts:
                continue
            self.storage.make_folder(f"{self.settings.out}/{table}")
            self.storage.rename(self.folder(table, month), place)
            files = [
                {"name": name, "bytes": size}
                for name, size, _ in self.storage.children(place)
                if not name.startswith((".", "_"))
            ]
            tables[table] = {"rows": self.counts[table, month][0], "files": files}
        if tables:
            content = {"calfold": self.version, "month": month, "tables": tables}
            text = json.dumps(content, indent=2, sort_keys=True) + "\n"
            self.storage.write(place_of_manifest, text.encode())

    def publish_rejected(self, rejected: DataFrame) -> None:
        staged, place = f"{self.staged}-rejected", f"{self.settings.out}/_rejected"
        self.has_rejected = not rejected.isEmpty()
        if self.has_rejected:
            rejected.coalesce(1).write.text(staged)
        self.storage.remove(place)
        if self.has_rejected:
            self.storage.rename(staged, place)

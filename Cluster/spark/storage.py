"""Files and folders wherever Spark finds them: local disks, HDFS, object stores."""

from typing import Iterator

from pyspark.sql import SparkSession


class Storage:
    """The file systems of Hadoop, by whole paths."""

    def __init__(self, spark: SparkSession) -> None:
        assert spark._jvm is not None
        self._hadoop = spark._jvm.org.apache.hadoop
        self._jvm = spark._jvm
        self._settings = spark._jsc.hadoopConfiguration()

    def _path(self, path: str):
        return self._hadoop.fs.Path(path)

    def _system(self, path: str):
        return self._path(path).getFileSystem(self._settings)

    def qualified(self, path: str) -> str:
        """The path with its scheme, as Spark names files below it."""
        return self._system(path).makeQualified(self._path(path)).toString()

    def exists(self, path: str) -> bool:
        return self._system(path).exists(self._path(path))

    def make_folder(self, path: str) -> None:
        self._system(path).mkdirs(self._path(path))

    def remove(self, path: str) -> None:
        if self.exists(path):
            self._check(self._system(path).delete(self._path(path), True), f"{path} cannot be removed")

    def rename(self, path: str, target: str) -> None:
        self._check(
            self._system(path).rename(self._path(path), self._path(target)), f"{path} cannot be renamed to {target}"
        )

    @staticmethod
    def _check(is_done: bool, words: str) -> None:
        if not is_done:
            raise OSError(words)

    def children(self, path: str) -> Iterator[tuple[str, int, bool]]:
        """Name, size and whether it is a folder, of each in a folder, in the order of their names."""
        found = self._system(path).listStatus(self._path(path)) if self.exists(path) else []
        yield from sorted((one.getPath().getName(), one.getLen(), one.isDirectory()) for one in found)

    def hidden(self, path: str) -> list[str]:
        """Names below a folder, as deep as exports lie, that begin with `_`."""
        system, found = self._system(path), []
        for depth in range(8):
            matches = system.globStatus(self._path(f"{path.rstrip('/')}/{'*/' * depth}_*"))
            found += [one.getPath().toString() for one in matches or []]
        return found

    def write(self, path: str, content: bytes) -> None:
        """A file that appears whole under its name."""
        half = path.rpartition("/")[0] + "/_half-" + path.rpartition("/")[2]
        out = self._system(half).create(self._path(half), True)
        try:
            out.write(bytearray(content))
        finally:
            out.close()
        self.remove(path)
        self.rename(half, path)

    def read(self, path: str) -> bytes:
        stream = self._system(path).open(self._path(path))
        try:
            return bytes(self._jvm.org.apache.commons.io.IOUtils.toByteArray(stream))
        finally:
            stream.close()

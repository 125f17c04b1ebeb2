"""A standalone cluster of Spark on this machine: a master, and workers at addresses of their own."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

START = 60.0


class Cluster:
    """Every process is started here, and ended here by its own number."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        place = [sys.executable, "-c", "import pyspark; print(pyspark.__path__[0])"]
        self.home = Path(subprocess.check_output(place, text=True).strip())
        self.environment = os.environ | {
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_DIRS": str(folder / "local"),
            "PYSPARK_PYTHON": sys.executable,
            "PYSPARK_DRIVER_PYTHON": sys.executable,
            "PYTHONDONTWRITEBYTECODE": "1",
            # Else Spark looks the machine's own name up, which not every machine knows.
            "SPARK_LOCAL_IP": "127.0.0.1",
        }
        # A line of somebody's own settings would be another test.
        self.environment.pop("CALFOLD_KEY", None)
        self.processes: list[subprocess.Popen] = []
        self.url = self.start_master()
        self.workers = [self.start_worker(number) for number in range(workers)]

    def start(self, name: str, *words: str, address: str = "127.0.0.1") -> tuple[subprocess.Popen, Path]:
        log = self.folder / f"{name}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [str(self.home / "bin/spark-class"), *words],
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self.environment | {"SPARK_LOCAL_IP": address},
                start_new_session=True,
            )
        self.processes.append(process)
        return process, log

    def start_master(self) -> str:
        _, log = self.start(
            "master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"
        )
        return await_line(log, r"Starting Spark master at (spark://\S+)")

    def start_worker(self, number: int) -> subprocess.Popen:
        address = f"127.0.0.{number + 1}"
        process, log = self.start(
            f"worker-{number}",
            "org.apache.spark.deploy.worker.Worker",
            *("--host", address, "--cores", "1", "--memory", "1g", "--webui-port", "0"),
            *("--work-dir", str(self.folder / f"work-{number}"), self.url),
            address=address,
        )
        await_line(log, r"(Successfully registered) with master")
        return process

    def kill_worker(self, number: int) -> None:
        """A worker and its executors at once, as a machine that loses its power."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)
        for process in executors_of(self.folder / f"work-{number}"):
            os.kill(process, signal.SIGKILL)

    def stop(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)

    def submit(self, job: Path, arguments: list[str], settings: dict[str, str]) -> list[str]:
        """The command that runs a job here."""
        words = [str(self.home / "bin/spark-submit"), "--master", self.url]
        for name, value in ({"spark.ui.enabled": "false", "spark.executor.memory": "640m"} | settings).items():
            words += ["--conf", f"{name}={value}"]
        return [*words, str(job), *arguments]


def executors_of(folder: Path) -> list[int]:
    """Processes that work below a folder, as the system lists them."""
    found = []
    for place in Path("/proc").iterdir():
        if not place.name.isdigit():
            continue
        try:
            if Path(os.readlink(place / "cwd")).is_relative_to(folder.resolve()):
                found.append(int(place.name))
        except OSError:
            continue
    return found


def await_line(log: Path, pattern: str) -> str:
    end = time.monotonic() + START
    while time.monotonic() < end:
        if found := re.search(pattern, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise TimeoutError(f"{log} does not say '{pattern}' within {START:.0f} seconds")

"""Processes that are timed, one after the other and by turns."""
import os, statistics, subprocess, sys, tempfile, time


# The system counts the memory of this program at its greatest as that of each process it begins: an output stays out of it.
MOST_OUTPUT = 1 << 20


class Run:
    """One process: seconds by the clock, processor seconds of all its threads, megabytes at its peak, the end of what it printed."""

    def __init__(self, *command, stdin=None):
        with tempfile.TemporaryFile() as output:
            source = open(stdin, "rb") if stdin else subprocess.DEVNULL
            began = time.perf_counter()
            process = subprocess.Popen([str(part) for part in command], stdin=source, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds = time.perf_counter() - began
            self.processor = usage.ru_utime + usage.ru_stime
            self.megabytes = usage.ru_maxrss / 1024
            if stdin:
                source.close()
            output.seek(max(0, output.seek(0, os.SEEK_END) - MOST_OUTPUT))
            self.output = output.read().decode(errors="replace")
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{self.output[-2000:]}")


class Steps:
    """Several processes of one piece of work, one after the other."""

    def __init__(self, *commands):
        runs = [Run(*command) for command in commands]
        self.seconds = sum(run.seconds for run in runs)
        self.processor = sum(run.processor for run in runs)
        self.megabytes = max(run.megabytes for run in runs)
        self.output = runs[-1].output


class Contestant:
    """A piece of work and who does it.

    - threads: how many it is set to use, in words. What a run really used is not asked: processor seconds by the clock are no number of threads.
    - work: gives a `Run` or `Steps`.
    - before: makes ready, and is not timed.
    """

    def __init__(self, name, threads, rows, work, before=None):
        self.name, self.threads, self.rows, self.work, self.before = name, threads, rows, work, before


class Figure:
    """What some runs of one contestant took: medians, and the greatest of the peaks."""

    def __init__(self, contestant, runs):
        self.name, self.threads, self.rows, self.runs = contestant.name, contestant.threads, contestant.rows, runs
        self.seconds = statistics.median(run.seconds for run in runs)
        self.processor = statistics.median(run.processor for run in runs)
        self.megabytes = max(run.megabytes for run in runs)
        self.output = runs[0].output

    def times(self, other):
        """How many times as fast as another, for one row, by the clock and by processor seconds: medians of the rounds, of which each had both."""
        def ratio(cost):
            return statistics.median(cost(theirs) / other.rows * self.rows / cost(own) for own, theirs in zip(self.runs, other.runs))
        return ratio(lambda run: run.seconds), ratio(lambda run: run.processor)


def by_turns(rounds, *contestants):
    """In each round every contestant in its turn, so that all meet the same machine."""
    runs = [[] for _ in contestants]
    for _ in range(rounds):
        for contestant, own in zip(contestants, runs):
            if contestant.before:
                contestant.before()
            own.append(contestant.work())
    return [Figure(contestant, own) for contestant, own in zip(contestants, runs)]

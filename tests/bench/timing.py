"""Runs commands in turn and says how long each took and how much memory it had at its peak."""
import os
import shutil
import signal
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

# LC_ALL: figures must not depend on the user's language, and hledger reads nothing but ASCII without a locale.
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "POLARS_MAX_THREADS": "2"}
TIME = shutil.which("time")


class Failed(Exception):
    """Ends the driver with exit 1."""


@dataclass
class Command:
    name: str
    argv: list[str]
    # Keeps what the warm-up printed.
    keep: bool = False
    # Rounds at most: for tools that take seconds, and for which no limit is set.
    rounds: int = sys.maxsize
    # Beyond this it hangs.
    seconds: float = 900
    # Undoes what a run wrote, outside the time taken.
    restore: Callable[[], None] = lambda: None


@dataclass
class Figures:
    median: float
    least: float
    # MiB; None where GNU time is missing.
    peak: float | None
    output: str


def late(_signal, _frame):
    raise TimeoutError


signal.signal(signal.SIGALRM, late)


def spawn(argv, seconds, out=os.devnull, err=os.devnull):
    """Milliseconds and exit code of one process. It writes to files: a pipe's reader in Python would be timed too."""
    write = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, out, write, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, err, write, 0o644),
    ]
    signal.setitimer(signal.ITIMER_REAL, seconds)
    started = time.perf_counter()
    # A process group of its own, so that what GNU time started ends with it.
    child = os.posix_spawn(argv[0], argv, ENVIRONMENT, file_actions=files, setpgroup=0)
    try:
        _, status = os.waitpid(child, 0)
        wall = time.perf_counter() - started
    except BaseException:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return wall * 1000, os.waitstatus_to_exitcode(status)


def run(command, argv=None, **files):
    try:
        wall, code = spawn(argv or command.argv, command.seconds, **files)
    except TimeoutError:
        raise Failed(f"{command.name} did not end within {command.seconds:g} s: {' '.join(command.argv)}") from None
    if code:
        said = Path(files["err"]).read_text(encoding="utf-8", errors="replace")[-2000:] if "err" in files else ""
        raise Failed(f"{command.name} ended with {code}: {' '.join(command.argv)}\n{said}")
    command.restore()
    return wall


def output(command, scratch):
    """What a command prints."""
    out = Path(scratch, "out")
    run(command, out=out, err=Path(scratch, "err"))
    return out.read_text(encoding="utf-8")


def warm_up(command, scratch):
    """Peak in MiB and the output kept. Linux counts into the peak of a process what its parent had when it spawned it,
    and under Python every command would have Python's: GNU time stands between, and has 1 MiB itself."""
    out, err, peak = (Path(scratch, name) for name in ("out", "err", "peak"))
    watched = [TIME, "-f", "%M", "-o", peak, *command.argv] if TIME else command.argv
    run(command, watched, out=out if command.keep else os.devnull, err=err)
    kept = out.read_text(encoding="utf-8") if command.keep else ""
    return (int(peak.read_text().split()[-1]) / 1024 if TIME else None), kept


def measure(commands, rounds, scratch):
    """Figures by name; the commands run in turn, and the first round is not counted."""
    warm = {command.name: warm_up(command, scratch) for command in commands}
    walls = {command.name: [] for command in commands}
    for number in range(rounds):
        for command in commands:
            if number < command.rounds:
                walls[command.name].append(run(command))
    return {
        name: Figures(statistics.median(taken), min(taken), *warm[name])
        for name, taken in walls.items()
    }

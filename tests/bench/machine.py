"""Says where the figures were taken."""
import os
import platform
import re
import subprocess

from rivals import binary
from timing import ENVIRONMENT, TIME


def describe(program, known):
    cores = f"{os.cpu_count()} cores, of which {len(os.sched_getaffinity(0))} used"
    print(f"{cpu()} · {cores} · {memory():.1f} GiB · Linux {platform.release()} · load {os.getloadavg()[0]:.1f}")
    git = binary("git")
    # By the first word of the name: a tool may be measured in several ways.
    tools = {rival.name.split(",")[0]: rival.version if rival.program else None for rival in known}
    tools = {"huikuan": [program, "--version"], "git": git and [git, "--version"], **tools}
    found = [f"{name} {version(argv)}" for name, argv in tools.items() if argv]
    print(" · ".join([*found, f"Python {platform.python_version()}"]))
    missing = [name for name, argv in tools.items() if not argv] + ([] if TIME else ["GNU time (no peaks of memory)"])
    if missing:
        print(f"not here: {', '.join(missing)}")


def cpu():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        found = re.search(r"^model name\s*:\s*(.+)$", file.read(), re.MULTILINE)
    return found.group(1) if found else platform.machine()


def memory():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def version(argv):
    said = subprocess.run(argv, capture_output=True, text=True, env=ENVIRONMENT, stdin=subprocess.DEVNULL).stdout
    found = re.search(r"\d+\.\d[\w.-]*", said)
    return found.group() if found else "?"

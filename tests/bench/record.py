"""An append: the one command measured that writes, on copies of the ledger."""
import os
import shutil

from ledgers import AS_OF
from timing import Command, Failed

NAME = "record receipt"
# The same book with a short journal: what the length of the journal adds.
SHORT, SHORT_ENTRIES = "record receipt, 1,000 entries", 1_000
WORDS = f"record receipt HT-0000001 1 --date {AS_OF} --as-of {AS_OF} --overpay --again --future".split()


def commands(program, size, ledger, scratch):
    found = [append(NAME, program, ledger, os.path.join(scratch, "copy"))]
    if size == "large":
        found.append(append(SHORT, program, ledger, os.path.join(scratch, "short"), SHORT_ENTRIES))
    return found


def append(name, program, ledger, target, entries=None):
    os.makedirs(target)
    shutil.copyfile(f"{ledger}/huikuan.toml", f"{target}/huikuan.toml")
    journal = f"{target}/ledger.csv"
    if entries is None:
        shutil.copyfile(f"{ledger}/ledger.csv", journal)
    else:
        with open(f"{ledger}/ledger.csv", "rb") as whole, open(journal, "wb") as part:
            part.writelines(whole.readline() for _ in range(entries + 1))
    # A hundred megabytes still on their way to the disk would slow whatever is measured first.
    os.sync()
    length = os.path.getsize(journal)

    def restore():
        if os.path.getsize(journal) <= length:
            raise Failed(f"{name} appended nothing")
        os.truncate(journal, length)

    return Command(name, [program, "-C", target, *WORDS], restore=restore)

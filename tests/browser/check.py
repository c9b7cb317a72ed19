"""Opens pages of the program in a real browser and looks at them: tests/browser/run [--pictures DIR]"""

import os
import shutil
import subprocess
import sys
import tempfile

from browser import Browser, find

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
DEMO = os.path.join(ROOT, "examples", "demo")
HEADER = "id,date,kind,customer,contract,milestone,amount,due,ref,proof,party,detail,by,note\n"
LIMIT = 300_000
DAY = "2026-11-30"
# Name, arguments, whether it is also looked at in the dark and on a phone in both languages.
PAGES = [
    ("day", ["report"], True),
    ("week", ["report", "--week"], True),
    ("month", ["report", "--month"], True),
    ("rep", ["report", "--rep", "hanmei"], False),
    ("aging", ["aging", "--by", "customer"], False),
    ("remind", ["remind"], False),
    ("kpi", ["kpi"], True),
    ("kpi-rep", ["kpi", "--by", "rep"], False),
    ("forecast", ["forecast", "--explain"], False),
    ("matrix", ["matrix"], True),
    ("progress", ["progress"], False),
]
HOSTILE = '甲<script>document.title="taken"</script><img src=x onerror=document.title=1>\'&amp;'


def hostile(place):
    """A ledger whose names try to be markup."""
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    book = f'name = "{quoted}"\ncurrency = "CNY"\n[[rep]]\nid = "li"\nname = "{quoted}"\n'
    book += f'[[customer]]\nid = "a"\nname = "{quoted}"\nrep = "li"\n[[contract]]\nno = "A-1"\ncustomer = "a"\nsigned = 2026-01-05\namount = 100\ndue = 2026-09-23\n'
    write(place, book, "")


def thousand(place):
    """A ledger of a thousand customers, each with contracts, receipts and promises."""
    book = ['name = "一千个客户"\ncurrency = "CNY"\n']
    book += [f'[[rep]]\nid = "rep{n:02}"\nname = "销售代表{n:02}"\nteam = "团队{n % 4}"\n' for n in range(20)]
    book += [f'[[target]]\nperiod = "2026-11"\nrep = "rep{n:02}"\namount = 500000\n' for n in range(20)]
    rows = []
    for n in range(1000):
        book.append(f'[[customer]]\nid = "c{n:04}"\nname = "第{n:04}号客户有限责任公司"\nrep = "rep{n % 20:02}"\ncontacts = [ {{ name = "联系人{n}", phone = "138{n:08}" }} ]\n')
        for k in range(3):
            month, day = 1 + (n + 4 * k) % 10, 1 + n % 27
            due = f"2026-{month + 1:02}-{day:02}"
            book.append(f'[[contract]]\nno = "N-{n:04}-{k}"\ncustomer = "c{n:04}"\nsigned = 2026-{month:02}-{day:02}\namount = {10_000 + 37 * n}\ndue = {due}\n')
            if (n + k) % 3:
                rows.append(f"26{month + 1:02}{day:02}-{n * 4 + k:08},{due},receipt,c{n:04},N-{n:04}-{k},,{4_000 + n},,,,,bank,,")
        if n % 5 == 0:
            rows.append(f"261120-{n * 4 + 3:08},2026-11-20,commitment,c{n:04},N-{n:04}-0,,1000,2026-11-{25 + n % 10 // 2},,,,oral,,")
    write(place, "".join(book), "\n".join(sorted(rows)) + "\n")


def write(place, book, rows):
    os.makedirs(place)
    with open(os.path.join(place, "huikuan.toml"), "w", encoding="utf-8") as file:
        file.write(book)
    with open(os.path.join(place, "ledger.csv"), "w", encoding="utf-8") as file:
        file.write(HEADER + rows)


class Checks:
    """Counts what passed, and says what failed."""

    def __init__(self):
        self.passed, self.failed, self.skipped = 0, 0, 0

    def note(self, name, wrong):
        if wrong:
            self.failed += 1
            print(f"FAIL {name}: " + "; ".join(map(str, wrong)), flush=True)
        else:
            self.passed += 1

    def ends(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed else 0


def make(program, ledger, arguments, lang, path):
    """Has the program write a page; what it said where it failed."""
    command = [program, "-C", ledger, *arguments, "-o", path, "--lang", lang, "--as-of", DAY]
    run = subprocess.run(command, capture_output=True, text=True)
    return None if run.returncode == 0 else run.stderr


def events(browser, path):
    """What the browser complained about, and what the page asked for beside itself."""
    wrong = []
    for event in browser.events:
        params = event.get("params", {})
        if event["method"] == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            wrong.append(params["entry"]["text"][:200])
        elif event["method"] == "Runtime.exceptionThrown":
            wrong.append(str(params["exceptionDetails"].get("text"))[:200])
        elif event["method"] == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
            wrong.append(f"console: {params['args']}"[:200])
        elif event["method"] == "Network.requestWillBeSent" and params["request"]["url"] != "file://" + os.path.abspath(path):
            wrong.append(f"asks for {params['request']['url']}")
    return wrong


SORTS = """(() => {
  const table = document.querySelector("section[data-section] table.sortable");
  const heads = Array.from(table.tHead.rows[0].cells);
  const place = heads.findIndex((head) => head.classList.contains("n"));
  const order = () => Array.from(table.tBodies[0].rows, (row) => row.cells[place].dataset.value ?? row.cells[place].textContent).filter((x) => x !== "").map(Number);
  const rises = (list) => list.every((x, at) => at === 0 || list[at - 1] <= x);
  const button = heads[place].querySelector("button");
  if (!button) return ["no button to sort by"];
  button.click();
  const wrong = rises(order()) && heads[place].getAttribute("aria-sort") === "ascending" ? [] : ["not ascending"];
  button.click();
  return wrong.concat(rises(order().reverse()) && heads[place].getAttribute("aria-sort") === "descending" ? [] : ["not descending"]);
})()"""


def look(browser, checks, name, path, pictures, views):
    """One page at several widths, light and dark."""
    with open(os.path.join(HERE, "page.js"), encoding="utf-8") as file:
        script = file.read()
    for width, dark in views:
        view = f"{name} {width} {'dark' if dark else 'light'}"
        browser.open(path, width, dark)
        if pictures:
            browser.shoot(os.path.join(pictures, view.replace(" ", "-") + ".png"))
        checks.note(view, events(browser, path) + browser.run(script))


def main():
    pictures = sys.argv[sys.argv.index("--pictures") + 1] if "--pictures" in sys.argv else None
    program = sys.argv[1]
    if pictures:
        os.makedirs(pictures, exist_ok=True)
    checks, work = Checks(), tempfile.mkdtemp(prefix="huikuan-pages-")
    browser = Browser(find())
    four = [(1280, False), (1280, True), (390, False), (390, True)]
    try:
        for name, arguments, whole in PAGES:
            for lang in ("zh", "en"):
                path = os.path.join(work, f"{name}.{lang}.html")
                wrong = make(program, DEMO, arguments, lang, path)
                if wrong:
                    checks.note(f"{name} {lang}", [wrong])
                    continue
                look(browser, checks, f"{name} {lang}", path, pictures, four if whole else [(1280, lang == "en"), (390, lang == "zh")])
        # The script sorts, and without it the page is whole.
        path = os.path.join(work, "day.zh.html")
        browser.open(path, 1280, False)
        checks.note("sorting", browser.run(SORTS) + events(browser, path))
        browser.open(path, 1280, False, script=False)
        checks.note("without script", events(browser, path))
        pdf = os.path.join(work, "day.pdf")
        browser.print(pdf)
        with open(pdf, "rb") as file:
            printed = file.read()
        pages = printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page/") + printed.count(b"/Type/Page/")
        checks.note("printing", [] if printed.startswith(b"%PDF") and 1 <= pages <= 3 else [f"{pages} pages"])
        # Names that try to be markup stay names.
        hostile(os.path.join(work, "hostile"))
        path = os.path.join(work, "hostile.html")
        wrong = make(program, os.path.join(work, "hostile"), ["report", "--month"], "zh", path)
        checks.note("hostile names are written", [wrong] if wrong else [])
        look(browser, checks, "hostile", path, pictures, [(1280, False), (390, True)])
        shown = browser.run(f"document.body.textContent.includes({HOSTILE!r}) && document.title.includes('script') && !document.querySelector('img')")
        checks.note("hostile names stay names", [] if shown else ["a name has become markup"])
        # A thousand customers fit a mail.
        thousand(os.path.join(work, "thousand"))
        for name, arguments in [("day", ["report"]), ("week", ["report", "--week"]), ("month", ["report", "--month"])]:
            path = os.path.join(work, f"thousand-{name}.html")
            wrong = make(program, os.path.join(work, "thousand"), arguments, "zh", path)
            size = 0 if wrong else os.path.getsize(path)
            checks.note(f"thousand customers, {name}", [wrong] if wrong else [f"{size} bytes"] if size >= LIMIT else [])
            look(browser, checks, f"thousand {name}", path, pictures, [(1280, False), (390, False)])
    finally:
        browser.close()
        shutil.rmtree(work, ignore_errors=True)
    return checks.ends()


sys.exit(main())

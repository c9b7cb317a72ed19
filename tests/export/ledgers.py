"""Random ledgers that are right: few customers and contracts, many entries of every kind that moves money."""
import datetime
import random

START = datetime.date(2026, 1, 1)
DAYS = 240
HEADER = "id,date,kind,customer,contract,milestone,amount,due,ref,proof,party,detail,by,note"
# Ids that become one account's name in beancount, and names that any of the programs might take for something else.
IDS = ["a.b", "a-b", "华东/1", "_x", "C#3", "c.4", "9号", "Zz_9"]
NAMES = ["甲 \"公司\"; type: A", "Smith | Sons [2026-01-01]", "date: 丙", "丁\\戊  两格", "*! 公司", "(己)"]
MILESTONES = ["预付款", "到货款: 60%", "验收;款", "尾款 (10%)", "[质保金]", "款*", "a  b", "= 100"]
METHODS = ["bank", "cash", "bank-acceptance", "in-kind", "offset", "", "他行"]
REASONS = ["rebate", "rounding", "return", "", "其他"]


def money(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def toml(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Ledger:
    """A book and a journal as text."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.rows = []
        self.receipts = []
        self.voidable = []
        self.contracts = []
        self.bills = 0
        self.book = self.make_book(seed)
        for _ in range(self.random.choice([0, 5, 20, 60])):
            self.act()
        self.day = START + datetime.timedelta(days=self.random.randrange(60, DAYS + 60))

    def date(self, earliest=None):
        earliest = earliest or START
        left = (START + datetime.timedelta(days=DAYS) - earliest).days
        return earliest + datetime.timedelta(days=self.random.randrange(max(left, 1)))

    def make_book(self, seed):
        pick = self.random
        text = 'name = "随机 \\"帐\\" ' + str(seed) + '"\ncurrency = "CNY"\n'
        if pick.random() < 0.3:
            text += '[policy]\napply_order = "civil-code"\n'
        self.customers = pick.sample(IDS, pick.randrange(1, 5))
        for number, own in enumerate(self.customers):
            text += f"[[customer]]\nid = {toml(own)}\nname = {toml(pick.choice(NAMES) + str(number))}\n"
        for number in range(pick.randrange(1, 7)):
            text += self.contract(number)
        return text

    def contract(self, number):
        pick = self.random
        no, owner, signed = f"{pick.choice(['H/', 'h-', 'H#', '合同_'])}{number % 3}.{number}", pick.choice(self.customers), self.date()
        text = f"[[contract]]\nno = {toml(no)}\ncustomer = {toml(owner)}\nsigned = {signed}\n"
        form = pick.random()
        if form < 0.25:
            self.contracts.append((no, owner, [], True))
            return text + "framework = true\n"
        if form < 0.4:
            self.contracts.append((no, owner, ["1"], False))
            return text + f"amount = {money(pick.randrange(1, 90000))}\n"
        names = pick.sample(MILESTONES, pick.randrange(1, 5))
        amounts = [pick.randrange(1, 60000) for _ in names]
        text += f"amount = {money(sum(amounts))}\n"
        for name, amount in zip(names, amounts):
            text += f"[[contract.milestone]]\nname = {toml(name)}\namount = {money(amount)}\n"
            if pick.random() < 0.4:
                text += f'after = "{pick.choice(["delivery", "acceptance"])}"\ndays = {pick.randrange(40)}\n'
            else:
                text += f"due = {self.date()}\n"
            if pick.random() < 0.2:
                text += f"since = {self.date()}\n"
        self.contracts.append((no, owner, names, False))
        return text

    def add(self, kind, date, **columns):
        number = len(self.rows) + 1
        digits = "".join("0123456789abcdefghjkmnpqrstvwxyz"[number >> 5 * place & 31] for place in range(7, -1, -1))
        own = dict(columns, id=f"{date:%y%m%d}-{digits}", date=str(date), kind=kind, by="caiwu")
        self.rows.append(own)
        return own["id"]

    def act(self):
        pick = self.random
        no, owner, names, framework = pick.choice(self.contracts)
        kind = pick.choices(
            ["receipt", "refund", "deduct", "writeoff", "reschedule", "event", "bill", "void", "commitment"], [30, 8, 9, 9, 14, 9, 14, 10, 4]
        )[0]
        date, amount = self.date(), pick.randrange(1, 50000)
        named = f"{pick.choice(names)}{pick.choice(['', '', '', '/2'])}" if names and pick.random() < 0.5 else ""
        if kind == "receipt":
            target = {"customer": owner} if pick.random() < 0.25 else {"contract": no, "milestone": named}
            own = self.add(kind, date, amount=money(amount), detail=pick.choice(METHODS), **target)
            self.receipts.append([own, date, amount])
            self.voidable.append((own, date))
        elif kind == "refund" and self.receipts:
            receipt = pick.choice(self.receipts)
            if receipt[2] > 0:
                back = pick.choice([receipt[2], pick.randrange(1, receipt[2] + 1)])
                receipt[2] -= back
                later = self.date(receipt[1])
                self.voidable.append((self.add(kind, later, amount=money(back), ref=receipt[0]), later))
        elif kind in ("deduct", "writeoff"):
            detail = pick.choice(REASONS) if kind == "deduct" else ""
            self.voidable.append((self.add(kind, date, contract=no, milestone=named, amount=money(amount), detail=detail, party="王芳"), date))
        elif kind == "reschedule" and names:
            part = money(amount) if pick.random() < 0.6 else ""
            self.voidable.append((self.add(kind, date, contract=no, milestone=pick.choice(names), amount=part, due=str(self.date())), date))
        elif kind == "event" and not framework:
            self.voidable.append((self.add(kind, date, contract=no, detail=pick.choice(["delivery", "acceptance"])), date))
        elif kind == "bill" and framework:
            self.bills += 1
            name = pick.choice(["", f"{self.bills}号货", f"a:b;{self.bills}"])
            self.add(kind, date, contract=no, milestone=name, amount=money(amount), due=pick.choice(["", str(self.date(date))]), detail="goods")
        elif kind == "void" and self.voidable:
            target, since = self.voidable.pop(pick.randrange(len(self.voidable)))
            self.receipts = [own for own in self.receipts if own[0] != target]
            self.add(kind, self.date(since), ref=target)
        elif kind == "commitment":
            self.add(kind, date, contract=no, amount=money(amount), due=str(self.date(date)), detail="oral")

    def write(self, folder):
        folder.mkdir(parents=True)
        (folder / "huikuan.toml").write_text(self.book, encoding="utf-8")
        keys = HEADER.split(",")
        lines = [HEADER] + [",".join(field(own.get(key, "")) for key in keys) for own in self.rows]
        (folder / "ledger.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def field(text):
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in '",') else text

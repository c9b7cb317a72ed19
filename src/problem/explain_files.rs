//! What `explain` says of files and of the book: E0xx and E1xx.

use super::explain::{Explanation, of};
use crate::text::text;

pub(super) const FILES: &[Explanation] = &[
    of(
        "E001",
        text("找不到台账", "no ledger found"),
        text(
            "依次找：-C 指的目录，环境变量 HUIKUAN_LEDGER，从当前目录往上第一个有 huikuan.toml 的目录，设置文件里的 ledger。",
            "Looked for, in this order: the directory -C names, $HUIKUAN_LEDGER, the nearest directory upward that holds huikuan.toml, and ledger = \"…\" in the config file.",
        ),
    ),
    of(
        "E002",
        text("文件打不开", "a file cannot be read"),
        text(
            "文件不存在、没有权限，或磁盘出错。消息里有系统给的原因。",
            "It does not exist, you may not read it, or the disk failed. The message gives the system's reason.",
        ),
    ),
    of(
        "E003",
        text("不是 UTF-8", "not UTF-8"),
        text(
            "台账文件都是 UTF-8 文本。用 Excel 打开时请另存为“CSV UTF-8”；GBK 文件请用编辑器转换。程序不猜编码，以免名字变成乱码。",
            "All ledger files are UTF-8 text. From Excel save as \"CSV UTF-8\"; convert GBK files in an editor. The encoding is never guessed, so that no name turns to garbage.",
        ),
    ),
    of(
        "E004",
        text("看不见的字符", "an invisible character"),
        text(
            "控制符、改变文字方向的字符和零宽字符会让人看错内容，也能操纵终端，所以一律不收。常见来源是从网页或聊天里复制。",
            "Control, direction and zero-width characters can make a line read as something else or drive a terminal, so none are taken. They usually come from text copied from a web page or chat.",
        ),
    ),
    of(
        "E005",
        text("一行太长", "a line is too long"),
        text(
            "一行最多 64 KiB。更长的行几乎都是文件损坏，或引号没有关上。",
            "A line has at most 64 KiB. A longer one is almost always damage or an open quote.",
        ),
    ),
    of("E006", text("文件太大", "a file is too large"), text("账本文件最多 1 GiB，流水最多 4 GiB。", "Book files may have 1 GiB, the journal 4 GiB.")),
    of(
        "E007",
        text("不是普通文件", "not a regular file"),
        text("目录、管道和设备不能当台账文件；符号链接可以。", "A directory, a pipe or a device cannot be a ledger file; a symbolic link can."),
    ),
    of(
        "E008",
        text("台账被占用", "the ledger is locked"),
        text(
            "写入时要独占台账。等了一段时间仍被另一个 huikuan 占着，就不再等。什么都没有写。",
            "Writing takes the ledger for itself. Another huikuan held it for too long, so this one gave up; nothing was written.",
        ),
    ),
    of(
        "E009",
        text("没有写成", "nothing was recorded"),
        text("写入失败，写了一半的内容已经撤回，台账和之前一样。", "Writing failed, what was half written was taken back, and the ledger is as it was."),
    ),
    of(
        "E010",
        text("可能已写入", "it may have been recorded"),
        text(
            "写入失败，而且撤不回来。先运行 huikuan check，看这条记录在不在，再决定要不要重记。",
            "Writing failed and could not be taken back. Run huikuan check and look whether the entry is there before you record it again.",
        ),
    ),
    of("E011", text("已经有这个文件", "a file is there already"), text("init 和 import 不覆盖已有的文件。", "init and import never overwrite a file.")),
    of(
        "E012",
        text("设置文件有误", "the config file is wrong"),
        text("设置文件可以写 ledger、lang、color、rep 四项。", "The config file may have ledger, lang, color and rep."),
    ),
    of(
        "E013",
        text("没有这个文件", "no such file"),
        text("include 写了一个不存在的文件；用 * 的写法可以一个都没有。", "An include names a file that is not there; a pattern with * may match none."),
    ),
    of(
        "E014",
        text("文件刚被改过", "the file has just changed"),
        text(
            "看过改动到写入之间，别的程序写了这个文件。为了不覆盖它，什么都没有写。",
            "Between showing the changes and writing them another program wrote the file. So that nothing of it is lost, nothing was written.",
        ),
    ),
    of(
        "E015",
        text("没能修好", "it could not be mended"),
        text(
            "写入时系统报错。原来的内容已先存进 ledger.csv.before-repair-时间；多半是磁盘满了或没有权限。",
            "The system refused while writing. What the file held was saved first, as ledger.csv.before-repair-TIME. Most often the disk is full or permissions are missing.",
        ),
    ),
    of(
        "E016",
        text("已有别的钩子", "another hook"),
        text(
            "init --hooks 不改别人写的 git 钩子，也不只装一半。把给出的一行加进那个钩子，其余的照样加；或先移走它再装。",
            "init --hooks changes no git hook of another hand and installs no half. Add the line to that hook, and likewise to the others; or move it away first.",
        ),
    ),
    of(
        "E017",
        text("问题太多", "too many problems"),
        text(
            "一份流水里找到一万处问题就不再往下看：那多半不是流水，或整个文件坏了。",
            "After ten thousand problems the rest of a journal is not looked at: it is probably no journal, or damaged as a whole.",
        ),
    ),
    of(
        "E101",
        text("TOML 写法不对", "not valid TOML"),
        text("最常见的是引号没关、用了全角标点、同一个键写了两次。", "Most often a quote is not closed, a full-width mark was used, or a key stands twice."),
    ),
    of(
        "E102",
        text("没有这个键", "an unknown key"),
        text(
            "拼错的键如果被忽略，数字就会悄悄不对，所以当作错误。自己的字段放在 x = { … } 里。",
            "A misspelt key that was ignored would make figures wrong in silence, so it is an error. Fields of your own go under x = { … }.",
        ),
    ),
    of(
        "E103",
        text("缺少一个键", "a key is missing"),
        text("这一节必须有的键没有写。docs/files.md 里标了哪些是必须的。", "The table lacks a key it must have. docs/files.md marks the ones that are needed."),
    ),
    of(
        "E104",
        text("值的类型不对", "a value of the wrong type"),
        text("例如该写文字的地方写了数字，或该写列表的地方写了一个值。", "For example a number where text belongs, or one value where a list belongs."),
    ),
    of(
        "E105",
        text("金额不对", "not an amount"),
        text(
            "账本里的金额写成整数、\"50000.00\" 或 50000.00；不写千分位、万、货币符号。",
            "Amounts in the book are integers, \"50000.00\" or 50000.00, without separators, 万 or a currency sign.",
        ),
    ),
    of("E106", text("金额为零", "a zero amount"), text("只有目标和额度可以是零。", "Only targets and limits may be zero.")),
    of("E107", text("日期不对", "not a date"), text("写 2026-11-30；不带时间，年份在 1990–2199。", "Write 2026-11-30, without a time, 1990–2199.")),
    of(
        "E108",
        text("不在可选的值里", "not a known value"),
        text("这个键只收固定的几个词，消息里列出了。", "The key takes one of a few words; the message lists them."),
    ),
    of("E109", text("数字超出范围", "a number out of range"), text("例如天数是负数、比率大于 1。", "For example negative days or a rate above 1.")),
    of(
        "E110",
        text("编号里有不能用的字符", "an id with characters it cannot have"),
        text(
            "客户、代表、合同的编号只用字母、数字、汉字和 - _ . / #，这样在命令行和 CSV 里都不用加引号。",
            "Ids of customers, reps and contracts are letters, digits, CJK and - _ . / #, so that they need no quoting anywhere.",
        ),
    ),
    of(
        "E111",
        text("写了两次", "it stands twice"),
        text(
            "编号、节点名在各自范围里只能出现一次；同一范围、期间、种类的目标也只能有一个。",
            "Ids and milestone names are unique in their range, and so is a target of one scope, period and kind.",
        ),
    ),
    of(
        "E112",
        text("引用的东西不存在", "a reference to nothing"),
        text(
            "例如合同写的客户不在账本里。消息里有最接近的名字。",
            "For example the customer of a contract is not in the book. The message offers the nearest name.",
        ),
    ),
    of("E113", text("二选一的键", "one of two keys"), text("这两个键要写一个，而且只能写一个。", "Exactly one of the two keys must be there.")),
    of(
        "E114",
        text("节点合计不等于合同金额", "milestones do not sum to the contract"),
        text(
            "每一分钱都要落在某个节点上。百分比节点各自四舍五入到分，最后一个百分比节点取余数。",
            "Every cent belongs to a milestone. Percents are rounded half-up to the cent each, and the last percent takes the rest.",
        ),
    ),
    of(
        "E115",
        text("节点名不能用", "a milestone name that cannot be used"),
        text(
            "名字里的 / 和开头的 # 有别的意思：“#2”是第二个节点，“名字/2”是分出来的第二部分。",
            "A / or a leading # means something else: \"#2\" is the second milestone, \"name/2\" its second part.",
        ),
    ),
    of(
        "E116",
        text("框架合同多写了键", "a framework contract has a key too many"),
        text(
            "框架合同没有金额和节点，它的应收来自 bill 记录。",
            "A framework contract has neither amount nor milestones; its receivables come from bill entries.",
        ),
    ),
    of(
        "E117",
        text("百分比超过 100", "percents above 100"),
        text("百分比加上固定金额不能超过合同金额。", "Percents and fixed amounts together cannot exceed the contract's amount."),
    ),
    of(
        "E118",
        text("账期看不懂", "terms that cannot be read"),
        text(
            "只有两种写法：\"net N\" 从当天起 N 天，\"month-end N\" 从月末起 N 天。“售完后付款”这样的说法没有日期，不能用。",
            "There are two forms: \"net N\", N days from the day, and \"month-end N\", N days after the month's end. Vague terms have no date and cannot be used.",
        ),
    ),
    of(
        "E119",
        text("include 不能用", "an include that cannot be used"),
        text(
            "只能包含台账目录里面的 .toml 文件；绝对路径、.. 和指到外面的符号链接都不行。",
            "Only .toml files inside the ledger directory: no absolute paths, no .., no symbolic link that leaves it.",
        ),
    ),
    of(
        "E120",
        text("被包含的文件写了设置", "a setting in an included file"),
        text("设置只在 huikuan.toml 里，免得在别处被悄悄改掉。", "Settings stand in huikuan.toml alone, so that nothing changes them elsewhere."),
    ),
    of(
        "E121",
        text("两个客户同名", "a name of two customers"),
        text("名字和别名用来认付款人，所以一个名字只能指一个客户。", "Names and aliases tell who paid, so a name can stand for one customer only."),
    ),
    of(
        "E122",
        text("没有从小到大", "it does not ascend"),
        text("等级、阶梯和各年龄段按天数从小到大写，只有最后一个不写上限。", "Tiers, ladders and age bands ascend, and only the last has no upper limit."),
    ),
    of(
        "E123",
        text("账本金额总和太大", "the book's amounts are too large together"),
        text("所有金额加起来要小于 4×10^16，这样每一步计算都是精确的。", "All amounts of a ledger together stay below 4×10^16, so that every sum is exact."),
    ),
    of(
        "E018",
        text("写到台账自己的文件上", "written over the ledger's own file"),
        text(
            "-o 指的是 ledger.csv 或一个 .toml 账本文件。报表只读台账，写上去就把账冲掉了，所以拒绝。",
            "-o names ledger.csv or a .toml file of the book. Reports only read the ledger; writing there would destroy it.",
        ),
    ),
];

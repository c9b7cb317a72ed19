//! What `explain` says of the journal, the command line and warnings: E2xx, E3xx and W4xx.

use super::explain::{Explanation, of};
use crate::text::text;

pub(super) const ENTRIES: &[Explanation] = &[
    of(
        "E201",
        text("表头不对", "the header is wrong"),
        text("流水第一行必须一字不差，列的顺序也不能变。", "The first line must be the header to the letter, in this order of columns."),
    ),
    of(
        "E202",
        text("字段数不对", "the wrong number of fields"),
        text(
            "每行 14 个字段，13 个逗号。多出来多半是备注里的逗号没加引号；少了多半是行被截断。",
            "A line has 14 fields, 13 commas. Too many: a comma in a note without quotes. Too few: the line was cut.",
        ),
    ),
    of(
        "E203",
        text("引号没有关上", "a quote is not closed"),
        text("一条记录只占一行，否则 git 合并会把两半拆开。", "An entry is one line, or a git merge could part its halves."),
    ),
    of(
        "E204",
        text("引号的位置不对", "a quote in the wrong place"),
        text("要么整个字段加引号，要么一个都不加；字段里的引号写两遍。", "Quote the whole field or nothing; double the quotes inside."),
    ),
    of(
        "E205",
        text("最后一行没有换行", "the last line has no newline"),
        text(
            "没有换行的最后一行可能是写到一半断电，它的内容不可信，所以不读也不往后写。",
            "A last line without newline may have been cut by a crash. It is not trusted, and nothing is appended to it.",
        ),
    ),
    of(
        "E206",
        text("冲突标记", "a conflict marker"),
        text(
            "合并没有做完。两边新增的记录一般都要留下。把 .gitattributes 配好（huikuan init 会写）就不再出现。",
            "A merge was not finished. Usually the new entries of both sides stay. With the .gitattributes that huikuan init writes it does not happen.",
        ),
    ),
    of(
        "E207",
        text("第二个表头", "a second header"),
        text(
            "合并或复制粘贴时带进来的。删掉，并看看后面的记录是不是重复。",
            "A merge or a paste brought it. Delete it, and look whether the lines after it are doubles.",
        ),
    ),
    of("E208", text("空行", "an empty line"), text("只有文件末尾可以有空行。", "Empty lines may stand at the end of the file only.")),
    of(
        "E209",
        text("编号不对", "not an entry id"),
        text(
            "编号是六位日期、一个连字符、八个字符（数字和小写字母，没有 i l o u）。",
            "An id is six digits of the day, a dash and eight characters: digits and lower-case letters without i l o u.",
        ),
    ),
    of(
        "E210",
        text("编号重复", "an id twice"),
        text(
            "同一条记录出现两次，钱就会算两遍，所以不出报表。合并常把同一行留两份：删掉一份。",
            "The same entry twice would count money twice, so no report is printed. Merges leave such doubles: delete one.",
        ),
    ),
    of(
        "E211",
        text("日期不对", "not a date"),
        text(
            "流水里的日期是十个字符 YYYY-MM-DD。Excel 会把它改成 2026/11/30：不要用 Excel 存流水。",
            "Dates in the journal are ten characters, YYYY-MM-DD. Excel turns them into 2026/11/30: do not save the ledger from Excel.",
        ),
    ),
    of("E212", text("没有这种记录", "an unknown kind"), text("记录有 22 种，见 huikuan record --help。", "There are 22 kinds: see huikuan record --help.")),
    of(
        "E213",
        text("金额不对", "not an amount"),
        text(
            "流水里的金额只有数字和小数点，最多两位小数：50000.00。方向由记录种类决定，没有负数。",
            "Amounts in the journal are digits and a point with at most 2 decimals: 50000.00. The kind tells the direction; none is negative.",
        ),
    ),
    of("E214", text("金额为零", "a zero amount"), text("只有对账确认（confirm）可以是零。", "Only a confirm may be zero.")),
    of("E215", text("缺少一列", "an empty column"), text("这种记录离不开这一列。", "This kind cannot do without the column.")),
    of("E216", text("没有对象", "no target"), text("要写是哪个客户或哪份合同。", "The entry must say which customer or contract it is about.")),
    of(
        "E217",
        text("账本里没有", "not in the book"),
        text(
            "客户、合同、节点要先在 huikuan.toml 里。消息里有最接近的。",
            "Customers, contracts and milestones stand in huikuan.toml first. The message offers the nearest.",
        ),
    ),
    of("E218", text("客户和合同对不上", "customer and contract differ"), text("合同属于另一个客户。", "The contract belongs to another customer.")),
    of(
        "E219",
        text("节点没有合同", "a milestone without contract"),
        text("节点名只在合同里有意义。", "A milestone's name means something within a contract only."),
    ),
    of("E220", text("ref 没有指到记录", "a ref to nothing"), text("ref 是同一份流水里另一条记录的编号。", "ref is the id of another entry of this journal.")),
    of(
        "E221",
        text("ref 指到了别的种类", "a ref to the wrong kind"),
        text(
            "到账确认和退款指回款，了结指争议或举措，解除指停供，改约指承诺，回款指它兑现的承诺；作废不能指作废。",
            "clear and refund refer to a receipt, resolve to a dispute or measure, release to a hold, a commitment to the one it replaces, a receipt to the commitment it fulfils; a void to anything but a void.",
        ),
    ),
    of(
        "E222",
        text("ref 指到了以后", "a ref to a later date"),
        text("一条记录只能指向同一天或更早的记录。", "An entry can refer to one of the same day or earlier only."),
    ),
    of("E223", text("作废了两次", "made void twice"), text("一条记录只能作废一次。", "An entry can be made void once only.")),
    of("E224", text("退款超过回款", "refunds above the receipt"), text("一笔回款的退款加起来不能超过它。", "The refunds of a receipt cannot exceed it.")),
    of(
        "E225",
        text("不是框架合同", "no framework contract"),
        text(
            "只有 framework = true 的合同才用 bill 记应收；普通合同的应收是付款节点。",
            "Only a contract with framework = true takes bills; others have milestones.",
        ),
    ),
    of(
        "E226",
        text("出货单重名", "a bill name twice"),
        text("出货单的名字在合同里不能重复，也不能有 / 或以 # 开头。", "Bill names are unique in their contract and have no / or leading #."),
    ),
    of(
        "E227",
        text("流水金额总和太大", "the journal's amounts are too large together"),
        text("所有金额加起来要小于 4×10^16，这样每一步计算都是精确的。", "All amounts of a ledger together stay below 4×10^16, so that every sum is exact."),
    ),
    of(
        "E301",
        text("命令写得不对", "arguments that do not fit"),
        text(
            "命令名、选项或参数的个数不对。每个命令后面加 --help 看用法和例子。",
            "A command, option or number of arguments is wrong. Add --help to any command for its usage and examples.",
        ),
    ),
    of(
        "E302",
        text("没有这个名字", "no such name"),
        text(
            "客户、合同、代表可以写编号、名字、别名，或其中独一无二的一段。",
            "Customers, contracts and reps may be given by id, name, alias or a part that only one has.",
        ),
    ),
    of(
        "E303",
        text("名字指到好几个", "a name that several have"),
        text("程序不猜是哪一个：钱记错地方比多打几个字更糟。", "It is not guessed which: money in the wrong place is worse than a few more keys."),
    ),
    of(
        "E304",
        text("日期看不懂", "a date that cannot be read"),
        text(
            "03/04/2026 这样分不清月日的写法不收。没有年份的日期取不晚于今天的最近一天（--due 取不早于今天的）。",
            "Forms like 03/04/2026 are refused. A date without a year is the latest not after today (for --due: the earliest not before).",
        ),
    ),
    of(
        "E305",
        text("金额看不懂", "an amount that cannot be read"),
        text(
            "可以写 50000、50,000.00、5万、1.2万、0.3亿、¥50000、全角数字，最多到分。",
            "Write 50000, 50,000.00, 5万, 1.2万, 0.3亿, ¥50000 or full-width digits, down to the cent.",
        ),
    ),
    of(
        "E306",
        text("期间看不懂", "a period that does not fit"),
        text("可以写月、季、年、周，或用 .. 连起来的一段。", "Write a month, quarter, year or week, or a run of them with .. between: 2026-01..2026-06."),
    ),
    of("E307", text("没有这个选择", "no such choice"), text("这个选项只收列出的词。", "The option takes one of the listed words.")),
    of(
        "E308",
        text("看不出输出格式", "the output format is not clear"),
        text("-o 的文件名结尾决定格式：.csv .json .md .txt。", "The ending of -o's file decides: .csv .json .md .txt."),
    ),
    of(
        "E309",
        text("两个选项冲突，或缺一个", "options that exclude or need each other"),
        text("去掉其中一个，或补上它要配的那个。", "Leave one of them out, or add the one it goes with."),
    ),
    of(
        "E310",
        text("日期在将来", "a date in the future"),
        text("回款和承诺记的是已经发生的事，将来的日期多半是打错了。", "Entries are what has happened; a future date is mostly a slip."),
    ),
    of(
        "E311",
        text("已结账的日期", "a closed period"),
        text(
            "closed_until 及以前的日期不再记账，这样交出去的报表不会变。",
            "Nothing is recorded on or before closed_until, so that reports handed out stay true.",
        ),
    ),
    of(
        "E312",
        text("像是重复的一条", "it looks like a double"),
        text(
            "种类、日期、对象和金额都和已有的一条相同，或者同一个客户的另一笔回款已有这个流水号。",
            "Kind, date, target and amount are those of an entry that is there, or another receipt of the customer has this bank serial.",
        ),
    ),
    of(
        "E313",
        text("回款超过欠款", "more than is owed"),
        text("多收的钱会留作未匹配，等这个合同的下一笔应收。", "The rest would stay unapplied until the contract's next receivable."),
    ),
    of("E314", text("超过未回款", "beyond what is open"), text("承诺或冲减的金额大于对方现在欠的。", "More is promised or deducted than is open now.")),
    of(
        "E315",
        text("合同还没签", "the contract was not signed yet"),
        text("记录的日期早于合同的签订日期。", "The entry's date is before the contract's signing date."),
    ),
    of(
        "E316",
        text("缺少内容", "something is missing"),
        text("这种记录还需要一项内容，消息里有例子。", "The entry needs one thing more; the message gives an example."),
    ),
    of(
        "E317",
        text("要指明合同", "a contract is needed"),
        text("这种记录只对一份合同有意义，而这个客户有几份。", "The entry is about one contract, and the customer has several."),
    ),
    of(
        "E318",
        text("内容里有看不见的字符", "an invisible character in the text"),
        text("换行、控制符、方向符和零宽字符不收。", "Line breaks, control, direction and zero-width characters are not taken."),
    ),
    of("E319", text("没有这个代码", "no such code"), text("不带代码运行 huikuan explain 可以看到全部。", "huikuan explain without a code lists all.")),
    of(
        "E320",
        text("没有确认", "not confirmed"),
        text("回答了“否”，或用 q、Ctrl-D 中途结束，什么都没有写。", "The answer was no, or q or Ctrl-D ended the questions; nothing was written."),
    ),
    of(
        "E321",
        text("编号太短", "too little of an id"),
        text("记录可以用编号里任意连续 4 个以上、独一无二的字符来指。", "An entry may be given by any unique run of 4 or more characters of its id."),
    ),
    of(
        "E322",
        text("还有记录指着它", "other entries refer to it"),
        text(
            "更正会把原记录作废、另记一条新编号的；指着原记录的退款、到账确认、改约就落空了，所以先处理它们。",
            "A correction makes the entry void and writes a new one with another id; refunds, clears and successors of the old one would be lost, so they come first.",
        ),
    ),
    of(
        "E323",
        text("没有人回答", "nobody to ask"),
        text(
            "要人点头才写的改动，在脚本和管道里不会自己写。看过以后加 --yes。",
            "Changes that a person has to agree to are never made from a script or a pipe by themselves. Look at them, then add --yes.",
        ),
    ),
    of(
        "E324",
        text("不能这样分期", "no instalments of this"),
        text(
            "分期只对还没付的部分有意义。同一天里展期先于冲减和回款，补记到过去的分期也先于后来的记录，所以那些钱可能付到别处；这时把分期记在晚一点的日子。",
            "Instalments are made of what is open. Within a day, what is rescheduled comes before deductions and money, and instalments of a past day come before what was recorded since, so that money could go elsewhere; then record the instalments on a later day.",
        ),
    ),
    of(
        "W401",
        text("Excel 存过", "saved by a spreadsheet"),
        text(
            "BOM 和 CRLF 不改变意思，所以照读；但 Excel 还会改日期和长数字。",
            "A BOM and CRLF change no meaning and are read; but spreadsheets also change dates and long numbers.",
        ),
    ),
    of(
        "W402",
        text(".gitattributes 不全", ".gitattributes is not complete"),
        text(
            "没有 eol=lf，一边是 CRLF 的合并会把整个文件变成两份；没有 merge=union，每次合并都冲突。",
            "Without eol=lf a merge with a CRLF side doubles the whole file; without merge=union every merge conflicts.",
        ),
    ),
    of("W403", text("到期早于签订", "due before signing"), text("可能是日期写错了。", "Perhaps a date is wrong.")),
    of("W404", text("没有销售代表", "nobody in charge"), text("按代表统计时会落在空行里。", "In reports by rep it has no name.")),
    of(
        "W405",
        text("信用评审过期", "an old credit review"),
        text("上次评审早于 [risk] review_months（默认 12 个月）。", "The last review is older than [risk] review_months (12 by default)."),
    ),
    of("W406", text("日期在将来", "an entry in the future"), text("到那一天之前它不算数。", "It does not count before its day.")),
    of(
        "W407",
        text("像是重复的回款", "a receipt that looks like a double"),
        text("同一天、同一对象、同样金额，而且没有不同的流水号。", "Same day, target and amount, and no different bank serials."),
    ),
    of(
        "W408",
        text("承诺超过欠款", "a commitment beyond what is open"),
        text("承诺里没到的部分，比对方现在欠的还多。", "What is missing of it is more than what is open now."),
    ),
    of("W409", text("核销超过欠款", "a write-off beyond what was open"), text("超出的部分不计。", "The part beyond does not count.")),
    of(
        "W410",
        text("展期超过欠款", "a reschedule beyond what was open"),
        text("超出的部分不计；已付清的节点没有可展期的。", "The part beyond does not count; what is paid cannot be moved."),
    ),
    of(
        "W411",
        text("红色没有原因", "red without a cause"),
        text("逾期最严重的一级要写明原因和解决方案。", "What is in the last tier needs a cause and a solution."),
    ),
    of(
        "W412",
        text("没有账期", "no terms"),
        text(
            "合同没有 due、没有 terms，[policy] 也没有 terms，按签订后 30 天到期。",
            "The contract has no due date, no terms, and [policy] has none: it counts as due 30 days after signing.",
        ),
    ),
    of("W413", text("出货早于签订", "a bill before signing"), text("可能是日期写错了。", "Perhaps a date is wrong.")),
    of(
        "W414",
        text("没有节点在等的事件", "an event nothing waits for"),
        text(
            "事件名和合同里 after 写的对不上，等着的节点不会起算。多半是拼错了。",
            "The event's name is not what the contract's milestones wait for, so none of them starts. Mostly a slip.",
        ),
    ),
    of(
        "W415",
        text("多出一份流水或账本", "a second version beside the ledger"),
        text(
            "坚果云、OneDrive 等同步盘在两处同时修改时会留下“冲突副本”，编辑器也会存“副本”。程序只读 ledger.csv 和账本，别的都不算。",
            "Sync folders leave a \"conflicted copy\" where two machines wrote at once, and editors save copies. Only ledger.csv and the book are read; nothing else counts.",
        ),
    ),
    of(
        "W416",
        text("谁都能改", "everybody may write"),
        text(
            "文件权限允许这台机器上的任何人改它。新建的流水只有自己能读写。",
            "The file's permissions let anybody on this machine write it. A new journal can be read and written by its owner alone.",
        ),
    ),
    of(
        "W417",
        text("像卡号或身份证号", "looks like a card number"),
        text(
            "备注、对方或明细里有 16–19 位、校验位正确的卡号，或 18 位身份证号。台账会进 git、发给别人，写末四位就够了；已提交的要改写历史才能去掉。",
            "A note, party or detail holds 16–19 digits with a card's check digit, or an 18-character identity number. Ledgers are kept in git and shared; the last four digits are enough. What was committed only goes by rewriting history.",
        ),
    ),
    of(
        "W418",
        text("号码被表格软件舍去了尾数", "a number lost its end"),
        text(
            "Excel 打开流水再保存，长号码会变成 6.22202E+18，尾数就丢了，同一笔款也认不出来。照原单据更正。",
            "A spreadsheet that opens and saves the journal turns long numbers into 6.22202E+18; the last digits are lost, and the same payment is no longer recognised. Mend it from the paper.",
        ),
    ),
    of(
        "W419",
        text("定金超过价款的 20%", "earnest money above 20 % of the price"),
        text(
            "定金（不是订金）最多是价款的 20%，超过的部分没有定金的效力，只算预付款（民法典 586）。名字里有“定金”的节点会查。",
            "Earnest money is at most 20 % of the price; what is above has no such effect and is prepayment (Civil Code, art. 586). Milestones called earnest money, in Chinese or English, are looked at.",
        ),
    ),
    of(
        "W420",
        text("工程质保金超过 3%", "retention above 3 % of a construction contract"),
        text(
            "建设工程的质量保证金不得高于结算总额的 3%（建质〔2017〕138号第七条）。只查 category = \"construction\" 或“建设工程”的合同，节点名里有“质保金”“保证金”或 retention。",
            "In construction, retention is at most 3 % of the settled price (notice 138 of 2017 of the Ministry of Housing, art. 7). Looked at are contracts with category = \"construction\", or the same in Chinese, and milestones called retention.",
        ),
    ),
];

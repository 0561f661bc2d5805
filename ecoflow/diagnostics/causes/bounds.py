"""What lies behind the bounds of a file, and behind slips that leave an agreement of the right form."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E123": Cause(
        "随附协议中最长的也只有上限的三十分之一。多半指错了文件，或文件由程序反复写入；读到上限为止。",
        "The longest shipped agreement has a thirtieth of the limit. It is most likely another file, or one that a program "
        "has written over and over; nothing is read beyond the limit.",
        "ecoflow validate generated.yaml",
        "ecoflow validate willow.yaml"),
    "E124": Cause(
        "一份文件只列出位置最靠前的 500 条。错误如此之多，往往是同一处错误的重复，或指错了文件；先改前面的，再校验一次。",
        "Of one file the first 500 findings are listed. So many are mostly one mistake over and over, or another file: "
        "correct the first ones and validate again.",
        "ecoflow validate repeated.yaml",
        "ecoflow validate willow.yaml"),
    "E125": Cause(
        "记事本等软件的“Unicode”是 UTF-16。协议文件一律用 UTF-8，不作猜测，以免文字变样而无人察觉。",
        "What Notepad calls Unicode is UTF-16. Agreement files are UTF-8; nothing is guessed, for the text might change "
        "without anyone noticing.",
        "ecoflow validate willow-utf16.yaml",
        "ecoflow validate willow-utf8.yaml"),
    "E126": Cause(
        "同一指标、断面或维度在一个列表中写了两次：不是多写了一个，就是漏写了另一个。重复的不会计两次，但漏写的不会计入。",
        "An indicator, section or dimension stands twice in a list: either one is too many, or another one was meant. "
        "Nothing counts twice, but what was meant does not count at all.",
        "measures:\n  grade: {class: [CODMn, TP, TP], at: [ford, weir], over: year}",
        "measures:\n  grade: {class: [CODMn, TP, NH3N], at: [ford, weir], over: year}"),
    "E127": Cause(
        "协议期限通常为三年至五年，超过百年的应是年份写错。逐年的检查也要逐年去算。",
        "An agreement runs for three to five years; more than a hundred is a slip of a digit. Each year is also checked "
        "by itself.",
        "term: {from: 2021, to: 2203}",
        "term: {from: 2021, to: 2023}"),
    "E128": Cause(
        "git 合并时两边改了同一处，留下 <<<<<<<、=======、>>>>>>> 三行，其间是两种写法。"
        "选哪一种由双方决定，选定前协议没有确定的内容。",
        "Two people changed the same lines, and git left both versions between <<<<<<<, ======= and >>>>>>>. Which of them "
        "holds is for the parties to say; until then the agreement says two things.",
        "<<<<<<< HEAD\nsettle: year\n=======\nsettle: month\n>>>>>>> other",
        "settle: year"),
    "E286": Cause(
        "一起校验的两份协议用了同一个编号，多半是复制后没有改。结算书、比较和基线都以编号指称协议，重复后分不清是哪一份。",
        "Two agreements that are validated together have one id, most likely because one began as a copy of the other. "
        "Settlements, comparisons and baselines name an agreement by its id, and could mean either.",
        "ecoflow validate willow.yaml willow-copy.yaml",
        "ecoflow validate willow.yaml"),
    "E287": Cause(
        "断面划分上下游双方。同一方既在上游又在下游，付款就成了自己付给自己，多半是其中一方写错了。",
        "A section lies between two parties. Where one of them is on both sides, it would pay itself; most likely one of "
        "the two is not the one that was meant.",
        "sections:\n  ford: {zh: 渡口, river: 柳河, upstream: upland, downstream: upland}",
        "sections:\n  ford: {zh: 渡口, river: 柳河, upstream: upland, downstream: valley}"),
    "E288": Cause(
        "监测数据按编号、zh 和 known_as 对应断面。两个断面同名，一行数据就会同时算作两处的水质，结果看似正常而其实错了。",
        "Observations are matched to a section by its id, its zh and its known_as. Where two sections share one, a row "
        "would count as the water of both, and the result would look right and be wrong.",
        "sections:\n  weir: {zh: 渡口, river: 柳河, upstream: upland, downstream: valley}",
        "sections:\n  weir: {zh: 堰口, river: 柳河, upstream: upland, downstream: valley}"),
    "E298": Cause(
        "计算量一个引用一个，层数过多，核对的人无法逐层追溯；随附协议中最多五层。多半是程序生成的文件，可把几层合并成一个公式。",
        "Quantities use one another over so many steps that nobody could follow them; in the shipped agreements there "
        "are at most five. A program has most likely written the file; join several steps into one formula.",
        "ecoflow validate chained.yaml",
        "ecoflow validate willow.yaml"),
    "E299": Cause(
        "浓度、水量、通量不可能为负，达标率不可能超过 1。算例中给出这样的值，多为多写了负号，或把变化量写到了统计量上；"
        "以它重算的结果没有意义。",
        "A concentration, volume or load is never below zero, a share of months never above one. An example that gives "
        "such a value has a sign too many, or gives a change for a level; what is replayed from it means nothing.",
        "examples:\n  - {name: dry year, period: 2022, given: {P: 0.8, flow: -3亿m³}, expect: {fired: [wager]}}",
        "examples:\n  - {name: dry year, period: 2022, given: {P: 0.8, flow: 3亿m³}, expect: {fired: [wager]}}"),
    "W303": Cause(
        "同一张表里有的数带 %，有的不带：25 与 25% 相差百倍，少写一个 % 就错一百倍。统一写法后一眼可见。",
        "Some numbers of a table carry % and some do not: 25 and 25% differ by a hundred, which is what a forgotten % "
        "costs. Written alike, a slip shows.",
        "terms:\n  weight: {value: {CODMn: 50%, TP: 0.5}, source: paper, confidence: published}",
        "terms:\n  weight: {value: {CODMn: 50%, TP: 50%}, source: paper, confidence: published}"),
    "W304": Cause(
        "表中一个数的单位与其余不同，换算后又大出或小出百倍以上，多半是万元写成了亿元，或 mg/L 写成了 μg/L。"
        "确实如此的可不理会。",
        "One number of a table is in another unit than the rest, and a hundred times as large or small: most often a "
        "slip between 10,000 and 100 million yuan, or between mg/L and μg/L. Where it is meant, leave it.",
        "terms:\n  rate: {value: {2021: 100万元, 2022: 200亿元, 2023: 300万元}, source: paper, confidence: published}",
        "terms:\n  rate: {value: {2021: 100万元, 2022: 200万元, 2023: 300万元}, source: paper, confidence: published}"),
    "W305": Cause(
        "算例没有写应得的净额、指数、触发的条款或余额，任何结果都算通过，等于没有检验。",
        "The example states no net receipt, index, fired clause or balance, so that whatever comes out is right, and "
        "nothing is tested.",
        "examples:\n  - {name: dry year, period: 2022, given: {P: 0.8}, expect: {}}",
        "examples:\n  - {name: dry year, period: 2022, given: {P: 0.8}, expect: {fired: [wager]}}"),
    "W306": Cause(
        "条款中的金额、限值、权重通常为正，付款方向由 from 和 to 写明；多一个负号会使付款反向或被拒。"
        "按类别、按档取值的表除外。",
        "Amounts, limits and weights of an agreement are positive, and from and to say who pays; a minus too many turns "
        "a payment round or has it refused. Tables by class or step are excepted.",
        "terms:\n  k0: {value: -0.9, source: paper, confidence: published}",
        "terms:\n  k0: {value: 0.9, source: paper, confidence: published}"),
    "W307": Cause(
        "统计量的时段写的是固定年份，而这些年份晚于协议终止年，结算时还没有数据。多为年份写错。",
        "The window of a measure is of fixed years that lie beyond the last year of the agreement: when it is settled, "
        "there are no data of them. A digit is most likely wrong.",
        "measures:\n  flow: {volume: Q, at: ford, over: 2023..2025}",
        "measures:\n  flow: {volume: Q, at: ford, over: 2018..2020}"),
})
"""The examples are blocks of an agreement file, and commands where the file would be too long to show."""

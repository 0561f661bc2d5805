"""What lies behind E1xx, the text of an agreement file."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E100": Cause(
        "命令所写的既不是现有的文件、文件夹，也不是随附协议的编号。多为拼写有误，或命令在别的文件夹中运行；程序不作猜测，"
        "以免结算了另一份协议。",
        "What the command names is neither an existing file or folder nor the id of a shipped agreement. It is misspelt, "
        "or the command runs in another folder; nothing is guessed, for the wrong agreement might be settled.",
        "ecoflow validate wilow.yaml",
        "ecoflow validate willow.yaml"),
    "E101": Cause(
        "YAML 用缩进、冒号和引号表示层次，有一处不合，其后的内容就无法归位。常见的是文字中有冒号加空格、行首用了制表符、"
        "括号或引号没有闭合。",
        "YAML tells levels apart by indentation, colons and quotes; where one is wrong, nothing after it can be placed. "
        "Most often a text holds a colon and a space, a line begins with a tab, or a bracket or quote is left open.",
        "id: willow: round 1",
        "id: willow-1"),
    "E102": Cause(
        "同一层的键只能出现一次。普通的 YAML 程序只保留最后一个而不作声，前一个数值就此消失，"
        "双方看到的协议便不是结算所用的协议。",
        "A key stands once in its mapping. Ordinary YAML readers silently keep the last one: the first number would be "
        "gone, and what the parties read would not be what is settled.",
        "terms:\n  k0: {value: 0.9, source: paper, confidence: published}\n"
        "  k0: {value: 0.8, source: paper, confidence: published}",
        "terms:\n  k0: {value: 0.9, source: paper, confidence: published}"),
    "E103": Cause(
        "锚点（&）和引用（*、<<）使一处内容在别处生效，改动一处就悄悄改动了另一条。协议要逐条审阅，每条须自己写全。",
        "Anchors (&) and aliases (*, <<) make a text count in another place, so that a change here silently changes a "
        "provision there. An agreement is reviewed line by line; each line says all it means.",
        "terms:\n  weight: {value: &half {CODMn: 0.5, TP: 0.5}, source: paper, confidence: published}",
        "terms:\n  weight: {value: {CODMn: 0.5, TP: 0.5}, source: paper, confidence: published}"),
    "E104": Cause(
        "随附协议中最长的也只有上限的五十分之一。文件如此之大，多半指错了文件，如指到了监测数据；不读取，"
        "以免长时间占用内存。",
        "The longest shipped agreement has a fiftieth of the limit. A file of that size is most likely another one, such "
        "as observations; it is not read, so that it cannot fill the memory.",
        "ecoflow validate observations.csv",
        "ecoflow validate willow.yaml"),
    "E105": Cause(
        "标签（!!int、!!python/…）叫 YAML 改变值的类型，甚至运行程序。协议中各键的类型由协议语言规定，数由文字精确读取，"
        "用不到标签。",
        "A tag (!!int, !!python/...) has YAML change the type of a value, or even run a program. The language itself says "
        "the type of each key and reads numbers exactly from their text, so no tag is needed.",
        "term: {from: !!int 2021, to: 2023}",
        "term: {from: 2021, to: 2023}"),
    "E106": Cause(
        "--- 在 YAML 中另起一份文档。若只读第一份，其后的条款就会被遗漏而无人知晓。",
        "--- begins another document in YAML. Were only the first one read, the clauses of the second would be left out "
        "without a word.",
        "id: willow-1\n---\nid: willow-2",
        "id: willow-1"),
    "E107": Cause(
        "零宽字符、文字方向控制符等看不见，却能改变名称或显示的顺序：屏幕上的甲付给乙，程序读到的可能不同。"
        "多由网页或文档复制带入。",
        "Zero-width characters and marks of text direction cannot be seen but change a name or the order on the screen: "
        "what reads as A pays B might be something else to the program. They mostly come along when text is copied from a "
        "page.",
        'parties:\n  upland: {zh: "上\\u200b游县", en: Upland}',
        "parties:\n  upland: {zh: 上游县, en: Upland}"),
    "E108": Cause(
        "协议语言至多用到八层。嵌套远超于此的，多为括号写错，或是有意使程序崩溃的文件。",
        "The language needs eight levels at most. Nesting far beyond that is a slip with brackets, or a file made to break "
        "programs.",
        f"note: {'[' * 25}x{']' * 25}",
        "note: x"),
    "E109": Cause(
        "冒号前是空的，或写成了列表、映射。键是条目的名称，要能在公式和结果中引用；几个指标取同一数值的，也须逐个写明。",
        "Before the colon stands nothing, a list or a mapping. A key is the name by which formulas and results know an "
        "entry; indicators that share a number are written one by one.",
        "terms:\n  weight: {value: {[CODMn, TP]: 0.5}, source: paper, confidence: published}",
        "terms:\n  weight: {value: {CODMn: 0.5, TP: 0.5}, source: paper, confidence: published}"),
    "E110": Cause(
        "文件打不开，或不是 UTF-8 编码。部分中文软件默认存为 GBK；若按猜测的编码读取，当事方和断面的名称可能变成别的字。"
        "另存时选择 UTF-8。",
        "The file cannot be opened, or is not in UTF-8. Some Chinese programs save as GBK; read by a guess, the names of "
        "parties and sections could turn into other characters. Save it again and choose UTF-8.",
        "ecoflow validate willow-gbk.yaml",
        "ecoflow validate willow-utf8.yaml"),
    "E111": Cause(
        "此处没有这个键，多为拼写有误。若把不认识的键略过，写错名字的规定就等于没有写。改为所提示的键；只是说明文字的，"
        "写在 note 中。",
        "This block has no such key; most often it is misspelt. Were unknown keys passed over, a provision with a misspelt "
        "name would not count at all. Use one of the keys the finding names; a mere remark goes under note.",
        "sections:\n  ford: {zh: 渡口, rivr: 柳河, upstream: upland, downstream: valley}",
        "sections:\n  ford: {zh: 渡口, river: 柳河, upstream: upland, downstream: valley}"),
    "E112": Cause(
        "缺少必须写明的内容，如条款数值没有 value、协议没有 parties。协议未写的，程序不代为设定；按提示补上。",
        "Something that has to be stated is missing, such as the value of a term or the parties. What the agreement does "
        "not say is not made up; add what the finding names.",
        "terms:\n  k0: {source: paper, confidence: published}",
        "terms:\n  k0: {value: 0.9, source: paper, confidence: published}"),
    "E113": Cause(
        "此处应写单个值、列表（[ ] 或以 - 开头）或键值对（{ }）中的一种，写成了另一种，程序无从知道各部分的含义。",
        "One of three belongs here, a single value, a list ([ ] or lines with -) or a mapping ({ }), and another is "
        "written, so that nothing says what its parts mean.",
        "sources:\n  paper: [柳河协议, 2021]",
        "sources:\n  paper: {title: 柳河协议, date: 2021}"),
    "E114": Cause(
        "值的写法不是此处所要的：如年份不是四位数、名称中有空格或用了保留字、单位不能识别、修约间隔不是正数。"
        "按提示的写法改正，不作近似理解。",
        "The value is not of the form that belongs here: a year without four digits, a name with a space or a reserved "
        "word, an unknown unit, a rounding step that is not above zero. Write it as the finding says; nothing is read "
        "approximately.",
        "measures:\n  C: {mean: weight.indicators, at: ford, over: year, unit: mgL}",
        "measures:\n  C: {mean: weight.indicators, at: ford, over: year, unit: mg/L}"),
    "E115": Cause(
        "冒号后是空的，或列表里没有一项。空白不等于零，也不等于“无”；写上值，不需要的连键一起删去。",
        "Nothing follows the colon, or a list has no item. Empty is neither zero nor none: write the value, or delete the "
        "key as well.",
        "terms:\n  k0: {value: , source: paper, confidence: published}",
        "terms:\n  k0: {value: 0.9, source: paper, confidence: published}"),
    "E116": Cause(
        "这样的写法在不同软件中读出不同的值：1_000、010、9e-1、no、全角数字，“1亿”也没有说明是元。金额不能靠猜，"
        "按提示写成唯一的读法。",
        "Programs read such a text in different ways: 1_000, 010, 9e-1, no, full-width digits; 1亿 does not say of what. "
        "Money is not guessed: write it in the one way the finding names.",
        "terms:\n  rate: {value: 1亿, source: paper, confidence: published}",
        "terms:\n  rate: {value: 1亿元, source: paper, confidence: published}"),
    "E117": Cause(
        "此键只能取几个固定的词，写的不在其中。若按默认处理，按月结算的协议可能被当作按年结算。改为所提示的词。",
        "This key takes one of a few fixed words, and this is none of them. Were a default taken, an agreement settled by "
        "month might be settled by year. Use one of the words the finding names.",
        "settle: yearly",
        "settle: year"),
    "E118": Cause(
        "支付条款要写怎样支付（pay、choose、each、first 之一），统计量要写算什么（mean、class、load 等之一）；一个也没有，"
        "此项就没有内容。",
        "A clause says how it pays (pay, choose, each or first) and a measure what it makes of the observations (mean, "
        "class, load ...); without any of them the entry says nothing.",
        "measures:\n  flow: {at: ford, over: year}",
        "measures:\n  flow: {volume: Q, at: ford, over: year}"),
    "E119": Cause(
        "几个互相排斥的键写在了一起，如条款既有 when 又有 choose、一个统计量有两种算法。取哪个，金额就不同；"
        "程序不替双方选择。",
        "Keys that exclude each other stand together: when beside choose, two kinds of one measure. The amount depends on "
        "which of them counts, and the program does not choose for the parties.",
        "measures:\n  flow: {volume: Q, load: TP, at: ford, over: year}",
        "measures:\n  flow: {volume: Q, at: ford, over: year}\n  mass: {load: TP, at: ford, over: year}"),
    "E120": Cause(
        "文件是空的、只有注释，或整个是列表、文字，没有协议的各个部分。",
        "The file is empty, holds only remarks, or is a list or a text as a whole: none of the parts of an agreement is "
        "there.",
        "# 柳河补偿协议",
        "ecoflow: 1"),
    "E121": Cause(
        "花括号内用逗号分隔条目，文字或公式中的逗号会把它截成两段，后一段成了没有值的键。若不报错，公式就少了一半。",
        "In braces commas separate entries, so a comma inside a text or formula cuts it in two, and the second half "
        "becomes a key without a value. Unnoticed, half of the formula would be lost.",
        "quantities:\n  P: {formula: max(k0, 1)}",
        'quantities:\n  P: {formula: "max(k0, 1)"}'),
    "E122": Cause(
        "用中文输入法打出的全角冒号（：）不是 YAML 的冒号，冒号后的全角空格也不是空格："
        "键和值会连成一个词，这一项就没有写上。",
        "The full-width colon (：) of a Chinese keyboard is no colon to YAML, and its wide space after a colon no space: "
        "key and value become one word, and the entry is not there.",
        "sections:\n  ford: {zh: 渡口, river：柳河, upstream: upland, downstream: valley}",
        "sections:\n  ford: {zh: 渡口, river: 柳河, upstream: upland, downstream: valley}"),
})

"""What lies behind E230 to E249: the keys and values of tables, names, citations, and functions along a dimension."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause


def _term(value: str, name: str = "ladder") -> str:
    return f"terms:\n  {name}: {{value: {value}, source: paper, confidence: published}}"


def _formula(formula: str, name: str = "P") -> str:
    return f"quantities:\n  {name}: {{formula: {formula}}}"


_TIERED = "\n" + _formula('"tier(k0, ladder)"')
_BY_SECTION = "measures:\n  Cs: {mean: [CODMn, TP], at: [ford, weir], over: year}\n"
_MONTHLY = "measures:\n  CM: {mean: TP, at: ford, over: year, by: month}\n"
_SEASONAL = "\n" + _MONTHLY + _formula("max(CM * factor)", "peak")

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E230": Cause(
        "按键取值的表，各键须同为年份、指标、断面或当事方。有一个不是（名称写错、按月写了年份、混用两种），"
        "这个值就无处可用，该项便没有数值。",
        "The keys of a table are all years, all indicators, all sections or all parties. One that is not (misspelt, a "
        "month among years, two kinds mixed) gives its value to nobody, and the member that was meant has none.",
        _term("{CODMn: 0.5, phosphorus: 0.5}", "weight"), _term("{CODMn: 0.5, TP: 0.5}", "weight")),
    "E231": Cause(
        "此处要写数值，写的却是文字。“高”“低”之类不能计算；条款数值也不能引用另一个名称，换算关系写成计算量的公式。",
        "A value belongs here, and this is a word. High or low cannot be calculated with, and a term does not refer to "
        "another name: what follows from other numbers is the formula of a quantity.",
        _term("high", "k0"), _term("0.9", "k0")),
    "E232": Cause(
        "每个数都要写明有多可靠：见于公布文本，还是凭记忆或假定。不写的，假定的数就会被当作已公布的数用于正式结算。",
        "Every number says how sure it is: read in a published text, recalled, or assumed. Left out, an assumed number "
        "could pass for a published one in an official settlement.",
        "terms:\n  k0: {value: 0.9, source: paper}", _term("0.9", "k0")),
    "E233": Cause(
        "按年取值的表没有覆盖整个协议期限，缺的那一年没有标准可依。补上这些年份，数值不变的可写 2022..2023。",
        "A table by year does not cover the whole term of the agreement, so that a year has no number to go by. Add the "
        "years; where the number stays, write 2022..2023.",
        _term("{2021: 100万元, 2022: 200万元}", "rate"), _term("{2021: 100万元, 2022..2023: 200万元}", "rate")),
    "E234": Cause(
        "条款数值没有写明取自哪份文件，对方和审计就无从核对。",
        "The term does not say which document it was taken from, so neither the other side nor an auditor can check it.",
        "terms:\n  k0: {value: 0.9, confidence: published}", _term("0.9", "k0")),
    "E235": Cause(
        "source 写的不是 sources 中的条目。出处查不到，等于没有出处；改正名称，或把文件列入 sources。",
        "What stands under source is no entry of sources. A citation that leads nowhere is none: correct the name, or list "
        "the document under sources.",
        "terms:\n  k0: {value: 0.9, source: papr, confidence: published}", _term("0.9", "k0")),
    "E236": Cause(
        "同一个量的各项单位不同类（mg/L 与 t、浓度与流量），相加、比较都没有意义。单位写错的改正；确属两类的，分成两项。",
        "The members of one value have units of different kinds (mg/L and t, a concentration and a flow) and cannot be "
        "summed or compared. Correct the unit; what is really of two kinds becomes two entries.",
        _term("{CODMn: 6 mg/L, TP: 0.2 t}", "limit"), _term("{CODMn: 6 mg/L, TP: 0.2 mg/L}", "limit")),
    "E237": Cause(
        "分档表以 above（其余）收尾，使任何数都落在某一档。没有它，超过最高界限的数就没有对应的值；它若在中间，"
        "后面的档永远取不到。",
        "A table of steps ends with above, all that is left, so that every number is in a step. Without it a number beyond "
        "the last bound would have no value; in the middle it would leave the steps after it unreachable.",
        _term("{up to 0.5: 1, up to 1: 2}") + _TIERED, _term("{up to 0.5: 1, above: 2}") + _TIERED),
    "E238": Cause(
        "各档界限须逐档升高。这一档的界限不高于前一档，没有数能落在其中，多半是界限写错或次序颠倒。",
        "The bounds of the steps rise. This one is not above the one before it, so no number can be in its step: a bound "
        "is wrong, or two are swapped.",
        _term("{up to 1: 1, up to 0.5: 2, above: 3}") + _TIERED, _term("{up to 0.5: 1, up to 1: 2, above: 3}") + _TIERED),
    "E239": Cause(
        "按水质类别取值的表没有写全六类。水质落到没有写的一类时，就没有对应的值；不付的写 0。",
        "A table by water-quality class does not name all six. In a year of the class left out there would be no value; "
        "where nothing is paid, write 0.",
        _term("{I: 4, II: 3, III: 2, IV: 1}") + "\n" + _formula('"tier(goal, ladder)"'),
        _term("{I: 4, II: 3, III: 2, IV: 1, V: 0, 劣V: 0}") + "\n" + _formula('"tier(goal, ladder)"')),
    "E240": Cause(
        "几个计算量的公式首尾相接，每个都要先有另一个的值，哪个也算不出。其中必有一个应由条款数值或监测统计量得出。",
        "The formulas of some quantities go round in a circle: each needs the other first, and none can be calculated. One "
        "of them must come from terms or measures.",
        "quantities:\n  P: {formula: k0 * other}\n  other: {formula: P + k0}",
        "quantities:\n  P: {formula: k0 * other}\n  other: {formula: sum(weight) + k0}"),
    "E241": Cause(
        "协议中一个名称只指一样东西。两处同名时，公式和付款方指的是哪一个，读的人与程序可能理解不同。",
        "A name means one thing in an agreement. Where two entries share it, a reader and the program could take a formula "
        "or a payer for different ones.",
        "pools:\n  valley: {zh: 山谷资金, closes: carry}", "pools:\n  valley_fund: {zh: 山谷资金, closes: carry}"),
    "E242": Cause(
        "unit 只决定结果如何显示，不能改变它是什么。公式得出普通数却要写成 mg/L，或是单位写错，或是公式少乘了一项。",
        "unit only says how the result is shown; it cannot change what it is. Where a formula yields a plain number and "
        "mg/L is asked for, the unit is wrong or a factor is missing.",
        "quantities:\n  P: {formula: k0 * sum(weight), unit: mg/L}",
        "quantities:\n  P: {formula: k0 * sum(weight), unit: 1}"),
    "E243": Cause(
        "分档表的各界限与同一个数比较，单位须同类。一档写 mg/L、另一档不写单位，就无法判断落在哪一档。",
        "All bounds of a table are compared with the same number, so their units are of one kind. With mg/L in one step "
        "and none in another, nobody can say which step a number is in.",
        _term("{up to 5 mg/L: 1, up to 10: 2, above: 3}") + "\n" + _formula('"tier(C[CODMn], ladder)"'),
        _term("{up to 5 mg/L: 1, up to 10 mg/L: 2, above: 3}") + "\n" + _formula('"tier(C[CODMn], ladder)"')),
    "E244": Cause(
        "按月份取值的表，有的月份没有写，或写了两次。没有写的月份无标准可依，写了两次的不知依哪一个。",
        "In a table by months of the year one is left out or stands twice: the first has nothing to go by, the second two "
        "different numbers.",
        _term("{Jan..Jun: 1, Aug..Dec: 1.2}", "factor") + _SEASONAL,
        _term("{Jan..Jul: 1, Aug..Dec: 1.2}", "factor") + _SEASONAL),
    "E245": Cause(
        "分档、类别、月份的表不能再套同一种表：一个数已落在某一档，再按另一组界限分档，两组界限会互相矛盾。",
        "A table by steps, classes or months does not hold another of the same kind: a number already in one step would be "
        "put in a step again, by bounds that may contradict the first.",
        _term("{up to 1: {up to 0.5: 1, above: 2}, above: {up to 2: 3, above: 4}}") + _TIERED,
        _term("{up to 0.5: 1, up to 1: 2, up to 2: 3, above: 4}") + _TIERED),
    "E246": Cause(
        "公式要按角色或来水断面取值，而这些断面没有写明该角色或 inflow。由谁承担没有写，就不能算到任何一方名下。",
        "The formula needs the party in a role, or the inflow section, and these sections do not name it. Where nobody is "
        "said to answer for a section, its amount cannot be put on anyone.",
        _BY_SECTION + _formula("sum(Cs over section by responsible)", "S"),
        "sections:\n  ford: {zh: 渡口, river: 柳河, upstream: upland, responsible: upland}\n"
        "  weir: {zh: 堰口, river: 柳河, upstream: upland, responsible: valley}\n"
        + _BY_SECTION + _formula("sum(Cs over section by responsible)", "S")),
    "E247": Cause(
        "by 加角色是把断面归到当事方名下，只能用在归并断面的函数中（sum、mean、max 等的 over section）；"
        "此处归并的不是断面。要逐月各算一次的，在统计量上写 by: [month, day]。",
        "by and a role put sections under their parties, and stand only where a function such as sum, mean or max reduces "
        "over section. Here something else is reduced. For one result a month, write by: [month, day] on the measure.",
        _MONTHLY + _formula("mean(CM over month by upstream)", "S"), _MONTHLY + _formula("mean(CM over month)", "S")),
    "E248": Cause(
        "分档表是一组随数而变的值，要先按某个数取出一个值，才能与另一张表的值相加相乘。直接运算，说不清各取哪一档。",
        "A table of steps is many values, and a number has to pick one before it can be added to or multiplied with that "
        "of another table. Together as they are, nobody could say which step of each is meant.",
        _term("{up to 1: 1, above: 2}") + "\n" + _formula('"tier(k0, ladder * ladder)"'),
        _term("{up to 1: 1, above: 2}") + "\n" + _formula('"tier(k0, ladder) * tier(k0, ladder)"')),
    "E249": Cause(
        "run、streak、before 沿时间先后计算：连续几个月、上一个月。年均值只有一个，断面之间没有先后，"
        "“连续”和“上一个”都无从说起。",
        "run, streak and before follow the order of time: how many months in a row, the month before. A yearly mean is a "
        "single value and sections have no order, so nothing is in a row or before another.",
        "measures:\n  CM: {mean: TP, at: [ford, weir], over: year}\n" + _formula('"before(CM, limit[TP])"', "last"),
        "measures:\n  CM: {mean: TP, at: [ford, weir], over: year, by: month}\n"
        + _formula('"before(CM, limit[TP])"', "last")),
})

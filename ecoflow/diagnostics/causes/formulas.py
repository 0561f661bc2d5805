"""What lies behind E201 to E229, formulas."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause


def _formula(formula: str, name: str = "P", before: str = "") -> str:
    """A quantity with this formula, below the blocks it needs."""
    return f"{before}quantities:\n  {name}: {{formula: {formula}}}"


def _term(value: str, name: str = "ladder") -> str:
    return f"terms:\n  {name}: {{value: {value}, source: paper, confidence: published}}\n"


def _measure(rest: str, name: str = "Cs") -> str:
    return f"measures:\n  {name}: {{{rest}}}\n"


def _clause(when: str, amount: str = "rate") -> str:
    return (f"clauses:\n  - id: wager\n    source: paper\n    when: {when}\n"
            f"    pay: {{from: valley, to: upland, amount: {amount}}}")


_BOTH = _measure("mean: [CODMn, TP], at: [ford, weir], over: year")
_MONTHLY = _measure("mean: TP, at: ford, over: year, by: month", "CM")
_LADDER = _term("{up to 1: 1, above: 2}")

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E201": Cause(
        "公式读到此处就接不下去：两个量之间没有运算符，多了运算符，或用了公式中没有的字。照字面猜测会改变金额，所以不猜。",
        "The formula cannot be read on from here: no operator stands between two values, there is one too many, or a "
        "character formulas do not have. A guess could change the amount, so none is made.",
        _formula("k0 sum(weight)"), _formula("k0 * sum(weight)")),
    "E202": Cause(
        "公式在运算符之后结束，或有括号没有闭合，缺少的部分可能正是一项系数。",
        "The formula ends after an operator or inside a bracket; what is missing may well be a coefficient.",
        _formula("k0 * (1 + sum(weight)"), _formula("k0 * (1 + sum(weight))")),
    "E203": Cause(
        "一个公式里的量太多，或括号层数太多，审阅的人难以核对。每个计算量只说一件事，另起名称，"
        "说明和报告中也能逐步看到各步的数。",
        "One formula holds too many values or too many brackets for a reader to check. Let each quantity say one thing "
        "under a name of its own; explanations and reports then show the number of every step.",
        _formula("(" * 18 + "k0" + ")" * 18), _formula("k0")),
    "E204": Cause(
        "数的写法在不同软件中含义不同（007、1_000、.5），或数后的单位无法识别。公式中的数只有一种写法，"
        "从文字直接变为精确值。",
        "Programs read such a number in different ways (007, 1_000, .5), or the unit behind it is not known. Numbers in "
        "formulas are written in one way and go from text to an exact value.",
        _formula("k0 * 007"), _formula("k0 * 7")),
    "E205": Cause(
        "== 是编程语言的写法。协议供人阅读，相等写一个等号即可；公式中没有赋值，不会混淆。",
        "== comes from programming languages. An agreement is read by people: one sign says equal, and formulas assign "
        "nothing it could be mistaken for.",
        _clause("P == 1"), _clause("P = 1")),
    "E206": Cause(
        "公式只用键盘上的符号：≤ 写 <=，≥ 写 >=，× 写 *，÷ 写 /，并且写 and。同一条规定只有一种写法，"
        "比较两份协议时才不会把写法当作差异。",
        "Formulas use the signs of a keyboard: <= for ≤, >= for ≥, * for ×, / for ÷, the word and. One provision is "
        "written in one way, so that comparing two agreements shows what differs and not how it is typed.",
        _formula("k0 × sum(weight)"), _formula("k0 * sum(weight)")),
    "E210": Cause(
        "公式、条件或 target 用了没有声明的名称，多为拼写或大小写有误。若把不认识的名称当作零，一项指标就会从指数中消失。"
        "改正名称，或先在 terms、facts、measures、quantities 中声明。",
        "A formula, condition or target uses a name nobody declared, most often misspelt or in the wrong case. Taken as "
        "zero, an indicator would vanish from the index. Correct it, or declare it under terms, facts, measures or "
        "quantities.",
        _formula("k0 * sum(weight * C / limt)"), _formula("k0 * sum(weight * C / limit)")),
    "E211": Cause(
        "方括号或 given 中写的指标、断面、月份不在这个量之内。取一个不存在的项没有结果，也不能当作零。改为它所含的项。",
        "The indicator, section or month in brackets or under given is not among those this value has. What is not there "
        "has no number, and is not zero. Name one of the members it has.",
        _formula('"C[NH3N] / limit[TP]"'), _formula('"C[TP] / limit[TP]"')),
    "E212": Cause(
        "方括号从按指标、断面等取值的量中取一项，而这个量只有一个值。或许本想取的是另一个量。",
        "Brackets pick one member of a value by indicator, section and so on, but this is a single value. Perhaps another "
        "quantity was meant.",
        _formula('"k0[TP]"'), _formula("k0")),
    "E213": Cause(
        "不同的量不能相加、相减或比较：浓度与金额、毫克每升与吨、类别与数。同类单位（万元与元）自动换算；不同类的硬算下去，"
        "结果没有意义，却仍像一个金额。",
        "Unlike things do not add or compare: a concentration and money, mg/L and t, a class and a number. Units of one "
        "kind (万元 and 元) are converted; with others the result would mean nothing and still look like an amount.",
        _formula("rate + k0", "pay"), _formula("rate * k0", "pay")),
    "E214": Cause(
        "over 之后（或 given 中）写的维度（指标、断面、月份等）在这个量中没有。只有一个值的，无从求和或逐月判断；要逐月、"
        "逐断面，须在统计量上写 by: month 或断面列表。改为它所有的维度。",
        "The dimension (indicator, section, month ...) behind over, or under given, is not one this value runs over. A "
        "single value cannot be summed or judged month by month: for that the measure needs by: month, or a list of "
        "sections. Name a dimension it has.",
        _formula("k0 * sum(weight over month)"), _formula("k0 * sum(weight over indicator)")),
    "E215": Cause(
        "此处要的是金额、条件（是或否）、类别或普通数，公式得出的却是另一种：金额处写了系数，条件处写了数。"
        "系数不会自动变成元。",
        "An amount, a condition (yes or no), a class or a plain number belongs here, and the formula yields something "
        "else: a coefficient where money belongs, a number where a condition does. A coefficient does not turn into yuan.",
        _clause("P <= 1", "k0"), _clause("P <= 1", "k0 * rate")),
    "E216": Cause(
        "一笔支付只有一个金额，一个条件只有一个答案，而这个量对每个指标、断面或月份各有一个值。相加、取平均还是逐一支付，"
        "金额各不相同，须由协议写明。分档表先用 tier 取值。",
        "A payment has one amount and a condition one answer, but this has a value for each indicator, section or month. "
        "Whether they are summed, averaged or paid one by one changes the money, so the agreement has to say it. A table "
        "is read with tier first.",
        _clause("C <= limit"), _clause("all(C <= limit)")),
    "E217": Cause(
        "worse than、better than 比的是水质类别。对浓度或指数，“劣于”是大于还是小于要看指标（溶解氧相反），"
        "所以数值须写明大小。",
        "worse than and better than compare water-quality classes. For a concentration or an index, whether worse is more "
        "or less depends on the indicator (dissolved oxygen is the other way round), so numbers say which.",
        _clause("P worse than k0"), _clause("P > k0")),
    "E218": Cause(
        "类别没有大小，只有优劣：“> III” 是更差还是数字更大，读的人可能各有理解，结果正好相反。",
        "Classes are better or worse, not larger or smaller: whether > III means worse water or a higher number is read in "
        "opposite ways by different people.",
        _formula("grade > goal", "bad"), _formula("grade worse than goal", "bad")),
    "E219": Cause(
        "协议语言的函数是固定的一组，每个都有明确定义和精确算法，这个名称不在其中。改为所提示的函数；"
        "全部函数见语言说明的“Formulas”一节。",
        "The language has a fixed set of functions, each with one exact meaning, and this is none of them. Use the one the "
        "finding suggests; the section Formulas of the language reference lists them all.",
        _formula("k0 * summ(weight)"), _formula("k0 * sum(weight)")),
    "E220": Cause(
        "函数的参数个数不对。缺一个界限或多一个数，都说不清要算什么；按提示中的例子补全。",
        "The function has the wrong number of arguments. With a bound missing or a number too many nobody can say what is "
        "meant; complete it as in the example the finding gives.",
        _formula('"clamp(k0, 0)"'), _formula('"clamp(k0, 0, 1)"')),
    "E221": Cause(
        "over 说明沿哪个维度归并，而这个函数逐项计算，不作归并。想要归并的，外面再用 sum、mean、max 等。",
        "over names the dimension a function reduces, and this one works on each value by itself. To reduce them, put sum, "
        "mean, max and the like around it.",
        _formula("sum(abs(weight over indicator))"), _formula("sum(abs(weight))")),
    "E222": Cause(
        "sum、mean、rank 等把许多值归并成一个，而这里只有一个值。或许统计量漏写了断面列表、指标列表或 by: month。",
        "sum, mean, rank and the like make one of many values, and here is only one. Perhaps the measure lacks its list of "
        "sections or indicators, or by: month.",
        _formula("sum(k0)"), _formula("k0")),
    "E223": Cause(
        "这个量同时按两个以上维度取值，先归并哪一个会得出不同的数：各断面的指标之和，不同于各指标的断面之和。",
        "This value runs over more than one dimension, and which is reduced makes a difference: summing the indicators of "
        "each section is not summing the sections for each indicator.",
        _formula("sum(Cs)", "S", _BOTH), _formula("sum(Cs over indicator)", "S", _BOTH)),
    "E224": Cause(
        "两个量按指标（断面、当事方）逐项相配，其中一方缺项或多项。缺的若当作零，指数就会偏低；若略去，权重之和不再为一。",
        "Two values meet indicator by indicator (section by section, party by party), and one of them has members the "
        "other lacks. Taken as zero they would lower the index; left out, the weights would no longer sum to one.",
        _term("{CODMn: 0.5, NH3N: 0.5}", "weights") + _formula("sum(weights * C / limit)"),
        _term("{CODMn: 0.5, TP: 0.5}", "weights") + _formula("sum(weights * C / limit)")),
    "E225": Cause(
        "inflow 指出断面的水从哪个断面来，用以扣除上游带来的污染。指向自己，等于把自身的污染全部扣除。",
        "inflow says from which section the water comes, so that what it brings is taken off. Pointing at itself, a "
        "section would be excused of all its own pollution.",
        "sections:\n  weir: {zh: 堰口, river: 柳河, upstream: upland, downstream: valley, inflow: weir}",
        "sections:\n  weir: {zh: 堰口, river: 柳河, upstream: upland, downstream: valley, inflow: ford}"),
    "E226": Cause(
        "公式要用来水断面的值，而所用的统计量没有监测那个断面。当作零，上游带来的污染就全算在本断面名下。",
        "The formula wants the value at the inflow section, but the measure is not taken there. Taken as zero, all that "
        "flows in would be charged to this section.",
        "sections:\n  weir: {zh: 堰口, river: 柳河, upstream: upland, downstream: valley, inflow: ford}\n"
        + _measure("mean: TP, at: [weir], over: year") + _formula('"Cs - inflow(Cs, Cs)"', "added"),
        "sections:\n  weir: {zh: 堰口, river: 柳河, upstream: upland, downstream: valley, inflow: ford}\n"
        + _measure("mean: TP, at: [ford, weir], over: year") + _formula('"Cs - inflow(Cs, Cs)"', "added")),
    "E227": Cause(
        "by 之后写角色，把断面归到担任该角色的当事方名下；角色只有 upstream、downstream、responsible、beneficiary 四种。"
        "改为其中之一。",
        "Behind by stands a role, which puts each section under the party that holds it; the roles are upstream, "
        "downstream, responsible and beneficiary. Use one of them.",
        _formula("sum(Cs over section by upstraem)", "S", _BOTH), _formula("sum(Cs over section by upstream)", "S", _BOTH)),
    "E228": Cause(
        "一侧逐月、另一侧逐季（或逐周），一个月的值没有哪个季的值与之相当。先求和还是先平均，结果不同，须由协议写明。",
        "One side is by month and the other by quarter (or week), so no value of one corresponds to a value of the other. "
        "Whether to sum or average first changes the result, and the agreement has to say it.",
        _MONTHLY + "  CQ: {mean: TP, at: ford, over: year, by: quarter}\n" + _formula("max(CM - CQ)", "rise"),
        _MONTHLY + "  CQ: {mean: TP, at: ford, over: year, by: month}\n" + _formula("max(CM - CQ)", "rise")),
    "E229": Cause(
        "tier、brackets 按数值所在的档取值，第二个参数须是分档的表（up to、below、above），而这里是单个数、按指标的表，"
        "或已经取过值的表。",
        "tier and brackets find the step a number is in, so their second argument is a table of steps (up to, below, "
        "above). This is a single number, a table by indicator, or a table already read.",
        _formula('"tier(k0, weight)"'), _formula('"tier(k0, ladder)"', before=_LADDER)),
})

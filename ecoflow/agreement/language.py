"""The agreement language, version 1: every block, every key, in the order people write them.

This declaration is the language: the loader refuses what is not here, the JSON Schema is made from it, and a test holds
the reference against it.
"""

from __future__ import annotations

from ecoflow.agreement.shape import Either, Field, Later, Leaf, Listing, Record, Shape, Table

CONFIDENCE = ("published", "seed", "derived", "recalled", "assumed")
"""How sure a number is, from what an official text says down to what nobody has seen."""

MEASURE_KINDS = ("mean", "class", "compliance", "volume", "load", "max", "min", "total", "limit")
"""The closed list of ways to make a number from observations; each is a file in `ecoflow/measures`."""

PICKS = ("choose", "each", "first")
ROLES = ("upstream", "downstream", "responsible", "beneficiary")
REASONS = ("ice", "dry", "works", "diversion", "sluice", "disaster", "other")

TEXT, NAME, ID = Leaf("text"), Leaf("name"), Leaf("id")
FORMULA, VALUE, YEAR, PERIOD, DATE = Leaf("formula"), Leaf("value"), Leaf("year"), Leaf("period"), Leaf("date")
CONFIDENT = Leaf("choice", CONFIDENCE)


def _choice(*words: str) -> Leaf:
    return Leaf("choice", words)


def _keyed() -> Shape:
    return KEYED


KEYED = Either(VALUE, Table(Later(_keyed), key="member", least=1))
"""A value; or values by year, indicator, section, party, step, class, season; or by one of them and then another."""

BOTH = Record("words", (
    Field("zh", TEXT, "中文", "Chinese"),
    Field("en", TEXT, "英文", "English"),
))
NAMED = BOTH.fields
WORDS = Either(TEXT, BOTH)

CITED = (
    Field("source", NAME, "出处（sources 中的编号）", "Where it stands: an id of `sources`"),
    Field("clause", TEXT, "出处中的条款", "The clause or article of that source"),
    Field("confidence", CONFIDENT, "可信度", "How sure it is"),
    Field("note", WORDS, "说明", "A remark for the reader"),
)

PARTY = Record("party", NAMED)

POOL = Record("pool", (
    *NAMED,
    Field("closes", _choice("zero", "carry"), "期末归零或结转",
          "Whether it must end at zero (the rule) or may carry over"),
    Field("opening", NAME, "期初余额（条款数值或事实）",
          "A term or fact: what is in it at the start, carried over from last time"),
))

SECTION = Record("section", (
    *NAMED,
    Field("river", TEXT, "河流", "River"),
    Field("water", _choice("river", "lake"), "水体类型（总磷限值不同）",
          "Kind of water; the total-phosphorus limits differ"),
    Field("upstream", NAME, "上游方", "Party upstream"),
    Field("downstream", NAME, "下游方", "Party downstream"),
    Field("responsible", NAME, "责任方", "Party answerable for the section"),
    Field("beneficiary", NAME, "受益方", "Party that benefits"),
    Field("inflow", NAME, "来水断面", "The section its water comes from, as `inflow(x, y)` reads it"),
    Field("known_as", Listing(TEXT, or_one=True), "监测数据中的其他名称",
          "Other names of the section in observations"),
    Field("monitored_by", WORDS, "由谁监测（当事方或单位名称）：缺数据时向其索取",
          "Who monitors it, a party or any other: whom to ask for data that are missing"),
    *CITED,
))

SOURCE = Record("source", (
    Field("title", TEXT, "标题", "Title", required=True),
    Field("publisher", TEXT, "发布单位", "Who published it"),
    Field("date", DATE, "日期", "Date: 2011, 2011-10 or 2011-10-08"),
    Field("url", TEXT, "网址", "Address"),
    Field("note", WORDS, "说明", "A remark for the reader"),
))

TERM = Record("term", (
    *NAMED,
    Field("value", KEYED, "数值：单值、按年或按键", "The value; or values by year or by key", required=True),
    Field("by", _choice("month", "week", "day"), "按月份的值逐月、逐周或逐日取用",
          "A value by season: one for each month (the rule), week or day of the settlement period"),
    *CITED,
))

FACT = Record("fact", (
    *NAMED,
    Field("type", _choice("boolean", "number", "class"), "类型", "What kind of answer it is", required=True),
    Field("unit", Leaf("unit"), "单位", "Unit of a number"),
    Field("by", Listing(_choice("section", "party", *ROLES, "indicator", "year", "quarter", "month", "week"), or_one=True),
          "按何种维度给出；角色指担任该角色的各方",
          "Given per section, party, party that holds a role, indicator, year, quarter, month or week"),
    Field("default", VALUE, "未提供时的取值", "What holds when nobody says otherwise"),
    Field("least", VALUE, "数值的下限；未写时为 0", "The smallest a number may be; 0 when left out"),
    Field("most", VALUE, "数值的上限", "The largest a number may be"),
    *CITED,
))

SOURCES = ("joint", "manual", "automatic")
"""The kinds of monitoring of which one may prevail over another."""

_OF_A_MONTH = (
    Field("samples", Leaf("count"), "有效月至少样品数", "Fewest valid samples for a month to be valid"),
    Field("days", Leaf("share"), "有效月的有效天数比例",
          "Smallest share of days with a valid value for a month to be valid"),
)
_VALID_BY_SOURCE = Record("valid of a source", _OF_A_MONTH)

VALID = Record("valid", (
    Field("months", Leaf("months"), "每年至少有效月数", "Fewest valid months in a year of the window"),
    *_OF_A_MONTH,
    Field("joint", _VALID_BY_SOURCE, "以联合监测计的月份", "What a month of joint monitoring needs instead"),
    Field("manual", _VALID_BY_SOURCE, "以手工监测计的月份", "What a month of manual sampling needs instead"),
    Field("automatic", _VALID_BY_SOURCE, "以自动监测计的月份", "What a month of an automatic station needs instead"),
))

_TOLERANCE = Leaf("tolerance")

JOINT = Record("joint", (
    Field("tolerance", Either(_TOLERANCE, Table(_TOLERANCE)), "两方结果的允许偏差：比例或浓度；可按指标",
          "How far two results of one sample may be apart: a share or a concentration, for all indicators or by indicator",
          required=True),
    Field("deviation", _choice("sum", "mean", "larger"), "相对偏差的分母", "What a relative deviation is a share of"),
    Field("agreed", _choice("mean", "worse", "upstream", "downstream"), "允许偏差以内的取值",
          "The value of two results within the tolerance", required=True),
    Field("within", Leaf("span"), "两方采样时间最多相差；不写则须同一时刻",
          "How far apart in time two records of one sample may be; the same moment when left out"),
))

_EXEMPTED = (
    Field("at", Listing(NAME, or_one=True, least=1), "断面", "Sections; all when left out"),
    Field("indicators", Listing(NAME, or_one=True, least=1), "指标", "Indicators; all when left out"),
    Field("reason", _choice(*REASONS), "原因", "Why", required=True),
)

EXEMPT = Record("exemption", (
    *_EXEMPTED,
    Field("whole", _choice("month"), "有豁免日的月份整月不计", "A month with an exempt day does not count at all"),
    Field("from", DATE, "起；起止均不写则认可该原因，日期另行给出",
          "First day or month; without both, the reason is admitted and its days are given later"),
    Field("to", DATE, "止", "Last day or month"),
    *CITED,
), together=("from", "to"))

EXEMPTED = Record("given exemption", (
    *_EXEMPTED,
    Field("from", DATE, "起", "First day or month", required=True),
    Field("to", DATE, "止", "Last day or month", required=True),
))
"""Days that do not count, as a facts file or an example gives them, of a reason the agreement admits."""

RULES = (
    Field("averaging", Listing(_choice("day", "month", "year"), or_one=True), "逐级平均路径",
          "Levels averaged one after the other before the window; `[]` takes all samples at once"),
    Field("non_detect", _choice("half", "limit", "zero"), "未检出的取值",
          "What a value below the detection limit counts as"),
    Field("valid", VALID, "数据有效性要求", "What makes a month and a year valid"),
    Field("from", Listing(TEXT, or_one=True), "采用的数据来源", "Which sources of observations count"),
    Field("prevails", Listing(_choice(*SOURCES), or_one=True, least=1), "数据来源的优先次序（逐断面、逐指标、逐月）",
          "Which source counts, section by section, indicator by indicator, month by month: the first that is valid"),
    Field("joint", JOINT, "两方联合监测：允许偏差与取值", "Two parties' records of one sample: tolerance and agreed value"),
    Field("compare", _choice("rounded", "full"), "修约值比较或全数值比较",
          "Whether means are rounded before they are classed"),
)

MONITORING = Record("monitoring", (
    *RULES,
    Field("by", WORDS, "由谁监测（断面未写明时）", "Who monitors, where a section does not say"),
    Field("exempt", Listing(EXEMPT), "豁免时段", "Windows that do not count"),
    *CITED,
))

MONEY_RULES = Record("money", (
    Field("round", Leaf("amount"), "金额修约单位", "The smallest step of a payment, 0.01元 unless stated"),
    Field("mode", _choice("half-even", "half-up", "up", "down"), "修约方式", "Rounding of payments"),
    Field("remainder", Leaf("name-or-rule"), "分摊余数归属",
          "Who takes the last step of a split: largest (remainder), first, last, or a party"),
    *CITED,
))

ROUND = Record("round", (
    Field("places", Leaf("places"), "小数位数", "Decimal places"),
    Field("figures", Leaf("figures"), "有效数字位数", "Significant figures"),
    Field("step", Leaf("step"), "修约间隔（只用于计算量）",
          "A step whose multiples remain, such as 0.5万元; of a quantity only"),
    Field("mode", _choice("half-even", "half-up", "up", "down", "ceiling", "floor"), "修约方式",
          "half-even is GB/T 8170 and the default"),
), one_of=("places", "figures", "step"))

_INDICATORS = Listing(Leaf("indicator"), or_one=True, least=1)

MEASURE = Record("measure", (
    *NAMED,
    Field("mean", _INDICATORS, "平均浓度", "Mean concentration of these indicators"),
    Field("class", _INDICATORS, "水质类别（单因子）", "Water-quality class, worst factor of these indicators"),
    Field("compliance", _INDICATORS, "达标率", "Share of months whose class meets the target"),
    Field("volume", _INDICATORS, "水量", "Volume of water from the daily flow"),
    Field("load", _INDICATORS, "污染物通量", "Mass carried: concentration times flow"),
    Field("max", _INDICATORS, "最高值", "Highest sample, or highest daily or monthly mean with `averaging`"),
    Field("min", _INDICATORS, "最低值", "Lowest sample, or lowest daily or monthly mean with `averaging`"),
    Field("total", _INDICATORS, "累计量", "Sum of reported amounts: tonnes of waste, value of ecosystem services"),
    Field("limit", _INDICATORS, "标准限值", "Limit of the target class in GB 3838; needs no observations"),
    Field("at", Listing(NAME, or_one=True, least=1), "断面",
          "Section or list of sections; all sections when left out"),
    Field("over", Leaf("window"), "时段",
          "year, quarter, month, year to date, previous year, previous 3 years, 2010, 2008..2010"),
    Field("by", Listing(_choice("day", "week", "month", "quarter", "year", "indicator"), or_one=True), "分别计算的维度",
          "Give one value for each day, week (ISO 8601), month, quarter, year or indicator"),
    Field("unit", Leaf("unit"), "单位", "Unit the number is shown in"),
    Field("target", KEYED, "目标类别",
          "Target class of a compliance share or a limit: a class, or a term"),
    Field("method", _choice("daily", "monthly", "period"), "通量计算方法",
          "Load: daily C·Q summed; month's mean C times month's volume; or period mean C times period volume"),
    Field("round", Either(_choice("evaluation"), ROUND), "均值修约",
          "Rounding of the mean: `evaluation` (the standard's decimals) or places"),
    *RULES,
    *CITED,
), one_of=MEASURE_KINDS)

QUANTITY = Record("quantity", (
    *NAMED,
    Field("formula", FORMULA, "公式", "The formula", required=True),
    Field("round", ROUND, "修约（先修约后使用）", "Rounding, before the value is used"),
    Field("unit", Leaf("unit"), "单位", "Unit the number is shown in"),
    *CITED,
))

SIDE = Either(NAME, Table(Leaf("quantity"), key="name", least=1))

PAY = Record("pay", (
    Field("from", SIDE, "支付方", "Who pays: a party, a role, a pool, or shares", required=True),
    Field("to", SIDE, "接受方", "Who is paid", required=True),
    Field("amount", FORMULA, "金额", "How much", required=True),
    Field("signed", Leaf("boolean"), "负值则反向支付", "Whether a negative amount is paid the other way"),
))
PAYS = Listing(PAY, or_one=True, least=1)

CASE = Record("case", (
    Field("when", FORMULA, "条件；otherwise 表示其余情形", "Condition; `otherwise` for all that is left",
          required=True),
    Field("pay", PAYS, "支付", "Payment or payments; none when left out"),
    *NAMED,
))
CASES = Listing(CASE, least=1)

CLAUSE = Record("clause", (
    Field("id", ID, "条款编号", "Name of the clause", required=True),
    *NAMED,
    Field("text", WORDS, "协议原文或其转述", "What the agreement says, quoted or told"),
    Field("for_each", Listing(_choice("section", "indicator", "party", "year", "quarter", "month", "week", "day"),
                              or_one=True),
          "逐一适用的维度", "Repeat the clause for each of these"),
    Field("at", Listing(NAME, or_one=True, least=1), "适用的断面（逐断面适用的条款）",
          "The sections it applies at, of a clause that repeats for sections; all when left out"),
    Field("when", FORMULA, "条件", "Condition of a clause with one case"),
    Field("pay", PAYS, "支付", "Payment or payments"),
    Field("choose", CASES, "恰有一种情形成立", "Exactly one case holds"),
    Field("each", CASES, "凡成立的情形都适用", "Every case that holds"),
    Field("first", CASES, "首个成立的情形适用", "The first case that holds"),
    Field("allow", Listing(_choice("cleaner-pays-less"), or_one=True), "协议明确允许的例外",
          "What the agreement does mean though it looks wrong: that cleaner water pays the protecting side less"),
    *CITED,
), one_of=("pay", *PICKS))

EXPECT = Record("expect", (
    Field("status", _choice("settled", "cannot-settle"), "结论", "Outcome"),
    Field("net", Table(Leaf("quantity"), key="name"), "各方净额", "Net receipt of each party"),
    Field("pools", Table(Leaf("quantity"), key="name"), "资金池期末余额", "What is left in each pool"),
    Field("indices", Table(KEYED, key="name"), "指数值", "Values of quantities"),
    Field("fired", Listing(TEXT, or_one=True), "触发的条款", "Clauses that pay"),
))

EXAMPLE = Record("example", (
    Field("name", TEXT, "名称", "Name", required=True),
    Field("period", PERIOD, "结算期", "Settlement period", required=True),
    Field("given", Table(KEYED, key="name", beside=("exempt",)), "已知量", "Values of facts, measures or quantities"),
    Field("exempt", Listing(EXEMPTED), "豁免的时段", "Days that do not count, of a reason the agreement admits"),
    Field("expect", EXPECT, "应得结果", "What must come out", required=True),
    Field("source", TEXT, "出处", "Where the outcome is published (free text or an id of `sources`)"),
    Field("confidence", CONFIDENT, "可信度", "How sure the outcome is"),
    Field("assumes", WORDS, "所作假定", "What was assumed to replay it"),
    Field("note", WORDS, "说明", "A remark for the reader"),
))

ARTICLES = Record("articles", tuple(
    Field(key, WORDS, zh, en) for key, zh, en in (
        ("scope", "（一）补偿的具体范围", "1. Scope of the compensation"),
        ("targets", "（二）预期目标及其监测、评判指标", "2. Targets, how they are monitored and judged"),
        ("duties", "（三）生态保护地区的生态保护责任", "3. Duties of the protecting area"),
        ("method", "（四）补偿方式以及落实补偿的相关安排", "4. Form of compensation and its arrangements"),
        ("period", "（五）协议期限", "5. Term of the agreement"),
        ("breach", "（六）违反协议的处理", "6. What follows a breach"),
        ("other", "（七）其他事项", "7. Other matters"),
    )
))

AGREEMENT = Record("agreement", (
    Field("ecoflow", _choice("1"), "语言版本", "Version of the language", required=True),
    Field("id", ID, "协议编号", "Id of the agreement; the file is named after it", required=True),
    Field("title", WORDS, "协议名称", "Title", required=True),
    Field("term", Record("term of the agreement", (
        Field("from", YEAR, "起始年", "First year", required=True),
        Field("to", YEAR, "终止年", "Last year", required=True),
    )), "协议期限", "First and last year", required=True),
    Field("settle", _choice("year", "quarter", "month"), "结算周期", "What one settlement covers", required=True),
    Field("status", _choice("draft", "in-force", "expired"), "状态", "Whether it is in force", required=True),
    Field("rule", WORDS, "规则（一句话）", "The rule in one sentence: who pays whom, when, how much"),
    Field("note", WORDS, "说明", "A remark for the reader"),
    Field("articles", ARTICLES, "《生态保护补偿条例》第十七条所列事项", "The seven items a written agreement states"),
    Field("parties", Table(PARTY), "当事方", "Who pays and is paid", required=True),
    Field("pools", Table(POOL), "资金池", "Funds paid into and out of"),
    Field("sections", Table(SECTION), "断面", "Monitoring sections"),
    Field("sources", Table(SOURCE, key="id"), "出处", "Where the numbers stand"),
    Field("monitoring", MONITORING, "监测数据规则",
          "How observations are averaged and judged, where a measure is silent"),
    Field("money", MONEY_RULES, "金额规则", "Rounding and remainders"),
    Field("terms", Table(TERM), "条款数值", "Every number of the agreement"),
    Field("facts", Table(FACT), "事实", "What monitoring cannot tell"),
    Field("measures", Table(MEASURE), "监测统计量", "Numbers made from observations"),
    Field("quantities", Table(QUANTITY), "计算量", "Formulas, named"),
    Field("clauses", Listing(CLAUSE), "支付条款", "Who pays whom, when", required=True),
    Field("examples", Listing(EXAMPLE), "算例", "Published results that must replay"),
))

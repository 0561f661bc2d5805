"""The accounts of codes about data and answers a settlement lacks, and of its notes."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E401": Cause(
        zh="该月没有任何有效值：没有记录，或记录都标为无效。缺测不等于零，也不能以其他月份代替，故不予结算。",
        en="The month has no valid value at all: no record, or only records flagged as not valid. Missing is not zero "
           "and other months do not stand in for it, so nothing is settled.",
        wrong="# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L, D",
        right="# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,",
    ),
    "E402": Cause(
        zh="该月有数据，但少于协议数据有效性规定（valid）的样品数或天数。以不足的数据代表全月，另一方可以不认。",
        en="The month has data, but fewer samples or days than the agreement's rule of validity asks for. The other "
           "side need not accept a month that rests on too little.",
        wrong="monitoring: {valid: {samples: 2}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,",
        right="monitoring: {valid: {samples: 2}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,\n"
              "ford, 2022-07-20, TP, 0.1, mg/L,",
    ),
    "E403": Cause(
        zh="协议规定一年至少要有多少个有效月，实际少于这一数目，年均值或年度类别不能成立。",
        en="The agreement says how many valid months a year needs, and there are fewer: neither a mean nor a class of "
           "the year can stand on them.",
        wrong="monitoring: {valid: {months: 11}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L, D\n"
              "ford, 2022-08-05, TP, 0.1, mg/L, D",
        right="monitoring: {valid: {months: 11}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L, D\n"
              "ford, 2022-08-05, TP, 0.1, mg/L,",
    ),
    "E404": Cause(
        zh="协议的条款取决于一项监测不能说明的事实，既没有给出，也没有默认值。不能当作“没有发生”。",
        en="A clause depends on a fact that monitoring cannot tell; it is not given and has no default. It cannot "
           "simply be taken not to have happened.",
        wrong="facts:\n"
              "  accident: {type: boolean}",
        right="facts:\n"
              "  accident: {type: boolean}\n"
              "# facts.yaml\n"
              "accident: false",
    ),
    "E405": Cause(
        zh="所求结算期不在协议期限之内，协议对这些年份没有约定。",
        en="The period lies outside the term of the agreement, which says nothing about those years.",
        wrong="ecoflow settle willow.yaml --period 2024 --data river",
        right="ecoflow settle willow.yaml --period 2023 --data river",
    ),
    "E406": Cause(
        zh="按年给出的值中没有结算的这一年。系统不沿用上年的值，因为没有人约定过可以沿用。",
        en="What is given by year lacks the year being settled. The value of the year before is never carried on: "
           "nobody agreed that it should be.",
        wrong="facts:\n"
              "  accident: {type: boolean}\n"
              "# facts.yaml\n"
              "accident: {2021: false}",
        right="facts:\n"
              "  accident: {type: boolean}\n"
              "# facts.yaml\n"
              "accident: {2021: false, 2022: false}",
    ),
    "E414": Cause(
        zh="监测数据中没有这个断面的任何记录，往往是数据用了另一个名称。以 known_as 写明别名即可对应。",
        en="The observations hold no record of this section, often because they call it by another name. known_as tells "
           "which names mean the same section.",
        wrong="sections:\n"
              "  weir: {zh: 堰口断面, river: 柳河, upstream: upland, downstream: valley}",
        right="sections:\n"
              "  weir: {zh: 堰口断面, river: 柳河, upstream: upland, downstream: valley, known_as: [堰口]}",
    ),
    "E416": Cause(
        zh="水量是逐日流量之和，缺一天就少一天的水。缺测的日流量不按零计；协议允许以有效天数推算全月的，须在 valid 中写"
           "明。",
        en="A volume is the sum of its days, and a day without a flow is not a day without water. Where the agreement "
           "lets a month stand on fewer days, valid has to say so.",
        wrong="clauses:\n"
              "  - {id: water, when: flow > 0, pay: {from: valley, to: upland, amount: rate}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, Q, 20, m3/s, D",
        right="measures:\n"
              "  flow: {volume: Q, at: ford, over: year, valid: {days: 90%}}\n"
              "clauses:\n"
              "  - {id: water, when: flow > 0, pay: {from: valley, to: upland, amount: rate}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, Q, 20, m3/s, D",
    ),
    "E423": Cause(
        zh="逐日、逐周取值的统计量，每一天（周）都须有有效值，否则“连续超标几天”之类的判断就不可靠。协议允许缺少若干天的，"
           "须写明天数比例。",
        en="A measure by day or week needs a valid value for every one of them: 'ten days over the limit in a row' "
           "cannot be told across a gap. Where the agreement tolerates some missing days, it states their share.",
        wrong="measures:\n"
              "  daily: {mean: Q, at: ford, over: year, by: day}\n"
              "clauses:\n"
              "  - {id: water, when: min(daily) > 0, pay: {from: valley, to: upland, amount: rate}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, Q, 20, m3/s, D",
        right="measures:\n"
              "  daily: {mean: Q, at: ford, over: year, by: day}\n"
              "clauses:\n"
              "  - {id: water, when: min(daily) > 0, pay: {from: valley, to: upland, amount: rate}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, Q, 20, m3/s,",
    ),
    "E429": Cause(
        zh="按月、季等时段给出的事实，结算期内每个时段都须有值；没有默认值时，缺少的时段不能当作“否”或零。",
        en="A fact given by month, quarter or other part of the year needs a value for every part of the period. "
           "Without a default, a missing one is neither 'no' nor zero.",
        wrong="facts:\n"
              "  flood: {type: boolean, by: quarter}\n"
              "clauses:\n"
              "  - {id: flood, when: any(flood), pay: {from: upland, to: valley, amount: rate}}\n"
              "# facts.yaml\n"
              "flood: {2022-Q1: false, 2022-Q2: true, 2022-Q3: false}",
        right="facts:\n"
              "  flood: {type: boolean, by: quarter}\n"
              "clauses:\n"
              "  - {id: flood, when: any(flood), pay: {from: upland, to: valley, amount: rate}}\n"
              "# facts.yaml\n"
              "flood: {2022-Q1: false, 2022-Q2: true, 2022-Q3: false, 2022-Q4: false}",
    ),
    "N401": Cause(
        zh="协议没有规定数据如何统计，结算采用了通行的做法。双方应当知道采用了哪一种；写入 monitoring 后即不再提示。",
        en="The agreement does not say how its data are read, and a common practice was followed. Both sides should "
           "know which one; once monitoring states it, the note is gone.",
        wrong="monitoring: {averaging: month, non_detect: half, valid: {samples: 1}, compare: rounded}",
        right="monitoring: {averaging: month, non_detect: half, valid: {samples: 1}, compare: rounded, from: [manual]}",
    ),
    "N402": Cause(
        zh="协议或事实文件所写的豁免时段落在本期，其中的数据没有参与统计。此处列出，以便双方核对日期和原因。",
        en="Days that the agreement or the facts file exempts fall into this period, and their data took no part. They "
           "are named so that both sides can check the days and the reason.",
        wrong="monitoring: {exempt: [{at: ford, from: 2022-01, to: 2022-02, reason: ice}]}",
        right="monitoring: {exempt: [{at: ford, from: 2021-01, to: 2021-02, reason: ice}]}",
    ),
    "N403": Cause(
        zh="数据的来源标为 synthetic，是为演示或测试生成的，不是监测结果。凡用到它的结算都注明，以免被当作真实结果。",
        en="The source of the data says synthetic: they were made up for demonstration or tests. Every settlement that "
           "uses them says so, lest it be taken for a real one.",
        wrong="# observations\n"
              "section, observed_at, indicator, value, unit, flag, source\n"
              "ford, 2022-07-05, TP, 0.1, mg/L, , synthetic",
        right="# observations\n"
              "section, observed_at, indicator, value, unit, flag, source\n"
              "ford, 2022-07-05, TP, 0.1, mg/L, , manual",
    ),
    "N404": Cause(
        zh="有的月份数据不足，但协议容许一年缺少几个月，结算因此成立。列出未计入的月份，以便双方核对。",
        en="Some months have too little data, and the agreement tolerates that many in a year, so it was settled "
           "without them. They are named so that both sides can check.",
        wrong="monitoring: {valid: {months: 11}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L, D",
        right="monitoring: {valid: {months: 11}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,",
    ),
    "N405": Cause(
        zh="有的日（周）没有有效值，但没有超出协议容许的天数比例，结算因此成立。列出未计入的日（周），以便双方核对。",
        en="Some days or weeks have no valid value, within the share of days the agreement tolerates, so it was settled "
           "without them. They are named so that both sides can check.",
        wrong="measures:\n"
              "  daily: {mean: Q, at: ford, over: year, by: day, valid: {days: 90%}}\n"
              "clauses:\n"
              "  - {id: water, when: min(daily) > 0, pay: {from: valley, to: upland, amount: rate}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, Q, 20, m3/s, D",
        right="measures:\n"
              "  daily: {mean: Q, at: ford, over: year, by: day, valid: {days: 90%}}\n"
              "clauses:\n"
              "  - {id: water, when: min(daily) > 0, pay: {from: valley, to: upland, amount: rate}}\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, Q, 20, m3/s,",
    ),
})

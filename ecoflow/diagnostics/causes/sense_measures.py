"""The accounts of codes about measures: sections, indicators, windows, targets, units."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E253": Cause(
        zh="统计量、条款、豁免或来水断面中写了没有声明的断面。名称相差一字就是另一个断面，系统不作猜测。",
        en="A measure, clause, exemption or inflow names a section that is not declared. One letter makes another "
           "section, and nothing is guessed.",
        wrong="measures:\n"
              "  grade: {class: [CODMn, TP], at: [ford, wier], over: year}",
        right="measures:\n"
              "  grade: {class: [CODMn, TP], at: [ford, weir], over: year}",
    ),
    "E254": Cause(
        zh="指标须用标准清单中的名称、英文名或 HJ 525 代码，否则无法与监测数据对应，也没有限值和单位。",
        en="Indicators are those of the list, by id, Chinese or English name, or HJ 525 code. Any other name matches no "
           "observation and has neither limit nor unit.",
        wrong="measures:\n"
              "  ammonia: {mean: NH3M, at: ford, over: year}",
        right="measures:\n"
              "  ammonia: {mean: NH3N, at: ford, over: year}",
    ),
    "E255": Cause(
        zh="GB 3838-2002 对该指标在此类水体没有分类限值，例如总氮在河流中不参与类别评价。若计入，类别就没有依据。",
        en="GB 3838-2002 sets no class limits for this indicator in this kind of water: total nitrogen, for example, "
           "takes no part in the class of a river. A class that counted it would rest on nothing.",
        wrong="measures:\n"
              "  grade: {class: [CODMn, TN], at: [ford, weir], over: year}",
        right="measures:\n"
              "  grade: {class: [CODMn, TP], at: [ford, weir], over: year}",
    ),
    "E262": Cause(
        zh="每种统计量只用自己的选项，多余的选项不起作用，却会让读者以为结果受其影响。",
        en="Each kind of measure has its own options. One that belongs to another kind would do nothing, while a reader "
           "takes it to matter.",
        wrong="measures:\n"
              "  C: {mean: weight.indicators, at: ford, over: year, unit: mg/L, method: daily}",
        right="measures:\n"
              "  C: {mean: weight.indicators, at: ford, over: year, unit: mg/L}",
    ),
    "E263": Cause(
        zh="达标率和标准限值都是相对于目标类别而言的。不写目标，就没有可比的标准。",
        en="A share of months that comply, and a limit, are those of a target class. Without the target there is "
           "nothing to compare with.",
        wrong="measures:\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: year}",
        right="measures:\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: year, target: goal}",
    ),
    "E264": Cause(
        zh="所写单位与统计量的性质不符：浓度均值不能以吨表示，水量不能以毫克每升表示。数值会因此失去意义。",
        en="The unit does not belong to what is measured: a mean concentration is not a number of tonnes, nor a volume "
           "one of mg/L. The number would mean nothing.",
        wrong="measures:\n"
              "  C: {mean: weight.indicators, at: ford, over: year, unit: t}",
        right="measures:\n"
              "  C: {mean: weight.indicators, at: ford, over: year, unit: mg/L}",
    ),
    "E265": Cause(
        zh="统计量没有写明断面时，适用于全部断面；而协议没有声明任何断面，监测无从谈起。",
        en="A measure that names no section is made at all of them, and this agreement declares none: there is nowhere "
           "to measure.",
        wrong="sections: {}\n"
              "measures: {flow: {volume: Q, over: year}}\n"
              "quantities: {P: {formula: k0 * sum(weight)}}\n"
              "clauses: [{id: wager, when: P <= 1 and sum(flow) > 0, pay: {from: valley, to: upland, amount: rate}}]",
        right="sections: {ford: {zh: 渡口, river: 柳河, upstream: upland, downstream: valley}}\n"
              "measures: {flow: {volume: Q, over: year}}\n"
              "quantities: {P: {formula: k0 * sum(weight)}}\n"
              "clauses: [{id: wager, when: P <= 1 and sum(flow) > 0, pay: {from: valley, to: upland, amount: rate}}]",
    ),
    "E266": Cause(
        zh="“名称.indicators”取一张按指标给值的表中的指标。所写的条款数值没有按指标的键，就不知道要监测哪些指标。",
        en="'name.indicators' takes the indicators a term is keyed by. This term is not keyed by indicators, so nothing "
           "says which ones to measure.",
        wrong="measures:\n"
              "  C0: {mean: k0.indicators, at: ford, over: year}",
        right="measures:\n"
              "  C0: {mean: weight.indicators, at: ford, over: year}",
    ),
    "E267": Cause(
        zh="水量由流量乘以时间得出，只能用流量指标 Q；用浓度指标算不出水量。",
        en="A volume of water is flow times time, so it is made from the flow indicator Q; no concentration gives one.",
        wrong="measures:\n"
              "  flow: {volume: TP, at: ford, over: year}",
        right="measures:\n"
              "  flow: {volume: Q, at: ford, over: year}",
    ),
    "E268": Cause(
        zh="by 把时段划分为更短的部分；所写的部分不短于时段本身，一个月里分不出季度。",
        en="by cuts the window into shorter parts. These are not shorter than the window: there are no quarters in a "
           "month.",
        wrong="settle: month\n"
              "measures:\n"
              "  C: {mean: weight.indicators, at: ford, over: month, unit: mg/L}\n"
              "  grade: {class: [CODMn, TP], at: [ford, weir], over: month}\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: month, target: goal}\n"
              "  flow: {volume: Q, at: ford, over: month, by: quarter}\n"
              "examples: [{name: May, period: 2022-05, given: {P: 0.8}, expect: {fired: [wager]}}]",
        right="settle: month\n"
              "measures:\n"
              "  C: {mean: weight.indicators, at: ford, over: month, unit: mg/L}\n"
              "  grade: {class: [CODMn, TP], at: [ford, weir], over: month}\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: month, target: goal}\n"
              "  flow: {volume: Q, at: ford, over: month, by: week}\n"
              "examples: [{name: May, period: 2022-05, given: {P: 0.8}, expect: {fired: [wager]}}]",
    ),
    "E277": Cause(
        zh="round: evaluation 按标准规定的评价小数位修约，而标准没有规定该指标的小数位（如流量）。位数不同，结果就可能不"
           "同，须由协议写明。",
        en="'round: evaluation' rounds to the decimals the standard sets for evaluation, and it sets none for this "
           "indicator (flow, for example). Since the decimals can change the outcome, the agreement has to state them.",
        wrong="measures:\n"
              "  gauge: {mean: Q, at: ford, over: year, round: evaluation}",
        right="measures:\n"
              "  gauge: {mean: Q, at: ford, over: year, round: {places: 2}}",
    ),
    "E278": Cause(
        zh="统计时段比结算周期长：按月结算而统计全年，等于每月把全年的结果付一次。",
        en="The window is longer than what is settled: an agreement that settles by month and looks at the whole year "
           "would pay the year's result every month.",
        wrong="settle: month\n"
              "measures:\n"
              "  C: {mean: weight.indicators, at: ford, over: year, unit: mg/L}\n"
              "  grade: {class: [CODMn, TP], at: [ford, weir], over: period}\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: period, target: goal}\n"
              "  flow: {volume: Q, at: ford, over: period}\n"
              "examples: [{name: May, period: 2022-05, given: {P: 0.8}, expect: {fired: [wager]}}]",
        right="settle: month\n"
              "measures:\n"
              "  C: {mean: weight.indicators, at: ford, over: year to date, unit: mg/L}\n"
              "  grade: {class: [CODMn, TP], at: [ford, weir], over: period}\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: period, target: goal}\n"
              "  flow: {volume: Q, at: ford, over: period}\n"
              "examples: [{name: May, period: 2022-05, given: {P: 0.8}, expect: {fired: [wager]}}]",
    ),
    "E279": Cause(
        zh="统计时段比结算周期短：按年结算而只写“月”，没有说明是十二个月中的哪一个。",
        en="The window is shorter than what is settled: in an agreement that settles by year, 'month' does not say "
           "which of the twelve.",
        wrong="measures:\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: month, target: goal}",
        right="measures:\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: year, by: month, target: goal}",
    ),
    "E280": Cause(
        zh="达标率、通量和合计以整月为单位计算，一周或一天里没有“达标的月份”，也没有规则说明某天的报数是否完整。",
        en="A share of months, a load and a total are made from whole months: a week has no months that comply, and no "
           "rule says that one day's report is complete.",
        wrong="measures:\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: year, by: week, target: goal}",
        right="measures:\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: year, by: month, target: goal}",
    ),
    "E281": Cause(
        zh="每周（日、月）的最高值或最低值，不能取自比它更长的均值：一周里没有月均值可供比较。",
        en="The highest or lowest value within a week cannot be one of monthly means: there is no month inside a week "
           "to choose from.",
        wrong="measures:\n"
              "  peak: {max: TP, at: ford, over: year, by: week, averaging: month}",
        right="measures:\n"
              "  peak: {max: TP, at: ford, over: year, by: week, averaging: day}",
    ),
    "E282": Cause(
        zh="GB 3838-2002 规定了Ⅰ至Ⅴ类的限值，劣Ⅴ类是超过Ⅴ类限值的水，自身没有限值可取。",
        en="GB 3838-2002 sets limits for classes I to V. Worse than V is whatever exceeds the limit of V and has no "
           "limit of its own.",
        wrong="measures:\n"
              "  allow: {limit: TP, at: ford, target: 劣V}",
        right="measures:\n"
              "  allow: {limit: TP, at: ford, target: V}",
    ),
    "E283": Cause(
        zh="pH 的限值是 6 至 9 的区间，高低都可能超标，不能当作一个数去算超标倍数。",
        en="The limit of pH is a band from 6 to 9: a value may lie outside on either side, and there is no single "
           "number to exceed.",
        wrong="measures:\n"
              "  allow: {limit: [CODMn, pH], at: ford, target: III}",
        right="measures:\n"
              "  allow: {limit: [CODMn, TP], at: ford, target: III}",
    ),
    "E284": Cause(
        zh="断面的水质类别由各指标中最差者决定，目标是断面在某年的类别，不能逐指标、逐当事方另定。",
        en="The class of a section is that of its worst indicator, so a target is the class of a section in a year; it "
           "cannot differ from one indicator or party to the next.",
        wrong="measures:\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: year, target: {CODMn: II, TP: III}}",
        right="measures:\n"
              "  fit: {compliance: [CODMn, TP], at: ford, over: year, target: {2021..2022: III, 2023: II}}",
    ),
    "E285": Cause(
        zh="total 把各次报数相加，只适用于重量、金额等数量。浓度相加没有意义：两个 0.1 mg/L 的样品不等于 0.2 mg/L。",
        en="total adds up what was reported, which suits amounts such as tonnes or yuan. Concentrations do not add up: "
           "two samples of 0.1 mg/L are not 0.2 mg/L.",
        wrong="measures:\n"
              "  mass: {total: TP, at: ford, over: year}",
        right="measures:\n"
              "  mass: {load: TP, at: ford, over: year, unit: t}",
    ),
})

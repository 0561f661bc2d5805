"""The accounts of codes about the term, examples, facts, exemptions, rounding and loose numbers."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E270": Cause(
        zh="协议期限的起始年晚于终止年，期限内没有任何一年可以结算，多半是两个年份写反了。",
        en="The first year of the agreement lies after the last: there would be no year to settle. The two are most "
           "likely swapped.",
        wrong="term: {from: 2023, to: 2021}",
        right="term: {from: 2021, to: 2023}",
    ),
    "E271": Cause(
        zh="算例的结算期须是本协议真正会结算的一期：在协议期限内，且与结算周期一致。否则重算所得与已公布的结果无从比较。",
        en="An example replays a period this agreement settles: inside its term, and as long as its cycle. Any other "
           "period has no result to compare with the published one.",
        wrong="examples:\n"
              "  - name: dry year\n"
              "    period: 2024\n"
              "    given: {P: 0.8}\n"
              "    expect: {net: {upland: 200万元, valley: -200万元}}",
        right="examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {P: 0.8}\n"
              "    expect: {net: {upland: 200万元, valley: -200万元}}",
    ),
    "E272": Cause(
        zh="算例只能给定事实、统计量和计算量。写错名称，给定的数就不会被用到，算例也就没有检验到它要检验的内容。",
        en="An example gives facts, measures and quantities. Under a name that is none of them the number would not be "
           "used, and the example would not test what it means to.",
        wrong="examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {index: 0.8}\n"
              "    expect: {fired: [wager]}",
        right="examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {P: 0.8}\n"
              "    expect: {fired: [wager]}",
    ),
    "E273": Cause(
        zh="期望结果中的当事方、资金池、计算量或条款不存在，无从与重算结果比较，算例会看似通过。",
        en="What is expected names a party, pool, quantity or clause that does not exist. There would be nothing to "
           "compare, and the example would seem to pass.",
        wrong="examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {P: 0.8}\n"
              "    expect: {net: {upland: 200万元, valey: -200万元}}",
        right="examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {P: 0.8}\n"
              "    expect: {net: {upland: 200万元, valley: -200万元}}",
    ),
    "E274": Cause(
        zh="给出的值与名称所需的种类不同，如“是或否”的事实给了数，金额没有写单位。系统不把 0 当作“否”，也不猜单位。",
        en="The value is of another kind than the name needs: a number for a yes-or-no fact, an amount without its "
           "unit. Nothing is guessed: 0 is not taken for 'no', nor a bare 200 for yuan.",
        wrong="facts:\n"
              "  accident: {type: boolean, default: 0}",
        right="facts:\n"
              "  accident: {type: boolean, default: false}",
    ),
    "E275": Cause(
        zh="按指标、断面、时段取值的量，给定时每一项都须有值。缺一项，就只能当作零或略去，而缺失不等于零。",
        en="What has a value for each indicator, section or part of the year must be given for all of them. One left "
           "out could only be taken for zero, and missing is never zero.",
        wrong="examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {C: {CODMn: 5 mg/L}}\n"
              "    expect: {fired: [wager]}",
        right="examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {C: {CODMn: 5 mg/L, TP: 0.1 mg/L}}\n"
              "    expect: {fired: [wager]}",
    ),
    "E276": Cause(
        zh="豁免时段的止日早于起日，其中没有任何一天，多半是两个日期写反了。",
        en="The exemption ends before it begins, so there is not a single day in it. The two dates are most likely "
           "swapped.",
        wrong="monitoring: {exempt: [{at: ford, from: 2021-12, to: 2021-07, reason: works}]}",
        right="monitoring: {exempt: [{at: ford, from: 2021-07, to: 2021-12, reason: works}]}",
    ),
    "E294": Cause(
        zh="事实文件用 exempt 给出豁免时段，不能再作事实的名称，否则分不清给出的是时段还是事实。",
        en="In a facts file, exempt gives the days that do not count. A fact of the same name could not be told from "
           "them.",
        wrong="facts:\n"
              "  exempt: {type: boolean, default: false}\n"
              "clauses:\n"
              "  - {id: levy, when: not exempt, pay: {from: upland, to: fund, amount: rate}}",
        right="facts:\n"
              "  spared: {type: boolean, default: false}\n"
              "clauses:\n"
              "  - {id: levy, when: not spared, pay: {from: upland, to: fund, amount: rate}}",
    ),
    "E295": Cause(
        zh="豁免会改变结果，只有协议在 monitoring 中认可的原因、断面和指标才可事后给出时段。算例给出的豁免超出了这一范围。",
        en="An exemption changes the outcome, so days may be given later only for the reasons, sections and indicators "
           "the agreement admits under monitoring. This example gives days for something else.",
        wrong="monitoring: {exempt: [{reason: ice}]}\n"
              "examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {P: 0.8}\n"
              "    exempt: [{at: ford, from: 2022-01, to: 2022-01, reason: works}]\n"
              "    expect: {fired: [wager]}",
        right="monitoring: {exempt: [{reason: ice}]}\n"
              "examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {P: 0.8}\n"
              "    exempt: [{at: ford, from: 2022-01, to: 2022-01, reason: ice}]\n"
              "    expect: {fired: [wager]}",
    ),
    "E296": Cause(
        zh="by 说明按月份给出的数值逐月、逐周还是逐日取用。全年只有一个值的条款数值不分月份，by 对它不起作用。",
        en="by says whether a value given by months is read for each month, week or day. A term whose value does not "
           "differ by months has nothing for it to do.",
        wrong="terms:\n"
              "  k0: {value: 0.9, by: month, source: paper, confidence: published}",
        right="terms:\n"
              "  k0: {value: 0.9, source: paper, confidence: published}",
    ),
    "E297": Cause(
        zh="修约间隔须与公式结果同类：金额修约到若干元，比例修约到百分之几。写成不带单位的 5，说不清是 5 元还是 5 万元；"
           "类别不能修约。",
        en="A step is one of what the formula yields: yuan for an amount, percent for a share. A bare 5 does not say "
           "whether 5元 or 5万元 is meant, and a class has no multiples at all.",
        wrong="quantities:\n"
              "  due: {formula: k0 * rate, round: {step: 5}}",
        right="quantities:\n"
              "  due: {formula: k0 * rate, round: {step: 5万元}}",
    ),
    "W301": Cause(
        zh="协议中的每个数都应有出处和可信度。写在公式里的数没有地方写明这些，审阅者看不出它从何而来，测算时也无法调整。",
        en="Every number of an agreement has a source and a confidence. A number inside a formula has no place for "
           "them: a reviewer cannot see where it comes from, nor a negotiator vary it.",
        wrong="quantities:\n"
              "  due: {formula: 0.5 * rate}",
        right="terms:\n"
              "  half: {value: 0.5, source: paper, confidence: published}\n"
              "quantities:\n"
              "  due: {formula: half * rate}",
    ),
    "W302": Cause(
        zh="条款数值或事实声明了却没有用到，往往是别处写错了名称，或漏写了条款；读者会以为它影响结果。",
        en="A term or fact that nothing uses is often a name misspelt elsewhere, or a clause that was forgotten. A "
           "reader takes it to matter.",
        wrong="terms:\n"
              "  bonus: {value: 50万元, source: paper, confidence: published}",
        right="terms:\n"
              "  bonus: {value: 50万元, source: paper, confidence: published}\n"
              "clauses:\n"
              "  - {id: prize, when: P <= 1, pay: {from: valley, to: upland, amount: bonus}}",
    ),
})

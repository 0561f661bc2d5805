"""The accounts of codes about clauses, amounts, pools, facts files and official settlements."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E407": Cause(
        zh="choose 的各种情形在任何情况下都须恰有一种成立。本期没有一种成立（条件有空缺），或不止一种成立（条件重叠），"
           "付款方向无从确定。",
        en="Of the cases of choose exactly one has to hold, whatever happens. In this period none does (a gap) or more "
           "than one (an overlap), so it cannot be said who pays.",
        wrong="clauses:\n"
              "  - id: wager\n"
              "    choose:\n"
              "      - {when: P <= 1 and not accident, pay: {from: valley, to: upland, amount: rate}}\n"
              "      - {when: P > 1, pay: {from: upland, to: valley, amount: rate}}\n"
              "# facts.yaml\n"
              "accident: true",
        right="clauses:\n"
              "  - id: wager\n"
              "    choose:\n"
              "      - {when: P <= 1 and not accident, pay: {from: valley, to: upland, amount: rate}}\n"
              "      - {when: otherwise, pay: {from: upland, to: valley, amount: rate}}\n"
              "# facts.yaml\n"
              "accident: true",
    ),
    "E408": Cause(
        zh="资金池须收支相抵，期末归零。有余额，说明有钱没有分配；不足，说明分配超过缴入。协议确有结转约定的，须写明。",
        en="A pool has to be paid out again and end at zero. Something left over has not been allocated; less than zero "
           "means that more was allocated than paid in. If the agreement carries it over, it has to say so.",
        wrong="pools:\n"
              "  fund: {zh: 补偿资金, closes: zero}\n"
              "clauses:\n"
              "  - {id: levy, pay: {from: upland, to: fund, amount: rate}}",
        right="pools:\n"
              "  fund: {zh: 补偿资金, closes: zero}\n"
              "clauses:\n"
              "  - {id: levy, pay: {from: upland, to: fund, amount: rate}}\n"
              "  - {id: spend, pay: {from: fund, to: valley, amount: fund}}",
    ),
    "E409": Cause(
        zh="公式除以零，或所依据的月份全部豁免，没有值可用。没有值不等于零，不能据以付款或不付款。",
        en="The formula divides by zero, or every month it rests on is exempt: there is no value. No value is not zero, "
           "and neither a payment nor the lack of one can rest on it.",
        wrong="monitoring: {exempt: [{at: ford, from: 2022-01, to: 2022-12, reason: works}]}",
        right="monitoring: {exempt: [{at: ford, from: 2022-01, to: 2022-02, reason: works}]}",
    ),
    "E410": Cause(
        zh="金额算得为负。是应反向支付，还是公式或界限有误，须由协议说明：写 signed: true 才反向支付。",
        en="The amount comes out negative. Whether it is then paid the other way, or the formula is wrong, the "
           "agreement has to say: only signed: true turns it round.",
        wrong="clauses:\n"
              "  - {id: trade, pay: {from: upland, to: valley, amount: rate * (P - 1)}}",
        right="clauses:\n"
              "  - {id: trade, pay: {from: upland, to: valley, amount: rate * (P - 1), signed: true}}",
    ),
    "E411": Cause(
        zh="结果所依据的数值中，有的不是从正式文本中读到的（可信度低于 published）。正式结算不能以转述或回忆的数为准。",
        en="Some numbers the outcome rests on were not read in an official text: their confidence is below published. "
           "An official settlement cannot rest on what was recalled or assumed.",
        wrong="status: in-force\n"
              "terms:\n"
              "  k0: {value: 0.9, source: paper, confidence: recalled}\n"
              "# ecoflow settle willow.yaml --period 2022 --data river --official",
        right="status: in-force\n"
              "terms:\n"
              "  k0: {value: 0.9, source: paper, confidence: published}\n"
              "# ecoflow settle willow.yaml --period 2022 --data river --official",
    ),
    "E412": Cause(
        zh="按当事方的量作分摊依据时，不能有负数，也不能全部为零，否则算不出各方份额。",
        en="A quantity over parties that serves as shares can be neither negative for one of them nor zero for all: no "
           "party's share follows from it.",
        wrong="facts:\n"
              "  effort: {type: number, by: party}\n"
              "clauses:\n"
              "  - {id: prize, pay: {from: fund, to: effort, amount: rate}}\n"
              "  - {id: levy, pay: {from: upland, to: fund, amount: rate}}\n"
              "# facts.yaml\n"
              "effort: {upland: 0, valley: 0}",
        right="facts:\n"
              "  effort: {type: number, by: party}\n"
              "clauses:\n"
              "  - {id: prize, pay: {from: fund, to: effort, amount: rate}}\n"
              "  - {id: levy, pay: {from: upland, to: fund, amount: rate}}\n"
              "# facts.yaml\n"
              "effort: {upland: 1, valley: 3}",
    ),
    "E413": Cause(
        zh="协议写明按年（季、月）结算，所求的结算期不是这样的一期。年度条款的金额不能按季度支付。",
        en="The agreement settles by year, quarter or month, and the period asked for is not one. What is agreed for a "
           "year is not paid for a quarter.",
        wrong="ecoflow settle willow.yaml --period 2022-Q1 --data river",
        right="ecoflow settle willow.yaml --period 2022 --data river",
    ),
    "E417": Cause(
        zh="--official 用于出具正式结算，而数据标为合成数据。合成数据不反映真实水质，不能据以付款。",
        en="--official makes a settlement of record, and the data say that they were made up. No one can be made to pay "
           "on numbers that say nothing of the river.",
        wrong="status: in-force\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag, source\n"
              "ford, 2022-07-05, TP, 0.1, mg/L, , synthetic\n"
              "# ecoflow settle willow.yaml --period 2022 --data river --official",
        right="status: in-force\n"
              "# observations\n"
              "section, observed_at, indicator, value, unit, flag, source\n"
              "ford, 2022-07-05, TP, 0.1, mg/L, , manual\n"
              "# ecoflow settle willow.yaml --period 2022 --data river --official",
    ),
    "E418": Cause(
        zh="草案没有约束力，只能试算。正式结算须依据已经生效或到期的协议。",
        en="A draft binds nobody and can only be tried out. An official settlement needs an agreement that is, or has "
           "been, in force.",
        wrong="status: draft\n"
              "# ecoflow settle willow.yaml --period 2022 --data river --official",
        right="status: in-force\n"
              "# ecoflow settle willow.yaml --period 2022 --data river --official",
    ),
    "E419": Cause(
        zh="连续结算几年时，结转的资金池以上一年的余额开始。上一年不能结算，余额就不明，后一年也无从结算，除非另行给出期"
           "初余额。",
        en="Settled year after year, a pool that carries over opens with what the year before left. If that year could "
           "not be settled nobody knows what it left, and the next one needs its opening given.",
        wrong="pools:\n"
              "  fund: {zh: 补偿资金, closes: carry, opening: brought}\n"
              "facts:\n"
              "  brought: {type: number, unit: 万元}\n"
              "# ecoflow settle willow.yaml --period 2021..2022 --data river",
        right="pools:\n"
              "  fund: {zh: 补偿资金, closes: carry, opening: brought}\n"
              "facts:\n"
              "  brought: {type: number, unit: 万元}\n"
              "# facts.yaml\n"
              "brought: 20万元\n"
              "# ecoflow settle willow.yaml --period 2021..2022 --data river --facts facts.yaml",
    ),
    "E420": Cause(
        zh="事实文件的写法与协议所声明的不符：种类、单位或维度不同，或同一名称给出两次。按字面读不懂的，不作猜测。",
        en="The facts file does not fit what the agreement declares: another kind, unit or dimension, or a name given "
           "twice. What cannot be read as it stands is not guessed.",
        wrong="# facts.yaml\n"
              "accident: yes",
        right="# facts.yaml\n"
              "accident: true",
    ),
    "E421": Cause(
        zh="重算算例只用算例给出的值。某条款需要的量既未给定，也没有监测数据，这条款是否付款就不能确定。",
        en="An example is replayed on what it gives. A clause needs something that is neither given nor measured, so "
           "nobody can say whether it pays.",
        wrong="examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {P: 0.8}\n"
              "    expect: {fired: [wager]}\n"
              "# ecoflow test willow.yaml",
        right="examples:\n"
              "  - name: dry year\n"
              "    period: 2022\n"
              "    given: {P: 0.8, grade: III}\n"
              "    expect: {fired: [wager]}\n"
              "# ecoflow test willow.yaml",
    ),
    "E422": Cause(
        zh="事实文件中写了协议没有声明的名称。若置之不理，写错名称的事实就会悄悄失效，按默认值结算。",
        en="The facts file has a name that the agreement does not declare. Passed over in silence, a misspelt fact "
           "would be lost and its default settled on.",
        wrong="# facts.yaml\n"
              "acident: true",
        right="# facts.yaml\n"
              "accident: true",
    ),
    "E425": Cause(
        zh="连续结算时，上一年结转的余额与事实文件给出的期初余额不一致。两者只有一个是对的，系统不作取舍。",
        en="What the year before carries on and the opening given in the facts file for this year differ. Only one of "
           "them can be right, and the choice is not made for you.",
        wrong="pools:\n"
              "  fund: {zh: 补偿资金, closes: carry, opening: brought}\n"
              "facts:\n"
              "  brought: {type: number, unit: 万元}\n"
              "# facts.yaml\n"
              "brought: {2021: 20万元, 2022: 50万元}\n"
              "# ecoflow settle willow.yaml --period 2021..2022 --data river --facts facts.yaml",
        right="pools:\n"
              "  fund: {zh: 补偿资金, closes: carry, opening: brought}\n"
              "facts:\n"
              "  brought: {type: number, unit: 万元}\n"
              "# facts.yaml\n"
              "brought: {2021: 20万元, 2022: 20万元}\n"
              "# ecoflow settle willow.yaml --period 2021..2022 --data river --facts facts.yaml",
    ),
    "E426": Cause(
        zh="结转的资金池期末为负，等于把债务转入下一年。资金池只能支出已有的钱；不足部分由谁补足，协议须写明。",
        en="A pool that carries over ends below zero and would hand a debt to the next year. It can pay only what it "
           "holds; who makes up the rest, the agreement has to say.",
        wrong="clauses:\n"
              "  - {id: spend, pay: {from: fund, to: upland, amount: rate}}",
        right="clauses:\n"
              '  - {id: spend, pay: {from: fund, to: upland, amount: "min(rate, fund)"}}',
    ),
    "E427": Cause(
        zh="期初余额须是实际存在的钱：不小于零，且精确到分。",
        en="What a pool opens with is money that is there: not below zero, and a whole number of fen.",
        wrong="pools:\n"
              "  fund: {zh: 补偿资金, closes: carry, opening: brought}\n"
              "facts:\n"
              "  brought: {type: number, unit: 元}\n"
              "# facts.yaml\n"
              "brought: 0.005元",
        right="pools:\n"
              "  fund: {zh: 补偿资金, closes: carry, opening: brought}\n"
              "facts:\n"
              "  brought: {type: number, unit: 元}\n"
              "# facts.yaml\n"
              "brought: 0.01元",
    ),
    "E428": Cause(
        zh="事后给出的豁免时段，其原因、断面或指标不在协议认可之列。豁免会改变结果，不能由一方自行添加。",
        en="Days are given as exempt for a reason, section or indicator the agreement does not admit. An exemption "
           "changes the outcome, and no side can add one by itself.",
        wrong="monitoring: {exempt: [{reason: ice}]}\n"
              "# facts.yaml\n"
              "exempt: [{at: ford, from: 2022-01, to: 2022-01, reason: works}]",
        right="monitoring: {exempt: [{reason: ice}]}\n"
              "# facts.yaml\n"
              "exempt: [{at: ford, from: 2022-01, to: 2022-01, reason: ice}]",
    ),
    "E430": Cause(
        zh="所给的数超出协议为这项事实写明的范围；未写 least 的，不得小于 0。多半是符号、单位或小数点有误。负数确有含义的，"
           "协议须写明 least。",
        en="The number given lies outside the bounds the agreement states for this fact; without 'least' it is not below 0. "
           "Most often a sign, a unit or a decimal point is wrong. If a negative number does mean something, the agreement "
           "has to state 'least'.",
        wrong="facts:\n"
              "  due: {type: number, unit: 万元}\n"
              "clauses:\n"
              "  - {id: balance, pay: {from: valley, to: upland, amount: due, signed: true}}\n"
              "# facts.yaml\n"
              "due: -20万元",
        right="facts:\n"
              "  due: {type: number, unit: 万元, least: -50万元}\n"
              "clauses:\n"
              "  - {id: balance, pay: {from: valley, to: upland, amount: due, signed: true}}\n"
              "# facts.yaml\n"
              "due: -20万元",
    ),
})

"""The accounts of codes about clauses, payments and pools."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E250": Cause(
        zh="付款方、收款方只能是已声明的当事方、资金池、断面的角色（如 upstream），或按当事方取值的量。名称写错，就说不"
           "清钱由谁付、付给谁，故不予结算。",
        en="A payment goes from and to a declared party, a pool, a role of the section in hand, or a quantity over "
           "parties. With any other name nobody could tell who pays or who is paid.",
        wrong="clauses:\n"
              "  - {id: dirty, for_each: [section], when: grade worse than goal,\n"
              "     pay: {from: upstream, to: fond, amount: rate}}",
        right="clauses:\n"
              "  - {id: dirty, for_each: [section], when: grade worse than goal,\n"
              "     pay: {from: upstream, to: fund, amount: rate}}",
    ),
    "E251": Cause(
        zh="“上游方”“责任方”等角色因断面而异。条款没有逐断面适用（且断面不止一个），或所及断面没有写明该角色，就不知道是"
           "哪一方。",
        en="Upstream, responsible and the other roles differ from section to section. Unless the clause repeats for "
           "sections (or there is only one), and each of them names the role, nobody knows which party is meant.",
        wrong="clauses:\n"
              "  - {id: dirty, when: any(grade worse than goal), pay: {from: upstream, to: fund, amount: rate}}",
        right="clauses:\n"
              "  - {id: dirty, for_each: [section], when: grade worse than goal,\n"
              "     pay: {from: upstream, to: fund, amount: rate}}",
    ),
    "E252": Cause(
        zh="付款明细、算例和报告都以条款编号指明依据。两条条款同号，就分不清某笔款项出自哪一条。",
        en="Every payment, example and report names the clause it rests on by its id. With two clauses of one id, "
           "nobody could say which of them a payment came from.",
        wrong="clauses:\n"
              "  - {id: levy, pay: {from: upland, to: fund, amount: rate}}\n"
              "  - {id: levy, pay: {from: valley, to: fund, amount: rate}}",
        right="clauses:\n"
              "  - {id: levy-upland, pay: {from: upland, to: fund, amount: rate}}\n"
              "  - {id: levy-valley, pay: {from: valley, to: fund, amount: rate}}",
    ),
    "E256": Cause(
        zh="for_each 逐项适用条款，但条款的条件和金额中没有按该维度取值的量，无从逐项。例如年均类别没有各月的值，不能逐"
           "月判定。",
        en="for_each repeats a clause for every member of a dimension, and nothing in its conditions or amounts has a "
           "value for each of them. A class of the whole year, for example, cannot be judged month by month.",
        wrong="clauses:\n"
              "  - id: dirty\n"
              "    for_each: [section, month]\n"
              "    when: grade worse than goal\n"
              "    pay: {from: upstream, to: fund, amount: rate}",
        right="measures:\n"
              "  grade: {class: [CODMn, TP], at: [ford, weir], over: year, by: month}\n"
              "clauses:\n"
              "  - id: dirty\n"
              "    for_each: [section, month]\n"
              "    when: grade worse than goal\n"
              "    pay: {from: upstream, to: fund, amount: rate}",
    ),
    "E257": Cause(
        zh="otherwise 指“以上情形都不成立”，其后的情形永远轮不到。为免误读，它只能写在最后。",
        en="otherwise means: none of the cases above. A case written after it could never be reached, or would be read "
           "as if it came first.",
        wrong="clauses:\n"
              "  - id: wager\n"
              "    choose:\n"
              "      - {when: otherwise, pay: {from: upland, to: valley, amount: rate}}\n"
              "      - {when: P <= 1 and not accident, pay: {from: valley, to: upland, amount: rate}}",
        right="clauses:\n"
              "  - id: wager\n"
              "    choose:\n"
              "      - {when: P <= 1 and not accident, pay: {from: valley, to: upland, amount: rate}}\n"
              "      - {when: otherwise, pay: {from: upland, to: valley, amount: rate}}",
    ),
    "E258": Cause(
        zh="each 的各种情形分别判定，成立几种就付几笔，彼此没有“其余”可言；只有一种情形的条款也是如此。故须写明条件。",
        en="The cases of each are judged one by one and all that hold are paid, so there is no 'rest' for otherwise to "
           "stand for. The same goes for a clause with a single case.",
        wrong="clauses:\n"
              "  - id: dirty\n"
              "    for_each: [section]\n"
              "    each:\n"
              "      - {when: grade worse than goal, pay: {from: upstream, to: fund, amount: rate}}\n"
              "      - {when: otherwise, pay: {from: downstream, to: fund, amount: rate}}",
        right="clauses:\n"
              "  - id: dirty\n"
              "    for_each: [section]\n"
              "    each:\n"
              "      - {when: grade worse than goal, pay: {from: upstream, to: fund, amount: rate}}\n"
              "      - {when: grade at or better than goal, pay: {from: downstream, to: fund, amount: rate}}",
    ),
    "E259": Cause(
        zh="断面的角色、分摊比例和尾差归属只能指向 parties 中已声明的当事方。",
        en="The roles of a section, the shares of a payment and the party that takes the last step of a split have to "
           "be parties declared under parties.",
        wrong="sections:\n"
              "  ford: {zh: 渡口, river: 柳河, upstream: uplnd, downstream: valley}",
        right="sections:\n"
              "  ford: {zh: 渡口, river: 柳河, upstream: upland, downstream: valley}",
    ),
    "E260": Cause(
        zh="分摊比例为零的一方不参与分摊，不应列出；为负则变成反向付款。两者都会使分摊结果与原意不符。",
        en="A party with a part of zero takes no share and should not stand there; a negative part would turn its "
           "payment round. Either way the split is not what the agreement says.",
        wrong="clauses:\n"
              "  - {id: levy, pay: {from: {upland: 3, valley: -1}, to: fund, amount: rate}}",
        right="clauses:\n"
              "  - {id: levy, pay: {from: {upland: 3, valley: 1}, to: fund, amount: rate}}",
    ),
    "E261": Cause(
        zh="自己付给自己，账面上没有任何变动，多半是其中一方写错了。",
        en="A payment to oneself moves nothing; one of the two sides is most likely not the one that was meant.",
        wrong="clauses:\n"
              "  - {id: levy, pay: {from: valley, to: valley, amount: rate}}",
        right="clauses:\n"
              "  - {id: levy, pay: {from: valley, to: upland, amount: rate}}",
    ),
    "E290": Cause(
        zh="资金池的余额随条款逐条变动，而计算量只算一次。若允许计算量使用余额，就说不清用的是哪一刻的余额。",
        en="What a pool holds changes from clause to clause, while a quantity is worked out once. A quantity made from "
           "it could not say which moment's balance it used.",
        wrong="quantities:\n"
              "  half: {formula: fund * k0}",
        right="clauses:\n"
              "  - {id: spend, pay: {from: fund, to: upland, amount: fund * k0}}",
    ),
    "E291": Cause(
        zh="资金池的期初余额须出自条款数值（协议写明）或事实（结算时给出），否则说不清这笔钱从何而来。",
        en="What is in a pool at the start has to be a term (the agreement states it) or a fact (given when settling); "
           "otherwise nobody can say where that money comes from.",
        wrong="pools:\n"
              "  fund: {zh: 补偿资金, closes: carry, opening: brought}",
        right="pools:\n"
              "  fund: {zh: 补偿资金, closes: carry, opening: brought}\n"
              "facts:\n"
              "  brought: {type: number, unit: 万元}",
    ),
    "E292": Cause(
        zh="at 从逐断面适用的条款中挑出若干断面。条款不逐断面适用，at 就不起作用，读者却会以为条款只管这些断面。",
        en="at picks some of the sections a clause repeats for. In a clause that does not repeat for sections it would "
           "do nothing, while a reader takes the clause to be limited to them.",
        wrong="clauses:\n"
              "  - id: dirty\n"
              "    at: [ford]\n"
              "    when: any(grade worse than goal)\n"
              "    pay: {from: upland, to: fund, amount: rate}",
        right="clauses:\n"
              "  - id: dirty\n"
              "    for_each: [section]\n"
              "    at: [ford]\n"
              "    when: grade worse than goal\n"
              "    pay: {from: upstream, to: fund, amount: rate}",
    ),
    "E293": Cause(
        zh="条款适用于某断面，而所用的统计量没有在该断面监测，条款在那里永远不会生效。",
        en="The clause is to apply at a section where the measure it looks at is not made: there it could never take "
           "effect, and nobody would notice.",
        wrong="sections:\n"
              "  brook: {zh: 溪口, river: 柳河, upstream: upland, downstream: valley}\n"
              "clauses:\n"
              "  - id: dirty\n"
              "    for_each: [section]\n"
              "    at: [ford, brook]\n"
              "    when: grade worse than goal\n"
              "    pay: {from: upstream, to: fund, amount: rate}",
        right="sections:\n"
              "  brook: {zh: 溪口, river: 柳河, upstream: upland, downstream: valley}\n"
              "measures:\n"
              "  grade: {class: [CODMn, TP], at: [ford, weir, brook], over: year}\n"
              "clauses:\n"
              "  - id: dirty\n"
              "    for_each: [section]\n"
              "    at: [ford, brook]\n"
              "    when: grade worse than goal\n"
              "    pay: {from: upstream, to: fund, amount: rate}",
    ),
})

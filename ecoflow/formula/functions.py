"""The listed functions: name, how many arguments, what they do, an example. The list is closed."""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct


class Function(Struct, frozen=True):
    """One function of the language; `reduces` says it runs over a named dimension of its single argument."""

    name: str
    least: int
    most: int
    reduces: bool
    zh: str
    en: str
    example: str


_LIST = (
    Function("sum", 1, 1, True, "求和", "Total over a dimension.", "sum(weight * C / C0 over indicator)"),
    Function("mean", 1, 9, True, "平均", "Arithmetic mean over a dimension, or of several values.", "mean(C over month)"),
    Function("max", 1, 9, True, "最大值", "Largest over a dimension, or of several values.", "max(0, C - limit)"),
    Function("min", 1, 9, True, "最小值", "Smallest over a dimension, or of several values.", "min(fund, cap)"),
    Function("count", 1, 1, True, "成立的个数", "How many hold.", "count(monthly worse than III over month)"),
    Function("share", 1, 1, True, "成立的比例", "The share that hold.", "share(C <= limit over indicator)"),
    Function("any", 1, 1, True, "任一成立", "Whether at least one holds.", "any(class worse than III over section)"),
    Function("all", 1, 1, True, "全部成立", "Whether every one holds.",
             "all(class at or better than II over section)"),
    Function("worst", 1, 1, True, "最差类别", "The worst class.", "worst(class over section)"),
    Function("best", 1, 1, True, "最好类别", "The best class.", "best(class over month)"),
    Function("abs", 1, 1, False, "绝对值", "Size without sign.", "abs(change)"),
    Function("floor", 1, 1, False, "向下取整", "Whole steps completed.", "floor(excess / step)"),
    Function("ceil", 1, 1, False, "向上取整", "Whole steps begun.", "ceil(excess / step)"),
    Function("clamp", 3, 3, False, "限幅", "The value kept between a floor and a cap.",
             "clamp(rate * drop, -cap, cap)"),
    Function("exceedance", 2, 2, False, "超标倍数",
             "By how many times a concentration is over its limit, (C - limit) / limit, never below 0.",
             "exceedance(C, limit)"),
    Function("classes_better", 2, 2, False, "优于目标的类别数",
             "How many classes the first is better than the second (negative when worse).",
             "classes_better(class, target)"),
    Function("if", 3, 3, False, "条件取值", "The second value where the condition holds, the third elsewhere.",
             "if(P <= 1, bonus, penalty)"),
    Function("tier", 2, 2, False, "按档取值",
             "The value of the step of a table in which a number (or of the class in which a class) falls.",
             "tier(rate, ladder)"),
    Function("brackets", 2, 2, False, "分段累进",
             "Each part of a number above 0 at the rate of the step it falls in, summed.", "brackets(excess, rates)"),
    Function("rank", 1, 1, False, "排名",
             "The place by size within a dimension, 1 the largest; equal values share the better place.",
             "rank(C over section)"),
    Function("run", 1, 1, True, "最长连续", "The longest number of consecutive months (days, quarters, years) that hold.",
             "run(C > limit over month)"),
    Function("streak", 1, 1, False, "已连续", "At each month (day, quarter, year) how many in a row have held up to it.",
             "streak(C > limit over month)"),
    Function("inflow", 2, 2, False, "来水断面",
             "The first value at the section's inflow section; the second where a section names none.", "inflow(C, C0)"),
    Function("before", 2, 2, False, "上一期",
             "The first value one month (day, quarter, year) earlier; the second for the first one.",
             "before(monthly, base)"),
)

FUNCTIONS: MappingProxyType[str, Function] = MappingProxyType({f.name: f for f in _LIST})

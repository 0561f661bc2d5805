"""What lies behind E207 to E209, the bounds of a fact."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause


def _fact(rest: str) -> str:
    """A fact, and the clause that pays it."""
    return (f"facts:\n  bonus: {{{rest}}}\n"
            "clauses:\n  - {id: extra, source: paper, pay: {from: valley, to: upland, amount: bonus}}")


def _accident(rest: str) -> str:
    return f"facts:\n  accident: {{type: boolean, default: false{rest}}}"


CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E207": Cause(
        "least 和 most 写明一个数最小、最大可以是多少。是非和类别没有大小范围；或许本想声明的是数值，类型写错了。",
        "'least' and 'most' say how small and how large a number can be. Yes or no and classes have no such bounds; perhaps "
        "a number was meant, and its type is wrong.",
        _accident(", most: 1"), _accident("")),
    "E208": Cause(
        "范围的上限低于下限，没有一个数能在其中，结算时无论给什么都会被拒绝。没有写 least 的，下限为 0：允许负数时须写明。",
        "The upper bound lies below the lower one: no number fits, and whatever is given at settlement would be refused. "
        "Where 'least' is left out it is 0; a number that may be negative needs it written.",
        _fact("type: number, unit: 万元, least: 50万元, most: 20万元"),
        _fact("type: number, unit: 万元, least: 20万元, most: 50万元")),
    "E209": Cause(
        "没有给出事实时取默认值，而这个默认值自己就在范围之外。未写 least 的，负数不在范围之内。",
        "The default holds when the fact is not given, yet it lies outside the fact's own bounds. Without 'least' no "
        "negative number is within them.",
        _fact("type: number, unit: 万元, most: 50万元, default: 80万元, source: paper, confidence: published"),
        _fact("type: number, unit: 万元, most: 50万元, default: 0万元, source: paper, confidence: published")),
})
"""The examples are blocks as they stand in an agreement file."""

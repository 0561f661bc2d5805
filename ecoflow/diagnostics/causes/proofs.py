"""What lies behind E501 to N511: what does not hold of an agreement for every input, or could not be proved."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause


def _wager(first: str, second: str, pick: str = "choose") -> str:
    """The two cases of the wager: the lower county pays, the upper county pays."""
    return (f"clauses:\n  - id: wager\n    source: paper\n    {pick}:\n"
            f"      - {{when: {first}, pay: {{from: valley, to: upland, amount: rate}}}}\n"
            f"      - {{when: {second}, pay: {{from: upland, to: valley, amount: rate}}}}")


def _term(name: str, value: str) -> str:
    return f"terms:\n  {name}: {{value: {value}, source: paper, confidence: published}}\n"


def _tiers(first: str, second: str) -> str:
    """A whole and a part of the sum by two conditions, of which the first that holds counts."""
    return ("clauses:\n  - id: wager\n    source: paper\n    first:\n"
            f"      - {{when: {first}}}\n      - {{when: {second}}}\n"
            "      - {when: otherwise, pay: {from: upland, to: valley, amount: rate}}")


_SPLIT_BY = ("clauses:\n  - {id: grant, source: paper, pay: {from: upland, to: part, amount: rate}}")
_WHOLE = "P <= k0, pay: {from: valley, to: upland, amount: rate}"
_PART = "P <= 1, pay: {from: valley, to: upland, amount: k0 * rate}"


def _bonus(condition: str) -> str:
    return (f"clauses:\n  - id: bonus\n    source: paper\n{condition}"
            "    pay: {from: valley, to: upland, amount: rate * (k0 - P)}")


def _pool(paid_out: str) -> str:
    return ("pools:\n  fund: {zh: 补偿资金, en: Fund, closes: zero}\nclauses:\n"
            "  - {id: pay-in, source: paper, pay: {from: valley, to: fund, amount: rate}}\n"
            f"  - {{id: pay-out, source: paper, pay: {{from: fund, to: upland, amount: {paid_out}}}}}")


def _split(upper: str, lower: str) -> str:
    return (_term("split", f"{{upland: {upper}, valley: {lower}}}")
            + "clauses:\n  - {id: pay-out, source: paper, pay: {from: fund, to: split, amount: fund}}")


def _part(formula: str) -> str:
    return ("measures:\n  W: {volume: Q, at: [ford, weir], over: year}\n"
            f'quantities:\n  part: {{formula: "{formula}"}}\n'
            "clauses:\n  - {id: by-water, source: paper, pay: {from: valley, to: upland, amount: rate * part}}")


CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E501": Cause(
        "choose 的各种情形，无论监测结果如何都应恰有一种成立。这里有一个取值落在各情形之间，多半是界限两侧都没有写等号。"
        "遇到这样的年份，协议说不出由谁付款；所示取值就是一例。",
        "Of the cases of choose exactly one has to hold, whatever is measured. Here a value falls between them; most often "
        "neither side of a bound owns the bound itself. In such a year the agreement does not say who pays. The values "
        "shown are one example.",
        _wager("P < 1", "P > 1"), _wager("P <= 1", "P > 1")),
    "E502": Cause(
        "choose 的情形有重叠：同一结果同时符合两种情形，两个方向的付款都有依据。多半是界限两侧都写了等号。"
        "若本意是依次判断、先成立者适用，改用 first。",
        "Cases of choose overlap: one outcome fits two of them, and each side can point to one. Most often both sides of a "
        "bound own the bound. If the cases are meant to be tried in turn, write first instead of choose.",
        _wager("P <= 1", "P >= 1"), _wager("P <= 1", "P > 1")),
    "E503": Cause(
        "没有任何监测结果会使这种情形适用：条件自相矛盾，或前面的情形总是先成立。它写明的金额永远不会支付，"
        "多半是各档的次序或界限写反了。",
        "No outcome makes this case apply: its condition contradicts itself, or the cases before it always hold first. What "
        "it grants is never paid. Most often the order of the tiers, or a bound, is the wrong way round.",
        _tiers(_PART, _WHOLE), _tiers(_WHOLE, _PART)),
    "W504": Cause(
        "指数先修约再与界限比较，而界限的小数位比修约后的指数多，两者永远不会相等。条件仍能判断，"
        "但实际起作用的是相邻的另一个界限；它是不是双方商定的界限，须由人确认。",
        "The index is rounded before it is compared, and the bound has more decimals than the rounded index: the two are "
        "never equal. The condition still decides, but by a neighbouring bound, and only people can say whether that is the "
        "one that was agreed.",
        _term("edge", "0.9505") + _wager("P <= edge", "otherwise"),
        _term("edge", "0.95") + _wager("P <= edge", "otherwise")),
    "E505": Cause(
        "有的监测结果会使金额低于零，结算时将被拒绝（E410）。负值若表示反向支付，写 signed: true；否则加条件使其不适用，"
        "或用 max 限制为不小于零。",
        "Some outcome makes the amount negative, and such a settlement is refused (E410). If it is then paid the other way, "
        "write signed: true; otherwise a condition keeps the clause from applying, or max keeps the amount at zero.",
        _bonus(""), _bonus("    when: P < k0\n")),
    "E506": Cause(
        "资金池缴入的与支出的不总是相等：期末有余款无人领取，或支出超过所有。缴入和分配若按不同的公式计算，须以相等为前提；"
        "最稳妥的是最后一条把余款全部付出。",
        "What is paid into a pool does not always leave it again: something is left that nobody receives, or more is paid "
        "than there is. Two formulas for paying in and out have to come to the same; the safest is a last clause that pays "
        "whatever is left.",
        _pool("k0 * rate"), _pool("fund")),
    "E507": Cause(
        "水质变好，负责保护的一方反而少得或多付，与补偿的目的相反。多半是 from 与 to 写反、档次颠倒，或某个档的金额有误。"
        "所示的两种结果中，水质较好的一种所得较少。协议确有此意的，写 allow: cleaner-pays-less 并说明。",
        "With cleaner water the side that protects it has less, or pays more: the opposite of what compensation is for. "
        "Most often from and to are swapped, tiers are in the wrong order, or one amount is wrong. Of the two outcomes "
        "shown the cleaner one leaves it less. If the agreement does mean it, write allow: cleaner-pays-less and say why.",
        _wager("P > 1", "otherwise"), _wager("P <= 1", "otherwise")),
    "E508": Cause(
        "以百分比写明的份额合计不是 100%。款项仍会按比例分完，各方所得就与写明的百分比不符。",
        "Shares written as percentages do not sum to 100%. The money would still be divided in full by their ratio, and "
        "nobody would have the percentage that is written.",
        _split("60%", "30%"), _split("60%", "40%")),
    "E512": Cause(
        "按一张比例表分摊，而其中有负数，或某些数据下全部为零，这笔钱就无从分起，结算会拒绝（E412）。",
        "A payment is split by a table of shares of which one is negative, or which can all be zero: there is no way to "
        "divide it, and the settlement refuses (E412).",
        _term("part", "{upland: -1, valley: 2}") + _SPLIT_BY, _term("part", "{upland: 1, valley: 2}") + _SPLIT_BY),
    "W509": Cause(
        "加权求和所用的权重合计不为 1，指数因此整体偏大或偏小，界限也就不再是原来的意思。多为抄录有误，"
        "或增减指标后没有调整。",
        "The weights of a weighted sum do not sum to 1: the whole index is too large or too small, and its bound no longer "
        "means what it did. Most often a slip of copying, or an indicator came or went without the others being adjusted.",
        _term("weight", "{CODMn: 0.5, TP: 0.6}").rstrip(), _term("weight", "{CODMn: 0.5, TP: 0.5}").rstrip()),
    "N510": Cause(
        "监测可能得出零：全年无水，或无一达标。除数为零时没有值，这一年就不能结算（E409）。协议应写明此时如何处理。",
        "Monitoring may find zero here: a year without water, a share nobody reaches. Divided by zero there is no value, "
        "and that year cannot be settled (E409). The agreement should say what holds then.",
        _part("W[ford] / sum(W)"), _part("if(sum(W) > 0, W[ford] / sum(W), 0)")),
    "N511": Cause(
        "既没有证明成立，也没有找到反例：同一项监测结果以几种写法出现，或公式过于复杂。这不是错误，但须由人核对；"
        "把条件改用同一个量，或以 otherwise 收尾，往往就能证明。",
        "Neither proved nor refuted: the same outcome stands in several wordings, or the formula is too involved. It is no "
        "error, but a person has to check it. Conditions on one and the same quantity, or otherwise as the last case, can "
        "often be proved.",
        _wager("max(C / limit) <= 1", "any(C > limit)"), _wager("max(C / limit) <= 1", "otherwise")),
})
"""The examples are blocks as they stand in an agreement file; the proofs find the code in them."""

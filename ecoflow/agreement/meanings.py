"""What the closed words of the language mean, in both languages: editors show it beside each word they offer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Said = tuple[str, str]
"""A Chinese and an English text."""

_DAY, _WEEK = ("日", "day"), ("周（ISO 8601）", "week of ISO 8601")
_MONTH, _QUARTER, _YEAR = ("月", "month"), ("季", "quarter"), ("年", "year")
_SECTION, _PARTY, _INDICATOR = ("断面", "section"), ("当事方", "party"), ("指标", "indicator")
_ROUNDINGS: Mapping[str, Said] = MappingProxyType({
    "half-even": ("四舍六入五成双（GB/T 8170，默认）", "to the nearest, a half to the even digit: GB/T 8170, the default"),
    "half-up": ("四舍五入", "to the nearest, a half away from zero"),
    "up": ("远离零进位", "away from zero"),
    "down": ("向零截去", "towards zero"),
    "ceiling": ("向上取整", "up, to the larger number"),
    "floor": ("向下取整", "down, to the smaller number"),
})

_MEANINGS: Mapping[str, Mapping[str, Said]] = MappingProxyType({
    "agreement.ecoflow": {"1": ("语言第 1 版", "version 1 of the language")},
    "agreement.settle": {
        "year": ("每年结算一次", "once a year"), "quarter": ("每季结算一次", "once a quarter"),
        "month": ("每月结算一次", "once a month"),
    },
    "agreement.status": {
        "draft": ("草案", "not signed yet"), "in-force": ("执行中", "signed and in its term"),
        "expired": ("已到期", "its term is over"),
    },
    "confidence": {
        "published": ("见于公布的正式文本", "read in an official text"),
        "seed": ("见于研究报告", "stated in a research report"),
        "derived": ("由上述来源推算", "worked out from those"),
        "recalled": ("凭记忆，未核对", "known, not verified"),
        "assumed": ("为能运行而假定", "made up so that the terms can be run"),
    },
    "closes": {
        "zero": ("期末必须归零（默认）", "must end at zero: the rule"),
        "carry": ("余额结转下期，不得为负", "what is left is carried on; never a debt"),
    },
    "water": {
        "river": ("河流：用河流的总磷限值", "a river: the phosphorus limits of rivers"),
        "lake": ("湖、库：用湖库的总磷限值", "a lake or reservoir: the phosphorus limits of lakes"),
    },
    "term.by": {
        "month": ("结算期内逐月（默认）", "each month of the settlement period: the rule"),
        "week": ("逐周，取其周四所在月份的值", "each week, with the value of the month of its Thursday"),
        "day": ("逐日，取其所在月份的值", "each day, with the value of its month"),
    },
    "type": {
        "boolean": ("是或否", "yes or no"), "number": ("数，可带单位", "a number, with or without a unit"),
        "class": ("水质类别", "a class of water quality"),
    },
    "fact.by": {
        "section": _SECTION, "party": _PARTY, "indicator": _INDICATOR,
        "upstream": ("担任上游方的各方", "the parties that are upstream"),
        "downstream": ("担任下游方的各方", "the parties that are downstream"),
        "responsible": ("担任责任方的各方", "the parties that answer for a section"),
        "beneficiary": ("担任受益方的各方", "the parties that benefit"),
        "year": _YEAR, "quarter": _QUARTER, "month": _MONTH, "week": _WEEK,
    },
    "reason": {
        "ice": ("冰封", "frozen over"), "dry": ("断流", "no flow"), "works": ("工程施工", "construction works"),
        "diversion": ("调水", "water diverted"), "sluice": ("闸坝调度", "sluices and dams operated"),
        "disaster": ("自然灾害", "natural disaster"), "other": ("其他", "something else: say what in `note`"),
    },
    "whole": {"month": ("含豁免日的月份整月不计", "a month with an exempt day does not count at all")},
    "averaging": {
        "day": ("先求日均值", "samples of a day first"), "month": ("再求月均值", "then the mean of each month"),
        "year": ("再求年均值", "then the mean of each year"),
    },
    "non_detect": {
        "half": ("按检出限的一半（默认）", "half the detection limit: the rule"),
        "limit": ("按检出限", "the detection limit itself"), "zero": ("按零", "zero"),
    },
    "compare": {
        "rounded": ("修约值比较法：先修约后比较（默认）", "means are rounded, then classed: the rule"),
        "full": ("全数值比较法：不修约", "means are classed as they are"),
    },
    "prevails": {
        "joint": ("两方联合监测", "joint monitoring by two parties"),
        "manual": ("手工监测", "manual sampling"), "automatic": ("自动监测", "the automatic station"),
    },
    "deviation": {
        "sum": ("两结果之差除以两结果之和（默认）", "the difference over the sum of the two: the rule"),
        "mean": ("两结果之差除以两结果的均值", "the difference over the mean of the two"),
        "larger": ("两结果之差除以较大者", "the difference over the larger of the two"),
    },
    "agreed": {
        "mean": ("两结果的算术平均", "the mean of the two"),
        "worse": ("水质较差的结果", "the one that is worse water"),
        "upstream": ("上游方的结果", "the result of the upstream party"),
        "downstream": ("下游方的结果", "the result of the downstream party"),
    },
    "mode": _ROUNDINGS,
    "measure.by": {
        "day": _DAY, "week": _WEEK, "month": _MONTH, "quarter": _QUARTER, "year": _YEAR, "indicator": _INDICATOR,
    },
    "method": {
        "daily": ("逐日浓度乘流量求和", "each day's concentration times its flow, summed"),
        "monthly": ("月均浓度乘月水量求和", "each month's mean times the month's volume, summed"),
        "period": ("时段平均浓度乘时段水量", "the period's mean times the period's volume"),
    },
    "measure.round": {"evaluation": ("评价规定的小数位数", "the decimals that evaluation prescribes")},
    "for_each": {
        "section": _SECTION, "indicator": _INDICATOR, "party": _PARTY, "year": _YEAR, "quarter": _QUARTER,
        "month": _MONTH, "week": _WEEK, "day": _DAY,
    },
    "allow": {
        "cleaner-pays-less": ("水质变好而保护方少得，协议确有此意",
                              "cleaner water may pay the protecting side less: it is meant so"),
    },
    "expect.status": {
        "settled": ("可以结算", "it settles"),
        "cannot-settle": ("缺数据，不能结算", "data are missing: it cannot be settled"),
    },
})


def meaning(record: str, key: str, word: str) -> Said:
    """What a word means under this key of this record. Raises KeyError for a word nobody has explained."""
    told = _MEANINGS.get(f"{record}.{key}") or _MEANINGS[key]
    return told[word]


RECORDS: Mapping[str, Said] = MappingProxyType({
    "agreement": ("协议", "agreement"),
    "words": ("中英文", "in both languages"),
    "term of the agreement": ("协议期限", "first and last year"),
    "articles": ("第十七条所列事项", "the items of Article 17"),
    "party": ("当事方", "party"),
    "pool": ("资金池", "pool"),
    "section": ("断面", "section"),
    "source": ("出处", "source"),
    "monitoring": ("监测数据规则", "monitoring rules"),
    "valid": ("数据有效性要求", "what is valid"),
    "valid of a source": ("某一来源的有效性要求", "what is valid of one source"),
    "joint": ("两方联合监测", "joint monitoring"),
    "exemption": ("豁免时段", "exemption"),
    "given exemption": ("给出的豁免时段", "exemption with its days"),
    "money": ("金额规则", "rules of money"),
    "round": ("修约", "rounding"),
    "term": ("条款数值", "term"),
    "fact": ("事实", "fact"),
    "measure": ("监测统计量", "measure"),
    "quantity": ("计算量", "quantity"),
    "clause": ("支付条款", "clause"),
    "case": ("情形", "case"),
    "pay": ("支付", "payment"),
    "example": ("算例", "example"),
    "expect": ("应得结果", "expected outcome"),
})
"""What a mapping with known keys is called."""

SCALARS: Mapping[str, Said] = MappingProxyType({
    "text": ("文字", "text"),
    "name": ("名称", "name"),
    "member": ("键", "key"),
    "id": ("编号", "id"),
    "formula": ("公式", "formula"),
    "value": ("数值", "value"),
    "quantity": ("数", "number"),
    "amount": ("金额", "amount"),
    "step": ("间隔", "step"),
    "year": ("年份", "year"),
    "period": ("结算期", "period"),
    "date": ("日期", "date"),
    "boolean": ("是或否", "yes or no"),
    "count": ("个数", "count"),
    "months": ("月数", "months"),
    "places": ("小数位数", "decimal places"),
    "figures": ("有效数字位数", "significant figures"),
    "share": ("比例", "share"),
    "tolerance": ("允许偏差", "tolerance"),
    "span": ("时长", "length of time"),
    "unit": ("单位", "unit"),
    "window": ("时段", "window"),
    "indicator": ("指标", "indicator"),
    "name-or-rule": ("归属", "who takes it"),
})
"""What a kind of scalar is called; how it is written is told by its form."""

WINDOW_WORDS: Mapping[str, Said] = MappingProxyType({
    "period": ("结算期", "the settlement period"),
    "year": ("结算期所在的年", "the year of the settlement period"),
    "quarter": ("结算期所在的季", "the quarter of the settlement period"),
    "month": ("结算期所在的月", "the month of the settlement period"),
    "year to date": ("年初至结算期末", "from January to the end of the settlement period"),
    "previous year": ("上一年", "the year before"),
})
"""The windows in words: every one of `scalars.WINDOWS`, with what it means."""

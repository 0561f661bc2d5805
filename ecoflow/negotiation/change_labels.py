"""What the blocks, keys and choices of an agreement are called where a change of them is told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ecoflow.agreement.keywords import CONFIDENCE, KINDS, REASONS
from ecoflow.report.labels import DIMENSIONS, MODES
from ecoflow.report.words import Pair

BLOCKS: Mapping[str, Pair] = MappingProxyType({
    "agreement": ("协议", "Agreement"),
    "articles": ("《生态保护补偿条例》第十七条所列事项", "Matters of Article 17"),
    "parties": ("当事方", "Parties"),
    "pools": ("资金池", "Pools"),
    "sections": ("断面", "Sections"),
    "sources": ("出处", "Sources"),
    "monitoring": ("监测数据规则", "Monitoring rules"),
    "money": ("金额规则", "Money rules"),
    "terms": ("条款数值", "Terms"),
    "facts": ("事实", "Facts"),
    "measures": ("统计量", "Measures"),
    "quantities": ("计算量", "Quantities"),
    "clauses": ("支付条款", "Clauses"),
    "examples": ("算例", "Examples"),
})

KINDS_OF_CHANGE: Mapping[str, Pair] = MappingProxyType({
    "money": ("金额", "money"), "evidence": ("依据", "evidence"), "words": ("文字", "words"),
})

KEYS: Mapping[str, Pair] = MappingProxyType({
    "id": ("编号", "id"), "title": ("名称", "title"), "term.from": ("起始年", "first year"),
    "term.to": ("终止年", "last year"),
    "settle": ("结算周期", "settled by"), "status": ("状态", "status"), "rule": ("规则", "rule"), "note": ("说明", "note"),
    "scope": ("补偿范围", "scope"), "targets": ("目标", "targets"), "duties": ("保护责任", "duties"),
    "method": ("方法", "method"), "period": ("期限", "period"), "breach": ("违约处理", "breach"),
    "other": ("其他事项", "other"),
    "zh": ("中文", "Chinese"), "en": ("英文", "English"), "name": ("名称", "name"),
    "source": ("出处", "source"), "clause": ("出处条款", "clause of the source"), "confidence": ("可信度", "confidence"),
    "closes": ("期末", "at the end"), "opening": ("期初余额", "opening"),
    "river": ("河流", "river"), "water": ("水体类型", "kind of water"), "known_as": ("其他名称", "also known as"),
    "upstream": ("上游方", "upstream"), "downstream": ("下游方", "downstream"), "responsible": ("责任方", "responsible"),
    "beneficiary": ("受益方", "beneficiary"), "inflow": ("来水断面", "inflow"),
    "publisher": ("发布单位", "publisher"), "date": ("日期", "date"), "url": ("网址", "address"),
    "averaging": ("平均路径", "averaging"), "non_detect": ("未检出取值", "non-detects"), "valid": ("有效性要求", "validity"),
    "prevails": ("来源优先次序", "prevailing source"), "joint": ("联合监测", "joint monitoring"),
    "monitored_by": ("由谁监测", "monitored by"),
    "compare": ("比较方法", "comparison"), "exempt": ("豁免", "exemption"), "round": ("修约", "rounding"),
    "mode": ("修约方式", "rounding mode"), "remainder": ("余数归属", "remainder"),
    "value": ("数值", "value"), "by": ("取值维度", "by"), "type": ("类型", "type"), "unit": ("单位", "unit"),
    "default": ("未提供时", "default"), "kind": ("统计方法", "kind"), "indicators": ("指标", "indicators"),
    "per_indicator": ("逐指标取值", "a value for each indicator"), "per_section": ("逐断面取值", "a value for each section"),
    "at": ("断面", "sections"), "over": ("时段", "window"), "target": ("目标类别", "target class"),
    "formula": ("公式", "formula"), "text": ("协议原文", "text"), "for_each": ("逐一适用", "for each"),
    "pick": ("情形选取", "how cases are picked"), "when": ("条件", "condition"), "pay": ("支付", "payment"),
    "amount": ("金额", "amount"), "signed": ("负值反向支付", "paid back where negative"),
    "from": ("数据来源", "sources of data"), "to": ("止", "to"), "whole": ("整月豁免", "whole month"),
    "reason": ("原因", "reason"),
    "choose": ("情形", "case"), "each": ("情形", "case"), "first": ("情形", "case"),
    "given": ("已知量", "given"), "expect": ("应得结果", "expected"), "net": ("净额", "net"),
    "pools": ("资金池余额", "left in pools"),
    "indices": ("指数", "indices"), "fired": ("触发条款", "clauses that pay"), "assumes": ("所作假定", "assumes"),
})
"""The keys of the language, as a change names them; one that means another thing in its block stands in `IN_BLOCK`."""

IN_BLOCK: Mapping[tuple[str, str], Pair] = MappingProxyType({
    ("articles", "method"): ("补偿方式", "form of compensation"),
    ("articles", "period"): ("协议期限", "term"),
    ("examples", "period"): ("结算期", "period"),
    ("examples", "from"): ("时段", "days"),
    ("examples", "status"): ("结论", "outcome"),
    ("clauses", "from"): ("支付方", "payer"),
    ("clauses", "to"): ("接受方", "payee"),
    ("money", "round"): ("修约单位", "step of a payment"),
    ("measures", "method"): ("通量计算方法", "method of the load"),
})

NO, YES = ("否", "no"), ("是", "yes")
_YES_NO: Mapping[str, Pair] = MappingProxyType({"False": NO, "True": YES})
CHOICES: Mapping[str, Mapping[str, Pair]] = MappingProxyType({
    "confidence": {label: words for label, (words, _) in CONFIDENCE.items()},
    "status": {"draft": ("草案", "draft"), "in-force": ("执行中", "in force"), "expired": ("已到期", "expired"),
               "settled": ("已结算", "settled"), "cannot-settle": ("不能结算", "cannot settle")},
    "closes": {"False": ("归零", "zero"), "True": ("结转", "carried on")},
    "water": {"river": ("河流", "river"), "lake": ("湖库", "lake")},
    "averaging": DIMENSIONS, "by": DIMENSIONS, "for_each": DIMENSIONS, "settle": DIMENSIONS, "whole": DIMENSIONS,
    "non_detect": {"half": ("检出限的一半", "half the limit"), "limit": ("检出限", "the limit"), "zero": ("零", "zero")},
    "compare": {"rounded": ("修约值比较", "rounded"), "full": ("全数值比较", "in full")},
    "mode": MODES, "kind": KINDS, "reason": REASONS,
    "remainder": {"largest": ("最大余数", "largest fraction"), "first": ("首位", "the first"), "last": ("末位", "the last")},
    "type": {"boolean": ("是非", "yes or no"), "number": ("数", "number"), "class": ("水质类别", "class")},
    "method": {"daily": ("逐日", "daily"), "monthly": ("逐月", "monthly"), "period": ("全期", "period")},
    "pick": {"choose": ("恰有一种", "exactly one"), "each": ("凡成立者", "all that hold"),
             "first": ("首个成立者", "the first that holds")},
    "signed": _YES_NO, "per_indicator": _YES_NO, "per_section": _YES_NO,
})
"""The words of a key's choices, by key."""

SAID: Mapping[str, Pair] = MappingProxyType({
    "changed": ("{label}{old} → {new}{more}", "{label}{old} → {new}{more}"),
    "added": ("新增{label}{new}{more}", "new {label}{new}{more}"),
    "removed": ("删去{label}{old}{more}", "gone: {label}{old}{more}"),
    "entry_added": ("新增：{new}", "added: {new}"),
    "entry_removed": ("删去：{old}", "removed: {old}"),
    "bare_added": ("新增", "added"),
    "bare_removed": ("删去", "removed"),
    "renamed": ("编号更改，内容不变：{old} → {new}", "renamed, otherwise the same: {old} → {new}"),
    "moved": ("{label}位次：{old} → {new}", "{label}place in the list: {old} → {new}"),
    "order": ("分摊次序：{old} → {new}", "order of the split: {old} → {new}"),
    "step": ("档 {step}", "step {step}"),
    "case": ("情形 {number}", "case {number}"),
    "pay": ("第 {number} 笔支付", "payment {number}"),
    "exempt": ("第 {number} 项豁免", "exemption {number}"),
    "reaches": ("涉及统计量 {names}", "reaches {names}"),
    "reaches_none": ("未涉及任何统计量", "reaches no measure"),
    "default": ("{text}（未写明）", "{text} (not stated)"),
    "inherited": ("{text}（沿用协议规则）", "{text} (from the rules for all)"),
    "nothing": ("无", "none"),
    "otherwise": ("其余情形", "otherwise"),
    "all": ("全部", "all"),
    "months": ("每年至少 {n} 个有效月", "at least {n} valid months a year"),
    "samples": ("每月至少 {n} 个有效样品", "at least {n} valid samples a month"),
    "days": ("每月至少 {n} 有效天数", "at least {n} of the days of a month"),
    "tolerance": ("允许偏差 {n}", "tolerance {n}"), "within": ("采样时间相差至多 {n} 秒", "at most {n} seconds apart"),
    "deviation": ("相对偏差除以 {n}", "relative deviation over the {n}"), "agreed": ("取值 {n}", "agreed value: {n}"),
    "together": ("不分先后，一并计入", "none, all count together"),
    "every_month": ("每月有效", "every month valid"),
    "points": ("{n} 个百分点", "{n} percentage points"),
    "evaluation": ("修约到标准的评价小数位", "rounded to the standard's evaluation decimals"),
    "under": ("不足 0.1%", "less than 0.1 %"),
})

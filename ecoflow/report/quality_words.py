"""The fixed words of a quality check, in Chinese and English."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.finding import Lang
from ecoflow.observations.quality.rule import Severity

_WORDS: MappingProxyType[str, tuple[str, str]] = MappingProxyType({
    "title": ("监测数据质量检查", "Quality of observations"),
    "sound": ("没有妨碍结算的问题", "Nothing here stops a payment"),
    "unsound": ("有 {n} 处数据不能用于结算", "{n} findings cannot carry a payment"),
    "looked": ("{rows} 行，{sections} 个断面，{first} 至 {last}", "{rows} rows, {sections} sections, {first} to {last}"),
    "error": ("错误", "error"), "warning": ("警告", "warning"), "note": ("说明", "note"),
    "rule": ("规则", "rule"), "severity": ("轻重", "severity"), "findings": ("发现", "findings"),
    "results": ("涉及结果", "results"), "sections": ("断面数", "sections"), "section": ("断面", "section"),
    "indicator": ("指标", "indicator"), "source": ("来源", "source"), "time": ("时间", "time"), "why": ("原因", "why"),
    "all": ("整个断面", "whole section"),
    "found": ("各规则的发现", "What each rule found"),
    "listed": ("共 {count} 处，列出前 {listed} 处", "{count} findings, the first {listed} listed"),
    "more": ("……另有 {n} 处（--limit）", "... and {n} more (--limit)"),
    "quiet": ("未发现问题的规则：{rules}", "Rules that found nothing: {rules}"),
    "not_run": ("未检查：{rules}", "Not run: {rules}"),
    "agreement": ("{rule}（需要 --agreement）", "{rule} (needs --agreement)"),
    "published": ("{rule}（需要 --published）", "{rule} (needs --published)"),
    "": ("{rule}", "{rule}"),
    "settings": ("对规则文件的提醒", "About the rules file"),
    "coverage": ("监测日历", "Coverage calendar"),
    "coverage_means": (
        ("每格为一日或一月：实心为应测尽测，下半格为只测到一部分，叉为有记录但都无效，点为没有记录。应测次数按数据自身的频"
        "次推定。"),
        ("One cell is a day or a month: a full square when all results due are there, a lower half when some are, a cross "
         "when all that was recorded is not valid, a dot when nothing was. What is due follows from the data's own "
         "cadence."),
    ),
    "some": ("只画出问题最多的 {shown} 个断面，另有 {rest} 个；用 --section 指定。",
             "The {shown} sections with most findings are drawn, {rest} others are not; name them with --section."),
    "full": ("齐全", "complete"), "part": ("部分", "in part"), "struck": ("均无效", "none valid"),
    "none": ("没有", "nothing"),
    "share": ("应测 {due} 次，有效 {filled} 次（{percent}%）", "{filled} usable of {due} due ({percent} %)"),
    "no_share": ("有效 {filled} 次，频次不明", "{filled} usable, no cadence"),
    "by_month": ("逐月有效次数和应测次数", "usable and due by month"),
    "of": ("{month}：{filled}/{due}", "{month}: {filled}/{due}"),
    "how": ("规则的含义和阈值见 docs/quality.md；“假定”的阈值可用 --rules 改。",
            "docs/quality.md tells what each rule means and its thresholds; --rules sets those that are assumed."),
    "join": ("、", ", "),
})


def word(key: str, lang: Lang, **fill: object) -> str:
    """A fixed word or sentence, filled. Raises KeyError for none of ours."""
    zh, en = _WORDS[key]
    return (zh if lang == "zh" else en).format(**fill)


def severity_name(severity: Severity, lang: Lang) -> str:
    """How grave, as a word."""
    return word(severity, lang)

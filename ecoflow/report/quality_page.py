"""The reference of quality rules as Markdown, in both languages: an index, then a section a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecoflow.diagnostics.finding import Lang
from ecoflow.observations.quality.rule import Rule, Threshold
from ecoflow.observations.quality.rules import RULES
from ecoflow.report.markdown import escape
from ecoflow.report.quality_words import severity_name

_INTRO = """# 数据质量规则 · Quality rules

由 `make quality` 从 `ecoflow/observations/quality` 生成，请勿手改。`ecoflow data check` 按这些规则检查观测数据文件夹。
错误：不能用于结算，退出码为 1；警告：须由数据提供方答复；说明：了解即可。有更正的，只看最后入库的记录。
每个序列是一个断面、指标、来源和单位；阈值以指标的单位写，数据用别的单位时自动换算，都按十进制精确计算。

Written by `make quality` from `ecoflow/observations/quality`; do not edit. `ecoflow data check OBSERVATIONS` holds an
observations folder against these rules. An error cannot carry a payment (exit 1); a warning wants an answer from whoever
holds the data; a note is good to know. Where a key was corrected, the record that became known last is looked at. A series
is one section, indicator, source and unit; thresholds are in the indicator's unit and are converted where the data use
another; all of it is exact in decimals.

## 规则文件 · The rules file

`--rules FILE` 关闭规则、改变轻重或阈值；按断面和指标写的优先于按断面写的，再次是按指标写的。写错的键、指标和数会报出行号。

`--rules FILE` switches rules off, and sets how grave they are and their numbers. What is said of a section and indicator
comes before what is said of the section, and that before the indicator. What is wrong in it is told with its line.

```yaml
ecoflow-quality: 1
rules:
  stuck-sensor: {rows: 18, indicators: {WT: {on: false}}}
  improbable-value: {severity: note, sections: {街口: {times: 40}}}
  impossible-value: {indicators: {NH3N: {high: 50 mg/L}}}
  reverse-flow: {on: false}
```

## 一览 · Index
"""

_NEEDS = {
    "agreement": ("只在给出 `--agreement` 时检查。", "Runs only with `--agreement`."),
    "published": ("只在给出 `--published` 时检查（CSV：section、observed_at、class）。",
                  "Runs only with `--published` (CSV: section, observed_at, class)."),
}
_LANGS: tuple[Lang, ...] = ("zh", "en")
_LONGEST_EXAMPLE = 8


def page() -> str:
    """The whole reference."""
    index = ["| | | 中文 | English |", "|---|---|---|---|"]
    index += [f"| [{r.id}](#{r.id}) | {_grave(r)} | {r.zh} | {r.en} |" for r in RULES.values()]
    return "\n".join([_INTRO, *index, "", *(line for rule in RULES.values() for line in section(rule))])


def section(rule: Rule) -> Iterator[str]:
    """The section of one rule."""
    yield f"## {rule.id}\n"
    yield f"**{_grave(rule)}** {rule.zh} · {rule.en}\n"
    yield from (f"{escape(text)}\n" for text in rule.means)
    if rule.needs:
        yield from (f"{text}\n" for text in _NEEDS[rule.needs])
    if rule.thresholds:
        yield "| 阈值 threshold | 默认 default | 含义 | meaning | 来源 | source |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(threshold) for threshold in rule.thresholds)
        yield ""
    yield "```csv"
    yield "section, observed_at, indicator, value, unit, flag, source"
    lines = rule.example.splitlines()
    yield from lines if len(lines) <= _LONGEST_EXAMPLE else (*lines[: _LONGEST_EXAMPLE - 2], "...", lines[-1])
    yield "```\n"


def _row(threshold: Threshold) -> str:
    own = [f"{indicator}: {text or '—'}" for indicator, text in threshold.by.items()]
    default = ", ".join([threshold.default or "—", *own])
    cells: Iterable[str] = (threshold.zh, threshold.en, *threshold.basis)
    return f"| `{threshold.key}` | {default} | {' | '.join(escape(cell) for cell in cells)} |"


def _grave(rule: Rule) -> str:
    return " ".join(severity_name(rule.severity, lang) for lang in _LANGS)

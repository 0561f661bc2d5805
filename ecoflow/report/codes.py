"""The codes of findings for a reader at a terminal: one told in full, or all in a list."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ecoflow.diagnostics.causes.account import GROUPS, Group, account
from ecoflow.diagnostics.finding import Lang
from ecoflow.report.findings import INDENT, severity_word

_WIDE = 100
_LABELS: Mapping[Lang, tuple[str, str, str, str]] = MappingProxyType({
    # language -> after the severity, before the wrong example, before the right one, before the hint
    "zh": ("：", "错误写法：", "正确写法：", "建议："),
    "en": (": ", "wrong:", "right:", "hint: "),
})


def tell(code: str, lang: Lang) -> str:
    """One code in full: sentence, cause, the example wrong and right, the hint. Raises KeyError for no code of ours."""
    told = account(code, lang)
    colon, wrong, right, hint = _LABELS[lang]
    parts = [
        f"{code} {severity_word(told.severity, lang)}{colon}{told.sentence}",
        # a terminal breaks Chinese at any character by itself
        told.cause if lang == "zh" else textwrap.fill(told.cause, _WIDE),
        _example(wrong, told.wrong),
        _example(right, told.right),
        f"{hint}{told.hint}" if told.hint else "",
    ]
    return "\n\n".join(part for part in parts if part)


def listed(lang: Lang) -> str:
    """All codes in their groups, each with its sentence."""
    return "\n\n".join("\n".join(_lines(group, lang)) for group in GROUPS if group.codes)


def _example(label: str, text: str) -> str:
    return f"{label}\n{textwrap.indent(text, INDENT)}" if text else ""


def _lines(group: Group, lang: Lang) -> Iterator[str]:
    yield group.zh if lang == "zh" else group.en
    for code in group.codes:
        yield f"  {code}  {account(code, lang).sentence}"

"""Findings for people: each with its source line, what it is about underlined, and the hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from ecoflow.diagnostics.finding import Finding, Lang
from ecoflow.report.excerpt import Excerpt, Sources, source_texts, sources

__all__ = ["INDENT", "advice", "as_text", "counted", "plain", "source_texts", "summary"]

INDENT = "    "
_TAB = " " * 4
_BEFORE, _WIDEST = 60, 120

_SEVERITIES: MappingProxyType[str, tuple[str, str, str]] = MappingProxyType({
    # severity -> word in Chinese, word in English, ANSI colour
    "error": ("错误", "error", "31"),
    "warning": ("警告", "warning", "33"),
    "note": ("说明", "note", "36"),
})


def as_text(findings: Iterable[Finding], lang: Lang, texts: Mapping[str, str], *, colour: bool = False) -> str:
    """Findings one after the other, each with its source line and hint; `texts` is file name -> its text.

    Whatever could drive a terminal or turn its text around is shown as a replacement character.
    """
    known = sources(texts)
    return "\n".join(row for f in findings for row in _rows(f, lang, known, colour=colour))


def summary(files: int, findings: Sequence[Finding], lang: Lang) -> str:
    """The closing line: `3 files, 2 errors, 1 warning`. Errors are always counted, the rest where there is any."""
    if lang == "zh":
        return f"{files} 个文件，{counted(findings, lang)}"
    return f"{_plural(files, 'file')}, {counted(findings, lang)}"


def counted(findings: Sequence[Finding], lang: Lang) -> str:
    """`2 errors, 1 warning`; errors are always counted, the rest where there is any."""
    counts = {severity: sum(f.severity == severity for f in findings) for severity in _SEVERITIES}
    shown = {severity: n for severity, n in counts.items() if n or severity == "error"}
    if lang == "zh":
        return "，".join(f"{n} 个{_SEVERITIES[s][0]}" for s, n in shown.items())
    return ", ".join(_plural(n, _SEVERITIES[s][1]) for s, n in shown.items())


def severity_word(severity: str, lang: Lang) -> str:
    """The word for a severity in the reader's language."""
    return _SEVERITIES[severity][0 if lang == "zh" else 1]


def advice(finding: Finding, lang: Lang) -> str:
    """What to do about it, with the word that says so: `hint: did you mean 'stake'?`."""
    return ("建议：" if lang == "zh" else "hint: ") + plain(finding.hint(lang))


def plain(text: str) -> str:
    """The text as a terminal may safely show it, a tab as four columns."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text.replace("\t", _TAB))


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _rows(finding: Finding, lang: Lang, known: Sources, *, colour: bool) -> list[str]:
    zh, en, ansi = _SEVERITIES[finding.severity]
    word = f"{finding.code} {zh if lang == 'zh' else en}"
    head = f"\x1b[1;{ansi}m{word}\x1b[0m" if colour else word
    where = f"{plain(str(finding.place))}: " if finding.place else ""
    colon = "：" if lang == "zh" else ": "
    return [
        f"{where}{head}{colon}{plain(finding.message(lang))}",
        *_underlined(known.excerpt(finding)),
        f"{INDENT}{advice(finding, lang)}",
    ]


def _underlined(excerpt: Excerpt | None) -> list[str]:
    """The source line and a stroke under what it is about; of a long line, the part around that."""
    if excerpt is None or not excerpt.line.strip():
        return []
    line, at = excerpt.line, excerpt.first
    first = at - _BEFORE if len(line) > _WIDEST and at > _BEFORE else 0
    shown, before = line[first : first + _WIDEST], line[first:at]
    left, right = "…" * (first > 0), "…" * (first + _WIDEST < len(line))
    about = line[at : min(excerpt.end, first + _WIDEST)]
    stroke = " " * (len(left) + _columns(before)) + "^" * max(1, _columns(about))
    return [f"{INDENT}{left}{plain(shown).rstrip()}{right}", f"{INDENT}{stroke}"]


def _columns(text: str) -> int:
    return sum(map(_width, plain(text)))


def _width(character: str) -> int:
    """Columns a character takes on a terminal (Unicode Standard Annex #11; ambiguous ones count as narrow)."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1

"""Findings on paper: lines with the source and a caret for people, one JSON document for machines."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from ecoflow.diagnostics.finding import Finding, Lang, Place

KEYS = ("code", "severity", "file", "line", "column", "message", "hint")
"""What a finding is in `validate --format json`; neither more nor less."""

_READ = 1_000_000
"""Characters of a file that are looked at again; no agreement is longer."""

INDENT = "    "
_TAB = " " * 4
_BEFORE, _WIDEST = 60, 120
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where YAML ends a line; places count lines by the same rule."""

_SEVERITIES: MappingProxyType[str, tuple[str, str, str]] = MappingProxyType({
    # severity -> word in Chinese, word in English, ANSI colour
    "error": ("错误", "error", "31"),
    "warning": ("警告", "warning", "33"),
    "note": ("说明", "note", "36"),
})


def as_json(findings: Iterable[Finding], lang: Lang) -> str:
    """The JSON document `{"findings": [...]}`, each finding with exactly the keys of `KEYS`."""
    rows = [f.as_json(lang) for f in findings]
    document = {"findings": [{key: row[key] for key in KEYS} for row in rows]}
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_text(findings: Iterable[Finding], lang: Lang, texts: Mapping[str, str], *, colour: bool = False) -> str:
    """Findings one after the other, each with its source line and hint; `texts` is file name -> its text.

    Whatever could drive a terminal or turn its text around is shown as a replacement character.
    """
    lines = {file: _BREAK.split(text) for file, text in texts.items()}
    return "\n".join(row for f in findings for row in _rows(f, lang, lines, colour=colour))


def summary(files: int, findings: Sequence[Finding], lang: Lang) -> str:
    """The closing line: `3 files, 2 errors, 1 warning`. Errors are always counted, the rest where there is any."""
    counts = {severity: sum(f.severity == severity for f in findings) for severity in _SEVERITIES}
    shown = {severity: n for severity, n in counts.items() if n or severity == "error"}
    if lang == "zh":
        return "，".join([f"{files} 个文件", *(f"{n} 个{_SEVERITIES[s][0]}" for s, n in shown.items())])
    return ", ".join([_plural(files, "file"), *(_plural(n, _SEVERITIES[s][1]) for s, n in shown.items())])


def source_texts(findings: Iterable[Finding]) -> dict[str, str]:
    """File name -> text of every file a finding points into, as far as it can be read."""
    texts = {}
    for file in {f.place.file for f in findings if f.place}:
        # a pipe has been read already, and would be waited for without end
        if Path(file).is_file():
            with suppress(OSError), Path(file).open(encoding="utf-8-sig", errors="replace") as opened:
                texts[file] = opened.read(_READ)
    return texts


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _rows(finding: Finding, lang: Lang, lines: Mapping[str, Sequence[str]], *, colour: bool) -> list[str]:
    zh, en, ansi = _SEVERITIES[finding.severity]
    word = f"{finding.code} {zh if lang == 'zh' else en}"
    head = f"\x1b[1;{ansi}m{word}\x1b[0m" if colour else word
    where = f"{_plain(str(finding.place))}: " if finding.place else ""
    colon, advice = ("：", "建议：") if lang == "zh" else (": ", "hint: ")
    return [
        f"{where}{head}{colon}{_plain(finding.message(lang))}",
        *_excerpt(finding.place, lines),
        f"{INDENT}{advice}{_plain(finding.hint(lang))}",
    ]


def _excerpt(place: Place | None, lines: Mapping[str, Sequence[str]]) -> list[str]:
    """The source line and a caret under the column; of a long line, the part around the column."""
    known = lines.get(place.file, ()) if place else ()
    if place is None or not 0 < place.line <= len(known):
        return []
    line, at = known[place.line - 1], place.column - 1
    if not line.strip():
        return []
    first = at - _BEFORE if len(line) > _WIDEST and at > _BEFORE else 0
    shown, before = line[first : first + _WIDEST], line[first:at]
    left, right = "…" * (first > 0), "…" * (first + _WIDEST < len(line))
    caret = " " * (len(left) + sum(map(_width, _plain(before)))) + "^"
    return [f"{INDENT}{left}{_plain(shown).rstrip()}{right}", f"{INDENT}{caret}"]


def _plain(text: str) -> str:
    """The text as a terminal may safely show it, a tab as four columns."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text.replace("\t", _TAB))


def _width(character: str) -> int:
    """Columns a character takes on a terminal (Unicode Standard Annex #11; ambiguous ones count as narrow)."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1

"""One cell of results as text: the value in millionths and its flag, or the reason there is none.

`0.025L`, `<0.05`, `ND`, `未检出(0.05)`, `12.3D`, `1.2×10⁴`, `5.6 mg/L`, `断流`, `#N/A`, HTML with a tooltip. Decisions that
change an amount if taken lightly:

- A comma separates thousands only where nothing else is possible (`1,234.5`, `1,234,567`); `1,234` and `0,05` are refused.
- `1.2×104` has lost its raised figure, or not: refused. `1.2×10⁴`, `1.2*10^4`, `1.20×10-3` are read.
- Bounds (`≤0.05`, `>24000`) and ranges (`6~9`) are refused; only `<` and its words mean below the detection limit.
- A number with a mark nobody declared (`0.5?`) is refused: the mark may say that it does not count.
- `0` is zero. Missing never is.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msgspec import Struct

from ecoflow.observations import text_plain
from ecoflow.observations.cell import Cell
from ecoflow.observations.schema import FLAGS
from ecoflow.observations.text_rules import VALID_WORDS, ValueRules, folded
from ecoflow.observations.text_units import convert, factor, is_unit
from ecoflow.observations.value import is_shown_as, millionths

NOT_MEASURED: Final = "*"
"""The answer for a cell whose source says that nobody measured."""

_QUICK = re.compile(r"(-?[0-9]{1,12})(?:\.([0-9]{1,6}))?", re.ASCII)
_NUMBER: Final = r"[+-]?(?:[0-9]{1,60}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})"
_POWER: Final = r"(?:[Ee][+-]?[0-9]{1,3}|\s?[×xX*·]\s?10\s?(?:\^\s?\(?[+-]?[0-9]{1,2}\)?|[+-][0-9]{1,2}))"
_VALUE: Final = rf"{_NUMBER}{_POWER}?"
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,60}|[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}", re.ASCII)
_COMMA = re.compile(r"[<>≤≥]?[+-]?[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?[^0-9,]{0,20}", re.ASCII)
_BELOW = re.compile(
    r"(?:<(?![<=])|低于|小于|少于|不到|less than|below|lt\.?|未检出[(<,:]*|n\.?d\.?[(<,:]+|bdl[(<,:]*|L[:=])"
    rf"\s?(?:检出限|dl|mdl|limit)?[:=<(]?\s?(?P<value>{_VALUE})(?P<rest>.{{0,40}})", re.IGNORECASE,
)
_PLAIN = re.compile(rf"(?P<value>{_VALUE})(?P<rest>.{{0,40}})")
_BEFORE = re.compile(rf"(?P<mark>[^\d\s:=.+\-<>≤≥][^\d:=]{{0,20}})[:=]\s?(?P<value>{_VALUE})(?P<rest>)")
_ABOVE = re.compile(rf"(?:>=?|≥|大于|高于|超过|above|more than)\s?{_VALUE}.{{0,40}}", re.IGNORECASE)
_RANGE = re.compile(
    rf"(?:≤|<=|不大于|不高于)\s?{_VALUE}.{{0,40}}"
    rf"|{_VALUE}\s?(?:[~—至到-]|--|to)\s?{_VALUE}(?:[^\d\-].{{0,40}})?", re.IGNORECASE,
)
_SEVERAL = re.compile(rf"{_VALUE}(?:\s?[;/、|\\]\s?{_VALUE})+|{_VALUE}(?:\s{_VALUE})+")
_UNCLEAR = re.compile(rf"[<>≤≥]?\s?{_NUMBER}\s?[×xX*·]\s?10[0-9]{{0,3}}.{{0,20}}|{_NUMBER}[Ee][+-]?")
_LOST_POWER = re.compile(r"\s?[×xX*·]\s?10|[Ee][+-]?$")
_PARTS = (
    re.compile(r"(?P<flag>[A-Za-z]{1,3})\s?(?P<unit>\S.*)"), re.compile(r"(?P<unit>\S+?)\s?[(\[](?P<flag>.{1,12})[)\]]"),
)
_TRUTH: Final = frozenset({"true", "false", "是", "否", "yes", "no", "真", "假"})
_LIMIT_MARKS: Final = frozenset({"l", "nd", "n.d.", "n.d", "<", "未检出"})


class Found(Struct, frozen=True):
    """A result: its value in millionths of the column's unit, its flag (`schema.FLAGS`), whether rounding was needed.

    `millionths` is None where the source struck the result out without showing it.
    """

    millionths: int | None
    flag: str
    rounded: bool


def read_value(text: str, rules: ValueRules) -> Found | str:
    """The result in one cell, `NOT_MEASURED`, or the reason code of a reject (`rejects.REASONS`). Never fails."""
    quick = _QUICK.fullmatch(text)
    if quick and not rules.scaled:
        whole, decimals = quick.groups("")
        size = int(whole + decimals.ljust(6, "0"))
        if size not in rules.numbers:
            return Found(size, "", False)
    if len(text) > text_plain.LONGEST:
        return "not-a-number"
    cell = text_plain.cell(text)
    if cell.tooltip:
        return _with_tooltip(cell, rules)
    return _word(cell.shown, rules) or _written(cell.shown, rules)


def read_flag(text: str, rules: ValueRules) -> str:
    """The flag in a column of its own: a code of `schema.FLAGS` (empty for valid), or the reason code of a reject.

    Several marks with one text (`D/F`) give the first; a mark below the limit beside an invalid one gives the invalid one.
    """
    shown = text_plain.plain(text)
    if shown in FLAGS:
        return shown
    code = _flag(shown, rules)
    if code or folded(shown) in VALID_WORDS:
        return code or ""
    if _ABOVE.fullmatch(f"{shown}0") or folded(shown) in {"above", "*present>ql", "presentabovequantificationlimit"}:
        return "above-range"
    return "unknown-flag"


def is_reason(answer: str) -> bool:
    """Whether an answer of `read_flag` is a reason to reject, not a flag."""
    return bool(answer) and answer not in FLAGS


def _word(shown: str, rules: ValueRules) -> Found | str:
    """What a word of the rules says; empty when the text is none of them."""
    known = rules.words.get(folded(shown))
    if known is None:
        return ""
    kind, code = known
    if kind == "below":
        return Found(rules.limits, "L", False) if rules.limits else "no-limit"
    if kind == "flag":
        return Found(None, code, False)
    if kind == "missing":
        return "missing" if shown else "blank"
    return NOT_MEASURED if kind == "not-measured" else code


def _written(shown: str, rules: ValueRules) -> Found | str:
    """A number with what stands before and behind it, or why it is none."""
    text = shown.removeprefix("'")
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    for shape, flag in ((_PLAIN, ""), (_BELOW, "L"), (_BEFORE, "")):
        found = shape.fullmatch(text)
        if found and not _LOST_POWER.match(found["rest"]):
            mark = found.groupdict().get("mark")
            answer = _number(found["value"], found["rest"], flag if mark is None else _flag(mark, rules), rules)
            if answer != "unknown-flag":
                return answer
    return _refused(text)


def _number(value: str, rest: str, flag: str | None, rules: ValueRules) -> Found | str:
    """The number with the flag before it and what stands behind it: nothing, a flag, a unit, or a flag and a unit."""
    if flag is None:
        return "unknown-flag"
    behind = rest.strip(" ,;:")
    by: Fraction | str = Fraction(1)
    own = "" if not behind or folded(behind) == ")" else _flag(behind, rules)
    if own is None:
        own, unit = _parted(behind, rules)
        if not is_unit(unit):
            return "unknown-flag"
        by = factor(unit, rules.unit) if rules.unit and is_unit(rules.unit) else "unit-in-cell"
    if isinstance(by, str):
        return "unit-in-cell"
    size = _millionths(value, by * rules.factor)
    if isinstance(size, str):
        return size
    if size[0] in rules.numbers and not (own or flag):
        return "missing"
    told = own if own not in {"", "L"} else flag or own
    return "no-limit" if told == "L" and size[0] <= 0 else Found(size[0], told, size[1])


def _parted(behind: str, rules: ValueRules) -> tuple[str, str]:
    """A flag and the unit before or behind it (`L mg/L`, `mg/L(D)`); no flag where there is none."""
    for shape in _PARTS if not is_unit(behind) else ():
        pieces = shape.fullmatch(behind)
        flag = _flag(pieces["flag"], rules) if pieces else None
        if pieces and flag:
            return flag, pieces["unit"]
    return "", behind.removesuffix(")") if behind.count("(") < behind.count(")") else behind


def _flag(mark: str, rules: ValueRules) -> str | None:
    """The code of a mark, or of several with a stroke or comma between; None when one is not known."""
    codes = [_code(part, rules) for part in ((mark,) if _code(mark, rules) else re.split(r"[,/;、 ]", mark))]
    if any(code is None for code in codes):
        return None
    return next((code for code in codes if code != "L"), codes[0])


def _code(mark: str, rules: ValueRules) -> str | None:
    short = folded(mark)
    kind, code = rules.words.get(short, ("", ""))
    if kind in {"flag", "below"}:
        return code
    return "L" if short in _LIMIT_MARKS else None


def _millionths(value: str, by: Fraction) -> tuple[int, bool] | str:
    """The number times the factor, rounded once."""
    mantissa, times, power = re.sub(r"\s", "", value).translate(_TIMES).partition("*10")
    text = f"{mantissa}E{power.strip('^()')}" if times else mantissa
    return millionths(text) if by == 1 else convert(1, Fraction(Decimal(text)) * 10**6 * by)


_TIMES: Final = str.maketrans({"×": "*", "x": "*", "X": "*", "·": "*"})


def _refused(text: str) -> str:
    """Why a text is no result."""
    if text.startswith("="):
        return "formula"
    if text.startswith("#"):
        return "spreadsheet-error"
    if text.casefold() in _TRUTH:
        return "truth-value"
    for shape, reason in (
        (_COMMA, "comma"), (_ABOVE, "above-range"), (_UNCLEAR, "unclear-exponent"), (_RANGE, "range"),
        (_SEVERAL, "several-values"),
    ):
        if shape.fullmatch(text):
            return reason
    marked = _PLAIN.fullmatch(text)
    return "unknown-flag" if marked and len(marked["rest"]) <= 12 and not re.search(r"\d",
    marked["rest"]) else "not-a-number"


def _with_tooltip(cell: Cell, rules: ValueRules) -> Found | str:
    """A cell of the platform's kind: the raw value of the tooltip counts, what is shown is checked against it."""
    raw = cell.raw
    if raw is None:
        said = _word(cell.shown, rules)
        if said in {"missing", "blank"}:
            struck = _word(text_plain.plain(cell.tooltip), rules)
            return struck if isinstance(struck, Found) and struck.flag != "L" else "unknown-note"
        return said or _written(cell.shown, rules)
    number = text_plain.plain(raw)
    size = millionths(number)
    if isinstance(size, tuple) and not is_shown_as(number, cell.shown):
        return "shown-differs"
    return size if isinstance(size, str) else _number(number, "", "", rules)

"""The kinds of scalar an agreement holds: what each looks like, and what to say when it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from types import MappingProxyType

from ecoflow.agreement.table_keys import table_key
from ecoflow.agreement.times import PREVIOUS_YEARS, time_key
from ecoflow.formula.grammar import CLASSES
from ecoflow.formula.parse import RESERVED
from ecoflow.standards.calendar import Period, parse_period, parse_years
from ecoflow.standards.gb3838 import WaterClass, parse_class
from ecoflow.standards.indicators import find
from ecoflow.standards.units import Quantity, parse_quantity, parse_unit

WINDOWS = ("period", "year", "quarter", "month", "year to date", "previous year")
"""Windows in words, all relative to the settlement period; besides them `previous N years`."""

MOST_PLACES = 20
"""Decimal places or significant figures; standards ask for three or four."""

LONGEST_WINDOW = 100
"""Years in one window of a measure; more is a slip of the pen, and every month of them would be asked for."""

Value = Quantity | WaterClass | bool | str
"""What a `value` scalar can be; text is a reference to a term or to a member."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_YES_OR_NO = re.compile(r"(?i)yes|no|on|off|y|n|null|~")
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")


_SECONDS = MappingProxyType({"min": 60, "h": 3600, "d": 86_400})


def read_value(text: str) -> Value | None:
    """A quantity, a class, `true` or `false`, or the name of a term; None for anything else."""
    if text in {"true", "false"}:
        return text == "true"
    found = parse_class(text) or parse_quantity(text)
    if found is not None:
        return found
    return text if _NAME.fullmatch(text) else None


def read_count(text: str) -> int | None:
    """A whole number from 0 up, without leading zeros."""
    return int(text) if re.fullmatch(r"0|[1-9][0-9]{0,5}", text) else None


def _is_count(least: int, most: int) -> Callable[[str], bool]:
    return lambda text: (number := read_count(text)) is not None and least <= number <= most


def read_day(text: str, *, last: bool) -> date | None:
    """`2021-07-03`, or the first (or last) day of `2021-07` or `2021`."""
    period = parse_period(text)
    if period is not None:
        return period.last if last else period.first
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def read_span(text: str) -> int | None:
    """A length of time in whole seconds: `30min`, `2h`, `1d`; None for anything else."""
    found = re.fullmatch(r"(0|[1-9][0-9]{0,5}) ?(min|h|d)", text)
    return int(found[1]) * _SECONDS[found[2]] if found else None


def read_window(text: str) -> str | Period | None:
    """A window in words, or a run of years."""
    if text in WINDOWS or re.fullmatch(PREVIOUS_YEARS, text):
        return text
    run = parse_years(text)
    return run if run and run.last.year - run.first.year < LONGEST_WINDOW else None


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and text not in RESERVED


def _is_step(text: str) -> bool:
    found = parse_quantity(text)
    return found is not None and found.unit.is_money and found.value > 0 and (found.value * 100).denominator == 1


def _is_positive(text: str) -> bool:
    found = parse_quantity(text)
    return found is not None and found.value > 0


def _is_share(text: str) -> bool:
    found = parse_quantity(text)
    return found is not None and found.unit.is_plain and 0 <= found.value <= 1


def _is_tolerance(text: str) -> bool:
    found = parse_quantity(text)
    return found is not None and found.value >= 0


def _is_remainder(text: str) -> bool:
    return bool(_NAME.fullmatch(text))


_READS: MappingProxyType[str, Callable[[str], object]] = MappingProxyType({
    "text": lambda _: True,
    "name": _is_name,
    "member": lambda t: bool(_NAME.fullmatch(t) or parse_period(t) or time_key(t) or parse_years(t) or table_key(t)),
    "id": lambda t: bool(_ID.fullmatch(t)),
    "formula": lambda _: True,
    "value": lambda t: read_value(t) is not None and not _YES_OR_NO.fullmatch(t),
    "quantity": lambda t: parse_quantity(t) is not None,
    "year": lambda t: bool(re.fullmatch(r"[1-9][0-9]{3}", t)),
    "period": lambda t: parse_period(t) is not None,
    "date": lambda t: read_day(t, last=False) is not None,
    "boolean": lambda t: t in {"true", "false"},
    "count": lambda t: read_count(t) is not None,
    "months": _is_count(1, 12),
    "places": _is_count(0, MOST_PLACES),
    "figures": _is_count(1, MOST_PLACES),
    "share": _is_share,
    "tolerance": _is_tolerance,
    "span": lambda t: read_span(t) is not None,
    "amount": _is_step,
    "step": _is_positive,
    "unit": lambda t: parse_unit(t) is not None,
    "window": lambda t: read_window(t) is not None,
    "indicator": lambda t: find(t) is not None or bool(re.fullmatch(r"[A-Za-z]\w*(\.indicators)?", t)),
    "name-or-rule": _is_remainder,
})

_TAKEN = (*CLASSES, *sorted(RESERVED.difference(CLASSES)))
"""The reserved words as a reader looks for them: the classes of water, then the rest by the alphabet."""

FORMS: MappingProxyType[str, tuple[str, str]] = MappingProxyType({
    "text": ("文字", "text"),
    "name": (f"名称（字母开头，只含字母、数字和下划线，且非保留字 {'、'.join(_TAKEN)}）",
             f"a name (a letter, then letters, digits, underscores; none of the reserved words {', '.join(_TAKEN)})"),
    "member": ("年份、名称、档（up to 50%、below 10 mg/L、above）、类别或月份（Jan..Jun）",
               "a year, a name, a step (up to 50%, below 10 mg/L, above), a class or months (Jan..Jun)"),
    "id": ("编号（字母、数字、- _ .）", "an id (letters, digits, - _ .)"),
    "formula": ("公式", "a formula"),
    "value": ("数值，如 1亿元、0.05 mg/L、75%、III、true", "a value such as 1亿元, 0.05 mg/L, 75%, III, true"),
    "quantity": ("数，如 1亿元、0.05 mg/L、3", "a number such as 1亿元, 0.05 mg/L, 3"),
    "year": ("四位年份", "a year in four digits"),
    "period": ("结算期，如 2013、2013-Q2、2013-06", "a period such as 2013, 2013-Q2, 2013-06"),
    "date": ("日期，如 2011、2011-10、2011-10-08", "a date such as 2011, 2011-10, 2011-10-08"),
    "boolean": ("true 或 false", "true or false"),
    "count": ("非负整数", "a whole number"),
    "months": ("月数，1 至 12", "a number of months from 1 to 12"),
    "places": (f"小数位数，0 至 {MOST_PLACES}", f"a number of decimal places from 0 to {MOST_PLACES}"),
    "figures": (f"有效数字位数，1 至 {MOST_PLACES}", f"a number of significant figures from 1 to {MOST_PLACES}"),
    "share": ("0 到 1 之间的比例，如 60%", "a share from 0 to 1, such as 60%"),
    "tolerance": ("允许偏差，如 20%、0.02 mg/L", "a tolerance such as 20%, 0.02 mg/L"),
    "span": ("时长，如 30min、2h、1d", "a length of time such as 30min, 2h, 1d"),
    "amount": ("以分为整数倍的金额，如 0.01元、1元、1万元", "an amount of whole fen, such as 0.01元, 1元, 1万元"),
    "step": ("大于零的数，如 0.5万元、0.05 mg/L、5", "a number above 0, such as 0.5万元, 0.05 mg/L, 5"),
    "unit": ("单位，如 mg/L、元、万元/t、1", "a unit such as mg/L, 元, 万元/t, 1"),
    "window": ("时段：" + "、".join(WINDOWS) + "、previous 3 years、2010、2008..2010",
               "a window: " + ", ".join(WINDOWS) + ", previous 3 years, 2010, 2008..2010"),
    "indicator": ("指标，如 CODMn、NH3N、TN、TP", "an indicator such as CODMn, NH3N, TN, TP"),
    "name-or-rule": ("largest、first、last 或当事方", "largest, first, last, or a party"),
})


def form(kind: str, text: str) -> tuple[str, str]:
    """What is needed where the text does not fit its kind."""
    if kind == "name" and text in CLASSES:
        return f"另一个名称（{text} 是水质类别）", f"another name, as {text} is a class of water quality"
    return FORMS[kind]


_LONGEST_WORD = 200
"""Characters in a scalar that is neither text nor formula; what is longer is of no kind, and slow to read."""


def fits(kind: str, text: str) -> bool:
    """Whether the text is of the kind."""
    if not text.strip() or (kind not in {"text", "formula"} and len(text) > _LONGEST_WORD):
        return False
    return bool(_READS[kind](text))


def trap(text: str) -> tuple[str, str] | None:
    """Why a text that looks like a number or a yes is not one here: the habits YAML itself gets wrong."""
    if len(text) > _LONGEST_WORD:
        return None
    return next((why for pattern, why in _TRAPS if re.fullmatch(pattern, text)), None)


# compiled when something is wrong: most files never need them
_TRAPS: tuple[tuple[str, tuple[str, str]], ...] = (
    (r"[+-]?\d[\d_]*_[\d_]*(\.\d+)?.*",
     ("数字中不用下划线，写作 1000", "write digits without underscores: 1000")),
    (r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?.*",
     ("数字中不用逗号，写作 1000", "write digits without commas: 1000")),
    (r"[+-]?[\d.]+[eE][+-]?\d+.*",
     ("不用科学记数法，写出全部数位", "write all digits, without an exponent")),
    (r"[+-]?0\d+.*", ("数字不以 0 开头", "no leading zeros")),
    (r"[+-]?0[xob][0-9a-fA-F]+", ("只用十进制数", "decimal numbers only")),
    (r"\d+:\d+(:\d+)?",
     ("时刻写法不是数；比例用 {甲: 1, 乙: 5}", "this is no number; write a ratio as {a: 1, b: 5}")),
    (r"[+-]?(\.\d+|\d+\.)\D*", ("小数点两侧都要有数字", "digits on both sides of the point")),
    (r"[+-]?\d+(\.\d+)?\s*(亿|万)", ("金额写明单位：亿元、万元", "say the unit of money: 亿元, 万元")),
    (_YES_OR_NO.pattern, ("写 true 或 false", "write true or false")),
    (r"(?i)[+-]?\.?(inf|nan)", ("须为有限数", "a finite number is needed")),
    (r".*[０-９．].*", ("用半角数字", "use half-width digits")),
    (r"[−–—－]\s*\d.*", ("负号用半角 -", "write the minus as -")),
)

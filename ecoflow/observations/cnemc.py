"""Reader of the national automatic-station platform's tables (国家水质自动综合监管平台, published by CNEMC).

What a cell becomes:

- a number: an observation, flag empty. The raw value of the tooltip counts, the shown one is only checked against it.
- `--` with the tooltip 极值过滤 or 当天质控不合格: an observation without a value, flag `X` or `C`: the station
  measured, and the platform struck it out.
- `--` alone, a blank, anything else that is no number: a reject with its reason.
- `*`: not measured at this station, counted and nothing else.

The platform puts half the detection limit in place of a non-detect itself, so no flag `L` is ever made up here. The
station's state (正常, 维护, 停站) is that of the page's hour, not of the row's, and does not touch the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from msgspec import Struct, field

from ecoflow.observations import stamp
from ecoflow.observations.cell import Cell, parse, parse_known
from ecoflow.observations.page import Page
from ecoflow.observations.rejects import Rejects
from ecoflow.observations.sections import Stations
from ecoflow.observations.value import is_shown_as, millionths, places
from ecoflow.standards.headings import key
from ecoflow.standards.indicators import find

NOT_MEASURED: Final = "*"
_NOTHING: Final = frozenset({"", "-", "--", "*"})
_KEYS: Final = ("省份", "流域", "断面名称", "监测时间")
_OTHERS: Final = ("水质类别", "站点情况")
_STRUCK_OUT: Final = MappingProxyType({"极值过滤": "X", "当天质控不合格": "C"})
_UNIT = re.compile(r".*[(（](?P<unit>[^()（）]+)[)）]", re.DOTALL)
_NO_UNIT: Final = "1"


class Record(NamedTuple):
    """One result as read, in the order of the run's scratch files; times in microseconds, the value in millionths.

    `value` is None when there is none; `shown` is the decimals of a value only known as shown, -1 for a raw one; `raw`
    is the cell as the page has it.
    """

    section: int
    indicator: int
    observed: int
    recorded: int
    file: int
    row: int
    value: int | None
    shown: int
    flag: int
    unit: int
    raw: str


class Item(Struct, frozen=True):
    """A column of values: its heading, the indicator's id and unit, or why its cells cannot be used."""

    place: int
    heading: str
    indicator: str
    unit: str
    reason: str = ""


class Layout(Struct, frozen=True):
    """Where things stand in a page: the four key columns in the order of `_KEYS`, then the columns of values."""

    keys: tuple[int, int, int, int]
    items: tuple[Item, ...]
    width: int


class Codebook(Struct):
    """Numbers words in the order they are met."""

    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, word: str) -> int:
        """The word's number in this run."""
        known = self._numbers.get(word)
        return self._numbers.setdefault(word, len(self._numbers)) if known is None else known

    def words(self) -> tuple[str, ...]:
        """Every word by its number."""
        return tuple(self._numbers)


class Run(Struct):
    """What all pages of one import share: numbering, rejects, and the count of cells."""

    rejects: Rejects
    stations: Stations = field(default_factory=Stations)
    indicators: Codebook = field(default_factory=Codebook)
    units: Codebook = field(default_factory=Codebook)
    flags: Codebook = field(default_factory=Codebook)
    cells: int = 0
    not_measured: int = 0
    rounded: int = 0

    def refuse(self, file: str, row: int | None, column: str, text: str, reason: str) -> None:
        """One cell, row or file that cannot be used; counted as a cell read where nothing else counts it."""
        self.rejects.add(file, row, column, text, reason)


def layout(heads: tuple[str, ...]) -> Layout | None:
    """The columns of a page; None when it is not the platform's: a key column missing, no indicator, or one twice."""
    names = [parse_known(head).shown for head in heads]
    if any(names.count(name) != 1 for name in _KEYS):
        return None
    items = tuple(_item(place, name) for place, name in enumerate(names) if name not in (*_KEYS, *_OTHERS))
    known = [item.indicator for item in items if item.indicator]
    if not known or len(set(known)) != len(known):
        return None
    province, basin, section, time = (names.index(name) for name in _KEYS)
    return Layout((province, basin, section, time), items, len(names))


def read(page: Page, name: str, number: int, day: date, run: Run) -> Iterator[Record]:
    """The records of one page that has a `layout`; rejects and counts go to `run`.

    `name` is the file's for people, `number` tells files apart, `day` is what it stands for.
    """
    known = layout(page.heads)
    if known is None:
        raise ValueError(f"{name} has not the platform's header")
    when = stamp.recorded(day)
    for row, cells in page.rows:
        if len(cells) == known.width:
            yield from _row(known, cells, _Place(name, number, row, day, when), run)
            continue
        run.cells += max(1, len(cells))
        for at, text in enumerate(cells or [""]):
            run.refuse(name, row, page.heads[at] if at < known.width else "", text, "row-shape")


class _Place(NamedTuple):
    """Where a row stands and when it became known."""

    name: str
    number: int
    row: int
    day: date
    recorded: int


def _row(known: Layout, cells: list[str], place: _Place, run: Run) -> Iterator[Record]:
    province, basin, section, time = (parse_known(cells[at]) for at in known.keys)
    when = stamp.observed(time.shown, place.day)
    fault = "no-section" if section.shown in _NOTHING else when if isinstance(when, str) else ""
    station = -1
    if section.shown not in _NOTHING:
        station = run.stations.number(province.shown, basin.shown, section.shown)
        run.stations.locate(station, place.recorded, section.note("所在地市"), section.note("所属河流"))
    run.cells += len(known.items)
    for item in known.items:
        text = cells[item.place]
        if text == NOT_MEASURED:
            run.not_measured += 1
            continue
        found = _result(parse(text), item)
        if isinstance(found, str) or fault:
            _leave_out(found if isinstance(found, str) else fault, item, text, place, run)
            continue
        value, shown, flag, rounded = found
        run.rounded += rounded
        yield Record(
            station, run.indicators.number(item.indicator), int(when), place.recorded, place.number, place.row,
            value, shown, run.flags.number(flag), run.units.number(item.unit), text,
        )


def _leave_out(reason: str, item: Item, text: str, place: _Place, run: Run) -> None:
    if reason == NOT_MEASURED:
        run.not_measured += 1
    else:
        run.refuse(place.name, place.row, item.heading, text, reason)


def _result(cell: Cell, item: Item) -> tuple[int | None, int, str, bool] | str:
    """(value in millionths, decimals if only shown, flag, whether rounded to 6 decimals), or why there is none."""
    if cell.shown == NOT_MEASURED:
        return NOT_MEASURED
    if item.reason:
        return item.reason
    if cell.shown in _NOTHING and cell.raw is None:
        flag = _STRUCK_OUT.get(cell.tooltip)
        return (None, -1, flag, False) if flag else _nothing(cell)
    return _number(cell)


def _nothing(cell: Cell) -> str:
    """Why a cell shows nothing, as far as it says."""
    if cell.tooltip:
        return "unknown-note"
    return "missing" if cell.shown else "blank"


def _number(cell: Cell) -> tuple[int, int, str, bool] | str:
    """The result of a cell that shows something."""
    raw = cell.raw
    found = millionths(cell.shown if raw is None else raw)
    if isinstance(found, str):
        return found
    if raw is not None and not is_shown_as(raw, cell.shown):
        return "shown-differs"
    decimals = None if raw is not None else places(cell.shown)
    return found[0], -1 if decimals is None else decimals, "", found[1]


def _item(place: int, heading: str) -> Item:
    indicator = find(heading)
    if indicator is None:
        return Item(place, heading, "", "", "unknown-item")
    found = _UNIT.fullmatch(heading)
    unit = found["unit"].strip() if found else ""
    if key(unit) == key(indicator.unit) or (indicator.unit == _NO_UNIT and unit in {"", "无量纲"}):
        # One spelling for one unit: `无量纲` is `1`, the micro sign is the Greek letter.
        return Item(place, heading, indicator.id, indicator.unit)
    return Item(place, heading, indicator.id, unit, "" if unit else "no-unit")

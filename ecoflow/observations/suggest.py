"""A first mapping, drafted from a sample: what was found of each column, and with a question mark what nobody can tell."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from ecoflow.observations.distinct import Encoded, encode
from ecoflow.observations.documents import TABLES, Intake
from ecoflow.observations.header import Head, find_head, is_results
from ecoflow.observations.mapping import Mapping
from ecoflow.observations.refusal import Refusal
from ecoflow.observations.rowkeys import day_in
from ecoflow.observations.tables.opening import open_tables
from ecoflow.observations.tables.table import Table, UnreadableTable
from ecoflow.observations.text_headings import Heading, read_heading
from ecoflow.observations.text_rules import ValueRules
from ecoflow.observations.text_times import TimeHints, read_time
from ecoflow.observations.text_units import factor
from ecoflow.observations.text_values import read_value
from ecoflow.observations.value import millionths
from ecoflow.standards.headings import key
from ecoflow.standards.indicators import INDICATORS

_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff()（）/.+-]*(?<![.:])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)", re.ASCII)
_LONGEST: Final = 80
_SHOWN: Final = 6
_KEYS: Final = (
    "section", "time", "date", "clock", "year", "month", "day", "indicator", "value", "source", "unit", "flag", "limit",
)
_NO_NAMES: Final = ("recorded", "analysed", "class")
_BESIDE: Final = ("unit", "flag", "limit")
_WORDS: Final = ("province", "basin", "river", "class", "code", "remark")
_FINE: Final = frozenset({"blank", "missing", "*", ""})


def suggest(inputs: Sequence[Path], mapping: Mapping) -> str:
    """The text of a mapping file for the first table of the inputs. Refuses (`Refusal`) when there is none."""
    intake = Intake(inputs, None, TABLES, whole=False)
    intake.check()
    problem = ""
    for document in intake.documents():
        try:
            if document.stream is not None:
                table = open_tables(document.name, document.stream)[0]
                return "\n".join(_Draft.of(table, document.name, mapping).lines()) + "\n"
            problem = problem or f"{document.name}: {document.fault}"
        except UnreadableTable as error:
            problem = problem or f"{document.name}: {error}"
    raise Refusal(
        zh=f"没有可读的表格。{problem}",
        en=f"There is no table to read. {problem}".strip(),
        hint_zh="请给出 CSV、Excel 或 JSON 文件。",
        hint_en="Name a CSV, Excel or JSON file.",
    )


class _Draft(Struct):
    """One sample and the uses its columns get, the first of a kind winning; `doubts` are columns to be asked about."""

    name: str
    table: Table
    head: Head
    read: tuple[Heading, ...]
    columns: tuple[Encoded, ...]
    uses: dict[str, int] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table, name: str, mapping: Mapping) -> _Draft:
        """Look at the headings and the first batch of rows."""
        head = find_head(table, mapping)
        batch = next(iter(table.read(head.skip, len(head.headings))), None)
        columns = tuple(encode(column, table.encodings) for column in batch.columns) if batch else ()
        draft = cls(name, table, head, tuple(read_heading(text) for text in head.headings), columns)
        for place, heading in enumerate(draft.read):
            if is_results(heading):
                draft.values.setdefault(heading.indicator, place)
            elif heading.role in _KEYS and not heading.indicator:
                draft.uses.setdefault(heading.role, place)
        if "date" in draft.uses and "time" in draft.uses and "clock" not in draft.uses:
            draft.uses["clock"] = draft.uses.pop("time")
        return draft

    def lines(self) -> Iterator[str]:
        """The mapping file, line by line."""
        yield f"# {''.join(c if c.isprintable() else ' ' for c in self.name)}"
        yield "# 由样本起草，标 ? 处请核对后删去 ? 号说明。 Drafted from a sample; settle each line marked ?."
        yield "ecoflow-import: 1"
        if self.table.part:
            yield f"sheet: {_quoted(self.table.part)}"
        if self.table.first:
            below = f", units: {self.head.row + 1}" if self.head.units else ""
            yield f"header: {{row: {self.head.row}{below}}}"
        yield from self._source()
        yield from self._time()
        yield from self._section()
        if "indicator" in self.uses and "value" in self.uses:
            yield from self._long()
        yield from self._columns()
        yield from self._questions()

    def _source(self) -> Iterator[str]:
        if "source" in self.uses:
            yield f"source: {{column: {self._named(self.uses['source'])}}}"
        else:
            yield "source: manual  # ? 文件未写来源：manual 或 automatic / the file names no source"

    def _time(self) -> Iterator[str]:
        uses = self.uses
        place = uses.get("time", uses.get("date"))
        parts = [] if place is None else [f"column: {self._named(place)}"]
        if place is not None and "clock" in uses:
            parts.append(f"clock: {self._named(uses['clock'])}")
        if place is None:
            parts += [f"{part}: {{column: {self._named(uses[part])}}}" for part in ("year", "month", "day") if part in uses]
        doubt = ""
        reasons = Counter(self._time_reasons(place))
        if place is not None and reasons["no-year"]:
            parts.append(f"year: {self._year()}")
            doubt = "  # ? 时间没有年份 / the times have no year"
        if (place is None and "day" not in uses) or reasons["no-day-of-month"]:
            parts.append("day: 15")
            doubt = "  # ? 没有日，按每月 15 日 / no day: the 15th of each month"
        if reasons["day-month-order"]:
            parts.append("order: day-month")
            doubt = "  # ? 日在前还是月在前 / day or month first"
        if reasons["serial-number"]:
            parts.append("serial: 1900")
            doubt = "  # ? 数字当作 Excel 日期序号 / numbers taken as days of Excel"
        if place is None and not ("year" in uses and "month" in uses):
            yield "# ? time: {column: ...}  没有找到时间列 / no column of times was found"
            return
        yield f"time: {{{', '.join(parts)}}}{doubt}"

    def _time_reasons(self, place: int | None) -> Iterator[str]:
        texts = self.columns[place].texts[:50] if place is not None and self.columns else ()
        for text in texts:
            found = read_time(text or "", TimeHints())
            if isinstance(found, str):
                yield found

    def _year(self) -> str:
        """The year in the file's name or above the table; `file` where only a day in the name can tell."""
        above = [self.name, *(text for row in self.table.sample[: max(0, self.head.skip - 1)] for text in row)]
        years = [year for text in above for year in _YEAR.findall(text)]
        return "file" if day_in(self.name) or not years else years[0]

    def _section(self) -> Iterator[str]:
        if "section" in self.uses:
            yield f"section: {{column: {self._named(self.uses['section'])}}}"
            return
        found = [[place for place, heading in enumerate(self.read) if heading.role == role and self._is_names(place)]
                 for role in ("code", "river", "remark")]
        places = next((several for several in (*found, self._unknown()) if any(map(self._is_names, several))), [])
        if places and self.columns:
            best = max(filter(self._is_names, places), key=lambda place: (len(self.columns[place].texts), -place))
            self.uses["section"] = best
            doubt = "没有断面列，取文字最多的一列 / a guess: the column with most names"
            yield f"section: {{column: {self._named(best)}}}  # ? {doubt}"
        else:
            yield "section: file-name  # ? 没有断面列：写 {name: 断面名} / no column of sections: write {name: ...}"

    def _is_names(self, place: int) -> bool:
        if self.read[place].role in _NO_NAMES:
            return False
        texts = [text for text in self.columns[place].texts if text and text.strip()] if self.columns else []
        rows = len(self.columns[place].codes) if self.columns else 0
        return bool(texts) and len(texts) <= max(1, rows // 2) and all(isinstance(millionths(t), str) for t in texts[:50])

    def _long(self) -> Iterator[str]:
        parts = [f"{part}: {self._named(self.uses[part])}" for part in ("indicator", "value", "unit", "flag", "limit")
                 if part in self.uses]
        doubt = ""
        if "unit" not in self.uses and not self.read[self.uses["value"]].unit:
            parts.append("unit: mg/L")
            doubt = "  # ? 没有单位列 / no column of units"
        yield f"long: {{{', '.join(parts)}}}{doubt}"

    def _columns(self) -> Iterator[str]:
        rows = [*(() if "indicator" in self.uses and "value" in self.uses else self._values()), *self._others()]
        yield from ("columns:", *(f"  {row}" for row in rows)) if rows else ()

    def _values(self) -> Iterator[str]:
        for indicator, place in self.values.items():
            wanted = INDICATORS[indicator].unit
            said = self.head.units.get(place, "") or self.read[place].unit
            fits = isinstance(factor(said, wanted), Fraction)
            unit, doubt = (said or wanted, "") if fits else (wanted, f"  # ? 文件写的单位 / unit in the file: {said or '-'}")
            yield f"{self._named(place)}: {{indicator: {indicator}, unit: {_quoted(unit)}}}{doubt}"

    def _others(self) -> Iterator[str]:
        for place, heading in enumerate(self.read):
            if place == self.uses.get("section"):
                continue
            if heading.role in _WORDS and not heading.indicator:
                yield f"{self._named(place)}: {heading.role}"
            elif place in self._unknown() and self.head.headings[place].strip():
                sample = "、".join(_shown(text) for text in self._texts(place)[:3])
                yield f"{self._named(place)}: ignore  # ? {sample}"

    def _unknown(self) -> list[int]:
        used = {*self.uses.values(), *self.values.values()}
        told = {place for place, heading in enumerate(self.read) if heading.role in {*_WORDS, *_BESIDE, "recorded"}}
        return [place for place in range(len(self.read)) if place not in used | told]

    def _texts(self, place: int) -> list[str]:
        return [text for text in self.columns[place].texts if text and text.strip()] if self.columns else []

    def _questions(self) -> Iterator[str]:
        """Texts among the results that cannot be read, column by column."""
        places = {self.uses["value"]: ""} if "value" in self.uses and "indicator" in self.uses else {
            place: indicator for indicator, place in self.values.items()}
        for place in places:
            odd = Counter(text for text in self._texts(place) if _is_odd(text))
            if odd:
                shown = "、".join(_shown(text) for text in list(odd)[:_SHOWN])
                yield f"# ? {_shown(self.head.headings[place])}: {shown}  -> values: {{missing, not_measured, below, flags}}"

    def _named(self, place: int) -> str:
        """The heading, or the number of the column where the heading could be taken for something else."""
        heading = self.head.headings[place]
        alike = sum(key(other) == key(heading) for other in self.head.headings)
        safe = heading.isprintable() and heading.strip() and "<" not in heading and not heading.isdigit()
        return _quoted(heading) if safe and alike == 1 and len(heading) <= _LONGEST else str(place + 1)


def _is_odd(text: str) -> bool:
    found = read_value(text, ValueRules())
    return isinstance(found, str) and found not in _FINE


def _quoted(text: str) -> str:
    """The text as a scalar of YAML, in quotes wherever it could mean something else."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _shown(text: str) -> str:
    """The text on one line of a comment, cut short; nothing in it can end the line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= 30 else line[:29] + "…"

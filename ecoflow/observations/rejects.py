"""The record of every cell that could not be used, and the sum that proves no cell was lost.

`cells read = observations + repeats + rejects + not measured`. A row or a file that cannot be taken apart into cells
counts as one cell read and one reject.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Final, Self

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_TEXT: Final = 200


class Reason(Struct, frozen=True):
    """One reason for a reject: its code, a sentence in both languages, and whether it stands for a whole file."""

    code: str
    zh: str
    en: str
    whole_file: bool = False


_REASONS = (
    Reason("missing", "来源写明没有结果（如 --、/）。", "The source says there is no result (such as -- or /)."),
    Reason("unknown-note", "没有结果，提示文字未知。", "There is no result, and the tooltip's reason is not known."),
    Reason("blank", "单元格为空。", "The cell is blank."),
    Reason("no-time", "有数值但没有监测时间。", "There is a value but no time."),
    Reason("bad-time", "监测时间的写法不认识，或没有这个日期、时刻。", "The time cannot be read, or is none."),
    Reason(
        "time-ahead",
        "监测时间晚于文件日期不超过七天，无法判断是今年还是去年。",
        "The time lies up to seven days after the file's day; the year cannot be told.",
    ),
    Reason("not-a-number", "不是数字。", "Not a number."),
    Reason(
        "does-not-fit",
        "数值超出 decimal(18,6)：整数位多于 12 位，或舍入到 6 位小数后为 0。",
        "Outside decimal(18,6): over 12 digits before the point, or zero once rounded to 6 decimals.",
    ),
    Reason(
        "shown-differs",
        "显示值与提示中的原始值不一致。",
        "The shown value is not the raw value of the tooltip, rounded.",
    ),
    Reason("no-limit", "低于检出限，但不知检出限是多少。", "Below the detection limit, and the limit is not known."),
    Reason("above-range", "高于测定上限，没有确切结果。", "Above the range of the method: there is no exact result."),
    Reason("range", "写的是区间或界限，不是一个结果。", "A range or a bound, not one result."),
    Reason("several-values", "一个单元格中有多个数。", "Several numbers in one cell."),
    Reason("comma", "逗号是千位分隔还是小数点，无法判断。", "The comma may separate thousands or decimals."),
    Reason("unclear-exponent", "指数写法不清（如 1.2×104）。", "The exponent is not clear, as in 1.2×104."),
    Reason("unknown-flag", "标记不认识，不知结果是否有效。", "The flag is not known: the result may not be valid."),
    Reason("ice-bound", "封冻，没有采样。", "Ice-bound: no sample was taken."),
    Reason("formula", "是公式，不是结果。", "A formula, not a result."),
    Reason("spreadsheet-error", "是电子表格的错误值。", "An error value of the spreadsheet."),
    Reason("truth-value", "是“真/假”，不是数字。", "A truth value, not a number."),
    Reason("unit-in-cell", "数字后写有单位，与该列单位不能换算。", "The unit behind the number cannot become the column's."),
    Reason("unknown-unit", "单位不认识。", "The unit is not known."),
    Reason("unit-differs", "单位与该监测项目的单位不是同一种量。", "The unit is of another quantity than the indicator's."),
    Reason(
        "other-basis",
        "按其他形式计（如以 NO3 计、以摩尔计），不能直接换算。",
        "Expressed as something else (as NO3, in moles): not converted without being told how.",
    ),
    Reason("relative-unit", "ppm、ppb 等相对单位，不知每升多少。", "A relative unit (ppm): not known how much a litre."),
    Reason("temperature-scale", "温标不是摄氏度，未换算。", "A temperature scale other than Celsius; not converted."),
    Reason("no-day-of-month", "只有年月（季、旬），没有日。", "A year and month (quarter, ten days) without a day."),
    Reason("no-year", "时间没有年份，也无从得知。", "The time has no year, and nothing tells it."),
    Reason("day-month-order", "无法判断是“日/月”还是“月/日”。", "Day before month or month before day: not known."),
    Reason("two-digit-year", "年份只有两位，无法确定。", "The year has two digits only."),
    Reason("serial-number", "像是电子表格的日期序号，未作时间读取。", "Looks like a spreadsheet's day number; not read."),
    Reason("clock-differs", "日期列和时间列写的时刻不同。", "The date and clock columns tell different times."),
    Reason("in-the-future", "监测时间晚于文件日期一天以上。", "The time is more than a day after the file's day."),
    Reason("no-section", "有数值但没有断面名称。", "There is a value but no section name."),
    Reason("unknown-item", "列名不是已知的监测项目。", "The column is not a known indicator."),
    Reason("no-unit", "列名中没有单位。", "The column heading states no unit."),
    Reason("no-heading", "该列没有列名。", "The column has no heading."),
    Reason("bad-text", "不是 UTF-8 也不是 GB 18030 编码。", "Neither UTF-8 nor GB 18030."),
    Reason("unknown-source", "来源列的用词不认识。", "The word in the source column is not known."),
    Reason("bad-recorded", "入库时间无法读取。", "When it became known cannot be read."),
    Reason("summary-row", "汇总行（平均、合计等）或表后说明，不是监测结果。", "A row that sums up or a note; no result."),
    Reason("after-end", "在表格结束之后。", "After the end of the table."),
    Reason("other-fraction", "只是溶解态，不是该指标的总量。", "The dissolved part only, not all of the indicator."),
    Reason("row-shape", "该行的单元格数与表头不符。", "The row has more or fewer cells than the header."),
    Reason("bad-header", "表头不是平台的表头，文件未用。", "The header is not the platform's; file not used.", True),
    Reason("no-column", "没有映射文件所说的列。", "There is no such column as the mapping names.", True),
    Reason("column-twice", "映射文件所说的列名有两列；请用列号。", "Two columns have this heading: use the number.", True),
    Reason("two-columns", "有两列可作同一用途；请用映射文件指明。", "Two columns could be the same thing: say which.", True),
    Reason("no-section-column", "找不到断面列。", "No column of sections was found.", True),
    Reason("no-time-column", "找不到时间列。", "No column of times was found.", True),
    Reason("no-indicator", "找不到监测项目列。", "No column of a known indicator was found.", True),
    Reason("no-sheet", "没有映射文件所说的工作表。", "There is no such sheet as the mapping names.", True),
    Reason("no-table", "文件中没有表格。", "The file holds no table.", True),
    Reason("too-wide", "列数过多。", "Too many columns.", True),
    Reason("cut-short", "此行之后无法读取（不完整或已损坏）。", "Not readable from here on: cut short or damaged.", True),
    Reason("no-day", "路径中没有日期，不知年份，文件未用。", "No date in the path, so no year; file not used.", True),
    Reason("unreadable", "文件无法读取。", "The file cannot be read.", True),
    Reason("too-large", "文件过大，未读取。", "The file is too large; not read.", True),
    Reason("unsafe-member", "压缩包成员是链接或越界。", "An archive member is a link or leaves it.", True),
    Reason("zip-bomb", "解压后远大于压缩包，未读取。", "Unpacks to far more than its size; not read.", True),
    Reason("unknown-format", "不是 .json、.csv 或压缩包。", "Not .json, .csv or an archive.", True),
)

REASONS: Final[Mapping[str, Reason]] = MappingProxyType({reason.code: reason for reason in _REASONS})
"""The closed set of reasons."""


class Cells(Struct, frozen=True):
    """The four fates of a cell, counted."""

    observations: int
    repeats: int
    rejects: int
    not_measured: int

    def read(self) -> int:
        """The number of cells the four fates account for."""
        return self.observations + self.repeats + self.rejects + self.not_measured


def neutral(text: str) -> str:
    """The text as a spreadsheet may show it: a cell that would start a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


class Rejects:
    """Writes `rejects.csv` as rejects come in (bounded memory) and counts them by reason; a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        # The byte order mark is what makes Chinese Excel read the file as UTF-8.
        self._file = self.path.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(("file", "row", "column", "text", "reason", "说明", "meaning"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, file: str, row: int | None, column: str, text: str, reason: str) -> None:
        """Record one cell; `row` is None and `column` empty for a whole file. An unknown reason is a `KeyError`."""
        known = REASONS[reason]
        self.counts[reason] += 1
        shown = text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
        place = "" if row is None else str(row)
        self._rows.writerow((neutral(file), place, neutral(column), neutral(shown), reason, known.zh, known.en))

    @property
    def total(self) -> int:
        """How many cells (or whole files) were rejected."""
        return sum(self.counts.values())

    def summary(self) -> dict[str, int]:
        """Counts by reason, in the order the reasons are documented; only those that occurred."""
        return {code: self.counts[code] for code in REASONS if self.counts[code]}

    def whole_files(self) -> int:
        """How many rejects stand for a whole file."""
        return sum(n for code, n in self.counts.items() if REASONS[code].whole_file)

"""The mapping language, version 1: what a file of monitoring data needs to say about itself to be imported.

This declaration is the language, as `agreement/language.py` is that of agreements: the reader refuses what is not here,
and the JSON Schema is made from it.
"""

from __future__ import annotations

from typing import Final, Literal

from ecoflow.agreement.shape import Either, Field, Leaf, Listing, Record, Table

COLUMN_WORDS = ("ignore", "province", "basin", "city", "river", "class", "code", "remark")
"""What an entry of `columns` may say in one word."""

ORDERS: Final[tuple[Literal["day-month", "month-day"], ...]] = ("day-month", "month-day")
SERIALS: Final[tuple[Literal["1900", "1904"], ...]] = ("1900", "1904")

_TEXT, _COUNT = Leaf("text"), Leaf("count")
_TEXTS = Listing(_TEXT, or_one=True, least=1)


def _column(zh: str, en: str, *, required: bool = False) -> Field:
    return Field("column", _TEXT, f"{zh}：列名或列号", f"{en}: heading or number of the column", required=required)


_FROM_COLUMN = Record("mapping column", (_column("所在列", "Where it stands", required=True),))

_NAME = Record("mapping name", (
    Field("zh", _TEXT, "中文", "Chinese"),
    Field("en", _TEXT, "英文", "English"),
))

_HEADER = Record("mapping header", (
    Field("row", _COUNT, "表头所在行，从 1 起；0 为没有表头", "The row of the headings, from 1; 0 for none"),
    Field("units", _COUNT, "单位所在行", "The row of the units"),
))

_SOURCE = Record("mapping source", (
    _column("来源", "Source", required=True),
    Field("words", Table(_TEXT, key="text"), "文件用词 -> manual、automatic 或 joint:<方>",
          "Words of the file -> manual, automatic or joint:<party>"),
))

_PART = Either(_TEXT, _FROM_COLUMN)

_TIME = Record("mapping time", (
    _column("日期或时间", "Date or time"),
    Field("clock", _TEXT, "时刻所在列", "The column of the hour and minute"),
    Field("year", _PART, "年：四位数、file（取自文件名）或列", "Year: four digits, file (from its name) or a column"),
    Field("month", _PART, "月：1 至 12、file 或列", "Month: 1 to 12, file or a column"),
    Field("day", _PART, "日：1 至 31 或列", "Day: 1 to 31 or a column"),
    Field("order", Leaf("choice", ORDERS), "5/1/2021 中日与月的先后", "Whether day or month comes first in 5/1/2021"),
    Field("serial", Leaf("choice", SERIALS), "数字为日期序号：Excel 的 1900 或 1904 系统",
          "Numbers are days of a spreadsheet: its 1900 or 1904 system"),
))

_SECTION = Record("mapping section", (
    _column("断面", "Section"),
    Field("name", _TEXT, "全文件只有一个断面时的名称", "The name, where the file is of one section"),
), one_of=("column", "name"))

_VALUES = Record("mapping indicator", (
    Field("indicator", Leaf("indicator"), "指标", "Indicator", required=True),
    Field("unit", _TEXT, "单位；未写时取自表头", "Unit; from the heading when left out"),
    Field("flag", _TEXT, "该指标的标记所在列", "The column of its flags"),
))

_LONG = Record("mapping long", (
    Field("indicator", _TEXT, "指标列", "Column of the indicator", required=True),
    Field("value", _TEXT, "结果列", "Column of the value", required=True),
    Field("unit", _TEXT, "单位列，或统一的单位", "Column of the unit, or one unit for all"),
    Field("flag", _TEXT, "标记列", "Column of the flag"),
    Field("limit", _TEXT, "检出限列", "Column of the detection limit"),
    Field("names", Table(Leaf("indicator"), key="text"), "文件用名 -> 指标", "Names of the file -> indicators"),
))

_BELOW = Record("mapping below", (
    Field("words", _TEXTS, "表示未检出的文字", "Texts that say not detected"),
    Field("limits", Table(Leaf("quantity"), key="indicator"), "各指标的检出限", "Detection limits by indicator"),
))

_WORDS = Record("mapping values", (
    Field("missing", _TEXTS, "表示没有结果的文字", "Texts that say there is no result"),
    Field("not_measured", _TEXTS, "表示本来就不测的文字", "Texts that say nobody measured"),
    Field("below", _BELOW, "低于检出限", "Below the detection limit"),
    Field("flags", Table(_TEXT, key="text"), "文件用的标记 -> 观测数据的标记", "Flags of the file -> flags of observations"),
))

MAPPING = Record("mapping", (
    Field("ecoflow-import", Leaf("choice", ("1",)), "映射语言的版本", "Version of the mapping language", required=True),
    Field("name", Either(_TEXT, _NAME), "名称", "Name"),
    Field("files", _TEXT, "适用的文件名，如 *.xlsx", "Names of the files it is for, such as *.xlsx"),
    Field("sheet", _TEXT, "工作表：名称、序号或 all", "Sheet: its name, its number or all"),
    Field("header", _HEADER, "表头的位置；未写时自动查找", "Where the headings stand; found when left out"),
    Field("stop", _TEXTS, "首个单元格为此时表格结束", "A row that begins so ends the table"),
    Field("source", Either(_TEXT, _SOURCE), "来源：manual、automatic、joint:<方> 或列",
          "Source: manual, automatic, joint:<party> or a column"),
    Field("recorded", Either(_TEXT, _FROM_COLUMN), "何时得知：日期、file-day 或列",
          "When known: a date, file-day or a column"),
    Field("time", Either(_TEXT, _TIME), "监测时间：列名，或各部分所在的列", "Time of observation: a heading, or its parts"),
    Field("section", Either(_TEXT, _SECTION), "断面：列名、file-name 或名称", "Section: a heading, file-name, or a name"),
    Field("sections", Table(_TEXT, key="text"), "断面改名", "Sections renamed"),
    Field("columns", Table(Either(Leaf("choice", COLUMN_WORDS), _VALUES), key="text"),
          "各列：列名或列号 -> 指标或用途", "Columns: heading or number -> indicator or use"),
    Field("long", _LONG, "每行一个结果的表", "A table with one result a row"),
    Field("values", _WORDS, "结果列中的文字", "What words among the values mean"),
))

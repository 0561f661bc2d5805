"""A book as an xlsx file, by XlsxWriter: formulas with their results, names, charts; the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from types import MappingProxyType
from typing import Any

import xlsxwriter

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.workbook.book import Book, Box, Chart, Line, Page
from ecoflow.report.workbook.compose import compose
from ecoflow.report.workbook.words import say
from ecoflow.settlement.model import Settlement

_LOOKS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "text": {},
        "formula": {},
        "wrapped": {"text_wrap": True, "valign": "top"},
        "title": {"bold": True, "font_size": 15},
        "subtitle": {"bold": True, "font_size": 12},
        "note": {"font_color": "#595959", "italic": True},
        "label": {"bold": True},
        "head": {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True, "valign": "vcenter"},
        "id": {"font_color": "#7F7F7F", "font_size": 9},
        "input": {"bg_color": "#FFF9DB", "font_color": "#1F3FBF"},
        "fixed": {"bg_color": "#EDEDED"},
        "result": {"bold": True},
        "check": {"bold": True, "font_color": "#1E6B3A"},
        "weak": {"font_color": "#9C5700", "bg_color": "#FFEB9C"},
        "gap": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
        "stamp": {"bold": True, "font_color": "#9C0006"},
    }
)
_WRITTEN = datetime(2000, 1, 1)  # noqa: DTZ001 - a file's own date would make every run another file
_RISKY = tuple("=+-@\t\r")
_LANDSCAPE_A4 = 9
_HEAD_HEIGHT = 30
_EVERYWHERE = "A1:XFD1048576"


def to_xlsx(settlement: Settlement, lang: Lang) -> bytes:
    """The workbook of a settlement."""
    return written(compose(settlement, lang), settlement, lang)


def written(book: Book, settlement: Settlement, lang: Lang) -> bytes:
    """The bytes of a book."""
    out = BytesIO()
    file = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": "Arial"},
        },
    )
    file.set_properties(
        {
            "title": settlement.agreement.title.say(lang),
            "subject": settlement.period.name,
            "author": f"ecoflow {settlement.evidence.version}",
            "created": _WRITTEN,
        }
    )
    file.set_calc_mode("auto")
    writer = _Writer(file, lang)
    for page in book.pages:
        writer.page(page)
    for name, spot in sorted(book.defined.spots.items()):
        file.define_name(name, f"={spot.text}")
    file.close()
    return out.getvalue()


class _Writer:
    """One file on its way; formats are made once."""

    def __init__(self, file: Any, lang: Lang) -> None:
        self._file, self._lang = file, lang
        self._formats: dict[tuple[str, str, bool], Any] = {}

    def page(self, page: Page) -> None:
        """One sheet with its cells, charts and print setup."""
        sheet = self._file.add_worksheet(page.title)
        for column, width in enumerate(page.widths):
            sheet.set_column(column, column, width)
        for row, boxes in enumerate(page.rows):
            for column, box in boxes.items():
                self._cell(sheet, row, column, box)
        self._laid_out(sheet, page)
        for chart in page.charts:
            sheet.insert_chart(chart.at.row, chart.at.column, self._chart(chart))

    def _laid_out(self, sheet: Any, page: Page) -> None:
        head = page.heads[0] if len(page.heads) == 1 else 0
        sheet.freeze_panes(head + 1, 0)
        if head:
            sheet.repeat_rows(head)
        if page.filtered and page.next > head + 1:
            sheet.autofilter(head, 0, page.next - 1, max(page.rows[head]))
        for row in page.heads:
            sheet.set_row(row, _HEAD_HEIGHT)
        # a column of formulas that are each their own is no mistake, nor is a year that stands as text
        sheet.ignore_errors(
            {"formula_differs": _EVERYWHERE, "formula_range": _EVERYWHERE, "number_stored_as_text": _EVERYWHERE}
        )
        sheet.set_landscape()
        sheet.set_paper(_LANDSCAPE_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C" + say("footer", self._lang, page="&P", pages="&N"))

    def _cell(self, sheet: Any, row: int, column: int, box: Box) -> None:
        risky = isinstance(box.value, str) and not box.formula and box.value.startswith(_RISKY)
        look = self._format(box.look, box.form, quoted=risky)
        if box.formula:
            sheet.write_formula(row, column, f"={box.formula}", look, "" if box.value is None else box.value)
        elif box.value is None or box.value == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(box.value, bool):
            sheet.write_boolean(row, column, box.value, look)
        elif isinstance(box.value, str):
            sheet.write_string(row, column, box.value, look)
        else:
            sheet.write_number(row, column, box.value, look)

    def _format(self, look: str, form: str, *, quoted: bool) -> Any:
        key = look, form, quoted
        if key not in self._formats:
            own = {**_LOOKS[look], **({"num_format": form} if form else {}), **({"quote_prefix": True} if quoted else {})}
            self._formats[key] = self._file.add_format(own)
        return self._formats[key]

    def _chart(self, chart: Chart) -> Any:
        made = self._file.add_chart({"type": chart.kind})
        for n, line in enumerate(chart.lines):
            dashed = {"line": {"dash_type": "dash", "width": 1.25}} if n else {"marker": {"type": "circle", "size": 5}}
            made.add_series(
                {
                    "name": _plain(line.label),
                    "categories": _range(chart.labels),
                    "values": _range(line),
                    **(dashed if chart.kind == "line" else {}),
                }
            )
        made.set_title({"name": _plain(chart.title), "name_font": {"size": 11}})
        made.set_y_axis(
            {
                "name": _plain(chart.unit),
                "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
                **({"num_format": "#,##0"} if chart.kind == "column" else {}),
            }
        )
        made.set_x_axis({"label_position": "low"})
        made.set_size({"width": 620, "height": 320})
        made.show_blanks_as("gap")
        if len(chart.lines) == 1:
            made.set_legend({"none": True})
        else:
            made.set_legend({"position": "bottom"})
        return made


def _plain(text: str) -> str:
    """A text that a chart does not take for a formula."""
    return f" {text}" if text.startswith("=") else text


def _range(line: Line) -> list[Any]:
    return [line.first.sheet, line.first.row, line.first.column, line.last.row, line.last.column]

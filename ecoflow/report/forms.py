"""The forms a settlement can be written in, and what writes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ecoflow.diagnostics.finding import Lang
from ecoflow.settlement.model import Settlement

Rendering = Callable[[Settlement, Lang], str | bytes]
"""One settlement in one language as the whole content of a file."""


def render(settlement: Settlement, form: str, lang: Lang) -> str | bytes:
    """One settlement in one of `FORMS`: text, or the bytes of a workbook."""
    return FORMS[form](settlement, lang)


# Each form is imported when it is asked for: the libraries behind some would cost a plain command half its start.


def _html(settlement: Settlement, lang: Lang) -> str:
    from ecoflow.report.html import to_html

    return to_html(settlement, lang)


def _markdown(settlement: Settlement, lang: Lang) -> str:
    from ecoflow.report.markdown import to_markdown

    return to_markdown(settlement, lang)


def _json(settlement: Settlement, lang: Lang) -> str:
    from ecoflow.report.json_contract import to_json

    return to_json([settlement], lang, as_list=False) + "\n"


def _workbook(settlement: Settlement, lang: Lang) -> bytes:
    from ecoflow.report.workbook.write import to_xlsx

    return to_xlsx(settlement, lang)


FORMS: Mapping[str, Rendering] = MappingProxyType({"html": _html, "xlsx": _workbook, "md": _markdown, "json": _json})
"""Form, which is also the ending of its file, to what writes it."""

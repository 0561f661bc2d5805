"""The settlement as one self-contained HTML page: no network, no script, the same bytes every time."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.compose import compose
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement

_TEMPLATE = "settlement.html.j2"


def to_html(settlement: Settlement, lang: Lang) -> str:
    """The whole paper as one HTML document; every text is escaped."""
    view = compose(settlement, lang)
    # `word` is the table of fixed words in the page's language
    return _template().render(view=view, word=lambda key, **fill: say(key, lang, **fill))


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("ecoflow.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(_TEMPLATE)

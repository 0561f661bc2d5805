import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.observations.cell import Cell, parse


@pytest.mark.parametrize(
    ("html", "shown", "raw"),
    [
        ("<span title='原始值：2.1645'>2.16</span>", "2.16", "2.1645"),
        ('<span data-placement="right" title="原始值:2.1645"> 2.16 </span>', "2.16", "2.1645"),
        ("<span title='原始值：4E-05'>0.00004</span>", "0.00004", "4E-05"),
        ("<b title=''>1&#46;5</b>", "1.5", None),
        ("--", "--", None),
        (" * ", "*", None),
        ("<span title='极值过滤'>--</span>", "--", None),
        ("a < b", "a < b", None),
    ],
)
def test_shown_text_and_raw_value(html, shown, raw):
    cell = parse(html)
    assert (cell.shown, cell.raw) == (shown, raw)


def test_city_and_river_of_a_section():
    cell = parse("<span title='所在地市:密云区&#10;所属河流:潮河'>古北口</span>")
    assert (cell.shown, cell.note("所在地市"), cell.note("所属河流"), cell.note("别的")) == (
        "古北口",
        "密云区",
        "潮河",
        "",
    )


def test_headings_lose_their_tags_and_keep_their_unit():
    assert parse("高锰酸盐指数<br/><span class='unit'>(mg/L)</span>").shown == "高锰酸盐指数(mg/L)"


@given(st.text(alphabet="<>![]{}&;'\"=/ spantile原始值：0.5-*", max_size=60))
def test_no_html_however_broken_stops_the_reader(html):
    assert isinstance(parse(html), Cell)


def test_marked_sections_and_endless_cells_are_plain_text():
    assert parse("<![what").shown == "<![what"
    assert parse("<a " * 10_000).tooltip == ""

"""A run passes over what is exempt and is broken by what is missing: against a plain loop over what became of each day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.formula.bind import Relations
from ecoflow.formula.exact import evaluate
from ecoflow.formula.exempted import NOTHING, Exempted, exempted
from ecoflow.formula.grid import Grid, NothingLeft
from ecoflow.formula.parse import Fault, parse
from ecoflow.standards.succession import longest_run

DAYS = tuple(str(date(2023, 12, 26) + timedelta(days=n)) for n in range(12))
SECTIONS, INDICATORS = ("ford", "weir", "mouth"), ("COD", "TP")
HOLDS, FAILS, EXEMPT, MISSING = "holds", "fails", "exempt", "missing"
FATES = st.sampled_from((HOLDS, HOLDS, HOLDS, FAILS, EXEMPT, EXEMPT, MISSING))
RIVER = Relations(inflow=(("weir", "ford"), ("mouth", "weir")),
                  roles={"upstream": (("ford", "hill"), ("weir", "hill"), ("mouth", "dale"))})


def longest(fates):
    """The rule itself, one day after the other."""
    best = length = 0
    for fate in fates:
        if fate == HOLDS:
            length += 1
            best = max(best, length)
        elif fate != EXEMPT:
            length = 0
    return best


def grid(dims, fates, whole):
    """1 where it holds, 0 where it fails, nothing where it is exempt or missing."""
    cells = {cell: Fraction(fate == HOLDS) for cell, fate in fates.items() if fate in {HOLDS, FAILS}}
    gone = exempted(dims, [cell for cell, fate in fates.items() if fate == EXEMPT])
    return Grid(dims, cells, dict(zip(dims, whole, strict=True)), gone)


def value(text, **values):
    node = parse(text)
    assert not isinstance(node, Fault), node
    return evaluate(RIVER.bind(node), values)


def each(*spaces):
    """A fate for every cell."""
    cells = list(product(*spaces))
    return st.lists(FATES, min_size=len(cells), max_size=len(cells)).map(lambda f: dict(zip(cells, f, strict=True)))


def both(*fates):
    """What becomes of what is made of several: exempt when one of them is, or else missing when one of them is."""
    if EXEMPT in fates:
        return EXEMPT
    if MISSING in fates:
        return MISSING
    return HOLDS if all(f == HOLDS for f in fates) else FAILS


def one_of(fates):
    """What becomes of "any of": it looks at those that have a value; it is exempt when all are."""
    fates = list(fates)
    if {HOLDS, FAILS} & set(fates):
        return HOLDS if HOLDS in fates else FAILS
    return EXEMPT if set(fates) == {EXEMPT} else MISSING


def runs(fate_at, *spaces):
    """The run of each place that has a value on some day."""
    found = {}
    for place in product(*spaces):
        fates = [fate_at(*place, day) for day in DAYS]
        if {HOLDS, FAILS} & set(fates):
            found[place] = longest(fates)
    return found


def check(text, expected, **values):
    """The cells of a formula are as expected; NothingLeft where there is none."""
    if expected:
        assert dict(value(text, **values).cells) == expected
    else:
        with pytest.raises(NothingLeft):
            value(text, **values)


def test_four_over_one_frozen_four_over_is_a_run_of_eight():
    fates = [HOLDS] * 4 + [EXEMPT] + [HOLDS] * 4
    x = grid(("day",), {(d,): f for d, f in zip(DAYS, fates, strict=False)}, (DAYS,))
    assert value("run(x > 0 over day)", x=x).only() == 8
    fates[4] = MISSING
    x = grid(("day",), {(d,): f for d, f in zip(DAYS, fates, strict=False)}, (DAYS,))
    assert value("run(x > 0 over day)", x=x).only() == 4


@pytest.mark.parametrize(("holding", "passed", "length"), [
    (("2023-12", "2024-02"), ("2024-01",), 2), (("2023-12", "2024-02"), (), 1), ((), ("2024-01",), 0),
    (("2020-W53", "2021-W02"), ("2021-W01",), 2), (("2023-Q4", "2024-Q3"), ("2024-Q1", "2024-Q2"), 2),
    (("2023-Q4", "2024-Q3"), ("2024-Q1",), 1), (("2020", "2022", "2023"), ("2021",), 3),
    (("2024-02-28", "2024-03-01"), ("2024-02-29",), 2), (("2023-01",), ("2022-11", "2022-12", "2023-02"), 1),
])
def test_what_is_passed_over_joins_its_neighbours(holding, passed, length):
    assert longest_run(set(holding), set(passed)) == length


@given(each(DAYS))
def test_one_series(fates):
    check("run(x > 0 over day)", runs(lambda d: fates[d,]), x=grid(("day",), fates, (DAYS,)))


@given(each(SECTIONS, INDICATORS, DAYS))
def test_every_place_for_itself_and_any_of_several(fates):
    x = grid(("section", "indicator", "day"), fates, (SECTIONS, INDICATORS, DAYS))
    check("run(x > 0 over day)", runs(lambda *at: fates[at], SECTIONS, INDICATORS), x=x)
    check("run(any(x > 0 over indicator) over day)",
          runs(lambda s, d: one_of(fates[s, i, d] for i in INDICATORS), SECTIONS), x=x)
    check("run(max(x over indicator, section) > 0 over day)",
          runs(lambda d: one_of(fates[s, i, d] for i in INDICATORS for s in SECTIONS)), x=x)
    check("max(run(x > 0 over day) over section)", {
        (i,): max(v for (_, at), v in found.items() if at == i)
        for found in (runs(lambda *at: fates[at], SECTIONS, INDICATORS),) for i in {at for _, at in found}}, x=x)


@given(each(SECTIONS, DAYS), each(INDICATORS, DAYS))
def test_what_is_made_of_two(first, second):
    x, y = grid(("section", "day"), first, (SECTIONS, DAYS)), grid(("indicator", "day"), second, (INDICATORS, DAYS))
    check("run(x > 0 and y > 0 over day)",
          runs(lambda s, i, d: both(first[s, d], second[i, d]), SECTIONS, INDICATORS), x=x, y=y)
    check("run(any(x * y > 0 over section) over day)",
          runs(lambda i, d: one_of(both(first[s, d], second[i, d]) for s in SECTIONS), INDICATORS), x=x, y=y)


@given(each(SECTIONS, DAYS), each(DAYS), each(SECTIONS, DAYS))
def test_a_branch_that_is_not_taken_breaks_nothing_and_excuses_nothing(asked, first, second):
    values = {"c": grid(("section", "day"), asked, (SECTIONS, DAYS)), "x": grid(("day",), first, (DAYS,)),
              "y": grid(("section", "day"), second, (SECTIONS, DAYS))}

    def fate(s, d):
        return {HOLDS: first[d,], FAILS: second[s, d]}.get(asked[s, d], asked[s, d])

    expected = runs(fate, SECTIONS)
    if set(first.values()) <= {EXEMPT, MISSING} or set(second.values()) <= {EXEMPT, MISSING}:
        return
    check("run(if(c > 0, x, y) > 0 over day)", expected, **values)


@given(each(SECTIONS, DAYS), each(SECTIONS, DAYS))
def test_at_the_section_upstream(fates, own):
    x, y = grid(("section", "day"), fates, (SECTIONS, DAYS)), grid(("section", "day"), own, (SECTIONS, DAYS))
    above = {"weir": "ford", "mouth": "weir"}
    expected = runs(lambda s, d: fates[above[s], d] if s in above else own[s, d], SECTIONS)
    if {HOLDS, FAILS} & set(fates.values()) and {HOLDS, FAILS} & set(own.values()):
        check("run(inflow(x, y) > 0 over day)", expected, x=x, y=y)


@given(each(SECTIONS, DAYS))
def test_the_sections_of_a_party(fates):
    x = grid(("section", "day"), fates, (SECTIONS, DAYS))
    held = {"hill": ("ford", "weir"), "dale": ("mouth",)}
    check("run(sum(x over section by upstream) > 0 over day)",
          runs(lambda p, d: one_of(fates[s, d] for s in held[p]), tuple(held)), x=x)


def test_a_value_is_looked_at_even_where_something_exempt_is_told():
    x = Grid(("day",), {(d,): Fraction(1) for d in DAYS[:3]}, {"day": DAYS}, exempted(("day",), [(DAYS[1],)]))
    assert value("run(x > 0 over day)", x=x).only() == 3


PLACES = st.dictionaries(
    st.sampled_from([(), ("indicator",), ("section",), ("indicator", "section")]),
    st.sets(st.tuples(st.sampled_from(INDICATORS), st.sampled_from(SECTIONS)), min_size=1), max_size=3,
).map(lambda found: Exempted({dims: frozenset(tuple(dict(zip(("indicator", "section"), c, strict=True))[d] for d in dims)
                                              for c in cells) for dims, cells in found.items()}))
EVERYWHERE = [{"section": s, "indicator": i} for s in SECTIONS for i in INDICATORS]


@given(PLACES, PLACES)
def test_either_both_and_at_a_member(one, other):
    for at in EVERYWHERE:
        assert one.or_(other).has(at) == (one.has(at) or other.has(at))
        assert one.and_(other).has(at) == (one.has(at) and other.has(at))
        assert one.at({"section": at["section"]}).has({"indicator": at["indicator"]}) == one.has(at)
        assert one.at(at).has({}) == one.has(at)
        assert one.within(("section",), {("ford",)}).has(at) == (at["section"] == "ford" and one.has(at))
        assert one.relabelled("section", {"ford": ["weir", "mouth"]}).has(at) == (
            at["section"] != "ford" and one.has({**at, "section": "ford"}))
        everyone = one.without(["section"], lambda _: SECTIONS)
        assert everyone.has({"indicator": at["indicator"]}) == all(one.has({**at, "section": s}) for s in SECTIONS)


def test_nothing_is_exempt_where_nothing_was_told():
    assert not NOTHING
    assert exempted(("day",), []) == NOTHING
    assert not NOTHING.has({"day": DAYS[0]})
    assert exempted(("section", "day"), [("ford", DAYS[0])]) == exempted(("day", "section"), [(DAYS[0], "ford")])

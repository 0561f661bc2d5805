"""Which cells of a measure are exempt: those whose days all are, for everything they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from ecoflow.agreement.model import Exemption, Measure
from ecoflow.formula.exempted import NOTHING, Exempted, exempted
from ecoflow.measures.months import exempt_at
from ecoflow.measures.plan import indicators_of
from ecoflow.measures.windows import parts_of
from ecoflow.standards.calendar import Period

Members = tuple[str, ...]


def exempt_cells(measure: Measure, period: Period, exemptions: Iterable[Exemption]) -> Exempted:
    """The measure's exempt cells, told for each grain it is cut by: a month with all its days, and each of these days."""
    places = list(_places(measure, tuple(e for e in exemptions if e.window is not None)))
    found = NOTHING
    if not any(days for _, asked in places for days in asked):
        return found
    cut = parts_of(measure, period)
    space = (("section",) if measure.per_section else ()) + (("indicator",) if measure.per_indicator else ())
    grains = dict.fromkeys(dim for at, _ in cut for dim, _ in at)
    for told in ([grain] for grain in grains) if grains else [[]]:
        stretches: dict[Members, list[Period]] = {}
        for at, part in cut:
            stretches.setdefault(tuple(member for dim, member in at if dim in told), []).append(part)
        cells = [(*place, *member) for place, asked in places for member, parts in stretches.items()
                 if all(_lies_in(part, days) for days in asked for part in parts)]
        found = found.or_(exempted((*space, *told), cells))
    return found


def _places(measure: Measure, exemptions: tuple[Exemption, ...]) -> Iterator[tuple[Members, list[list[Period]]]]:
    """Each of the measure's cells in space, and the days exempt there for each indicator it is made of, in order.

    A class still rests on its other indicators; a load has no value where either concentration or flow is exempt.
    """
    read = indicators_of(measure)
    groups = [((i,), (i,)) for i in measure.indicators] if measure.per_indicator else [((), measure.indicators)]
    for section in measure.sections if read else ():
        exempt = {i: [e.window for e in exempt_at(exemptions, section, i)] for i in read}
        for indicator, judged in groups:
            days = [exempt[i] + (exempt["Q"] if measure.kind == "load" else []) for i in judged]
            yield ((section, *indicator) if measure.per_section else indicator), [sorted(known) for known in days]


def _lies_in(part: Period, windows: list[Period]) -> bool:
    """Whether every day of a part lies in one of the windows, which are in order."""
    day = part.first
    for window in windows:
        if window.first <= day <= window.last:
            if part.last <= window.last:
                return True
            day = window.last + timedelta(days=1)
    return False

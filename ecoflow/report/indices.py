"""The quantities: formula in words, its numbers put in, the value before rounding and the value used."""

from __future__ import annotations

from itertools import compress

from ecoflow.agreement.model import QuantityDef, Rounding
from ecoflow.formula.tree import Node
from ecoflow.report.formulas import Speaker, speaker
from ecoflow.report.labels import MODES, confidence, known
from ecoflow.report.names import Names
from ecoflow.report.numbers import exact, used, written
from ecoflow.report.view import Cell, Column, IndexView, Table
from ecoflow.report.words import say
from ecoflow.settlement.model import Index, Settlement

_MOST_WORKINGS = 48
"""Cells of one quantity whose working is written out; every value is shown all the same."""


def indices(settlement: Settlement, names: Names) -> tuple[IndexView, ...]:
    """Every quantity that has a value, in the order they rest on each other."""
    speaks = speaker(settlement, names)
    found: dict[str, list[Index]] = {}
    for index in settlement.indices:
        found.setdefault(index.id, []).append(index)
    return tuple(_view(settlement, name, cells, names, speaks) for name, cells in found.items())


def _view(settlement: Settlement, name: str, cells: list[Index], names: Names, speaks: Speaker) -> IndexView:
    quantity, lang = settlement.agreement.quantities[name], names.lang
    tree = None if name in settlement.given else quantity.formula.tree
    formula = say("given", lang) if tree is None else speaks.words(tree)
    left = len(cells) - _MOST_WORKINGS
    note = say("workings_left", lang, count=left) if left > 0 and tree is not None else ""
    # a column that would say nothing is not there: where it applies, of a single value; before rounding, of none
    wanted = (any(i.at for i in cells), True, quantity.rounding is not None, True)
    titles = (("c_for", False), ("c_working", False), ("c_exact", True), ("c_final", True))
    columns = tuple(Column(say(key, lang), numeric=numeric) for key, numeric in compress(titles, wanted))
    rows = tuple(
        tuple(compress(_row(index, tree if n < _MOST_WORKINGS else None, names, speaks), wanted))
        for n, index in enumerate(cells)
    )
    return IndexView(names.of(name), formula, _remark(quantity, names), Table(names.of(name), columns, rows, note))


def _row(index: Index, tree: Node | None, names: Names, speaks: Speaker) -> tuple[Cell, ...]:
    lang = names.lang
    working = say("none", lang) if tree is None else speaks.numbers(tree, index.at)
    return (
        Cell(names.where(index.at)),
        Cell(working),
        Cell(exact(index.exact, index.unit, lang)),
        Cell(used(index.value, index.unit, index.places, lang)),
    )


def _remark(quantity: QuantityDef, names: Names) -> str:
    cited, lang = quantity.cited, names.lang
    sure = f"{say('mark', lang)} {confidence(cited.confidence, lang)}" if cited.is_weak else ""
    note = cited.note.say(lang) if cited.note else ""
    parts = (_rounding(quantity.rounding, names), names.cited(cited), sure, note)
    return say("end", lang).join(p for p in parts if p)


def _rounding(rule: Rounding | None, names: Names) -> str:
    if rule is None:
        return say("not_rounded", names.lang)
    mode = known(MODES, rule.mode, names.lang)
    if rule.step is not None:
        step = rule.step.text if names.lang == "zh" else written(rule.step, names)
        return say("rounded_step", names.lang, step=step, mode=mode)
    if rule.figures is not None:
        return say("rounded_figures", names.lang, count=rule.figures, mode=mode)
    return say("rounded_places", names.lang, count=rule.places or 0, mode=mode)

"""A witness in words: the values that show where a proof fails, as short as they can be said."""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Agreement, Clause
from ecoflow.diagnostics.finding import Lang, Phrase
from ecoflow.formula.check import Check
from ecoflow.formula.grid import Grid, Scalar
from ecoflow.formula.tree import Name, Node
from ecoflow.formula.words import Words, show
from ecoflow.proofs.improving import Pair
from ecoflow.proofs.inputs import YEAR, years_of
from ecoflow.proofs.picking import Picking, Situation
from ecoflow.proofs.trial import Trial
from ecoflow.settlement.needs import clause_names, closure
from ecoflow.standards.money import money
from ecoflow.standards.rounding import plain_text
from ecoflow.standards.units import Unit

_MOST = 6
"""More inputs than this are not told: a reader wants the ones that matter."""


def both(say: object) -> Phrase:
    """The pair of a function of the language."""
    return say("zh"), say("en")  # type: ignore[operator]


def situation(found: Picking, shown: Situation, agreement: Agreement) -> Phrase:
    """The values of the variables of a clause, where and in which year: `P = 1, accident = no [2015]`."""
    def words(lang: Lang) -> str:
        said = [f"{naming(v.node, lang)} = {value(s.value, unit_of(v.node, agreement), lang)}"
                for v, s in zip(found.variables, shown.stands, strict=True)]
        where = [m for d, m in found.at.items() if d != YEAR or len(years_of(agreement)) > 1]
        return _listed(said, lang) + (f" [{', '.join(where)}]" if where else "")

    return words("zh"), words("en")


def inputs(trial: Trial, clauses: tuple[Clause, ...], agreement: Agreement) -> Phrase:
    """What went into a run of these clauses: `C = 0.05 mg/L, W = 3亿m³ [2013]`; where nothing did, its period."""
    rests = [n for n in closure(agreement, clause_names(clauses), ()) if n in trial.inputs]

    def words(lang: Lang) -> str:
        said = [text for name in rests for text in _grid(name, trial.inputs[name], agreement, lang)]
        if not said:
            return f"结算期为 {trial.period.name}" if lang == "zh" else f"the period is {trial.period.name}"
        more = ["…"] if len(said) > _MOST else []
        return _listed([*said[:_MOST], *more], lang) + f" [{trial.period.name}]"

    return words("zh"), words("en")


def pair(found: Pair, clauses: tuple[Clause, ...], agreement: Agreement) -> tuple[Phrase, Phrase]:
    """What differs between two runs, the dirtier first, each with what else went in at the same place and time."""
    rests = [n for n in closure(agreement, clause_names(clauses), ()) if n in found.dirtier.inputs]
    cells = [(n, cell) for n in rests for cell in found.dirtier.inputs[n].cells]
    changed = [(n, cell) for n, cell in cells if found.dirtier.inputs[n].cells[cell] != found.cleaner.inputs[n].cells[cell]]
    here = {m for _, cell in changed for m in cell}
    told = [*changed, *(c for c in cells if c not in changed and here.issuperset(c[1]))]

    def words(trial: Trial, lang: Lang) -> str:
        said = [_cell(n, cell, value(trial.inputs[n].cells[cell], agreement.types[n].unit, lang)) for n, cell in told]
        more = ["…"] if len(said) > _MOST else []
        return _listed([*said[:_MOST], *more], lang) + f" [{trial.period.name}]"

    return both(lambda lang: words(found.dirtier, lang)), both(lambda lang: words(found.cleaner, lang))


def _grid(name: str, grid: Grid, agreement: Agreement, lang: Lang) -> list[str]:
    unit = agreement.types[name].unit
    values = set(grid.cells.values())
    if len(values) == 1:
        return [f"{name} = {value(values.pop(), unit, lang)}"]
    return [_cell(name, cell, value(v, unit, lang)) for cell, v in grid.cells.items()]


def _cell(name: str, cell: tuple[str, ...], said: str) -> str:
    return f"{name}[{', '.join(cell)}] = {said}" if cell else f"{name} = {said}"


def one(node: Node, found: Scalar, agreement: Agreement) -> Phrase:
    """One input and its value: `class = III`."""
    unit = unit_of(node, agreement)
    return f"{naming(node, 'zh')} = {value(found, unit, 'zh')}", f"{naming(node, 'en')} = {value(found, unit, 'en')}"


def naming(node: Node, lang: Lang) -> str:
    """A name by its id, another formula in words."""
    if isinstance(node, Name):
        return f"{node.id}[{', '.join(node.members)}]" if node.members else node.id
    return Words(lang, {}).say(node)


def unit_of(node: Node, agreement: Agreement) -> Unit | None:
    """The unit a formula's value is shown in."""
    return Check(agreement.types).type_of(node).unit


def value(found: Scalar, unit: Unit | None, lang: Lang) -> str:
    """One value; amounts of money as papers say them."""
    if isinstance(found, Fraction) and unit is not None and unit.is_money and Fraction(plain_text(found)) == found:
        return money(found, lang)
    return show(found, unit, lang)


def amount(found: Fraction | None) -> Phrase:
    """An amount of money; nothing more than a word where it has no end."""
    if found is None:
        return "不限", "any amount"
    return both(lambda lang: value(found, None, lang) if Fraction(plain_text(found)) != found else money(found, lang))


def _listed(parts: list[str], lang: Lang) -> str:
    return ("，" if lang == "zh" else ", ").join(parts)

"""Detection limits that cannot tell whether the agreement's target class is kept."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Keyed, Measure
from ecoflow.observations.quality.rule import Rule
from ecoflow.standards.gb3838 import Water, WaterClass, has_class, limit

LIMIT_ABOVE_TARGET = Rule(
    id="limit-above-target", severity="error", zh="检出限高于目标类别限值", en="detection limit above the target's limit",
    means=(
        "未检出（标记 L）的检出限高于协议目标类别的限值：值可能达标，也可能不达标，无从判断。只在给出 --agreement 时检查。",
        ("The detection limit of a non-detect (flag L) lies above the limit of the class the agreement sets as target: "
         "the value may keep it or not, and nobody can tell. Looked at only with --agreement."),
    ),
    says=("{n} 个未检出的检出限高达 {value} {unit}，{agreement} 的目标{target}类限值为 {limit} {unit}",
          ("{n} non-detects have limits up to {value} {unit}; class {target}, the target of {agreement}, allows {limit} "
          "{unit}")),
    find="""
        SELECT steps.series, min(observed_at) AS first, max(observed_at) AS last, count(*) AS n, max(value) AS value,
               agreement, target, upper AS limit
        FROM steps JOIN targets ON targets.series = steps.series
        WHERE standing = 'below' AND value > upper GROUP BY steps.series, agreement, target, upper
    """,
    example="# 协议目标 III 类 / the agreement's target is class III\n街口, 2021-03-01 08:00, TP, 0.3, mg/L, L, manual",
    needs="agreement",
)

RULES = (LIMIT_ABOVE_TARGET,)


class Target(Struct, frozen=True):
    """The class an agreement wants of an indicator at a section (under every name observations know it by)."""

    agreement: str
    names: tuple[str, ...]
    indicator: str
    target: str
    limit: Fraction

def targets(agreement: Agreement) -> tuple[Target, ...]:
    """What the agreement wants at each section it measures: the strictest class of a measure's target.

    A measure of kind `class` without a target of its own is compared in formulas, so every term that is a class counts
    for it. pH is left out: a band has no detection limit.
    """
    found: dict[tuple[str, str], WaterClass] = {}
    for measure in agreement.measures.values():
        for section in measure.sections:
            classes = tuple(_wanted(agreement, measure, section))
            for indicator in measure.indicators if classes else ():
                key = (section, indicator)
                found[key] = min(*classes, found.get(key, WaterClass.WORSE_THAN_V), WaterClass.WORSE_THAN_V)
    made = (_target(agreement, section, indicator, wanted) for (section, indicator), wanted in found.items())
    return tuple(target for target in made if target is not None)


def _wanted(agreement: Agreement, measure: Measure, section: str) -> Iterator[WaterClass]:
    if measure.target is not None:
        yield from _classes(agreement, measure.target, section)
    elif measure.kind == "class":
        for term in agreement.terms.values():
            yield from _classes(agreement, term.value, section)


def _classes(agreement: Agreement, value: object, section: str) -> Iterator[WaterClass]:
    """Every class a value may have at a section, over the years."""
    match value:
        case WaterClass():
            yield value
        case Keyed(dim, values):
            for key, one in values.items():
                if dim != "section" or key == section:
                    yield from _classes(agreement, one, section)
        case str() if value in agreement.terms:
            named = agreement.terms[value].value
            if not isinstance(named, str):
                yield from _classes(agreement, named, section)


def _target(agreement: Agreement, section: str, indicator: str, wanted: WaterClass) -> Target | None:
    place = agreement.sections[section]
    water: Water = "lake" if place.water == "lake" else "river"
    if wanted is WaterClass.WORSE_THAN_V or indicator == "pH" or not has_class(indicator, water):
        return None
    names = tuple(dict.fromkeys(n for n in (section, place.name.zh, *place.known_as) if n))
    return Target(agreement.id, names, indicator, wanted.name, limit(indicator, wanted, water))

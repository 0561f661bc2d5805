"""The sense of the rules of monitoring: one answer to which source counts, and joint monitoring that can be judged."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.agreement.language import SOURCES
from ecoflow.agreement.model import Agreement, Joint, Measure, Rules, Valid, Written
from ecoflow.agreement.scope import Scope
from ecoflow.diagnostics.finding import Phrase
from ecoflow.diagnostics.near import suggestion
from ecoflow.standards.indicators import INDICATORS, find
from ecoflow.standards.units import ONE, Quantity, parse_unit

AGREED, RESERVE = "agreed", "reserve"
"""The names that records of joint monitoring bear besides those of the two parties."""

Block = tuple[Written, str]
"""Where a block of rules is written, and the path of the block in it."""


def check_monitoring(agreement: Agreement, scope: Scope) -> None:
    """Every rule of `monitoring`, and of a measure, has an effect that the rest of the agreement allows."""
    for written, path in _blocks(agreement):
        if {f"{path}from", f"{path}prevails"} <= written.keys.keys():
            scope.say("E360", written.key(f"{path}prevails"))
    _check_valid(agreement, scope)
    for joint, (written, path) in _joints(agreement):
        _check_tolerance(joint, written, f"{path}joint.tolerance", scope)
    reached = [(m, j) for m in agreement.measures.values() if (j := reads_joint(m)) is not None]
    if reached:
        _check_parties(agreement, scope)
    _check_reached(agreement, reached, scope)


def reads_joint(measure: Measure) -> Joint | None:
    """The rule of joint monitoring by which a measure reads, None where there is none or no joint record counts."""
    rules, joint = measure.rules, measure.rules.joint.value
    counts = not kinds_of(rules) or "joint" in kinds_of(rules)
    return joint if isinstance(joint, Joint) and counts and measure.kind not in {"limit", "volume", "total"} else None


def kinds_of(rules: Rules) -> tuple[str, ...]:
    """The kinds of source that count; empty for all."""
    sources = rules.sources.value if isinstance(rules.sources.value, tuple) else ()
    return rules.order or tuple(dict.fromkeys(s.partition(":")[0] for s in sources))


def _blocks(agreement: Agreement) -> Iterator[Block]:
    yield agreement.head, "monitoring."
    for measure in agreement.measures.values():
        yield measure.written, ""


def _check_valid(agreement: Agreement, scope: Scope) -> None:
    """A rule of one source's months means something where a month rests on that source alone."""
    stated = agreement.stated.get("valid")
    reached = [m.rules for m in agreement.measures.values() if m.rules.valid.origin == "monitoring"]
    if isinstance(stated, Valid):
        for kind in (k for k in SOURCES if k in stated.of and reached and not any(_alone(k, r) for r in reached)):
            scope.say("E365", agreement.head.key(f"monitoring.valid.{kind}"), kind=kind)
    for measure in agreement.measures.values():
        own = measure.rules.valid
        if own.origin == "measure" and isinstance(own.value, Valid):
            for kind in (k for k in SOURCES if k in own.value.of and not _alone(k, measure.rules)):
                scope.say("E365", measure.written.key(f"valid.{kind}"), kind=kind)


def _alone(kind: str, rules: Rules) -> bool:
    return kind in rules.order or kinds_of(rules) == (kind,)


def _joints(agreement: Agreement) -> Iterator[tuple[Joint, Block]]:
    stated = agreement.stated.get("joint")
    if isinstance(stated, Joint):
        yield stated, (agreement.head, "monitoring.")
    for measure in agreement.measures.values():
        own = measure.rules.joint
        if own.origin == "measure" and isinstance(own.value, Joint):
            yield own.value, (measure.written, "")


def _check_tolerance(joint: Joint, written: Written, path: str, scope: Scope) -> None:
    for name in (n for n in joint.tolerance if n):
        if find(name) is None:
            scope.say("E254", written.key(f"{path}.{name}"), name=name, **suggestion(name, INDICATORS))
    places = {found.id if (found := find(key.rpartition(".")[2])) else key: place
              for key, place in written.values.items() if key.startswith(f"{path}.")}
    for name, limit in joint.tolerance.items():
        wanted = _misfit(name, limit)
        if wanted is not None:
            scope.say("E362", places.get(name, written.value(path)), name=_called(name), text=limit.text, wanted=wanted)


def _called(name: str) -> Phrase:
    return name or ("各项指标", "every indicator")


def _misfit(name: str, limit: Quantity) -> Phrase | None:
    """What is needed instead of a tolerance that cannot be asked of the indicator ."""
    if name not in INDICATORS:
        return None
    own = parse_unit(INDICATORS[name].unit) or ONE
    if name == "pH":
        absolute = limit.unit.is_plain and not limit.text.strip().endswith("%")
        return None if absolute else ("pH 单位的差，如 0.1", "a difference in pH units, such as 0.1")
    if limit.unit.is_plain or limit.unit.fits(own):
        return None
    unit = INDICATORS[name].unit
    return f"比例（如 20%）或以 {unit} 计的差", f"a share such as 20%, or a difference in {unit}"


def tolerance_of(joint: Joint, indicator: str) -> Quantity | None:
    """The tolerance of an indicator; what holds for all does not hold for pH, nor in a unit that is not its own."""
    own = joint.tolerance.get(indicator)
    if own is not None:
        return own
    for_all = joint.tolerance.get("")
    unit = parse_unit(INDICATORS[indicator].unit) or ONE
    if for_all is None or indicator == "pH" or not (for_all.unit.is_plain or for_all.unit.fits(unit)):
        return None
    return for_all


def _check_parties(agreement: Agreement, scope: Scope) -> None:
    for name in (AGREED, RESERVE):
        if name in agreement.parties:
            scope.say("E364", agreement.parties[name].written.place, name=name)


def _check_reached(agreement: Agreement, reached: list[tuple[Measure, Joint]], scope: Scope) -> None:
    """Where joint records count, each section has its two parties and each indicator its tolerance."""
    said: set[tuple[str, str]] = set()
    for measure, joint in reached:
        for section in (agreement.sections[s] for s in measure.sections if s in agreement.sections):
            lacking = [r for r in ("upstream", "downstream") if r not in section.roles and r not in section.written.cut]
            if lacking and ("section", section.id) not in said:
                said.add(("section", section.id))
                scope.say("E363", section.place, section=section.id, role=lacking[0])
        own = measure.rules.joint.origin == "measure"
        place = measure.written.value("joint.tolerance") if own else agreement.head.value("monitoring.joint.tolerance")
        for name in (n for n in measure.indicators if n in INDICATORS and tolerance_of(joint, n) is None):
            if (str(place), name) not in said:
                said.add((str(place), name))
                scope.say("E361", place, name=name, example="0.1" if name == "pH" else "20%")

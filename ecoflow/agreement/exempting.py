"""Exemptions given later: the agreement admits a reason, a facts file or an example gives its days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from ecoflow.agreement.model import Exemption
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.diagnostics.near import suggestion
from ecoflow.standards.calendar import month_of
from ecoflow.standards.indicators import INDICATORS, find


def dated(admitted: Iterable[Exemption], given: Iterable[Exemption] = ()) -> tuple[Exemption, ...]:
    """The days that do not count: those the agreement states, and those given of a reason it admits.

    What is given stands where the entry stands that admits it. Nothing is given that no entry admits.
    """
    entries = tuple(admitted)
    found = [_widened(e, e.whole) for e in entries if e.window is not None]
    for one in given:
        entry = admitting(entries, one)
        if entry is None:
            raise ValueError(one)
        found.append(_widened(replace(one, cited=entry.cited), entry.whole))
    return tuple(found)


def _widened(exemption: Exemption, whole: str) -> Exemption:
    """The exemption over whole months, where the agreement says so."""
    days = exemption.window
    if not whole or days is None:
        return exemption
    first, last = month_of(days.first).first, month_of(days.last).last
    return replace(exemption, window=replace(days, first=first, last=last))


def admitting(admitted: Iterable[Exemption], given: Exemption) -> Exemption | None:
    """The first entry without days whose reason, sections and indicators cover what is given; None: it is refused."""
    return next((e for e in admitted if e.window is None and e.reason == given.reason
                 and _covers(e.sections, given.sections) and _covers(e.indicators, given.indicators)), None)


def _covers(entry: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Whether an entry (all, when it names none) has room for what is given (again all, when it names none)."""
    return not entry or (bool(given) and set(given) <= set(entry))


def refusals(code: str, admitted: Iterable[Exemption], given: Iterable[Exemption]) -> list[Finding]:
    """A finding for everything given that no entry admits, at its reason."""
    entries = tuple(admitted)
    known = "; ".join(dict.fromkeys(_told(e) for e in entries if e.window is None)) or "–"
    return [Finding(code, one.written.value("reason") if one.written.place.file else None,
                    {"reason": _told(one), "known": known})
            for one in given if not one.written.cut and admitting(entries, one) is None]


def _told(exemption: Exemption) -> str:
    """An exemption as it is written, without its days: `works, at: x`."""
    parts = [exemption.reason]
    parts += [f"at: {', '.join(exemption.sections)}"] if exemption.sections else []
    parts += [f"indicators: {', '.join(exemption.indicators)}"] if exemption.indicators else []
    return ", ".join(parts)


def faults(exemption: Exemption, sections: Iterable[str], lost: Callable[[str], bool]) -> Iterator[Finding]:
    """What is wrong with one exemption by itself: its sections, its days, its indicators. `lost` sections were cut out."""
    known = tuple(sections)
    for n, name in enumerate(exemption.sections):
        if name not in known and not lost(name):
            yield _at(exemption, f"at.{n}", "E253", name=name, **suggestion(name, known))
    if exemption.window is not None and exemption.window.last < exemption.window.first:
        yield _at(exemption, "to", "E276")
    ends = [key for key in ("from", "to") if key in {*exemption.written.keys, *exemption.written.cut}]
    if len(ends) == 1:
        other, what = ("to", ("止", "Last day or month")) if ends == ["from"] else ("from", ("起", "First day or month"))
        yield Finding("E112", exemption.written.place, {"key": other, "block": "exemption", "what": what})
    for n, name in enumerate(exemption.indicators):
        if find(name) is None:
            yield _at(exemption, f"indicators.{n}", "E254", name=name, **suggestion(name, INDICATORS))


def _at(exemption: Exemption, path: str, code: str, **details: Phrase) -> Finding:
    return Finding(code, exemption.written.value(path), details)


def written(exemption: Exemption) -> str:
    """An exemption as it may be written in a facts file: `{at: x, from: 2021-07, to: 2021-12, reason: works}`."""
    def listed(names: tuple[str, ...]) -> str:
        return names[0] if len(names) == 1 else f"[{', '.join(names)}]"

    parts = [f"at: {listed(exemption.sections)}"] if exemption.sections else []
    parts += [f"indicators: {listed(exemption.indicators)}"] if exemption.indicators else []
    if exemption.window is not None:
        first, _, last = exemption.window.name.partition("..")
        parts.append(f"from: {first}, to: {last}")
    return f"{{{', '.join((*parts, f'reason: {exemption.reason}'))}}}"

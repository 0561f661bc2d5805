"""What is told of the sources of data: where several meet and no rule says which prevails, and which were not used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from ecoflow.agreement.model import Agreement
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.cube import is_synthetic
from ecoflow.measures.months import Series
from ecoflow.measures.result import Measured
from ecoflow.observations.schema import SOURCES
from ecoflow.standards.succession import ranges

_ZH = MappingProxyType({"": "未注明的来源", "joint": "联合监测"})

_Spot = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""section, indicator, the sources used, the sources not used."""


def source_notes(agreement: Agreement, measured: Mapping[str, Measured]) -> list[Finding]:
    """Notes on the sources of every series, each with its months; then the joint samples that do not count."""
    met: dict[_Spot, set[str]] = {}
    passed: dict[_Spot, set[str]] = {}
    notes: dict[tuple[str, ...], Finding] = {}
    for name, series in _series(measured):
        ordered = bool(agreement.measures[name].rules.order)
        for month in series.months:
            used, unused = _plain(month.used), _plain(month.unused)
            where = (series.section, series.indicator, used, unused)
            if not ordered and len(used) > 1:
                met.setdefault((*where[:3], ()), set()).add(month.period.name)
            if ordered and used and unused:
                passed.setdefault(where, set()).add(month.period.name)
        notes |= {(n.code, *n.about.values(), n.message("en")): n for n in series.notes}
    found = [_told("N407", spot, months, {"sources": _listed(spot[2])}) for spot, months in met.items()]
    found += [_told("N409", spot, months, {"used": _listed(spot[2]), "unused": _listed(spot[3])})
              for spot, months in passed.items()]
    return found + list(notes.values())


def _series(measured: Mapping[str, Measured]) -> Iterator[tuple[str, Series]]:
    for name, found in measured.items():
        for series in found.series:
            yield name, series


def _plain(sources: Iterable[str]) -> tuple[str, ...]:
    """The sources without the mark of made-up data, each once."""
    return tuple(dict.fromkeys(":".join(p for p in s.split(":") if p != "synthetic") or s
                               if is_synthetic(s) else s for s in sources))


def _listed(sources: Iterable[str]) -> tuple[str, str]:
    zh = "、".join(SOURCES[s][0] if s in {"manual", "automatic"} else _ZH.get(s, s) for s in sources)
    return zh, ", ".join(s or "a source not named" for s in sources)


def _told(code: str, spot: _Spot, months: Iterable[str], details: Mapping[str, tuple[str, str]]) -> Finding:
    each = sorted(months)
    about = {"section": spot[0], "indicator": spot[1], "month": ", ".join(each)}
    zh, en = (sign.join(first if first == last else f"{first}{to}{last}" for first, last in ranges(each))
              for sign, to in (("、", " 至 "), (", ", " to ")))
    return Finding(code, None, {**about, "month": (zh, en), **details}, about)

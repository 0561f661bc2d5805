"""The invented observations of every shipped agreement that the six sections of synthesize.py do not serve.

What is needed is read from the agreements themselves: their sections, indicators and windows in the years of their
term, up to 2024 (of an agreement that begins later, its first three). So an agreement added to the library has something
to settle as soon as this script has run; every value is synthetic, and arranged only so that good years and bad years
both come up.

Run from the root of the checkout, where ecoflow is installed:

    python data/synthesize_library.py            write data/synthetic-library.parquet and its line in CHECKSUMS-library.txt
    python data/synthesize_library.py --check    compare; exit 1 where the file differs
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pyarrow.parquet as pq
from synthesize import LABELS, RECORDED_AFTER, Row, checksums, draw, exact, lines, micro, rounded, spread, stored, write_file
from synthetic_rivers import SEASONS, SECTIONS

from ecoflow.agreement.library import shipped
from ecoflow.agreement.loader import load
from ecoflow.agreement.model import Agreement
from ecoflow.measures.plan import plan
from ecoflow.standards.calendar import Grain, Period, year
from ecoflow.standards.indicators import INDICATORS

FILE = "synthetic-library.parquet"
CHECKSUMS = "CHECKSUMS-library.txt"
LAST_YEAR = 2024
"""Where the data of the six sections end; an agreement that begins later has its first three years."""
YEARS_EACH = 3
"""Years in turn: one of them is good, one middling, one bad, section by section."""

VISITS = (8, 22)
AT = time(10)

# unit value of a middling year, decimals as reported, permille of a good, a middling and a bad year
KINDS: Mapping[str, tuple[str, int, tuple[int, int, int]]] = MappingProxyType({
    "CODMn": ("3.4", 1, (560, 1000, 2500)),
    "COD": ("14", 0, (560, 1000, 2300)),
    "BOD5": ("2.6", 1, (600, 1000, 2400)),
    "NH3N": ("0.42", 3, (400, 1000, 3100)),
    "TP": ("0.085", 3, (450, 1000, 3000)),
    "TN": ("1.4", 2, (700, 1000, 1900)),
    "DO": ("8.6", 2, (1050, 1000, 700)),
    "pH": ("7.8", 2, (1000, 1000, 1000)),
    "F": ("0.6", 3, (700, 1000, 2200)),
    "VP": ("0.0012", 4, (700, 1000, 6000)),
    "OIL": ("0.02", 2, (600, 1000, 4000)),
    "Q": ("32", 2, (1500, 1000, 620)),
    "PM25": ("41", 0, (820, 1000, 1210)),
    "PM10": ("76", 0, (840, 1000, 1190)),
    "SO2": ("14", 0, (800, 1000, 1250)),
    "NO2": ("31", 0, (880, 1000, 1120)),
    "O3": ("152", 0, (940, 1000, 1070)),
    "WASTE": ("2600", 1, (850, 1000, 1200)),
    "GEPR": ("910000000", 0, (1060, 1000, 960)),
})
SCALE: Mapping[str, int] = MappingProxyType({
    "border_2": 2400, "qiannan_air": 520, "zhen_chang": 1900, "jia": 2600, "yi": 2200,
})
"""Permille of what a section would have, where otherwise its payments would all go one way."""
OTHER = ("1", 3, (700, 1000, 1600))


class Spot(NamedTuple):
    """One section's one indicator, from the source an agreement insists on (`manual`), or from any."""

    section: str
    indicator: str
    source: str = ""


def rivers() -> set[Spot]:
    """What synthesize.py makes already."""
    return {Spot(s.name, i) for s in SECTIONS for i in (*dict(s.means), "Q")}


def periods(agreement: Agreement, most: int = YEARS_EACH) -> Iterator[Period]:
    """The settlement periods of the last years of a term, `most` of them."""
    made_elsewhere = any(spot.section in agreement.sections for spot in rivers())
    later = LAST_YEAR if made_elsewhere else max(LAST_YEAR, agreement.first_year + YEARS_EACH - 1)
    last = min(agreement.last_year, later)
    for number in range(max(agreement.first_year, last - most + 1), last + 1):
        grain: Grain = "month" if agreement.settle == "month" else "quarter" if agreement.settle == "quarter" else "year"
        yield from year(number).parts(grain)


def wanted() -> dict[Spot, tuple[date, date, bool]]:
    """Every spot the library reads: its first and last day, and whether some measure needs every day."""
    found: dict[Spot, tuple[date, date, bool]] = {}
    made = rivers()
    for path in shipped():
        agreement = load(path)
        for measure in agreement.measures.values():
            often = bool({"day", "week"} & set(measure.by))
            source = next(iter(sources), "") if isinstance(sources := measure.rules.sources.value, tuple) else ""
            for need in (n for p in periods(agreement, 100) for n in plan(agreement, p, [measure.id]).needs):
                spot = Spot(need.section, need.indicator, source)
                if spot[:2] not in {s[:2] for s in made}:
                    first, last, every = found.get(spot, (need.first, need.last, False))
                    daily = often or every or need.indicator == "Q"
                    found[spot] = (min(first, need.first), max(last, need.last), daily)
    return found


def days(first: date, last: date, *, every: bool) -> Iterator[date]:
    """The days on which there is a sample: each, or two in a month; a figure that is reported once has the first."""
    day = first.replace(day=1)
    while day <= last:
        if every or day.day in VISITS:
            yield day
        day += timedelta(days=1)


def value(spot: Spot, day: date) -> int:
    """What is reported on a day, in millionths."""
    middling, places, (good, same, bad) = KINDS.get(spot.indicator, OTHER)
    turn = (day.year + draw(3, spot.section, "turn")) % 3
    found = micro(middling) * (900 + draw(200, spot.section, spot.indicator, "level")) // 1000
    found = found * (good, same, bad)[turn] // 1000
    found = found * SCALE.get(spot.section, 1000) // 1000
    if spot.indicator in SEASONS:
        found = found * SEASONS[spot.indicator][day.month - 1] // 1000
    if spot.indicator != "pH":
        found = found * spread(240, *spot[:2], f"{day:%Y-%m}", "month") // 1000
        found = found * spread(160, *spot[:2], day, "sample") // 1000
    return max(rounded(found, places), 10 ** (6 - places))


def rows() -> list[Row]:
    """Every row, sorted by section, indicator, time."""
    found: list[Row] = []
    for spot, (first, last, often) in sorted(wanted().items()):
        unit = INDICATORS[spot.indicator].unit
        for day in days(first, last, every=often):
            known = datetime.combine(day + RECORDED_AFTER, time())
            source = f"{spot.source}:synthetic" if spot.source else "synthetic"
            found.append(Row(spot.section, datetime.combine(day, AT), spot.indicator, exact(value(spot, day)), unit, "",
                             source, known))
    return found


def difference(folder: Path) -> str:
    """Why the file in `folder` is not what this script makes; empty when it is."""
    path = folder / FILE
    if not path.exists():
        return f"{FILE}: missing; run data/synthesize_library.py"
    labels = pq.read_metadata(path).metadata or {}
    if any(labels.get(key.encode()) != text.encode() for key, text in LABELS):
        return f"{FILE}: the file does not carry its labels"
    made = rows()
    if lines(made) != lines(stored(path)):
        return f"{FILE}: not the rows the agreements need; run data/synthesize_library.py"
    listing = folder / CHECKSUMS
    if not listing.exists() or listing.read_text(encoding="utf-8") != checksums({FILE: made}):
        return f"{CHECKSUMS}: not the digest of these rows"
    return ""


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or check it; gives the exit code."""
    parser = argparse.ArgumentParser(description="Make the synthetic observations of the library, or check them.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the file differs")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="where the file stands")
    options = parser.parse_args(arguments)
    if options.check:
        found = difference(options.folder)
        print(found or "synthetic observations of the library: every row as made by this script")
        return 1 if found else 0
    made = rows()
    write_file(options.folder / FILE, made)
    (options.folder / CHECKSUMS).write_text(checksums({FILE: made}), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

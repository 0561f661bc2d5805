"""The invented observations that ecoflow ships: six river sections, 2008 to 2024, every value synthetic.

Run from the root of the checkout:

    python data/synthesize.py            write data/synthetic-*.parquet and data/CHECKSUMS.txt
    python data/synthesize.py --check    compare the files with what this script makes; exit 1 where they differ

The rows depend on SEED, on the code below and on the tables in synthetic_rivers.py, and on nothing else: chance is
SHA-256 of a written key, arithmetic is on integers (micro-units for values, permille for factors), seasons are tables
by month. So the rows are the same on any machine. The bytes of a Parquet file are the same for the same version of
pyarrow, and may differ between versions; therefore CHECKSUMS.txt digests the rows, and `--check` compares rows.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from synthetic_rivers import EPISODES, FLOW_UNIT, GAPS, INDICATORS, LEVELS, SEASONS, SECTIONS, YEARS, Section

SEED = "ecoflow-1"
CHECKSUMS = "CHECKSUMS.txt"
MICRO = 1_000_000
LABELS = (
    ("ecoflow.schema", "1"),
    ("ecoflow.civil_time", "UTC+08:00"),
    ("ecoflow.synthetic", "true"),
    ("ecoflow.seed", SEED),
)
SCHEMA = pa.schema(
    [
        pa.field("section", pa.string(), nullable=False),
        pa.field("observed_at", pa.timestamp("us"), nullable=False),
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("value", pa.decimal128(18, 6)),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("flag", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("recorded_at", pa.timestamp("us"), nullable=False),
    ]
)


class Row(NamedTuple):
    """One observation as it stands in the file: times are civil time (UTC+8), `value` is None where none was kept."""

    section: str
    observed_at: datetime
    indicator: str
    value: Decimal | None
    unit: str
    flag: str
    source: str
    recorded_at: datetime


VISIT_DAYS = (5, 20)
VISIT_AT = time(10)
FLOW_AT = time(8)
RECORDED_AFTER = timedelta(days=5)


def draw(span: int, *key: object) -> int:
    """A number from 0 to `span` - 1 that hangs on the seed and the key alone."""
    digest = hashlib.sha256("|".join([SEED, *map(str, key)]).encode()).digest()
    return int.from_bytes(digest[:8], "big") % span


def spread(width: int, *key: object) -> int:
    """A permille factor around 1000, at most `width` away: the mean of four even draws, so bell-shaped."""
    chance = draw(1 << 64, *key)
    total = sum((chance >> shift) & 0xFFFF for shift in (0, 16, 32, 48))
    return 1000 + width * (total - 131_070) // 131_070


def micro(text: str) -> int:
    """A written decimal in millionths."""
    return int(Decimal(text) * MICRO)


def rounded(millionths: int, places: int) -> int:
    """Millionths rounded to `places` decimals, half to even (GB/T 8170-2008), still in millionths."""
    step: int = 10 ** (6 - places)
    whole, rest = divmod(millionths, step)
    return (whole + (2 * rest > step or (2 * rest == step and whole % 2 == 1))) * step


def exact(millionths: int) -> Decimal:
    """Millionths as an exact decimal with six places."""
    return Decimal(millionths).scaleb(-6)


def floods(section: Section) -> Iterator[tuple[date, int, int]]:
    """Each day of all years with its flow and the flood part of that flow, in millionths of m3/s.

    A dry-weather flow by month, and storms that come by chance and recede by a fifth a day.
    """
    mean = micro(section.flow)
    flood = 0
    day = date(YEARS[0], 1, 1)
    while day.year < YEARS.stop:
        season = SEASONS["Q"][day.month - 1]
        flood = flood * 800 // 1000
        if draw(1000, section.name, "Q", day, "storm") < 80 * season // 1000:
            flood += mean * draw(2000, section.name, "Q", day, "depth") // 1000
        year = spread(450, section.name, "Q", day.year, "year")
        dry = mean * 600 * season * spread(60, section.name, "Q", day, "day") // 1000**3
        yield day, (dry + flood) * year // 1000, flood * year // 1000
        day += timedelta(days=1)


def row(section: Section, at: datetime, indicator: str, value: Decimal | None, flag: str) -> Row:
    """A row with its unit, its label and the day on which it became known."""
    unit = FLOW_UNIT if indicator == "Q" else INDICATORS[indicator].unit
    known = datetime.combine(at.date() + RECORDED_AFTER, time())
    return Row(section.name, at, indicator, value, unit, flag, "synthetic", known)


def factors(section: Section, indicator: str, day: date, flood: int) -> Iterator[int]:
    """The permille factors that turn the long-term level of an indicator into the concentration of one day."""
    kind = INDICATORS[indicator]
    key = (section.name, indicator)
    yield SEASONS[indicator][day.month - 1]
    yield spread(kind.year_width, *key, day.year, "year")
    yield spread(kind.month_width, *key, f"{day:%Y-%m}", "month")
    yield spread(kind.sample_width, *key, day, "sample")
    yield 1000 + kind.wash * min(flood * 1000 // micro(section.flow), 2000) // 1000
    if kind.graded:
        yield LEVELS[section.river][day.year - YEARS[0]]
    for episode in EPISODES:
        if episode.section == section.name and episode.first <= (day.year, day.month) <= episode.last:
            yield dict(episode.factors).get(indicator, 1000)


def measured(section: Section, indicator: str, at: datetime, flood: int, fault: str) -> Row:
    """What the laboratory reports for one sample: a value, a non-detect (`L`), or a row that is not valid."""
    kind = INDICATORS[indicator]
    value = micro(dict(section.means)[indicator])
    for factor in factors(section, indicator, at.date(), flood):
        value = value * factor // 1000
    value, limit = rounded(value, kind.places), micro(kind.limit)
    if fault == "D":
        return row(section, at, indicator, None, "D")
    if fault == "DEL":
        return row(section, at, indicator, exact(4 * max(value, limit)), "DEL")
    if value < limit:
        return row(section, at, indicator, exact(limit), "L")
    return row(section, at, indicator, exact(value), "")


def fault_of(section: Section, indicator: str, month: str, visit: int) -> str:
    """The flag of a sample that is not valid, or nothing; at most one of the two visits of a month is struck."""
    key = (section.name, indicator, month)
    if draw(2, *key, "faulty visit") != visit:
        return ""
    chance = draw(1000, *key, "fault")
    return "D" if chance < 14 else "DEL" if chance < 22 else ""


def visits(section: Section) -> Iterator[tuple[datetime, int, bool]]:
    """The times of sampling, with the visit's place in the month and whether it is the only one of the month."""
    for year in YEARS:
        for month in range(1, 13):
            if (section.name, year, month) in GAPS:
                continue
            key = (section.name, "visit", f"{year}-{month:02}")
            missed = draw(2, *key, "which") if draw(1000, *key, "missed") < 45 else None
            for visit, day in enumerate(VISIT_DAYS):
                if visit != missed:
                    moved = day + draw(5, *key, visit, "jitter") - 2
                    yield datetime.combine(date(year, month, moved), VISIT_AT), visit, missed is not None


def section_rows(section: Section) -> Iterator[Row]:
    """Every row of one section: the flow of each day, and each indicator of each sample."""
    flood_on = {}
    for day, flow, flood in floods(section):
        flood_on[day] = flood
        value = exact(rounded(flow, section.flow_places))
        yield row(section, datetime.combine(day, FLOW_AT), "Q", value, "")
    for at, visit, alone in visits(section):
        for indicator, _ in section.means:
            # A month with a single sample keeps it valid, so that only the declared gaps leave a month empty.
            fault = "" if alone else fault_of(section, indicator, f"{at:%Y-%m}", visit)
            yield measured(section, indicator, at, flood_on[at.date()], fault)


def synthesize() -> dict[str, list[Row]]:
    """File name -> its rows, sorted by section, indicator, time."""
    files: dict[str, list[Row]] = {}
    for section in SECTIONS:
        files.setdefault(f"synthetic-{section.river}.parquet", []).extend(section_rows(section))
    for rows in files.values():
        rows.sort(key=lambda r: (r.section, r.indicator, r.observed_at))
    return files


def lines(rows: list[Row]) -> list[str]:
    """The canonical text: one line a row, fields joined by tabs, times ISO 8601, no value as nothing; sorted."""

    def text(field: object) -> str:
        if isinstance(field, datetime):
            return field.isoformat()
        return "" if field is None else f"{field:f}" if isinstance(field, Decimal) else str(field)

    return sorted("\t".join(map(text, r)) for r in rows)


def digest(canonical: list[str]) -> str:
    """SHA-256 of the canonical lines, each ended by a line feed, in UTF-8."""
    return hashlib.sha256("".join(f"{line}\n" for line in canonical).encode()).hexdigest()


def checksums(files: dict[str, list[Row]]) -> str:
    """The text of CHECKSUMS.txt: digest of the rows, two spaces, file name."""
    return "".join(f"{digest(lines(rows))}  {name}\n" for name, rows in sorted(files.items()))


def write_file(path: Path, rows: list[Row]) -> None:
    """Write rows to a Parquet file that carries the labels."""
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    with pq.ParquetWriter(
        path,
        SCHEMA,
        version="2.6",
        compression="zstd",
        compression_level=9,
        store_schema=False,
        store_decimal_as_integer=True,
    ) as writer:
        writer.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))
        # Without the Arrow schema pyarrow drops the schema's own metadata, so the labels are added to the file.
        writer.add_key_value_metadata(dict(LABELS))


def write(folder: Path) -> None:
    """Write the Parquet files and CHECKSUMS.txt into `folder`."""
    files = synthesize()
    for name, rows in files.items():
        write_file(folder / name, rows)
    (folder / CHECKSUMS).write_text(checksums(files), encoding="utf-8", newline="\n")


def stored(path: Path) -> list[Row]:
    """The rows of a Parquet file."""
    table = pq.read_table(path)
    return [Row(*fields) for fields in zip(*(column.to_pylist() for column in table.columns), strict=True)]


def differences(folder: Path) -> list[str]:
    """Where the files in `folder` are not what this script makes: one sentence each, none when all is well."""
    files = synthesize()
    found = []
    for name, rows in files.items():
        path = folder / name
        if not path.exists():
            found.append(f"{name}: missing")
            continue
        labels = pq.read_metadata(path).metadata or {}
        if any(labels.get(key.encode()) != text.encode() for key, text in LABELS):
            found.append(f"{name}: the file does not carry its labels")
        made, kept = set(lines(rows)), set(lines(stored(path)))
        if len(made) != pq.read_metadata(path).num_rows or made != kept:
            found.append(f"{name}: {len(kept - made)} rows not made here, {len(made - kept)} rows missing")
    listing = folder / CHECKSUMS
    if not listing.exists() or listing.read_text(encoding="utf-8") != checksums(files):
        found.append(f"{CHECKSUMS}: not the digests of these rows")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or check them; gives the exit code."""
    parser = argparse.ArgumentParser(description="Make the synthetic observations, or check them.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent, help="where the files stand")
    options = parser.parse_args(arguments)
    if not options.check:
        write(options.folder)
        return 0
    found = differences(options.folder)
    print("\n".join(found) if found else "synthetic observations: every row as made by this script")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""A plan as SQL: filter, rename, keep the latest record of each sample, count and sum. No division, no average."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from ecoflow.measures.plan import Plan, Stretch, called

# A bucket as a whole number, 20130605 or 201306: writing it out is left to Python, once a group instead of once a row.
_BUCKET = {
    "day": "year(observed_at) * 10000 + month(observed_at) * 100 + day(observed_at)",
    "month": "year(observed_at) * 100 + month(observed_at)",
}

_FOUND = """
  SELECT {section} AS section, {indicator} AS indicator, unit, coalesce(source, '') AS source, observed_at, value,
         coalesce(flag, '') AS flag, recorded_at
  FROM ({source}) WHERE {wanted} AND {known}
"""

# A later record of the same sample replaces an earlier one; records of one age that differ clash.
_PICKED = _FOUND + """
  QUALIFY rank() OVER (PARTITION BY {section}, {indicator}, coalesce(source, ''), observed_at
                       ORDER BY recorded_at DESC NULLS LAST) = 1
"""

_CUBE = """),
samples AS (
  SELECT section, indicator, source, observed_at, min(unit) AS unit, min(value) AS value, min(flag) AS flag,
         min(value) IS DISTINCT FROM max(value) OR min(flag) <> max(flag)
           OR min(unit) IS DISTINCT FROM max(unit) OR count(value) NOT IN (0, count(*)) AS clash,
         count(*) AS records
  FROM picked GROUP BY section, indicator, source, observed_at
)
SELECT section, indicator, source, {bucket} AS bucket, coalesce(unit, '') AS unit, flag, clash,
       value IS NULL AS empty, {single} AS single, count(*) AS samples, coalesce(sum(value), 0) AS total,
       {extremes} {joint} {limits} max(records) AS records
FROM samples GROUP BY ALL
"""

# The mean of pH is not a mean of its values: each single value is needed, with how often it stands there.
_SINGLE = "CASE WHEN indicator = 'pH' THEN value END"

# Records of joint monitoring are matched one by one, so each keeps its moment.
_JOINT = "CASE WHEN source LIKE 'joint:%' THEN observed_at END AS moment,"

_LIMITS = "max(CASE WHEN flag = 'L' THEN value END) AS highest_limit,"

_EXTREMES = "min(value) AS low, max(value) AS high,"

_SAMPLES = "WITH picked AS (" + _PICKED + """)
SELECT section, indicator, observed_at, value, unit, flag, source, recorded_at FROM picked
ORDER BY section, indicator, observed_at, source, value
"""


def scan_sql(plan: Plan, source: str, as_of: date | None, *, latest: bool) -> str:
    """The query of the cube: samples and their sum by section, indicator, source, bucket, unit, flag and clash.

    Behind the sum stand, where the plan asks for them, the lowest and highest value, the moment of a joint record, and the
    highest detection limit. The last column is the most records one sample has. Without `latest` the query is exact only
    where that is 1; with it the latest record of each sample counts, at the price of ranking every row.
    """
    ph = any(n.indicator == "pH" for n in plan.needs)
    scan = "WITH picked AS (" + (_PICKED if latest else _FOUND) + _CUBE
    return scan.format(**_parts(plan, source, as_of), bucket=_BUCKET[plan.grain], single=_SINGLE if ph else "NULL",
                       extremes=_EXTREMES if plan.extremes else "", joint=_JOINT if plan.joint else "",
                       limits=_LIMITS if plan.limits else "")


def samples_sql(plan: Plan, source: str, as_of: date | None) -> str:
    """The query of the single rows behind a plan."""
    return _SAMPLES.format(**_parts(plan, source, as_of))


def records_sql(source: str, sections: Collection[str], as_of: date | None) -> str:
    """The query of the latest record of every sample, at these sections (names in the data) or all."""
    wanted = f"section IN ({_listed(sections)})" if sections else "true"
    return f"""
      SELECT DISTINCT section, observed_at, indicator, value, coalesce(unit, ''), coalesce(flag, ''), coalesce(source, ''),
             recorded_at
      FROM ({source}) WHERE {wanted} AND {_known(as_of)}
      QUALIFY rank() OVER (PARTITION BY section, indicator, coalesce(source, ''), observed_at
                           ORDER BY recorded_at DESC NULLS LAST) = 1
      ORDER BY ALL
    """


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _parts(plan: Plan, source: str, as_of: date | None) -> dict[str, str]:
    sections = {name: n.section for n in plan.needs for name in plan.names[n.section]}
    indicators = {name: n.indicator for n in plan.needs for name in called(n.indicator)}
    return {"source": source, "section": _renamed("section", sections),
            "indicator": _renamed("indicator", indicators), "wanted": _wanted(plan), "known": _known(as_of)}


def _known(as_of: date | None) -> str:
    """What had been recorded by the end of that day."""
    return "true" if as_of in {None, date.max} else f"(recorded_at IS NULL OR{_by('recorded_at', as_of)})"


def _renamed(column: str, names: dict[str, str]) -> str:
    """The column with every other spelling replaced by the id."""
    cases = " ".join(f"WHEN {quoted(name)} THEN {quoted(own)}" for name, own in names.items() if name != own)
    return f"CASE {column} {cases} ELSE {column} END" if cases else column


def _wanted(plan: Plan) -> str:
    """The rows of the plan: what shares its days is asked for together, so that a plan of a year is one condition."""
    series: dict[tuple[str, str], list[Stretch]] = {}
    for need in plan.needs:
        series.setdefault((need.section, need.indicator), []).append((need.first, need.last))
    alike: dict[tuple[tuple[Stretch, ...], str], list[str]] = {}
    for (section, indicator), found in series.items():
        alike.setdefault((tuple(found), section), []).append(indicator)
    together: dict[tuple[tuple[Stretch, ...], tuple[str, ...]], list[str]] = {}
    for (stretches, section), indicators in alike.items():
        together.setdefault((stretches, tuple(indicators)), []).append(section)
    return "(" + " OR ".join(
        f"(section IN ({_listed(name for s in sections for name in plan.names[s])})"
        f" AND indicator IN ({_listed(name for i in indicators for name in called(i))}) AND ({_days(stretches)}))"
        for (stretches, indicators), sections in together.items()) + ")"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(quoted(n) for n in dict.fromkeys(names))


def _days(stretches: Iterable[Stretch]) -> str:
    return " OR ".join(
        f"observed_at >= TIMESTAMP '{first}'{_by('AND observed_at', last)}"
        for first, last in stretches)


def _by(column: str, last: date) -> str:
    """The condition that a moment is not after a day; none after the last day there is."""
    return f" {column} < TIMESTAMP '{last + timedelta(days=1)}'" if last < date.max else ""

"""The class of a row, worked out again and held against the class that was published with it.

The platform publishes classes from pH, DO, CODMn, NH3N and TP by the unrounded values, and takes the phosphorus limits
of rivers or lakes as the section demands; the observations do not say which, so a class that either gives is right.
"""

from __future__ import annotations

from typing import Final

from ecoflow.observations.quality.rule import Rule, Threshold
from ecoflow.standards.gb3838_table import LAKE_LIMITS, LIMITS, PH_BAND

_ITEMS: Final = ("DO", "CODMn", "NH3N", "TP")


def _class_of(indicator: str, row: tuple[str, ...]) -> str:
    """SQL of the class (1 to 6) of `value` by one row of the standard's table."""
    keeps = ">=" if indicator == "DO" else "<="
    return " ".join(f"WHEN value {keeps} {bound} THEN {number}" for number, bound in enumerate(row, 1))


def _graded(water: str) -> str:
    rows = LIMITS if water == "river" else {**LIMITS, **LAKE_LIMITS}
    cases = " ".join(f"WHEN '{item}' THEN CASE {_class_of(item, rows[item])} ELSE 6 END" for item in _ITEMS)
    band = f"WHEN 'pH' THEN CASE WHEN value BETWEEN {PH_BAND[0]} AND {PH_BAND[1]} THEN 1 ELSE 6 END"
    return f"max(CASE indicator {cases} {band} END)"


_NAMES: Final = "['I', 'II', 'III', 'IV', 'V', '劣V / worse than V']"

CLASS_DIFFERS = Rule(
    id="class-differs", severity="error", zh="与公布类别不符", en="not the published class",
    means=(
        ("由该行的 pH、溶解氧、高锰酸盐指数、氨氮、总磷按 GB 3838 重新评定的类别（不修约，总磷按河流或湖库）与公布的类别不"
         "同：其中必有一个值录错、截断或换算错。只在给出 --published 时检查；少于四项指标的行不评。"),
        ("The class by GB 3838 of the row's pH, DO, CODMn, NH3-N and TP (unrounded, phosphorus as in a river or a lake) "
         "is not the one that was published: one of the values was mistyped, cut or wrongly converted. Looked at only "
         "with --published; a row with fewer than four of the items is not classed."),
    ),
    says=("由 {n} 项指标评为 {value} 类，公布为 {published} 类", "class {value} by its {n} items, published as {published}"),
    find=f"""
        WITH fitting AS (
            SELECT steps.spot, observed_at, indicator, value, series FROM steps JOIN series ON series.id = steps.series
            WHERE unit IN ('mg/L', '1') AND indicator IN ('pH', 'DO', 'CODMn', 'NH3N', 'TP')
        ), classed AS (
            SELECT spot, observed_at, min(series) AS series, count(*) AS n, {_graded("river")} AS river,
                   {_graded("lake")} AS lake
            FROM fitting GROUP BY spot, observed_at
        )
        SELECT classed.spot, classed.observed_at AS first, classed.observed_at AS last, n,
               {_NAMES}[river] AS value, {_NAMES}[class] AS published
        FROM classed JOIN limits USING (series) JOIN series ON series.id = classed.series
            JOIN published_classes AS told ON told.section = series.section AND told.observed_at = classed.observed_at
        WHERE n >= least AND class <> river AND class <> lake
    """,
    example="# published: II\n街口, 2021-03-01 08:00, pH, 7.8, 1, , automatic\n街口, 2021-03-01 08:00, DO, 9.1, mg/L, , "
            "automatic\n"
            "街口, 2021-03-01 08:00, CODMn, 1.8, mg/L, , automatic\n街口, 2021-03-01 08:00, NH3N, 4, mg/L, , automatic\n"
            "街口, 2021-03-01 08:00, TP, 0.02, mg/L, , automatic",
    thresholds=(Threshold("least", "4", "至少多少项指标才评", "the least number of items to class a row by",
                          basis=("平台缺总磷仍评类，缺其他四项之一则不评",
                                 "the platform classes a row without TP, but not without one of the others")),),
    needs="published",
)

RULES = (CLASS_DIFFERS,)

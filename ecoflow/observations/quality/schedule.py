"""Holes in the schedule: the cadence is taken from the data, month by month, and missing slots are told as stretches.

The cadence of a month is the commonest step between usable results in it, rounded to a customary one (from every five
minutes to monthly); a month with few steps takes that of the whole series. A step across a change of cadence is
measured by the longer one.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ecoflow.observations.quality.rule import Pair, Rule, Threshold

MONTHLY: Final = 43_200
"""Minutes that stand for a month."""

# minutes, the longest step that still rounds to them, words
_CADENCES: Final[tuple[tuple[int, int, Pair], ...]] = (
    (5, 7, ("每 5 分钟", "every 5 minutes")),
    (10, 12, ("每 10 分钟", "every 10 minutes")),
    (15, 20, ("每 15 分钟", "every 15 minutes")),
    (30, 44, ("每半小时", "every half hour")),
    (60, 89, ("每小时", "every hour")),
    (120, 179, ("每 2 小时", "every 2 hours")),
    (240, 299, ("每 4 小时", "every 4 hours")),
    (360, 419, ("每 6 小时", "every 6 hours")),
    (480, 599, ("每 8 小时", "every 8 hours")),
    (720, 1_079, ("每 12 小时", "every 12 hours")),
    (1_440, 2_879, ("每日", "every day")),
    (10_080, 14_399, ("每周", "every week")),
    (MONTHLY, 64_800, ("每月", "every month")),
)

CADENCE_WORDS: Final = MappingProxyType({str(minutes): words for minutes, _, words in _CADENCES})
"""Words of each cadence by its minutes, as text."""

_ROUNDED: Final = " ".join(f"WHEN step <= {most} THEN {minutes}" for minutes, most, _ in _CADENCES)

CADENCES: Final = f"""
    SELECT line, observed_at, next_at, step,
           coalesce(CASE WHEN count(cadence) OVER month >= 6 THEN mode(cadence) OVER month END, mode(cadence) OVER whole)
               AS cadence
    FROM (
        SELECT *, CASE {_ROUNDED} END AS cadence FROM (
            SELECT line, observed_at, lead(observed_at) OVER (PARTITION BY line ORDER BY observed_at) AS next_at,
                   date_diff('minute', observed_at, next_at) AS step
            FROM (SELECT DISTINCT line, observed_at FROM steps)
        )
    )
    WINDOW month AS (PARTITION BY line, year(observed_at), month(observed_at)), whole AS (PARTITION BY line)
"""
"""Every usable time of a line (valid or below the detection limit), the next one, and the cadence there in minutes."""

GAP = Rule(
    id="gap", severity="warning", zh="缺测", en="a gap in the schedule",
    means=(
        ("按数据自身的频次（每 4 小时、每日、每月等）应有而没有有效结果的时段。协议的有效性规则决定它是否妨碍结算；缺测绝不"
        "当作零。"),
        ("A stretch where the data's own cadence (every 4 hours, daily, monthly ...) calls for results and there is no "
         "usable one. The agreement's validity rules say whether that stops a settlement; missing is never zero."),
    ),
    says=("{cadence}应有一次，缺 {n} 次（其中 {invalid} 次有记录但无效）",
          "due {cadence}: {n} missing ({invalid} of them recorded but not valid)"),
    find=f"""
        WITH spaced AS ({CADENCES}), ahead AS (
            SELECT *, greatest(cadence, lead(cadence) OVER (PARTITION BY line ORDER BY observed_at)) AS due FROM spaced
        ), missing AS (
            SELECT *, CASE WHEN due = {MONTHLY} THEN date_diff('month', observed_at, next_at) - 1
                           ELSE (2 * step + due) // (2 * due) - 1 END AS n
            FROM ahead WHERE next_at IS NOT NULL AND due IS NOT NULL
        ), owners AS (
            SELECT line, min(id) AS series FROM series GROUP BY line
        ), holes AS (
            SELECT series, line, observed_at, next_at, due, n
            FROM missing JOIN owners USING (line) JOIN limits USING (series) WHERE n >= least
        ), struck AS (
            SELECT holes.line, holes.observed_at, count(*) AS invalid
            FROM holes JOIN results ON results.line = holes.line
                AND results.observed_at > holes.observed_at AND results.observed_at < holes.next_at
            GROUP BY ALL
        )
        SELECT series,
               CASE WHEN due = {MONTHLY} THEN date_trunc('month', observed_at) + INTERVAL 1 MONTH
                    ELSE observed_at + to_minutes(due) END AS first,
               CASE WHEN due = {MONTHLY} THEN date_trunc('month', next_at) - INTERVAL 1 MONTH
                    ELSE greatest(first, next_at - to_minutes(due)) END AS last,
               n, due AS cadence, coalesce(invalid, 0) AS invalid
        FROM holes LEFT JOIN struck USING (line, observed_at)
    """,
    example="\n".join(f"街口, 2021-03-{1 + n // 6:02d} {n % 6 * 4:02d}:00, TP, 0.0{1 + n % 4}, mg/L, , automatic"
                      for n in range(18) if not 7 <= n <= 9),
    thresholds=(Threshold("least", "1", "至少缺多少次才列出", "the least number of missing slots to list"),),
    phrases=MappingProxyType({"cadence": CADENCE_WORDS}),
)

RULES = (GAP,)

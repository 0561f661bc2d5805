"""The same key more than once."""

from __future__ import annotations

from ecoflow.observations.quality.rule import Rule

TWO_VALUES = Rule(
    id="two-values", severity="error", zh="同一时刻两个值", en="two values for one moment",
    means=(
        "同一断面、指标、来源和时刻有互相矛盾的结果，入库时间又相同，看不出哪个是更正。结算会拒绝这样的月份。",
        ("One section, indicator, source and moment has results that contradict each other and became known at the same "
        "time, so neither corrects the other. A settlement refuses such a month."),
    ),
    says=("{n} 条记录互相矛盾，从 {low} 到 {value} {unit}，入库时间相同",
          "{n} records contradict each other, from {low} to {value} {unit}, recorded at the same time"),
    find="""
        WITH twice AS (
            SELECT line, observed_at, recorded_at FROM records GROUP BY ALL HAVING count(*) > 1
        )
        SELECT min(series) AS series, records.observed_at AS first, first AS last, count(*) AS n, max(value) AS value,
               min(value) AS low
        FROM records JOIN twice ON twice.line = records.line AND twice.observed_at = records.observed_at
            AND twice.recorded_at IS NOT DISTINCT FROM records.recorded_at
        GROUP BY records.line, records.observed_at, records.recorded_at
        HAVING count(DISTINCT ROW(value, flag, series)) > 1
    """,
    example="街口, 2021-03-01 08:00, TP, 0.02, mg/L, , automatic\n街口, 2021-03-01 08:00, TP, 0.03, mg/L, , automatic",
)

SAME_ROW_AGAIN = Rule(
    id="same-row-again", severity="note", zh="重复入库", en="the same row again",
    means=(
        "同一结果原样再次入库。结算只计一次，不影响金额；数量大时说明数据交换把同一批数据送了多次。",
        ("A result was recorded again just as it was. A settlement counts it once; many of them mean that a batch was "
        "delivered more than once."),
    ),
    says=("{n} 条与已有记录完全相同", "{n} rows say again what was already recorded"),
    find="""
        SELECT series, min(observed_at) AS first, max(observed_at) AS last, sum(again)::BIGINT AS n
        FROM (
            SELECT series, observed_at, count(*) - 1 AS again
            FROM records GROUP BY series, observed_at, value, flag HAVING count(*) > 1
        ) GROUP BY series
    """,
    example="街口, 2021-03-01 08:00, TP, 0.02, mg/L, , automatic\n街口, 2021-03-01 08:00, TP, 0.02, mg/L, , automatic",
)

RULES = (TWO_VALUES, SAME_ROW_AGAIN)

"""Values that stand still: a whole cycle said again, one sensor stuck, a whole day moved."""

from __future__ import annotations

from ecoflow.observations.quality.rule import Rule, Threshold
from ecoflow.observations.quality.stretches import stretches

_CYCLE_STANDS = "every AND earliest = before AND latest = before AND indicators >= least"

REPEAT_CYCLE = Rule(
    id="repeat-cycle", severity="warning", zh="整轮重复", en="a repeated cycle",
    means=(
        ("一个断面某一时刻的全部指标与上一轮完全相同。实测不会如此：多半是平台把上一轮的结果换了时间再次显示，计入均值即重复"
        "计算。"),
        ("At one moment every indicator of a section has exactly the value of the cycle before. Real water does not do "
        "that: the last results were shown again under a new time, and a mean would count them twice."),
    ),
    says=("连续 {n} 轮的 {value} 项指标与上一轮完全相同", ("all {value} indicators are those of the cycle before; cycles "
                                                          "in a row: {n}")),
    find=f"""
        WITH cycles AS (
            SELECT spot, observed_at, min(series) AS series, count(*) AS indicators,
                   bool_and(coalesce(value = prev_value AND standing = prev_standing, false)) AS every,
                   min(prev_at) AS earliest, max(prev_at) AS latest
            FROM steps GROUP BY spot, observed_at
        ), ordered AS (
            SELECT cycles.*, least, lag(observed_at) OVER (PARTITION BY spot ORDER BY observed_at) AS before
            FROM cycles JOIN limits USING (series)
        )
        {stretches("ordered", "spot", _CYCLE_STANDS, ", max(indicators) AS value")}
    """,
    example="街口, 2021-03-01 08:00, WT, 12.1, ℃, , automatic\n街口, 2021-03-01 08:00, pH, 7.81, 1, , automatic\n"
            "街口, 2021-03-01 08:00, DO, 9.42, mg/L, , automatic\n街口, 2021-03-01 08:00, EC, 187.2, μS/cm, , automatic\n"
            "街口, 2021-03-01 12:00, WT, 12.1, ℃, , automatic\n街口, 2021-03-01 12:00, pH, 7.81, 1, , automatic\n"
            "街口, 2021-03-01 12:00, DO, 9.42, mg/L, , automatic\n街口, 2021-03-01 12:00, EC, 187.2, μS/cm, , automatic",
    thresholds=(Threshold("least", "4", "至少多少项指标相同才算", "the least number of indicators that must agree"),),
)

STUCK_SENSOR = Rule(
    id="stuck-sensor", severity="warning", zh="数值不动", en="a stuck sensor",
    means=(
        "一个指标连续多次数值不变，且历时够长。可能是仪器卡住、未进样，或未检出值以固定数代替而没有标记 L。",
        ("One indicator keeps exactly one value for many results and long enough: the instrument is stuck or draws no "
        "water, or a fixed number stands for a non-detect without the flag L."),
    ),
    says=("连续 {n} 个结果都是 {value} {unit}", "{n} results in a row are {value} {unit}"),
    find="""
        WITH marked AS (
            SELECT steps.*, rows, hours, sum(CASE WHEN value = prev_value THEN 0 ELSE 1 END)
                   OVER (PARTITION BY series ORDER BY observed_at ROWS UNBOUNDED PRECEDING) AS run
            FROM steps JOIN limits USING (series) WHERE standing = 'valid' AND rows IS NOT NULL
        )
        SELECT series, min(observed_at) AS first, max(observed_at) AS last, count(*) AS n, any_value(value) AS value
        FROM marked GROUP BY series, run
        HAVING count(*) >= any_value(rows)
           AND date_diff('minute', min(observed_at), max(observed_at)) >= 60 * any_value(hours)
    """,
    example="\n".join(f"街口, 2021-03-{1 + n // 6:02d} {n % 6 * 4:02d}:00, DO, 9.42, mg/L, , automatic" for n in range(12)),
    thresholds=(
        Threshold("rows", "12", "至少连续多少个相同结果", "the least number of equal results in a row"),
        Threshold("hours", "24", "至少历时多少小时", "the least hours they reach over"),
    ),
)

DAY_SHIFT = Rule(
    id="day-shift", severity="warning", zh="整日重复", en="a day said twice",
    means=(
        "一整天各时刻、各指标的值与前一天同一时刻完全相同：整日数据被移到另一天，或前一天的数据被用来补缺。",
        ("Every value of a day equals the value of the same hour a day before: the day was moved to another date, or "
        "the day before was copied to fill a hole."),
    ),
    says=("当日 {n} 个结果（{value} 个时刻）与前一日同一时刻完全相同",
          "{n} results of the day (at {value} times) equal those of the same time a day before"),
    find="""
        WITH days AS (
            SELECT now.spot, min(now.series) AS series, now.observed_at::DATE AS day, count(*) AS n,
                   count(DISTINCT now.observed_at) AS value, min(now.observed_at) AS first, max(now.observed_at) AS last,
                   count(*) FILTER (before.value = now.value AND before.standing = now.standing) AS same
            FROM steps AS now LEFT JOIN steps AS before
                ON before.series = now.series AND before.observed_at = now.observed_at - INTERVAL 1 DAY
            GROUP BY now.spot, day
        )
        SELECT spot, first, last, n, value FROM days JOIN limits USING (series)
        WHERE same = n AND n >= least AND value >= times
    """,
    example="\n".join(f"街口, 2021-03-0{day} {hour:02d}:00, {item}, {hour + size}, {unit}, , automatic"
                      for day in (1, 2) for hour in (8, 16)
                      for item, size, unit in (("WT", 1, "℃"), ("DO", 2, "mg/L"), ("EC", 180, "μS/cm"), ("TURB", 3, "NTU"))),
    thresholds=(
        Threshold("least", "8", "当日至少多少个结果", "the least number of results of the day"),
        Threshold("times", "2", "当日至少多少个时刻", "the least number of times of the day"),
    ),
)

RULES = (REPEAT_CYCLE, STUCK_SENSOR, DAY_SHIFT)

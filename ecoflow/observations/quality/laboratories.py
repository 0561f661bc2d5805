"""Two laboratories, or two ways of measuring, that disagree about the same water."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.observations.quality.rule import Rule, Threshold

_ABSOLUTE = MappingProxyType({
    "pH": "0.3", "WT": "1", "DO": "0.5", "CODMn": "0.5", "COD": "5", "BOD5": "0.5", "NH3N": "0.05", "TN": "0.1",
    "TP": "0.01",
})
_RELATIVE = MappingProxyType({"pH": "0", "WT": "0", "Q": ""})

LABORATORIES_DIFFER = Rule(
    id="laboratories-differ", severity="warning", zh="两个来源相差过大", en="two sources disagree",
    means=(
        ("两方联合监测（joint:甲 与 joint:乙），或手工与自动监测，在相近时刻的结果相差超过允许偏差。协议写明允许偏差和备样"
         "程序的，以协议为准；这里的数是假定的。"),
        ("Results of the two sides of joint monitoring (joint:a and joint:b), or of manual and automatic monitoring, close "
        "in time, differ by more than the tolerance. Where the agreement states a tolerance and a reserve sample, those "
        "count; the numbers here are assumed."),
    ),
    says=("{value} {unit}；{other} 在 {stamp} 为 {against} {unit}，相差超过均值的 {tolerance}% 且超过 {absolute}",
          ("{value} {unit}; {other} has {against} {unit} at {stamp}: apart by over {tolerance} % of the mean and than "
          "{absolute}")),
    find="""
        WITH pairs AS (
            SELECT one.id AS series, two.id AS other, two.source AS name
            FROM series AS one JOIN series AS two USING (section, indicator, unit)
            WHERE (one.source LIKE 'joint:%' AND two.source LIKE 'joint:%' AND one.source < two.source)
               OR (one.source = 'manual' AND two.source = 'automatic')
        ), met AS (
            SELECT one.series, one.observed_at, one.value, name AS other, two.observed_at AS stamp, two.value AS against,
                   tolerance, absolute
            FROM pairs JOIN limits USING (series)
            JOIN steps AS one ON one.series = pairs.series
            JOIN steps AS two ON two.series = pairs.other
                AND two.observed_at BETWEEN one.observed_at - to_minutes(CAST(hours * 60 AS BIGINT))
                                        AND one.observed_at + to_minutes(CAST(hours * 60 AS BIGINT))
            WHERE NOT (one.standing = 'below' AND two.standing = 'below')
            QUALIFY row_number() OVER (
                PARTITION BY one.series, pairs.other, one.observed_at
                ORDER BY abs(date_diff('second', one.observed_at, two.observed_at)), two.observed_at
            ) = 1
        )
        SELECT series, observed_at AS first, observed_at AS last, 1 AS n, value, other,
               strftime(stamp, '%Y-%m-%d %H:%M') AS stamp, against, tolerance, absolute
        FROM met
        WHERE abs(value - against) > absolute
          AND 200 * abs(value - against) > tolerance * (abs(value) + abs(against))
    """,
    example="街口, 2021-03-05 10:00, TP, 0.02, mg/L, , joint:anhui\n"
            "街口, 2021-03-05 10:00, TP, 0.05, mg/L, , joint:zhejiang",
    thresholds=(
        Threshold("tolerance", "20", "相差占均值的百分比", "difference as per cent of the mean", _RELATIVE),
        Threshold("absolute", "0", "绝对差不超过此值的不计", "differences up to this do not count", _ABSOLUTE, scaled=True),
        Threshold("hours", "2", "两次监测相隔不超过多少小时", "the most hours between the two"),
    ),
)

RULES = (LABORATORIES_DIFFER,)

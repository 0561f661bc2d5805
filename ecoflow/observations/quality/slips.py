"""Slips of the decimal point: a unit mistaken, an exponent cut off, a unit that is none of the indicator."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.observations.quality.rule import Rule, Threshold

_NOT_THESE = MappingProxyType(dict.fromkeys(("WT", "pH", "Q", "ALGAE", "TURB", "FC"), ""))
_POWERS = MappingProxyType({
    "times": MappingProxyType({"1": ("10 倍", "ten times"), "2": ("100 倍", "a hundred times"), "3": ("1000 倍",
                                                                                                    "a thousand times"),
                               "-1": ("1/10", "a tenth of"), "-2": ("1/100", "a hundredth of"),
                               "-3": ("1/1000", "a thousandth of")}),
})

UNIT_SLIP = Rule(
    id="unit-slip", severity="warning", zh="单位或小数点错位", en="a slip of unit or decimal point",
    means=(
        "一个值是前后两值的 10、100 或 1000 倍（或其几分之一），而前后两值彼此接近：毫克写成微克，或小数点错位。",
        ("A value is ten, a hundred or a thousand times its neighbours (or that part of them), and the neighbours agree: "
        "milligrams taken for micrograms, or a decimal point moved."),
    ),
    says=("{value} {unit} 约为前后值（{before}、{after}）的 {times}",
          "{value} {unit} is about {times} its neighbours, {before} and {after}"),
    find="""
        WITH near AS (
            SELECT series, observed_at, value, prev_value, next_value, least(prev_value, next_value) AS low,
                   greatest(prev_value, next_value) AS high, agree, slack
            FROM steps JOIN limits USING (series)
            WHERE standing = 'valid' AND value > 0 AND prev_value > 0 AND next_value > 0 AND agree IS NOT NULL
        ), powers(times, up, down) AS (
            VALUES (1, 10::BIGINT, 1::BIGINT), (2, 100, 1), (3, 1000, 1), (-1, 1, 10), (-2, 1, 100), (-3, 1, 1000)
        )
        SELECT series, observed_at AS first, observed_at AS last, 1 AS n, value, prev_value AS before,
               next_value AS after, times
        FROM near JOIN powers
            ON value * down >= low * up - low * up * slack AND value * down <= high * up + high * up * slack
        WHERE high <= low * agree
    """,
    example="街口, 2021-03-01 08:00, NH3N, 0.21, mg/L, , manual\n街口, 2021-04-01 08:00, NH3N, 215, mg/L, , manual\n"
            "街口, 2021-05-01 08:00, NH3N, 0.22, mg/L, , manual",
    thresholds=(
        Threshold("agree", "1.25", "前后两值之比不超过", "the neighbours differ by this factor at most", _NOT_THESE),
        Threshold("slack", "0.05", "允许偏离整倍数的比例", "how far from the exact multiple, as a part of it"),
    ),
    phrases=_POWERS,
)

CUT_EXPONENT = Rule(
    id="cut-exponent", severity="error", zh="指数被截断", en="a cut exponent",
    means=(
        "值在 1 到 10 之间，却是前后两值的两千倍以上：`4E-05` 被读成了 `4`。用公布类别复核（--published）能确认。",
        ("A value from 1 to 10 that is over two thousand times both neighbours: `4E-05` was read as `4`. The published "
        "classes (--published) can confirm it."),
    ),
    says=("{value} {unit}，前后为 {before} 和 {after}：像是指数被截断",
          "{value} {unit} between {before} and {after}: as if an exponent had been cut off"),
    find="""
        SELECT series, observed_at AS first, observed_at AS last, 1 AS n, value, prev_value AS before, next_value AS after
        FROM steps JOIN limits USING (series)
        WHERE standing = 'valid' AND value >= 1 AND value < 10 AND prev_value >= 0 AND next_value >= 0
          AND greatest(prev_value, next_value) > 0 AND value > ratio * greatest(prev_value, next_value)
    """,
    example="街口, 2021-03-01 08:00, NH3N, 0.0004, mg/L, , automatic\n街口, 2021-03-01 12:00, NH3N, 4, mg/L, , automatic\n"
            "街口, 2021-03-01 16:00, NH3N, 0.0003, mg/L, , automatic",
    thresholds=(Threshold("ratio", "2000", "为前后值的多少倍以上", "more than how many times its neighbours", _NOT_THESE),),
)

WRONG_UNIT = Rule(
    id="wrong-unit", severity="error", zh="单位不符", en="not a unit of the indicator",
    means=("单位不是该指标的单位，无法换算；结算会拒绝。", ("The unit is none of this indicator and cannot be converted; a "
                                                           "settlement refuses it.")),
    says=("{n} 个结果的单位为 '{given}'", "{n} results have the unit '{given}'"),
    find="""
        SELECT records.series, min(observed_at) AS first, max(observed_at) AS last, count(*) AS n, any_value(unit) AS given
        FROM records JOIN series ON series.id = records.series WHERE known AND NOT fits GROUP BY records.series
    """,
    example="街口, 2021-03-01 08:00, TP, 0.02, kg, , manual",
)

SEVERAL_UNITS = Rule(
    id="several-units", severity="note", zh="单位混用", en="several units",
    means=("同一断面、指标、来源用了几种单位。结算会换算；但常是换算错误的来源。",
           "One section, indicator and source uses several units. A settlement converts them; but slips are born here."),
    says=("用了 {n} 种单位：{units}", "{n} units are in use: {units}"),
    find="""
        SELECT min(id) AS series, min(first) AS first, max(last) AS last, count(*) AS n,
               string_agg(unit, ', ' ORDER BY unit) AS units
        FROM series JOIN (
            SELECT series, min(observed_at) AS first, max(observed_at) AS last FROM records GROUP BY series
        ) AS spans ON spans.series = series.id GROUP BY line HAVING count(*) > 1
    """,
    example="街口, 2021-03-01 08:00, TP, 0.02, mg/L, , manual\n街口, 2021-04-01 08:00, TP, 20, μg/L, , manual",
)

RULES = (UNIT_SLIP, CUT_EXPONENT, WRONG_UNIT, SEVERAL_UNITS)

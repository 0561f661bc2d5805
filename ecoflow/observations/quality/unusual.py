"""Values that can be, but hardly here: outside the section's own robust bounds, or a leap there and back.

Medians are discrete (a value that occurs), so all of it is exact on decimals: no mean, no root, no logarithm.
"""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.observations.quality.rule import Rule, Threshold

_BURSTS = MappingProxyType({"TURB": "60", "ALGAE": "200", "CHLA": "60", "Q": "200"})
_ENOUGH = Threshold("enough", "30", "至少多少个结果才判断", "the least number of results to judge by")
_SHARE = Threshold("share", "0.1", "离散程度至少为中位数的多少倍（数值几乎不变时）",
                   "the spread is at least this part of the median (where values hardly move)",
                   MappingProxyType({"pH": "0.005", "DO": "0.03", "EC": "0.05"}))

IMPROBABLE_VALUE = Rule(
    id="improbable-value", severity="warning", zh="异常值", en="an improbable value",
    means=(
        ("与该断面、指标、来源同一季节（冬为 12 至 2 月，余类推）的中位数相差超过若干倍的中位绝对偏差；高低两侧分别计算，"
         "因为浓度的分布偏斜。不一定是错，但值得核对。"),
        ("Further from the median of this section, indicator, source and season (winter is December to February, and so on) "
        "than so many times the median absolute deviation, taken on either side by itself, for concentrations are skewed. "
        "Not wrong by that alone, but worth asking about."),
    ),
    says=("{value} {unit}；本季 {results} 个结果的中位数为 {median}，界限为 {bound}",
          "{value} {unit}; the median of {results} results of this season is {median}, the bound {bound}"),
    find="""
        WITH seasons AS (
            SELECT series, observed_at, value, month(observed_at) % 12 // 3 AS season FROM steps WHERE standing = 'valid'
        ), middles AS (
            SELECT series, season, count(*) AS results, quantile_disc(value, 0.5) AS median FROM seasons GROUP BY ALL
        ), spreads AS (
            SELECT series, season, any_value(results) AS results, any_value(median) AS median,
                   quantile_disc(value - median, 0.5) FILTER (value >= median) AS above,
                   quantile_disc(median - value, 0.5) FILTER (value <= median) AS below
            FROM seasons JOIN middles USING (series, season) GROUP BY ALL
        ), bounds AS (
            SELECT series, season, results, median,
                   median + times * greatest(above, CAST(abs(median) * share AS DECIMAL(20, 6))) AS high,
                   median - times * greatest(below, CAST(abs(median) * share AS DECIMAL(20, 6))) AS low
            FROM spreads JOIN limits USING (series) WHERE results >= enough
        )
        SELECT series, observed_at AS first, observed_at AS last, 1 AS n, value, median, results,
               CASE WHEN value > high THEN high ELSE low END AS bound
        FROM seasons JOIN bounds USING (series, season) WHERE value > high OR value < low
    """,
    example="\n".join([*(f"街口, 2021-03-{1 + n:02d} 08:00, TP, 0.0{2 + n % 3}, mg/L, , automatic" for n in range(30)),
                       "街口, 2021-03-31 08:00, TP, 2.1, mg/L, , automatic"]),
    thresholds=(
        Threshold("times", "30", "多少倍中位绝对偏差", "how many median absolute deviations", _BURSTS), _SHARE, _ENOUGH,
    ),
)

JUMP = Rule(
    id="jump", severity="warning", zh="突跳", en="a jump there and back",
    means=(
        "一个值比前后两个相邻值都高出（或都低于）该序列惯常变化的许多倍，随即恢复：多为仪器故障、试剂更换或录入错误。",
        ("One value stands above both neighbours, or below both, by many times the series' usual step, and is gone again: "
        "mostly a fault of the instrument, a change of reagent or a slip of typing."),
    ),
    says=("{value} {unit}，前后为 {before} 和 {after}；惯常变化为 {usual}",
          "{value} {unit} between {before} and {after}; the usual step is {usual}"),
    find="""
        WITH usual AS (
            SELECT series, count(*) AS results, quantile_disc(abs(value - prev_value), 0.5) AS step,
                   quantile_disc(value, 0.5) AS median
            FROM steps WHERE standing = 'valid' AND prev_value IS NOT NULL GROUP BY series
        ), sizes AS (
            SELECT series, results, times, hours, greatest(step, CAST(abs(median) * share AS DECIMAL(20, 6))) AS usual
            FROM usual JOIN limits USING (series) WHERE results >= enough
        )
        SELECT series, observed_at AS first, observed_at AS last, 1 AS n, value, prev_value AS before,
               next_value AS after, usual
        FROM steps JOIN sizes USING (series)
        WHERE standing = 'valid' AND sign(value - prev_value) = sign(value - next_value)
          AND least(abs(value - prev_value), abs(value - next_value)) > times * usual
          AND date_diff('minute', prev_at, next_at) <= 60 * hours
    """,
    example="\n".join(f"街口, 2021-03-{1 + n:02d} 08:00, CODMn, {'61.0' if n == 20 else f'1.{2 + n % 5}'}, mg/L, , automatic"
                      for n in range(31)),
    thresholds=(
        Threshold("times", "30", "惯常变化的多少倍", "how many usual steps", _BURSTS),
        Threshold("hours", "72", "前后两个值相距不超过多少小时", "the most hours between the neighbours"), _SHARE, _ENOUGH,
    ),
)

RULES = (IMPROBABLE_VALUE, JUMP)

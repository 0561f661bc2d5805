"""What the digits themselves give away: a number put in place of non-detects, and rounding to zeros."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.observations.quality.rule import Rule, Threshold

_NOT_CHEMICAL = MappingProxyType(dict.fromkeys(("WT", "pH", "DO", "EC", "Q", "ALGAE"), ""))

SUBSTITUTED = Rule(
    id="substituted-limit", severity="note", zh="未检出已被代替", en="non-detects already replaced",
    means=(
        ("序列的最小值反复出现，占有效结果很大比例，而没有一个标记 L：多半是以半检出限代替了未检出（如氨氮 0.025）。均值仍"
        "可算，但再按半检出限处理就重复了，也看不出检出限是否高于类别限值。"),
        ("The least value of a series comes back in a large share of its valid results, none of them flagged L: most "
        "likely half a detection limit stands for non-detects (NH3-N 0.025). A mean can be taken; but it must not be "
        "halved again, and whether the limit lies above a class limit can no longer be told."),
    ),
    says=("最小值 {value} {unit} 占 {results} 个有效结果中的 {n} 个，无一标记 L",
          "the least value, {value} {unit}, makes up {n} of {results} valid results; none is flagged L"),
    find="""
        WITH least_values AS (
            SELECT series, min(value) FILTER (standing = 'valid') AS value, count(*) FILTER (standing = 'valid') AS results,
                   count(*) FILTER (standing = 'below') AS below
            FROM steps GROUP BY series
        ), met AS (
            SELECT series, value, any_value(results) AS results, count(*) AS n, min(observed_at) AS first,
                   max(observed_at) AS last
            FROM least_values JOIN steps USING (series, value) WHERE below = 0 AND standing = 'valid' AND value > 0
            GROUP BY series, value
        )
        SELECT series, first, last, n, value, results FROM met JOIN limits USING (series)
        WHERE results >= enough AND n >= share * results AND n < results
    """,
    example="\n".join(f"街口, 2021-03-{1 + n:02d} 08:00, NH3N, {'0.025' if n % 3 else f'0.0{40 + n}'}, mg/L, , automatic"
                      for n in range(30)),
    thresholds=(
        Threshold("share", "0.2", "至少占有效结果的比例", "the least share of valid results", _NOT_CHEMICAL),
        Threshold("enough", "20", "至少多少个有效结果才判断", "the least number of valid results to judge by"),
    ),
)

ROUND_NUMBERS = Rule(
    id="round-numbers", severity="note", zh="末位多为零", en="more zeros than chance",
    means=("序列报到某一位小数，但末位为 0 的远多于十分之一：数值被取整过，或是估读的。取整会让结果落在类别限值上。",
           ("A series is reported to some decimal, but far more than a tenth of its last digits are 0: values were "
           "rounded, or read off by eye. Rounding puts results right on class limits.")),
    says=("报到 {places} 位小数，{results} 个结果中 {n} 个末位为 0", ("reported to {places} decimals, and {n} of {results} "
                                                                     "end in 0")),
    find="""
        WITH whole AS (
            SELECT series, observed_at, CAST(value * 1000000 AS BIGINT) AS micro FROM steps WHERE standing = 'valid'
        ), needed AS (
            SELECT *, CASE WHEN micro % 10 <> 0 THEN 6 WHEN micro % 100 <> 0 THEN 5 WHEN micro % 1000 <> 0 THEN 4
                           WHEN micro % 10000 <> 0 THEN 3 WHEN micro % 100000 <> 0 THEN 2
                           WHEN micro % 1000000 <> 0 THEN 1 ELSE 0 END AS decimals
            FROM whole
        ), places AS (
            SELECT series, count(*) AS results, min(observed_at) AS first, max(observed_at) AS last,
                   quantile_disc(decimals, 0.9) AS places
            FROM needed GROUP BY series
        ), ending AS (
            SELECT series, any_value(places.first) AS first, any_value(places.last) AS last, any_value(places) AS places,
                   any_value(results) AS results,
                   count(*) FILTER (micro % [10000000, 1000000, 100000, 10000, 1000, 100, 10][places + 1] = 0) AS n
            FROM whole JOIN places USING (series) GROUP BY series
        )
        SELECT series, first, last, n, places, results FROM ending JOIN limits USING (series)
        WHERE results >= enough AND n >= share * results AND places > 0
    """,
    example="\n".join(
        f"街口, 2021-{1 + n // 28:02d}-{1 + n % 28:02d} 08:00, CODMn, {1 + n % 4}.{n % 7}{5 * (n % 5 == 0)}, mg/L, , manual"
        for n in range(60)
    ),
    thresholds=(
        Threshold("share", "0.5", "末位为零的比例至少为", "the least share that ends in 0"),
        Threshold("enough", "50", "至少多少个结果才判断", "the least number of results to judge by"),
    ),
)

RULES = (SUBSTITUTED, ROUND_NUMBERS)

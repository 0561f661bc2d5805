"""Values that cannot be."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.observations.quality.rule import Rule, Threshold
from ecoflow.observations.quality.stretches import stretches

_DEFINED = ("由定义或物理决定；水温和溶解氧的上下限为假定", ("by definition or physics; the bounds of WT and the upper one "
                                                            "of DO are assumed"))

IMPOSSIBLE_VALUE = Rule(
    id="impossible-value", severity="error", zh="不可能的数值", en="an impossible value",
    means=(
        ("浓度为负、pH 不在 0 至 14、溶解氧高于 20 mg/L、水温不在 -2 至 45 ℃ 等：不会是水的性质，只能是仪器、录入或换算的错"
        "误。"),
        ("A negative concentration, a pH outside 0 to 14, dissolved oxygen above 20 mg/L, water outside -2 to 45 ℃: this "
        "is no property of water but a fault of an instrument, of typing or of converting."),
    ),
    says=("{value} {unit} 超出可能范围（{low} 至 {high}）", "{value} {unit} is outside what is possible ({low} to {high})"),
    find="""
        SELECT series, observed_at AS first, observed_at AS last, 1 AS n, value, low, high
        FROM steps JOIN limits USING (series) WHERE value < low OR value > high
    """,
    example="街口, 2021-03-01 08:00, NH3N, -0.02, mg/L, , automatic",
    thresholds=(
        Threshold("low", "0", "下限", "least possible value", MappingProxyType({"WT": "-2", "Q": ""}), scaled=True,
                  basis=_DEFINED),
        Threshold("high", "", "上限", "greatest possible value", MappingProxyType({"pH": "14", "DO": "20", "WT": "45"}),
                  scaled=True, basis=_DEFINED),
    ),
)

ZERO_VALUE = Rule(
    id="zero-value", severity="warning", zh="浓度为零", en="a concentration of zero",
    means=(
        "有效结果恰为 0。任何方法都有检出限，零只表示未检出：应报检出限并加标记 L，结算才能按半检出限计。",
        ("A valid result of exactly 0. Every method has a detection limit, so zero can only mean not detected: report the "
        "limit with the flag L, and a settlement can take half of it."),
    ),
    says=("连续 {n} 个结果为 0，没有标记 L", "{n} results in a row are 0 without the flag L"),
    find=stretches(
        "(SELECT steps.*, zero FROM steps JOIN limits USING (series))", "series",
        "zero = 0 AND value = 0 AND standing = 'valid'", ", 0 AS value",
    ),
    example="街口, 2021-03-01 08:00, NH3N, 0, mg/L, , manual",
    thresholds=(Threshold("zero", "0", "视为未检出的值；留空的指标可以为零", "the value that means not detected; may be "
                                                                             "zero where empty",
                          MappingProxyType(dict.fromkeys(("WT", "Q", "TURB", "CHLA", "ALGAE", "FC", "WASTE", "GEPR"), "")),
                          basis=("零低于任何方法的检出限", "zero lies below the detection limit of any method")),),
)

BELOW_OWN_LIMIT = Rule(
    id="below-own-limit", severity="warning", zh="低于自己的检出限", en="below its own detection limit",
    means=(
        ("同一断面、指标、来源在同一年里报过检出限（标记 L），又有不带 L 的值低于其中最小的检出限：标记漏了，或方法变了没有"
        "说明。"),
        ("In the year the same section, indicator and source reported a detection limit (flag L), and a value without L "
         "lies below the least of them: the flag is missing, or the method changed without a word."),
    ),
    says=("{value} {unit} 低于该来源当年的检出限 {limit} {unit}",
          "{value} {unit} is below this source's detection limit of that year, {limit} {unit}"),
    find="""
        WITH known AS (
            SELECT series, year(observed_at) AS year, min(value) AS lowest FROM steps WHERE standing = 'below' GROUP BY ALL
        )
        SELECT series, observed_at AS first, observed_at AS last, 1 AS n, value, lowest AS limit
        FROM steps JOIN known USING (series) WHERE year(observed_at) = year AND standing = 'valid' AND value < lowest
    """,
    example="街口, 2021-03-01 08:00, TP, 0.01, mg/L, L, manual\n街口, 2021-04-01 08:00, TP, 0.004, mg/L, , manual",
)

NO_VALUE = Rule(
    id="no-value", severity="error", zh="有效却没有数值", en="valid but without a value",
    means=("标记为有效或低于检出限，却没有数值：无从结算。",
           "The flag says valid, or below the detection limit, and there is no value: nothing to settle on."),
    says=("标记为 '{flag}'，没有数值", "flag '{flag}' and no value"),
    find="""
        SELECT series, observed_at AS first, observed_at AS last, 1 AS n, flag
        FROM results WHERE value IS NULL AND standing IN ('valid', 'below')
    """,
    example="街口, 2021-03-01 08:00, TP, , mg/L, , automatic",
)

RULES = (IMPOSSIBLE_VALUE, ZERO_VALUE, BELOW_OWN_LIMIT, NO_VALUE)

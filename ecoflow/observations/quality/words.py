"""Words of the table that nobody has declared: flags, sources, indicators, and rows without a key."""

from __future__ import annotations

from ecoflow.observations.quality.rule import Rule

UNKNOWN_FLAG = Rule(
    id="unknown-flag", severity="error", zh="标记未说明", en="an undocumented flag",
    means=("标记不在数据说明之列，无人知道它是否有效；结算把它当作无效。",
           "The flag is not documented, so nobody knows whether the value counts; a settlement takes it as not valid."),
    says=("{n} 个结果的标记为 '{flag}'", "{n} results carry the flag '{flag}'"),
    find="""
        SELECT series, min(observed_at) AS first, max(observed_at) AS last, count(*) AS n, flag
        FROM results WHERE standing = 'unknown' GROUP BY series, flag
    """,
    example="街口, 2021-03-01 08:00, TP, 0.02, mg/L, ??, automatic",
)

UNKNOWN_SOURCE = Rule(
    id="unknown-source", severity="warning", zh="来源未说明", en="an unknown source",
    means=("来源不是 manual、automatic 或 joint:<当事方>，协议关于来源先后的规定用不上。",
           ("The source is none of manual, automatic and joint:<party>, so what an agreement says of sources does not reach "
           "it.")),
    says=("{n} 个结果的来源为 '{given}'", "{n} results come from '{given}'"),
    find="""
        SELECT records.spot, min(observed_at) AS first, max(observed_at) AS last, count(*) AS n, any_value(source) AS given
        FROM records JOIN series ON series.id = records.series
        WHERE NOT regexp_full_match(source, '(manual|automatic|joint:[a-z0-9][a-z0-9_-]*)(:synthetic)?|synthetic|')
        GROUP BY records.spot
    """,
    example="街口, 2021-03-01 08:00, TP, 0.02, mg/L, , 第三方",
)

UNKNOWN_INDICATOR = Rule(
    id="unknown-indicator", severity="note", zh="指标未知", en="an unknown indicator",
    means=("指标编号不在已知之列；协议无法引用它。", ("The id of the indicator is none we know; no agreement can refer to "
                                                     "it.")),
    says=("{n} 个结果的指标为 '{given}'", "{n} results are of '{given}'"),
    find="""
        SELECT records.series, min(observed_at) AS first, max(observed_at) AS last, count(*) AS n,
               any_value(indicator) AS given
        FROM records JOIN series ON series.id = records.series WHERE NOT known GROUP BY records.series
    """,
    example="街口, 2021-03-01 08:00, XYZ, 0.02, mg/L, , manual",
)

INCOMPLETE_ROW = Rule(
    id="incomplete-row", severity="error", zh="缺少断面、指标或时间", en="a row without its key",
    means=("没有断面、指标或监测时间的记录，不知道属于哪里；其他规则不看它。",
           "A record without section, indicator or time belongs nowhere; the other rules do not look at it."),
    says=("{n} 条记录缺少断面、指标或时间", "{n} records lack section, indicator or time"),
    find="""
        SELECT section, indicator, source, min(observed_at) AS first, max(observed_at) AS last, count(*) AS n
        FROM rows WHERE section = '' OR indicator = '' OR observed_at IS NULL GROUP BY ALL
    """,
    example=", 2021-03-01 08:00, TP, 0.02, mg/L, , manual",
)

RULES = (UNKNOWN_FLAG, UNKNOWN_SOURCE, UNKNOWN_INDICATOR, INCOMPLETE_ROW)

"""Stamps that a clock got wrong."""

from __future__ import annotations

from ecoflow.observations.quality.rule import Rule, Threshold

AHEAD = Rule(
    id="clock-ahead", severity="error", zh="时间在入库之后", en="observed after it was recorded",
    means=("监测时间晚于入库时间：钟走快了、年份猜错了，或时区弄错了。这样的结果会落入错误的月份或结算期。",
           ("The time of observation lies after the time of recording: a clock runs ahead, a year was guessed wrong, or a "
            "time zone was mistaken. Such a result lands in the wrong month or settlement period.")),
    says=("{n} 个结果的监测时间晚于入库时间 {recorded}", "{n} results were observed after they were recorded, {recorded}"),
    find="""
        SELECT spot, observed_at AS first, observed_at AS last, count(*) AS n,
               strftime(max(recorded_at), '%Y-%m-%d %H:%M') AS recorded
        FROM records WHERE observed_at > recorded_at GROUP BY spot, observed_at
    """,
    example="# recorded_at 2021-03-02 00:00\n街口, 2021-03-03 08:00, TP, 0.02, mg/L, , automatic",
)

OFF_GRID = Rule(
    id="off-grid", severity="note", zh="不在整点", en="off the clock's grid",
    means=(("断面的绝大多数时刻落在同一分钟（多为整点），个别时刻偏离，如 08:02。多为补采或手工启动，按日、按月统计不受影"
            "响；按时刻配对（流量与浓度、两家实验室）时会配不上。"),
           ("Nearly all times of a section fall on one minute of the hour, and a few do not, such as 08:02: sampled again "
            "or started by hand. Means do not suffer; pairing by time (flow with concentration, two laboratories) does.")),
    says=("{stamp}，其余时刻在每小时第 {value} 分", "{stamp}, while the others fall on minute {value} of the hour"),
    find="""
        WITH times AS (
            SELECT DISTINCT spot, observed_at, minute(observed_at) AS minute FROM steps
        ), grids AS (
            SELECT spot, min(series) AS series, any_value(grid) AS grid, any_value(kept) AS kept, any_value(cycles) AS cycles
            FROM steps JOIN (
                SELECT spot, arg_max(minute, (met, -minute)) AS grid, max(met) AS kept, sum(met) AS cycles
                FROM (SELECT spot, minute, count(*) AS met FROM times GROUP BY ALL) GROUP BY spot
            ) USING (spot) GROUP BY spot
        )
        SELECT spot, observed_at AS first, observed_at AS last, 1 AS n, grid AS value,
               strftime(observed_at, '%H:%M') AS stamp
        FROM times JOIN grids USING (spot) JOIN limits USING (series)
        WHERE minute <> grid AND cycles >= enough AND kept >= share * cycles
    """,
    example="\n".join(
        f"街口, 2021-03-{1 + n // 6:02d} {n % 6 * 4:02d}:{'02' if n == 8 else '00'}, TP, 0.0{1 + n % 4}, mg/L, , automatic"
        for n in range(13)
    ),
    thresholds=(
        Threshold("share", "0.8", "至少多大比例的时刻落在同一分钟", "the least share of times on one minute"),
        Threshold("enough", "12", "至少多少个时刻才判断", "the least number of times to judge by"),
    ),
)

MINUTES_APART = Rule(
    id="minutes-apart", severity="warning", zh="两个时刻只差几分钟", en="two stamps minutes apart",
    means=("同一断面、来源有相差几分钟的两组结果，如 08:00 和 08:02：多半是同一轮的两个时间标记，求均值会算两次。",
           ("One section and source has two sets of results a few minutes apart, such as 08:00 and 08:02: mostly two stamps "
           "for one cycle, which a mean counts twice.")),
    says=("与前一时刻 {before} 只差 {value} 分钟，重复 {n} 项指标", "{value} minutes after {before}; {n} indicators again"),
    find="""
        SELECT spot, observed_at AS first, observed_at AS last, count(*) AS n,
               strftime(max(prev_at), '%Y-%m-%d %H:%M') AS before, min(date_diff('minute', prev_at, observed_at)) AS value
        FROM steps JOIN limits USING (series)
        WHERE date_diff('second', prev_at, observed_at) <= 60 * minutes GROUP BY spot, observed_at
    """,
    example="街口, 2021-03-01 08:00, TP, 0.02, mg/L, , automatic\n街口, 2021-03-01 08:02, TP, 0.03, mg/L, , automatic",
    thresholds=(Threshold("minutes", "4", "相差不超过多少分钟", "the most minutes apart"),),
)

RULES = (AHEAD, OFF_GRID, MINUTES_APART)

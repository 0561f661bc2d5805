"""Numbers no agreement has."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from willow import Make, formula, put, value

_NINES = "9" * 5_000

NUMBERS: Mapping[str, Make] = MappingProxyType(
    {
        **{
            f"value {text[:24]}": value(text)
            for text in (
                "1e999999999",
                "1E+999999999",
                "-1e-999999999",
                _NINES,
                f"0.{'0' * 5_000}1",
                "9" * 900_000,
                f"{'9' * 60}亿元",
                f"{'9' * 60}%",
                "0x" + "f" * 5_000,
                "0o777",
                "0b1",
                "1:30",
                "1:30:00",
                "190:20:30",
                ".inf",
                "-.inf",
                ".nan",
                "NaN",
                "Infinity",
                "inf",
                "1_000",
                "1,000",
                "１００",
                "1．5",
                "十亿元",
                "1e5元",
                "1/3",
                "1/0",
                "0/0",
                "--1",
                "+-1",
                "-0",
                "1 mg/L/L/L/L/L",
                "1 " + "/".join(["mg"] * 60),
                "1 " + "·".join(["m³"] * 60),
                "1 " + "(" * 100 + "mg" + ")" * 100,
                "1 万元/(mg/L",
                "1元元",
                "½",
                "²",
                "٣",
                "௧",
                "1٫5",
                "⁵",
                "Ⅻ",
                "〇",
                "2021-07-03",
                "2021-07-03T10:00:00Z",
                "yes",
                "~",
                "null",
                "No",
                "010",
                "1.",
                ".5",
                "1..2",
                "0000",
                "0" * 5_000,
                "1" + " " * 150 + "元",
            )
        },
        **{
            f"formula {text[:24]}": formula(text)
            for text in (
                _NINES,
                "9" * 1_990,
                "9" * 60,
                "9" * 61,
                "1e9",
                "1e999999999 * k0",
                "0x10 * k0",
                "1/0 * k0",
                "k0 / 0",
                "k0 / (1 - 1)",
                "0.1.1",
                "k0 ** 9 ** 9",
                "k0 ^ 99",
                "1_000",
                "９",
                "inf",
                "nan",
                "if(k0 > 0, 1, 1/0)",
                "--" * 400 + "k0",
                "-" * 90 + "k0",
                "9" * 60 + "亿元 / 1元",
                "floor(9" + "9" * 58 + ")",
                "ceil(1/3)",
            )
        },
        **{
            f"places {text[:24]}": put("places: 3", f"places: {text}")
            for text in (_NINES, "999999", "-1", "1e9", "3.0", "0x3", "٣", "999999999999", "03", "", "~")
        },
        "figures of a million": put("places: 3", "figures: 999999"),
        "figures of nothing": put("places: 3", "figures: 0"),
        "step of nothing": put("{places: 3}", "{step: 0}"),
        "a tiny step": put("{places: 3}", f"{{step: 0.{'0' * 56}1}}"),
        **{
            f"first year {text[:24]}": put("from: 2021,", f"from: {text},")
            for text in (_NINES, "0", "0000", "0001", "-2021", "99999", "1e3", "2021.0", "２０２１", "٢٠٢١", "2021-01")
        },
        **{
            f"years {text[:24]}": put("over: year, unit: mg/L", f"over: {text}, unit: mg/L")
            for text in (
                "previous 99999999 years",
                f"previous {_NINES} years",
                "0001..9999",
                "8000..9000",
                "9999..0001",
                "0000..0001",
                "1000..9999",
                "previous 0 years",
                "previous 21 years",
                "2021..",
                "..2021",
                "2021...2022",
                "２０２１",
            )
        },
        "all years there are": put("term: {from: 2021, to: 2023}", "term: {from: 1000, to: 9999}"),
        "a count of many digits": put(
            "at: ford, over: year, unit", f"valid: {{months: {_NINES}}}, at: ford, over: year, unit"
        ),
        "a count of millions": put("at: ford, over: year, unit", "valid: {months: 999999}, at: ford, over: year, unit"),
        "a share of many digits": put(
            "at: ford, over: year, unit", f"valid: {{days: {_NINES}%}}, at: ford, over: year, unit"
        ),
        "a period of long ago": put("period: 2022", "period: 0000"),
        "a period of month 13": put("period: 2022", "period: 2022-13"),
        "a period of many digits": put("period: 2022", f"period: {_NINES}"),
        "week 53 of a year without": put("given: {P: 0.8, grade: II}", "given: {grade: II, P: {2021-W53: 1}}"),
        "day 30 of February": put("given: {P: 0.8, grade: II}", "given: {grade: II, P: {2021-02-30: 1}}"),
        "days of year 0": put("given: {P: 0.8, grade: II}", "given: {grade: II, P: {0000-01-01: 1}}"),
        "shares of many digits": put("from: valley, to: upland", f"from: valley, to: {{upland: {_NINES}}}"),
        "a share of nothing": put("from: valley, to: upland", "from: valley, to: {upland: 0}"),
        "no share at all": put("from: valley, to: upland", "from: valley, to: {}"),
        "an amount of 60 digits": put("2022: 200万元", f"2022: {'9' * 60}亿元"),
        "a tiny amount": put("2022: 200万元", f"2022: 0.{'0' * 57}1元"),
        "exempt from year 0": put(
            "examples:\n", "monitoring: {exempt: [{from: 0000, to: 9999, reason: ice}]}\nexamples:\n"
        ),
        "exempt for ever": put("examples:\n", "monitoring: {exempt: [{from: 0001, to: 9999, reason: ice}]}\nexamples:\n"),
        "exempt on no day": put(
            "examples:\n", "monitoring: {exempt: [{from: 2021-02-30, to: 2021-02-31, reason: ice}]}\nexamples:\n"
        ),
    }
)
"""Numbers no agreement has."""

"""Agreements of the right form and the wrong size, and such as take long to work out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from willow import GOOD, Make, put


def _grown(block: str, lines: Callable[[int], str], count: int, more: str = "") -> Make:
    def make() -> bytes:
        text = GOOD.replace(f"{block}:\n", f"{block}:\n" + "".join(lines(n) for n in range(count)), 1)
        return (text + more).encode()

    return make


_CITED = "source: paper, confidence: published"


def _wide() -> bytes:
    """120 sections, all indicators, 60 parties: one quantity over section, indicator and month."""
    parties = "".join(f"  p{n}: {{zh: 县{n}}}\n" for n in range(60))
    sections = "".join(f"  s{n}: {{zh: 断面{n}, upstream: p{n % 60}, downstream: valley}}\n" for n in range(120))
    text = GOOD.replace("parties:\n", f"parties:\n{parties}").replace("sections:\n", f"sections:\n{sections}")
    text = text.replace("  grade:", "  wide: {mean: [CODMn, COD, BOD5, NH3N, TN, TP], over: year, by: month}\n  grade:", 1)
    text = text.replace("at: [ford, weir], over", "over", 1)
    return text.replace(
        "  P: {", "  W: {formula: max(max(max(wide over month) over indicator) over section)}\n  P: {", 1
    ).encode()


def _by_year(first: int, last: int) -> bytes:
    years = ", ".join(f"{y}: 100万元" for y in range(first, last + 1))
    text = GOOD.replace("{2021: 100万元, 2022: 200万元, 2023: 300万元}", f"{{{years}}}")
    return (
        text.replace("{from: 2021, to: 2023}", f"{{from: {first}, to: {last}}}")
        .replace("period: 2022", f"period: {first}")
        .replace("200万元, valley: -200万元", "100万元, valley: -100万元")
        .encode()
    )


HUGE: Mapping[str, Make] = MappingProxyType(
    {
        "a chain of quantities": _grown(
            "quantities", lambda n: f"  q{n}: {{formula: q{n + 1}}}\n" if n < 999 else "  q999: {formula: k0}\n", 1_000
        ),
        "each quantity twice the one before": _grown(
            "quantities",
            lambda n: f"  q{n}: {{formula: q{n + 1} + q{n + 1}}}\n" if n < 999 else "  q999: {formula: k0}\n",
            1_000,
        ),
        "a circle of quantities": _grown("quantities", lambda n: f"  q{n}: {{formula: q{(n + 1) % 1_000}}}\n", 1_000),
        "products without end": _grown(
            "quantities",
            lambda n: f"  q{n}: {{formula: q{n + 1} * q{n + 1}}}\n" if n < 99 else "  q99: {formula: 3 * k0}\n",
            100,
        ),
        "money to a power without end": _grown(
            "quantities",
            lambda n: f"  q{n}: {{formula: q{n + 1} * q{n + 1}}}\n" if n < 99 else "  q99: {formula: rate}\n",
            100,
        ),
        "ten thousand terms": _grown("terms", lambda n: f"  t{n}: {{value: {n}, {_CITED}}}\n", 10_000),
        "ten thousand facts": _grown("facts", lambda n: f"  f{n}: {{type: boolean, default: false}}\n", 10_000),
        "ten thousand parties": _grown("parties", lambda n: f"  p{n}: {{zh: 县{n}}}\n", 10_000),
        "five thousand sections": _grown(
            "sections", lambda n: f"  s{n}: {{zh: 断面{n}, upstream: upland, downstream: valley}}\n", 5_000
        ),
        "five thousand measures": _grown("measures", lambda n: f"  m{n}: {{mean: TP, at: ford, over: year}}\n", 5_000),
        "ten thousand clauses": _grown(
            "clauses", lambda n: f"  - {{id: c{n}, pay: {{from: valley, to: upland, amount: rate}}}}\n", 10_000
        ),
        "clauses of one id": _grown(
            "clauses", lambda _: "  - {id: c, pay: {from: valley, to: upland, amount: rate}}\n", 5_000
        ),
        "a clause of five thousand cases": _grown(
            "clauses",
            lambda n: (
                "  - id: many\n    first:\n"
                if n == 0
                else f"      - {{when: P <= {n}, pay: {{from: valley, to: upland, amount: rate}}}}\n"
            ),
            5_000,
        ),
        "five thousand pools": _grown("pools", lambda n: f"  x{n}: {{zh: 池{n}, closes: carry}}\n", 5_000),
        "five thousand sources": _grown("sources", lambda n: f"  x{n}: {{title: 文{n}}}\n", 5_000),
        "five thousand examples": _grown(
            "examples", lambda n: f"  - {{name: e{n}, period: 2022, given: {{P: 0.8}}, expect: {{}}}}\n", 5_000
        ),
        "five thousand exemptions": put(
            "examples:\n",
            "monitoring:\n  exempt:\n"
            + "".join(f"    - {{at: ford, from: 2021-01, to: 2021-12, reason: ice, note: {n}}}\n" for n in range(3_000))
            + "examples:\n",
        ),
        "a table of five thousand steps": put(
            "value: 0.9", "value: {" + "".join(f"up to {n}: {n}, " for n in range(1, 5_000)) + "above: 9}"
        ),
        "a table of falling steps": put(
            "value: 0.9", "value: {" + "".join(f"up to {n}: {n}, " for n in range(5_000, 1, -1)) + "above: 9}"
        ),
        "a value for each of nine thousand years": lambda: _by_year(1000, 9999),
        "a hundred years": lambda: _by_year(1950, 2049),
    "a thousand years of the future": lambda: _by_year(8000, 9000),
        "two hundred sections by indicators by months": _wide,
    }
)
"""Agreements of the right form and the wrong size."""


def _chained(step: str, last: str, count: int) -> Make:
    """A chain of quantities that an example asks the first of; `step` makes one from the next, `{n}`."""

    def make() -> bytes:
        chain = "".join(f"  q{n}: {{formula: {step.format(n=f'q{n + 1}')}}}\n" for n in range(count - 1))
        text = GOOD.replace("quantities:\n", f"quantities:\n{chain}  q{count - 1}: {{formula: {last}}}\n")
        text = text.replace("given: {P: 0.8, grade: II}", "given: {C: {CODMn: 3 mg/L, TP: 0.1 mg/L}, grade: II}")
        return text.replace("fired: [wager]}", "indices: {q0: 1}}").encode()

    return make


EVALUATED: Mapping[str, Make] = MappingProxyType(
    {
        "a long chain": _chained("{n}", "k0", 1_000),
        "sums of twice the next": _chained("{n} + {n}", "k0", 1_000),
        "squares of the next": _chained("{n} * {n}", "3 * k0", 100),
        "squares of the next, money": _chained("{n} * {n}", "rate", 100),
        "quotients of the next": _chained("1 / ({n} * {n} + 3)", "k0", 100),
        "conditions on the next": _chained("if({n} > 0, {n}, {n} + 1)", "k0", 300),
        "rounded squares": _chained("'{n} * {n} / 7'", "k0", 100),
        "nothing to divide by": _chained("1 / {n}", "0", 2),
        "a tall formula at every step": _chained("-" * 90 + "{n}", "k0", 100),
        "brackets at every step": _chained("(" * 15 + "{n}" + ")" * 15, "k0", 100),
    }
)
"""Agreements whose examples have to be worked out."""

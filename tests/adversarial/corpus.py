"""Files made to hurt a reader: bombs, depth, length, huge numbers, hidden characters, other encodings, huge agreements.

Each is made when it is needed, from the willow agreement where it has to be valid but for one thing. `ILL` gives what
has to be refused, `WELL` what is a valid agreement and only very large.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from corpus_huge import EVALUATED, HUGE
from corpus_text import ENCODED, HIDDEN
from corpus_values import NUMBERS
from willow import GOOD, MB, Make, formula, put, raw, value

BOMBS: Mapping[str, Make] = MappingProxyType(
    {
        "laughs": raw("a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [{', '.join(['*a'] * 9)}]\n" for n in range(60))),
        "laughs in the willow": put("value: 0.9", "value: &a 0.9"),
        "merge bomb": raw(
            "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
        ),
        "merge key": put("  k0: {value: 0.9,", "  k0: {<<: {value: 0.9},"),
        "an anchor on itself": raw("a: &a [*a]\n"),
        "an alias of nothing": raw("a: *nothing\n"),
        "many anchors": raw("".join(f"k{n}: &a{n} 1\n" for n in range(40_000))),
        **{
            f"tag {tag}": put("value: 0.9", f"value: {tag} x")
            for tag in (
                "!!python/object/apply:os.system",
                "!!python/name:os.system",
                "!!binary",
                "!!int",
                "!!set",
                "!<tag:yaml.org,2002:int>",
                "!mine",
                "!!float",
                "!!null",
                "!!timestamp",
                "!e!x",
            )
        },
        "tag on a mapping": put("terms:\n", "terms: !!omap\n"),
        "tag on the file": raw(f"--- !!python/object:os.system\n{GOOD}"),
        "a tag of a megabyte": put("value: 0.9", f"value: !<{'x' * 900_000}> 1"),
        "tag directive": raw(f"%TAG ! tag:evil.org,2000:\n---\n{GOOD}"),
        "yaml 1.1": raw(f"%YAML 1.1\n---\n{GOOD}"),
        "yaml 1.2": raw(f"%YAML 1.2\n---\n{GOOD}"),
        "yaml 2.0": raw(f"%YAML 2.0\n---\n{GOOD}"),
        "unknown directive": raw(f"%EVIL on\n---\n{GOOD}"),
        "two documents": raw(f"{GOOD}---\n{GOOD}"),
        "a thousand documents": raw("--- {}\n" * 40_000),
        "document end": raw(f"{GOOD}...\n"),
        "document end and more": raw(f"{GOOD}...\nmore: 1\n"),
        "complex key": put("  k0: {value: 0.9,", "  ? {a: [b, c]}\n  : 1\n  k0: {value: 0.9,"),
        "a sequence as key": put("  k0: {", "  ? [a, b]\n  : {"),
        "null key": put("  k0: {", "  : {"),
        "a set": put("value: 0.9", "value: {? a, ? b}"),
    }
)
"""What YAML can be made to do, and what is no part of the language."""

DEEP: Mapping[str, Make] = MappingProxyType(
    {
        "flow lists": raw(f"{GOOD}note: {'[' * 100_000}\n"),
        "flow lists closed": raw(f"{GOOD}note: {'[' * 100_000}{']' * 100_000}\n"),
        "flow mappings": raw(f"{GOOD}note: {'{a: ' * 100_000}\n"),
        "flow both": raw(f"{GOOD}note: {'[{a: ' * 50_000}\n"),
        "block lists on a line": raw(f"{GOOD}note:\n  {'- ' * 100_000}x\n"),
        "complex keys on a line": raw(f"{GOOD}note:\n  {'? ' * 100_000}x\n"),
        "block mappings": lambda: "".join(f"{' ' * n}a:\n" for n in range(1_350)).encode(),
        "values by value": put("value: 0.9", "value: " + "{2021: " * 20 + "1" + "}" * 20),
        "values by value, too deep": put("value: 0.9", "value: " + "{2021: " * 1_000 + "1" + "}" * 1_000),
        "open quotes": raw(GOOD + "note: '" + "x\n" * 400_000),
        "a million openings": raw("[" * 999_999),
        "a million braces": raw("{" * 999_999),
        "a million dashes": raw("- " * 499_999),
        "a million question marks": raw("? " * 499_999),
        "a million colons": raw(": " * 499_999),
        "a million commas": raw("[" + "," * 900_000 + "]"),
        "a million quotes": raw("'" * 999_999),
        "a million newlines": raw("\n" * 999_999),
        "a million spaces": raw(" " * 999_999),
        "a million tabs": raw("\t" * 999_999),
        "a million empty entries": raw("a:\n" + "- \n" * 300_000),
    }
)
"""Nesting and repetition of marks."""

LONG: Mapping[str, Make] = MappingProxyType(
    {
        "a scalar of a megabyte": put("zh: 上游县", f"zh: {'x' * 900_000}"),
        "a scalar of a megabyte in Chinese": put("zh: 上游县", f"zh: {'县' * 320_000}"),
        "a value of a megabyte": value("x" * 900_000),
        "a class of a megabyte": value("I" * 900_000),
        "a choice of a megabyte": put("status: draft", f"status: {'d' * 900_000}"),
        "an id of a megabyte": put("id: willow", f"id: {'w' * 900_000}"),
        "a key of a megabyte": raw(f"{GOOD}{'k' * 1_000}: 1\n? {'k' * 900_000}\n: 1\n"),
        "a name of a megabyte": put("  k0: {", f"  ? {'k' * 900_000}\n  : {{"),
        "a quoted scalar over many lines": put("zh: 上游县", 'zh: "' + "x\n    " * 100_000 + '"'),
        "a block scalar of many lines": raw(GOOD + "note: |\n" + "  x\n" * 200_000),
        "a folded formula of many lines": put(
            "formula: k0 * sum(weight * C / limit), ", "formula: '" + "k0\n    " * 90_000 + "', "
        ),
        "fifty thousand unknown keys": raw(GOOD + "".join(f"unknown{n}: 1\n" for n in range(50_000))),
        "fifty thousand equal keys": raw(GOOD + "note: 1\n" * 50_000),
        "unknown keys in an entry": put("{value: 0.9,", "{" + "".join(f"x{n}: 1, " for n in range(40_000)) + "value: 0.9,"),
        "bare words after a value": put("zh: 上游县", "zh: 上游县" + ", 词" * 90_000),
        "different bare words after a value": put("zh: 上游县", "zh: 上游县" + "".join(f", 词{n}" for n in range(20_000))),
        "unknown keys of nearly the most entries": raw(GOOD + "".join(f"titel{n}: 1\n" for n in range(24_000))),
        "entries of a wrong form": put("terms:\n", "terms:\n" + "".join(f"  t{n}: 1\n" for n in range(40_000))),
        "misspelt names in one formula": formula(" + ".join(f"nothing{n}" for n in range(90))),
        "misspelt names in a thousand formulas": put(
            "quantities:\n", "quantities:\n" + "".join(f"  q{n}: {{formula: nothing{n} + k1}}\n" for n in range(1_000))
        ),
        "ten megabytes": lambda: GOOD.encode() + b"# a remark\n" * MB,
        "ten megabytes in one line": lambda: GOOD.encode() + b"# " + b"x" * (10 * MB),
        "a hundred thousand remarks": raw("# a remark\n" * 90_000 + GOOD),
    }
)
"""Length."""

FORMULAS: Mapping[str, Make] = MappingProxyType(
    {
        "a hundred thousand characters": formula("'" + "k0 + " * 20_000 + "k0'"),
        "ten thousand brackets": formula("'" + "(" * 10_000 + "k0" + ")" * 10_000 + "'"),
        "ten thousand open brackets": formula("'" + "(" * 10_000 + "'"),
        "brackets of 16 levels": formula("(" * 16 + "k0" + ")" * 16),
        "calls of 16 levels": formula("'" + "max(0," * 16 + "k0" + ")" * 16 + "'"),
        "calls of 16 levels, one open": formula("'" + "max(0, (1 - k0) + " * 8 + "k0" + ")" * 7 + "'"),
        "members of 16 levels": formula("'" + "limit[" * 16 + "TP" + "]" * 16 + "'"),
        "a sum of ten thousand": formula("'" + " + ".join(["k0"] * 10_000) + "'"),
        "a sum of a hundred": formula(" + ".join(["k0"] * 90)),
        "a chain of comparisons": put("P <= 1 and not accident", " <= ".join(["P"] * 90)),
        "a chain of not": put("P <= 1 and not accident", "not " * 90 + "accident"),
        "arguments without end": formula("'max(" + ", ".join(["k0"] * 300) + ")'"),
        "a product of units": formula("'" + " * ".join(["rate"] * 90) + "'"),
        "a quotient of units": formula("'k0 / " + " / ".join(["rate"] * 90) + "'"),
        "an open bracket": formula("'sum('"),
        "only an operator": formula("'*'"),
        "nothing": formula("''"),
        "spaces": formula("'   '"),
        "python": formula('\'__import__("os").system("id")\''),
        "attribute": formula("k0.__class__"),
        "lambda": formula("'lambda: 1'"),
        "braces": formula("'{k0}'"),
        "percent format": formula("'%s %(x)s {0} {x}'"),
        "backslashes": formula("'\\\\\\\\'"),
    }
)
"""Formulas."""


ILL: Mapping[str, Make] = MappingProxyType(
    {
        f"{group}: {name}": make
        for group, made in (
            ("bombs", BOMBS),
            ("deep", DEEP),
            ("long", LONG),
            ("numbers", NUMBERS),
            ("hidden", HIDDEN),
            ("encoded", ENCODED),
            ("formulas", FORMULAS),
            ("huge", HUGE),
            ("evaluated", EVALUATED),
        )
        for name, make in made.items()
    }
)
"""Every file by its group and name."""

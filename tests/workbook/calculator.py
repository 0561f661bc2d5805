"""A small spreadsheet for the tests: reads an xlsx file and calculates its formulas in doubles, by its own rules.

It knows only what Excel 2010 knows of the functions listed here, so a formula with another function is an error; so are a
name that is not defined, a cell that depends on itself, and everything a spreadsheet would show as #N/A or #DIV/0!.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from io import BytesIO
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<sheet>'(?:[^']|'')*')!|(?P<cell>\$[A-Z]{1,3}\$[0-9]+)"""
    r"""|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z_\u4e00-\u9fff][\w.]*)|(?P<sign><>|<=|>=|[-+*/^(),:=<>]))""")


class Wrong(Exception):  # noqa: N818 - what a cell shows
    """What a cell shows instead of a value."""


class Many(list):
    """The values of a range, or of an operation on one."""


def tokens(text):
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match, f"cannot read {text[at:at + 30]!r} in {text!r}"
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return [*found, ("end", "")]


class Parser:
    def __init__(self, text):
        self.left, self.at = tokens(text), 0

    def take(self, *signs):
        kind, text = self.left[self.at]
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return None

    def whole(self):
        found = self.compare()
        assert self.left[self.at][0] == "end", self.left[self.at:]
        return found

    def binary(self, below, *signs):
        found = below()
        while sign := self.take(*signs):
            found = ("op", sign, found, below())
        return found

    def compare(self):
        return self.binary(self.plus, "=", "<>", "<=", ">=", "<", ">")

    def plus(self):
        return self.binary(self.times, "+", "-")

    def times(self):
        return self.binary(self.power, "*", "/")

    def power(self):
        return self.binary(self.minus, "^")

    def minus(self):
        return ("minus", self.minus()) if self.take("-") else self.atom()

    def atom(self):
        if self.take("("):
            found = self.compare()
            assert self.take(")")
            return found
        kind, text = self.left[self.at]
        self.at += 1
        if kind == "number":
            return ("value", float(text))
        if kind == "text":
            return ("value", text[1:-1].replace('""', '"'))
        if kind == "sheet":
            return self.place(text[1:-1].replace("''", "'"))
        assert kind == "name", (kind, text)
        if self.take("("):
            return self.call(text)
        return ("value", text == "TRUE") if text in {"TRUE", "FALSE"} else ("name", text)

    def place(self, sheet):
        first = address(self.left[self.at][1])
        self.at += 1
        if not self.take(":"):
            return ("cell", sheet, *first)
        last = address(self.left[self.at][1])
        self.at += 1
        return ("range", sheet, first, last)

    def call(self, function):
        arguments = []
        if not self.take(")"):
            arguments.append(self.compare())
            while self.take(","):
                arguments.append(self.compare())
            assert self.take(")")
        assert len(arguments) <= 255
        return ("call", function, arguments)


def address(text):
    letters, row = re.fullmatch(r"\$([A-Z]+)\$([0-9]+)", text).groups()
    return int(row), column_number(letters)


def column_number(letters):
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def typed(text, kind, strings):
    """The value of a cell by the type the file gives it."""
    if kind == "s":
        return strings[int(text)]
    if kind == "b":
        return text == "1"
    return float(text) if kind == "n" else text or ""


def parsed(content):
    return ET.fromstring(content)  # noqa: S314 - a file the test has just written


def opened(content):
    """The cells of an xlsx file; of a formula the value that stands in the file is kept aside."""
    cells, cached, formulas = {}, {}, {}
    with ZipFile(BytesIO(content)) as file:
        book, links = (parsed(file.read(f"xl/{name}")) for name in ("workbook.xml", "_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target").removeprefix("/xl/") for link in links}
        strings = strings_of(file)
        sheets = {s.get("name"): targets[s.get(RELATION)] for s in book.iter(f"{MAIN}sheet")}
        for title, target in sheets.items():
            for cell in parsed(file.read(f"xl/{target}")).iter(f"{MAIN}c"):
                letters, row = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.get("r")).groups()
                formula, value = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
                found = None if value is None else typed(value.text, cell.get("t", "n"), strings)
                place = title, int(row), column_number(letters)
                if formula is not None:
                    formulas[place], cached[place] = formula.text, found
                elif found is not None:
                    cells[place] = found
    names = {d.get("name"): spot(d.text) for d in book.iter(f"{MAIN}definedName") if not d.get("name").startswith("_xlnm")}
    return Sheets(cells, formulas, names, list(sheets), cached)


def strings_of(file):
    if "xl/sharedStrings.xml" not in file.namelist():
        return []
    return ["".join(t.text or "" for t in entry.iter(f"{MAIN}t")) for entry in parsed(file.read("xl/sharedStrings.xml"))]


def spot(text):
    sheet, _, cell = text.rpartition("!")
    return (sheet.strip("'"), *address(cell))


class Sheets:
    """Cells and formulas; `set` changes a cell, `value` calculates one. `cached` are the values that stand in a file."""

    def __init__(self, cells, formulas, names, titles, cached=None):
        self.cells, self.formulas, self.names, self.titles, self.cached = cells, formulas, names, titles, cached or {}
        self.trees = dict.fromkeys(formulas)
        self.done, self.under_way = {}, set()

    def set(self, place, value):
        self.trees.pop(place, None)
        self.cells[place] = value
        self.done.clear()

    def value(self, place):
        if place not in self.trees:
            return self.cells.get(place)
        if place not in self.done:
            assert place not in self.under_way, f"{place} depends on itself"
            self.under_way.add(place)
            self.trees[place] = self.trees[place] or Parser(self.formulas[place]).whole()
            try:
                self.done[place] = self.calculate(self.trees[place])
            except Wrong as wrong:
                self.done[place] = wrong
            self.under_way.discard(place)
        found = self.done[place]
        if isinstance(found, Wrong):
            raise found
        return found

    def calculate(self, node):  # noqa: PLR0911 - one return a kind of node
        match node:
            case ("value", value):
                return value
            case ("name", name):
                assert name in self.names, f"{name} is not defined"
                return self.value(self.names[name])
            case ("cell", sheet, row, column):
                assert sheet in self.titles
                return self.value((sheet, row, column))
            case ("range", sheet, (top, left), (bottom, right)):
                assert sheet in self.titles
                return Many(self.value((sheet, r, c)) for r in range(top, bottom + 1) for c in range(left, right + 1))
            case ("minus", of):
                return each(lambda a: -number(a), self.calculate(of))
            case ("op", sign, one, two):
                return each(OPERATORS[sign], self.calculate(one), self.calculate(two))
            case ("call", "IF", (condition, yes, no)):
                return self.calculate(yes if self.calculate(condition) else no)
            case ("call", "CHOOSE", (which, *choices)):
                return self.calculate(choices[int(self.calculate(which)) - 1])
            case ("call", function, arguments):
                return FUNCTIONS[function](*map(self.calculate, arguments))
        raise AssertionError(node)


def number(value):
    if isinstance(value, str):
        raise Wrong("#VALUE!")
    return 0.0 if value is None else float(value)


def each(operation, *arguments):
    """An operation, value by value where one of its arguments is a range."""
    length = next((len(a) for a in arguments if isinstance(a, Many)), None)
    if length is None:
        return operation(*arguments)
    rows = zip(*(a if isinstance(a, Many) else [a] * length for a in arguments), strict=True)
    return Many(operation(*row) for row in rows)


def divided(a, b):
    if number(b) == 0:
        raise Wrong("#DIV/0!")
    return number(a) / number(b)


def compared(sign):
    def work(a, b):
        a, b = (0.0 if x is None else x for x in (a, b))
        if isinstance(a, str) != isinstance(b, str):
            raise Wrong("#VALUE!")
        return {"=": a == b, "<>": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]

    return work


OPERATORS = {"+": lambda a, b: number(a) + number(b), "-": lambda a, b: number(a) - number(b),
             "*": lambda a, b: number(a) * number(b), "/": divided, "^": lambda a, b: number(a) ** number(b),
             **{s: compared(s) for s in ("=", "<>", "<", "<=", ">", ">=")}}


def numbers(arguments):
    """The numbers among arguments: in a range neither text nor truth values nor empty cells count."""
    for argument in arguments:
        if isinstance(argument, Many):
            yield from (float(v) for v in argument if isinstance(v, int | float) and not isinstance(v, bool))
        else:
            yield number(argument)


def truths(arguments):
    return [bool(v) for a in arguments for v in (a if isinstance(a, Many) else [a]) if v is not None]


def cut(how):
    def work(x, places=0):
        # as people read the double: its shortest decimal
        return float(Decimal(repr(number(x))).quantize(Decimal(1).scaleb(-int(places)), how))

    return work


def added(values):
    """One after the other, as spreadsheets add: with all the small errors of doubles."""
    total = 0.0
    for value in values:
        total += value
    return total


def mean(*arguments):
    found = list(numbers(arguments))
    return divided(added(found), len(found))


def summed_if(where, what, values):
    return added(number(v) for w, v in zip(where, values, strict=True) if w == what)


def summed_ifs(values, *conditions):
    found = 0.0
    for n, value in enumerate(values):
        held = (number(where[n]) > 0 if what == ">0" else number(where[n]) < 0 if what == "<0" else where[n] == what
                for where, what in zip(conditions[::2], conditions[1::2], strict=True))
        found += number(value) if all(held) else 0
    return found


def missing():
    raise Wrong("#N/A")


def product(*arguments):
    rows = zip(*arguments, strict=True)
    return added(math.prod(0.0 if v is None or isinstance(v, str) else float(v) for v in row) for row in rows)


FUNCTIONS = {
    "SUM": lambda *a: added(numbers(a)), "AVERAGE": mean,
    "MAX": lambda *a: max(numbers(a), default=0.0), "MIN": lambda *a: min(numbers(a), default=0.0),
    "AND": lambda *a: all(truths(a)), "OR": lambda *a: any(truths(a)), "NOT": lambda a: not a,
    "ABS": lambda a: each(lambda x: abs(number(x)), a), "INT": lambda a: float(math.floor(number(a))),
    "SIGN": lambda a: math.copysign(1, number(a)) if number(a) else 0.0,
    "ROUND": lambda a, b: each(lambda x: cut(ROUND_HALF_UP)(x, b), a), "ROUNDUP": cut(ROUND_UP), "TRUNC": cut(ROUND_DOWN),
    "LOG10": lambda a: math.log10(number(a)), "NA": missing, "INDEX": lambda cells, _, n: cells[int(n) - 1],
    "SUMPRODUCT": product, "SUMIF": summed_if, "SUMIFS": summed_ifs,
    "COUNTIF": lambda cells, what: sum(c is what for c in cells),
}

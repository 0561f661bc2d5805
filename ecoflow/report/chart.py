"""Charts as drawing: whole-number coordinates made from exact values by integer arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from ecoflow.standards.rounding import plain_text

WIDTH, HEIGHT = 420, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 8, 10, 24
_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5))
_TICKS = 5
_LABELS = 12
_DASHES = ("7 4", "2 3", "9 3 2 3", "4 2")

BAR_WIDTH, BAR_ROW, _BAR_TOP, _BAR_HEIGHT = 640, 46, 24, 12


class Point(Struct, frozen=True):
    """One month: its label, its value (None where there is none), and the words shown when one points at it."""

    label: str
    value: Fraction | None
    words: str


class Reference(Struct, frozen=True):
    """A value to compare with: a baseline or a limit."""

    label: str
    value: Fraction
    words: str


class Mark(Struct, frozen=True):
    """A place with a text: a tick, or a dot with its words."""

    at: int
    other: int
    text: str


class RuledLine(Struct, frozen=True):
    """A reference line drawn at a height, with the dash that tells it apart and its words."""

    y: int
    dash: str
    text: str


class MonthChart(Struct, frozen=True):
    """A line chart: unbroken runs of months as `points` of a polyline, dots, gaps, ticks and reference lines."""

    title: str
    desc: str
    runs: tuple[str, ...]
    dots: tuple[Mark, ...]
    gaps: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    months: tuple[Mark, ...]
    lines: tuple[RuledLine, ...]
    unit: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    base: int = HEIGHT - _BOTTOM


class Bar(Struct, frozen=True):
    """One party's bar: left of the middle pays, right of it receives."""

    label: str
    words: str
    tone: str
    y: int
    x: int
    width: int


class BarChart(Struct, frozen=True):
    """Net amounts of the parties about a middle line."""

    title: str
    desc: str
    bars: tuple[Bar, ...]
    height: int
    width: int = BAR_WIDTH
    middle: int = BAR_WIDTH // 2
    bar_height: int = _BAR_HEIGHT


def month_chart(title: str, desc: str, unit: str, points: Sequence[Point], references: Sequence[Reference]) -> MonthChart:
    """The chart of a run of months from zero up; a month without a value breaks the line and is shaded."""
    step, top = _scale([p.value for p in points if p.value is not None] + [r.value for r in references])
    slot = Fraction(WIDTH - _LEFT - _RIGHT, max(len(points), 1))
    xs = [_LEFT + _down(slot * n + slot / 2) for n in range(len(points))]

    def height(value: Fraction) -> int:
        return HEIGHT - _BOTTOM - _down(max(value, Fraction(0)) * (HEIGHT - _BOTTOM - _TOP) / top)

    placed = [(x, None if p.value is None else height(p.value), p) for x, p in zip(xs, points, strict=True)]
    every = max(1, _up(Fraction(len(points), _LABELS)))
    return MonthChart(
        title,
        desc,
        _runs([(x, y) for x, y, _ in placed]),
        tuple(Mark(x, y, p.words) for x, y, p in placed if y is not None),
        tuple(Mark(x - _down(slot / 2), _down(slot), p.words) for x, y, p in placed if y is None),
        tuple(Mark(height(step * n), 0, plain_text(step * n)) for n in range(_down(top / step) + 1)),
        tuple(Mark(x, 0, p.label) for n, (x, _, p) in enumerate(placed) if n % every == 0),
        tuple(
            RuledLine(height(r.value), _DASHES[n % len(_DASHES)], f"{r.label} {r.words}") for n, r in enumerate(references)
        ),
        unit,
    )


def bar_chart(title: str, desc: str, bars: Sequence[tuple[str, str, Fraction]]) -> BarChart:
    """Bars for (label, words, amount); the largest reaches the edge, and what is not zero is seen."""
    largest = max((abs(amount) for *_, amount in bars), default=Fraction(0)) or Fraction(1)
    middle = BAR_WIDTH // 2
    drawn = []
    for n, (label, words, amount) in enumerate(bars):
        width = max(_down(abs(amount) * (middle - 2) / largest), 1 if amount else 0)
        tone = "pays" if amount < 0 else "receives" if amount > 0 else ""
        drawn.append(Bar(label, words, tone, n * BAR_ROW + _BAR_TOP, middle - width if amount < 0 else middle, width))
    return BarChart(title, desc, tuple(drawn), len(drawn) * BAR_ROW)


def _runs(places: Sequence[tuple[int, int | None]]) -> tuple[str, ...]:
    runs: list[list[str]] = [[]]
    for x, y in places:
        if y is None:
            runs.append([])
        else:
            runs[-1].append(f"{x},{y}")
    return tuple(" ".join(run) for run in runs if len(run) > 1)


def _scale(values: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """The step between ticks, and the whole number of steps that holds every value."""
    most = max(values, default=Fraction(1))
    step = _step(most)
    return step, step * max(1, _up(most / step))


def _step(most: Fraction) -> Fraction:
    """The round step of which at most five reach the largest value."""
    power = Fraction(1)
    while power * _TICKS > most > 0:
        power /= 10
    while True:
        for size in _STEPS:
            if size * power * _TICKS >= most:
                return size * power
        power *= 10


def _down(value: Fraction) -> int:
    return value.numerator // value.denominator


def _up(value: Fraction) -> int:
    return -_down(-value)

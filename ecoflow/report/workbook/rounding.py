"""Rounding as formulas: exact decimals out of doubles, by every mode of the language.

The number is first taken to the step (times 1000 for three places) and kept to 14 significant digits: 0.285 * 1000 is
285.00000000000006 in doubles, and 285 after that. Only then it is decided whether it lies in the middle. A number that
is not in the middle but nearer to it than its fourteenth digit would be taken for a middle.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Rounding
from ecoflow.formula.workbook_piece import number_text

DIGITS = 14
"""Significant digits that are taken for exact; doubles carry between 15 and 17."""


class Way(Struct, frozen=True):
    """How a cell is rounded: its number times `factor` to a whole number, or to `figures` significant ones.

    `reported` keeps one significant figure of what would vanish (总站水字〔2018〕87号); a `factor` of 0 rounds nothing and
    only keeps 14 digits.
    """

    factor: Fraction
    mode: str = "half-even"
    figures: int = 0
    reported: bool = False


def way(rule: Rounding, scale: Fraction, unit: Fraction) -> Way:
    """The way of a quantity's rule; `scale` is the cell's unit, `unit` the one the rule counts places in."""
    if rule.step is not None:
        return Way(scale / rule.step.value, rule.mode)
    if rule.figures is not None:
        return Way(scale / unit, rule.mode, rule.figures)
    return Way(scale / unit * Fraction(10) ** (rule.places or 0), rule.mode)


def by_step(step: Fraction, mode: str) -> Way:
    """To whole steps of money; the cell is in yuan."""
    return Way(1 / step, mode)


AS_IT_IS = Way(Fraction(0))


def steady(text: str, digits: int = DIGITS) -> str:
    """A number kept to significant digits."""
    return f"IF({text}=0,0,ROUND({text},{digits - 1}-INT(LOG10(ABS({text})))))"


def scaled(raw: str, how: Way) -> str:
    """The formula of the number taken to the step, from the cell of the number."""
    if how.figures:
        power = f"({how.figures}-1-INT(LOG10(ABS({raw}{_times(how.factor)}))))"
        return f"IF({raw}=0,0,ROUND({raw}{_times(how.factor)}*10^{power},{DIGITS - how.figures}))"
    return steady(f"{raw}{_times(how.factor)}" if how.factor else raw)


def rounded(raw: str, step: str, how: Way) -> str:
    """The formula of the rounded number, from the cell of the number and that of the number taken to the step."""
    if not how.factor and not how.figures:
        return step
    whole = _whole(step, how.mode)
    if how.figures:
        power = f"({how.figures}-1-INT(LOG10(ABS({raw}{_times(how.factor)}))))"
        return f"IF({raw}=0,0,{whole}/10^{power}{_times(1 / how.factor)})"
    back = f"{whole}{_times(1 / how.factor)}"
    if not how.reported:
        return back
    power = f"(-INT(LOG10(ABS({raw}))))"
    once = f"ROUND({raw}*10^{power},{DIGITS - 1})"
    return f"IF(AND({raw}<>0,{whole}=0),{_whole(once, how.mode)}/10^{power},{back})"


def _whole(x: str, mode: str) -> str:
    """A number to a whole one; in the middle, where half-even says so, to the even one."""
    return {
        "half-even": f"IF(ABS({x}-TRUNC({x}))=0.5,2*ROUND({x}/2,0),ROUND({x},0))",
        "half-up": f"ROUND({x},0)",
        "up": f"ROUNDUP({x},0)",
        "down": f"TRUNC({x})",
        "ceiling": f"-INT(-{x})",
        "floor": f"INT({x})",
    }[mode]


def _times(factor: Fraction) -> str:
    """The text that multiplies by a factor; dividing by ten keeps decimals that multiplying by 0.1 would not."""
    above = f"*{number_text(Fraction(factor.numerator))}" if factor.numerator != 1 else ""
    below = f"/{number_text(Fraction(factor.denominator))}" if factor.denominator != 1 else ""
    return above + below

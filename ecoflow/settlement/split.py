"""Splitting money by shares without losing or making a fen."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from ecoflow.standards.rounding import Mode, round_places

Parts = Sequence[tuple[str, Fraction]]
"""(who, weight); weights are not negative and not all zero."""


def to_step(amount: Fraction, step: Fraction, mode: str) -> Fraction:
    """The amount rounded to a whole number of steps (0.01 yuan, 10,000 yuan ...)."""
    return round_places(amount / step, 0, cast("Mode", mode)) * step


def split(amount: Fraction, parts: Parts, step: Fraction, remainder: str) -> list[tuple[str, Fraction]]:
    """The amount (not negative, a whole number of steps) by the weights; the parts sum to the amount exactly.

    Everyone first receives the whole steps of the exact share; the steps left over go, by the rule `remainder`:
    `largest` one each to the largest fractions of a step (ties to the one named first), `first`, `last` or a party
    all to that one; a party that has no part in this payment leaves them to the first.
    """
    whole = sum((w for _, w in parts), Fraction(0))
    exact = [amount * w / whole / step for _, w in parts]
    floors = [Fraction(e.numerator // e.denominator) for e in exact]
    left = int(amount / step - sum(floors))
    for at in _takers(exact, floors, left, [who for who, _ in parts], remainder):
        floors[at] += 1
    return [(who, steps * step) for (who, _), steps in zip(parts, floors, strict=True)]


def _takers(exact: list[Fraction], floors: list[Fraction], left: int, who: list[str], remainder: str) -> list[int]:
    if remainder == "largest":
        return sorted(range(len(who)), key=lambda n: (floors[n] - exact[n], n))[:left]
    if remainder == "last":
        return [len(who) - 1] * left
    return [who.index(remainder) if remainder in who else 0] * left


def match(payers: Parts, payees: Parts) -> list[tuple[str, str, Fraction]]:
    """Who pays whom when several pay several: both lists in order, each served from the first payer with money left.

    Both lists sum to the same; the transfers conserve every party's amount.
    """
    found: list[tuple[str, str, Fraction]] = []
    debts = [(who, amount) for who, amount in payers if amount]
    for payee, due in payees:
        wanted = due
        while wanted > 0 and debts:
            payer, has = debts[0]
            moved = min(wanted, has)
            found.append((payer, payee, moved))
            wanted -= moved
            debts[:1] = [(payer, has - moved)] if has > moved else []
    return found

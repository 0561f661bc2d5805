"""The account of one code, as `ecoflow code` prints it and the reference of codes lists it."""

from __future__ import annotations

from msgspec import Struct


class Cause(Struct, frozen=True):
    """Why a finding arises, in `zh` and `en`; `wrong` is the shortest text or command that shows it, `right` its cure."""

    zh: str
    en: str
    wrong: str
    right: str

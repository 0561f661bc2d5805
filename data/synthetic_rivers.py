"""What the invented rivers are like: six sections, their seasons, their years, their bad episodes and their gaps.

Nothing here is a measurement. The levels are round figures of a plausible size for rivers of this kind; the years are
arranged so that every direction of payment, and a year that cannot be settled, has something to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

YEARS = range(2008, 2025)


class Indicator(Struct, frozen=True):
    """How an indicator behaves and how a laboratory reports it. Factors and widths are permille."""

    unit: str
    places: int
    limit: str
    """The detection limit, in `unit`."""
    year_width: int
    month_width: int
    sample_width: int
    wash: int = 0
    """What a flood as large as the mean flow adds to the concentration."""
    graded: bool = True
    """Whether the yearly level of the section moves it; pH and dissolved oxygen stand apart."""


# fmt: off
# Tables are read down the columns.            J     F     M     A     M     J     J     A     S     O     N     D
SEASONS: Mapping[str, tuple[int, ...]] = MappingProxyType({
    "CODMn":                               ( 880,  880,  920,  980, 1060, 1140, 1160, 1120, 1040,  980,  940,  900),
    "COD":                                 ( 900,  900,  940,  980, 1050, 1110, 1120, 1100, 1030,  980,  960,  930),
    "NH3N":                                (1400, 1350, 1200, 1050,  900,  750,  650,  650,  750,  900, 1100, 1300),
    "TN":                                  (1180, 1160, 1100, 1030,  950,  880,  850,  860,  900,  960, 1040, 1090),
    "TP":                                  ( 800,  800,  850,  950, 1150, 1350, 1350, 1200, 1050,  900,  800,  800),
    "DO":                                  (1240, 1220, 1120, 1000,  920,  860,  820,  820,  870,  950, 1050, 1130),
    "pH":                                  (1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000),
    "Q":                                   ( 500,  600,  900, 1150, 1450, 1900, 1700, 1150,  850,  650,  600,  550),
})
"""Permille of the yearly level, January to December; the twelve sum to 12000."""
INDICATORS: Mapping[str, Indicator] = MappingProxyType({
    #                  unit  places limit  year month sample
    "CODMn": Indicator("mg/L", 1, "0.5",    30,   80,  160, wash=60),
    "COD":   Indicator("mg/L", 0, "4",      30,   70,  160, wash=40),
    "NH3N":  Indicator("mg/L", 3, "0.025",  60,  450,  950),
    "TN":    Indicator("mg/L", 2, "0.05",   30,   80,  180),
    "TP":    Indicator("mg/L", 3, "0.01",   40,  150,  850, wash=150),
    "DO":    Indicator("mg/L", 2, "0.2",    15,   30,   90, graded=False),
    "pH":    Indicator("1",    2, "0",       5,   12,   35, graded=False),
})
# fmt: on
FLOW_UNIT = "m3/s"


class Section(Struct, frozen=True):
    """A section: its river, its mean flow in m3/s, and the long-term level of each indicator in its unit."""

    river: str
    name: str
    flow: str
    flow_places: int
    means: tuple[tuple[str, str], ...]


class Episode(Struct, frozen=True):
    """Months of one section in which indicators stand at so many permille of what they would be."""

    section: str
    first: tuple[int, int]
    last: tuple[int, int]
    factors: tuple[tuple[str, int], ...]


# fmt: off
LEVELS: Mapping[str, tuple[int, ...]] = MappingProxyType({
    "xinanjiang": (
        1010, 1000, 990, 1000, 960, 945, 935, 900, 885, 1185, 890, 880, 970, 860, 850, 840, 830),
    "luan": (
        1120, 1100, 1110, 1090, 1080, 1060, 1050, 1040, 1000, 1060, 960, 930, 900, 870, 840, 790, 770),
    "chishui": (
        1180, 1200, 1170, 1150, 1160, 1120, 1100, 1080, 1060, 1040, 1000, 970, 980, 950, 940, 930, 910),
})
"""Each year of a river against the long-term level, permille, 2008 first."""
SECTIONS = (
    Section("xinanjiang", "jiekou", "210", 1, (
        ("CODMn", "2.1"), ("NH3N", "0.07"), ("TN", "1.28"), ("TP", "0.032"), ("DO", "9.1"), ("pH", "7.6"),
    )),
    Section("luan", "liheqiao", "14", 2, (
        ("CODMn", "3.4"), ("COD", "13"), ("NH3N", "0.21"), ("TP", "0.055"), ("DO", "9.3"), ("pH", "8.0"),
    )),
    Section("luan", "shaheqiao", "6.5", 2, (
        ("CODMn", "3.9"), ("COD", "14.5"), ("NH3N", "0.27"), ("TP", "0.065"), ("DO", "9.0"), ("pH", "7.9"),
    )),
    Section("chishui", "qingshuipu", "38", 1, (
        ("CODMn", "2.0"), ("COD", "9"), ("NH3N", "0.075"), ("TP", "0.042"), ("DO", "9.0"), ("pH", "8.1"),
    )),
    Section("chishui", "maotai", "92", 1, (
        ("CODMn", "2.2"), ("COD", "10"), ("NH3N", "0.085"), ("TP", "0.045"), ("DO", "8.8"), ("pH", "8.0"),
    )),
    Section("chishui", "lianyuxi", "150", 1, (
        ("CODMn", "2.1"), ("COD", "9.5"), ("NH3N", "0.08"), ("TP", "0.048"), ("DO", "8.9"), ("pH", "8.0"),
    )),
)
# fmt: on
EPISODES = (
    Episode("liheqiao", (2017, 6), (2017, 10), (("CODMn", 1150), ("COD", 1150), ("TP", 1300))),
    Episode("shaheqiao", (2017, 6), (2017, 10), (("CODMn", 1550), ("COD", 1600), ("TP", 2100), ("DO", 880))),
    Episode("qingshuipu", (2020, 1), (2020, 12), (("CODMn", 1350), ("COD", 1350), ("NH3N", 8600), ("TP", 3200))),
    Episode("lianyuxi", (2023, 1), (2023, 12), (("CODMn", 1200), ("NH3N", 1250), ("TP", 2900))),
)
GAPS = (("jiekou", 2022, 7), ("jiekou", 2022, 8), ("shaheqiao", 2019, 2), ("qingshuipu", 2022, 3))
"""Months (section, year, month) without any water sample; the flow is recorded all the same."""

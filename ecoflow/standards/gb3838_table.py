"""The limits of GB 3838-2002, as printed: text decimals, classes I to V left to right, mg/L (FC: 个/L)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Row = tuple[str, str, str, str, str]

LIMITS: Mapping[str, Row] = MappingProxyType({
    # DO is a lower limit; class I reads "saturation 90 % or 7.5"; the national platform judges by 7.5.
    "DO":    ("7.5", "6", "5", "3", "2"),
    "CODMn": ("2", "4", "6", "10", "15"),
    "COD":   ("15", "15", "20", "30", "40"),
    "BOD5":  ("3", "3", "4", "6", "10"),
    "NH3N":  ("0.15", "0.5", "1.0", "1.5", "2.0"),
    "TP":    ("0.02", "0.1", "0.2", "0.3", "0.4"),
    "Cu":    ("0.01", "1.0", "1.0", "1.0", "1.0"),
    "Zn":    ("0.05", "1.0", "1.0", "2.0", "2.0"),
    "F":     ("1.0", "1.0", "1.0", "1.5", "1.5"),
    "Se":    ("0.01", "0.01", "0.01", "0.02", "0.02"),
    "As":    ("0.05", "0.05", "0.05", "0.1", "0.1"),
    "Hg":    ("0.00005", "0.00005", "0.0001", "0.001", "0.001"),
    "Cd":    ("0.001", "0.005", "0.005", "0.005", "0.01"),
    "Cr6":   ("0.01", "0.05", "0.05", "0.05", "0.1"),
    "Pb":    ("0.01", "0.01", "0.05", "0.05", "0.1"),
    "CN":    ("0.005", "0.05", "0.2", "0.2", "0.2"),
    "VP":    ("0.002", "0.002", "0.005", "0.01", "0.1"),
    "OIL":   ("0.05", "0.05", "0.05", "0.5", "1.0"),
    "LAS":   ("0.2", "0.2", "0.2", "0.3", "0.3"),
    "S2":    ("0.05", "0.1", "0.2", "0.5", "1.0"),
    "FC":    ("200", "2000", "10000", "20000", "40000"),
})  # fmt: skip
"""Table 1, rivers, and all waters unless `LAKE_LIMITS` says otherwise."""

LAKE_LIMITS: Mapping[str, Row] = MappingProxyType({
    "TP":    ("0.01", "0.025", "0.05", "0.1", "0.2"),
    "TN":    ("0.2", "0.5", "1.0", "1.5", "2.0"),
})  # fmt: skip
"""Table 1, lakes and reservoirs. Total nitrogen has no limit in rivers."""

PH_BAND: tuple[str, str] = ("6", "9")
"""Table 1: pH within these bounds, both inclusive, in every class."""

DRINKING_SOURCE_LIMITS: Mapping[str, str] = MappingProxyType({
    "SO4": "250", "CL": "250", "NO3": "10", "FE": "0.3", "MN": "0.1",
})  # fmt: skip
"""Table 2: single limits of centralised drinking-water sources; they are not classes."""

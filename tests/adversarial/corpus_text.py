"""Characters that hide, and files in other encodings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from willow import GOOD, MB, Make, formula, name, put

_HIDDEN = (
    "\u202e",
    "\u202d",
    "\u2066",
    "\u2067",
    "\u2069",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u034f",
    "\u061c",
    "\u180e",
    "\u2028",
    "\u2029",
    "\x85",
    "\x00",
    "\x01",
    "\x07",
    "\x08",
    "\x0b",
    "\x0c",
    "\x1b",
    "\x7f",
    "\x9b",
    "\r",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\uffff",
    "\u3164",
    "\uffa0",
    "\U000e0001",
    "\U000e0041",
    "\U0001fffe",
)

HIDDEN: Mapping[str, Make] = MappingProxyType(
    {
        **{f"in a name U+{ord(c):04X}": name(f"上{c}游县") for c in _HIDDEN},
        **{f"in a key U+{ord(c):04X}": put("  k0:", f"  k{c}0:") for c in _HIDDEN},
        **{f"in a formula U+{ord(c):04X}": formula(f"k0 * sum(weight * {c}C / limit)") for c in _HIDDEN},
        **{
            f"escaped {e}": name(f'"上{e}游县"')
            for e in (
                r"\u202e",
                r"\x1b[31m",
                r"\0",
                r"\e",
                r"\u200b",
                r"\N",
                r"\L",
                r"\P",
                r"\r",
                r"\U0001FFFE",
                r"\ud800",
                r"\U00110000",
            )
        },
        "escaped in a key": put("  k0:", '  "k\\u200b0":'),
        "escaped in a formula": formula('"k0 * sum(weight * \\u202eC / limit)"'),
        "Cyrillic a in an id": put("anhui" if "anhui" in GOOD else "upland:", "uplаnd:"),
        "Cyrillic C in a formula": formula("k0 * sum(weight * С / limit)"),
        "Greek k in a term": put("  k0:", "  κ0:"),
        "full-width formula": formula("ｋ０ ＊ sum（weight ＊ C ／ limit）"),
        "full-width colon": put("status: draft", "status：draft"),
        "full-width comma": formula("max（k0， 1）"),
        "combining characters": name("上" + "\u0301" * 50_000 + "游县"),
        "combining characters in an id": put("  k0:", "  k" + "\u0301" * 50 + "0:"),
        "variation selector in an id": put("  k0:", "  k\ufe0f0:"),
        "superscript digit in an id": put("  k0:", "  k²:"),
        "an emoji in an id": put("  k0:", "  k🐉:"),
        "right-to-left letters in an id": put("  k0:", "  אב:"),
        "ligature in a choice": put("status: draft", "status: draﬅ"),
        "not-breaking space": put("value: 0.9", "value:\u00a00.9"),
        "ideographic space": put("value: 0.9", "value:\u30000.9"),
        "ideographic space before a key": put("  k0:", "\u3000\u3000k0:"),
        "not-breaking space in a formula": formula("k0\u00a0*\u00a0sum(weight\u00a0*\u00a0C\u00a0/\u00a0limit)"),
    }
)
"""Characters that hide, reorder or look like others."""


def _encoded(encoding: str) -> Make:
    return lambda: GOOD.encode(encoding)


ENCODED: Mapping[str, Make] = MappingProxyType(
    {
        "UTF-16 with a mark": _encoded("utf-16"),
        "UTF-16 BE": _encoded("utf-16-be"),
        "UTF-16 LE": _encoded("utf-16-le"),
        "UTF-32": _encoded("utf-32"),
        "GBK": _encoded("gb18030"),
        "Big5": lambda: GOOD.encode("big5", "replace"),
        "Latin-1": lambda: GOOD.encode("latin-1", "replace") + b"\xe9",
        "two marks": lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD.encode(),
        "a mark alone": lambda: b"\xef\xbb\xbf",
        "overlong bytes": lambda: GOOD.encode().replace(b"willow", b"\xc0\xaewillow"),
        "half a character at the end": lambda: GOOD.encode() + b"# \xe4\xb8",
        "surrogates as bytes": lambda: GOOD.encode().replace(b"willow", b"\xed\xa0\x80"),
        "bytes at random": lambda: bytes(n * 7919 % 256 for n in range(100_000)),
        "a megabyte of nothing": lambda: bytes(MB - 1),
        "a megabyte of 0xff": lambda: b"\xff" * (MB - 1),
        "CR line ends": lambda: GOOD.replace("\n", "\r").encode(),
        "NEL line ends": lambda: GOOD.replace("\n", "\x85").encode(),
        "LS line ends": lambda: GOOD.replace("\n", "\u2028").encode(),
        "LF CR line ends": lambda: GOOD.replace("\n", "\n\r").encode(),
        "empty": lambda: b"",
        "a newline": lambda: b"\n",
        "only remarks": lambda: b"# a\n# b\n",
        "an empty mapping": lambda: b"{}",
        "an empty list": lambda: b"[]",
        "null": lambda: b"null\n",
        "a number": lambda: b"1\n",
        "a quote": lambda: b"'",
        "dashes": lambda: b"---",
        "dots": lambda: b"...",
        "a tab": lambda: b"\t",
        "JSON": lambda: b'{"ecoflow": 1, "id": "x"}',
        "a ZIP": lambda: b"PK\x03\x04" + bytes(200),
        "HTML": lambda: b"<!doctype html><p>x",
        "half a file": lambda: GOOD.encode()[: len(GOOD) // 2],
    }
)
"""Files in another encoding, or with nothing in them."""

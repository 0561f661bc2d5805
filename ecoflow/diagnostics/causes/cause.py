"""The account of one code, as `ecoflow code` prints it and the reference of codes lists it.

Examples are true: a test tries every example of an agreement file (E1xx, E2xx, W3xx, and what is proved, 50x and 51x) on
`tests/agreement/willow.yaml`, and those of gaps (53x) on `tests/agreement/poplar.yaml`. A snippet is one of four things:

- blocks at the top level, as in an agreement file. A block replaces the one of its name. Where its header stands alone on
  its line (`terms:`, entries below it, indented by two), the entries of willow.yaml that it does not name stay;
- a whole file, where no line has a key in its first column;
- a file of known gaps (E53x), which the agreement is held against;
- a command, which begins with `ecoflow `; it shows and is not tried on the file.

The file with `wrong` in it has this code and no other error; with `right`, no error at all and not this code.
"""

from __future__ import annotations

from msgspec import Struct


class Cause(Struct, frozen=True):
    """Why a finding arises, in `zh` and `en`; `wrong` is the shortest text or command that shows it, `right` its cure."""

    zh: str
    en: str
    wrong: str
    right: str


def is_command(example: str) -> bool:
    """Whether an example is a command to type, not the text of a file."""
    return example.startswith("ecoflow ")

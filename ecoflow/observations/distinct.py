"""Each distinct text of a column is read once: columns as numbers of texts, and several columns as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count, repeat

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from ecoflow.observations.tables.table import decoded

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Encoded(Struct, frozen=True):
    """A column: of each row the number of its text, and the texts; None is a text in no known encoding."""

    codes: Codes
    texts: Sequence[str | None]

    def where(self, wanted: Flags) -> Flags:
        """Of each row whether its text is one of those marked."""
        return wanted[self.codes] if len(wanted) else np.zeros(len(self.codes), dtype=bool)

    def blank(self) -> Flags:
        """Of each text whether it is empty."""
        return np.array([text is not None and not text.strip() for text in self.texts], dtype=bool)


class Combined(Struct, frozen=True):
    """Several columns as one: of each row the number of its combination, and the texts of each combination."""

    codes: Codes
    rows: list[tuple[str | None, ...]]


def encode(column: pa.Array, encodings: Iterable[str] = ("utf-8",)) -> Encoded:
    """A column of text or of bytes."""
    found = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes = found.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    texts = found.dictionary.to_pylist()
    if pa.types.is_binary(found.dictionary.type):
        texts = [decoded(raw, encodings) for raw in texts]
    return Encoded(codes, texts)


def nothing(rows: int) -> Encoded:
    """A column that is not there: empty in every row."""
    return Encoded(np.zeros(rows, dtype=np.int64), [""])


def combine(columns: Sequence[Encoded]) -> Combined:
    """The combinations that occur. Numbers are packed column by column and made small again, so they always fit."""
    codes = columns[0].codes
    kept = np.arange(len(columns[0].texts), dtype=np.int64)[:, None]
    for column in columns[1:]:
        if len(column.texts) == 1:
            continue
        packed = pa.array(codes * len(column.texts) + column.codes).dictionary_encode()
        former, latter = np.divmod(packed.dictionary.to_numpy(), len(column.texts))
        codes = packed.indices.to_numpy().astype(np.int64)
        kept = np.column_stack([kept[former], latter])
    places = count(1)
    texts = [
        [column.texts[number] for number in kept[:, next(places) if at else 0].tolist()]
        if len(column.texts) > 1 or not at
        else repeat(column.texts[0], len(kept))
        for at, column in enumerate(columns)
    ]
    return Combined(codes, list(zip(*texts, strict=True)))

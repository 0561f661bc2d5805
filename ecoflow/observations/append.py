"""Rows that are there already, as records again, so that new ones can be told from repeats when a folder is added to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from msgspec import structs

from ecoflow.observations.months import Words
from ecoflow.observations.schema import COLUMNS, RAW
from ecoflow.observations.scratch import LAYOUT, NO_VALUE, Records

_WORDS: Final = (("section", "sections"), ("indicator", "indicators"), ("unit", "units"), ("flag", "flags"),
                 ("source", "sources"))


def with_known(words: Words, files: Iterable[Path]) -> Words:
    """The words of a run with those of the months it adds to, and one more file that stands for their rows."""
    found: dict[str, dict[str, None]] = {name: dict.fromkeys(getattr(words, name)) for _, name in _WORDS}
    for file in files:
        table = pq.ParquetFile(file).read([column for column, _ in _WORDS])
        for column, name in _WORDS:
            found[name].update(dict.fromkeys(pc.unique(table[column]).to_pylist()))
    return structs.replace(words, paths=(*words.paths, ""), **{name: tuple(known) for name, known in found.items()})


def known_records(file: Path, words: Words) -> tuple[Records, pa.LargeStringArray]:
    """The rows of a month with their texts; they are of the last of the `paths`."""
    parquet = pq.ParquetFile(file)
    names = [name for name in (*COLUMNS, RAW) if name in parquet.schema_arrow.names]
    table = parquet.read(names)
    records = np.zeros(table.num_rows, dtype=LAYOUT)
    for column, name in _WORDS:
        records[column] = _numbers(table[column], getattr(words, name))
    records["observed"] = _times(table["observed_at"])
    records["recorded"] = _times(table["recorded_at"])
    records["value"] = _millionths(table["value"].combine_chunks())
    records["file"], records["row"] = len(words.paths) - 1, np.arange(table.num_rows)
    records["shown"] = -1
    raw = table[RAW] if RAW in names else pa.chunked_array([[""] * table.num_rows], pa.string())
    return records, _whole(raw.cast(pa.large_string()))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    return found if isinstance(found, pa.Array) else found.chunk(0)


def _numbers(column: pa.ChunkedArray, words: tuple[str, ...]) -> npt.NDArray[np.int64]:
    found = pc.index_in(column.cast(pa.string()), pa.array(words, pa.string()))
    return np.asarray(_whole(found).to_numpy(zero_copy_only=False), dtype=np.int64)


def _times(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    return np.asarray(_whole(column.cast(pa.timestamp("us")).cast(pa.int64())).to_numpy(), dtype=np.int64)


def _millionths(values: pa.Array) -> npt.NDArray[np.int64]:
    """Decimals as millionths, bit for bit; `NO_VALUE` where there is none."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    halves = np.frombuffer(values.buffers()[1], dtype="<i8")
    found = halves[2 * values.offset : 2 * (values.offset + len(values)) : 2].copy()
    found[values.is_null().to_numpy(zero_copy_only=False)] = NO_VALUE
    return found

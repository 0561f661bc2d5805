"""Many texts as two arrays, where each ends and all their bytes, and back: how Arrow keeps them, so nothing is copied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def offsets(found: pa.LargeStringArray) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Where the texts begin and end (one number more than texts) and the bytes of all; no text may be null."""
    if not len(found):
        return np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint8)
    _, ends, data = found.buffers()
    places = np.frombuffer(ends, dtype=np.int64)[found.offset : found.offset + len(found) + 1]
    whole = np.frombuffer(data, dtype=np.uint8) if data and data.size else np.zeros(0, dtype=np.uint8)
    return places - places[0], whole[places[0] : places[-1]]


def texts(lengths: npt.NDArray[np.int32], data: npt.NDArray[np.uint8]) -> pa.LargeStringArray:
    """The texts of these lengths in bytes, cut from the bytes of all."""
    ends = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=ends[1:])
    return pa.LargeStringArray.from_buffers(len(lengths), pa.py_buffer(ends), pa.py_buffer(data))

"""Reading ahead: the next batch is read while this one is worked on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
_END = object()


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The items in their order, one read ahead in a thread; what reading raises is raised where the item would come."""
    with ThreadPoolExecutor(1) as reader:
        waiting = reader.submit(next, items, _END)
        while (item := waiting.result()) is not _END:
            waiting = reader.submit(next, items, _END)
            yield item  # type: ignore[misc]

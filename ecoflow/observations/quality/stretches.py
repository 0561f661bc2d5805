"""Runs of neighbours that share something, in SQL: gaps and islands."""

from __future__ import annotations


def stretches(table: str, key: str, when: str, columns: str = "") -> str:
    """The maximal runs of rows of `table` where `when` holds, by `key`, in the order of `observed_at`.

    Gives `key`, `first`, `last`, `n` and the aggregates in `columns` (each begins with a comma). `key` and `when` are
    SQL of ours, never a reader's text.
    """
    return f"""
        SELECT {key}, min(observed_at) AS first, max(observed_at) AS last, count(*) AS n{columns}
        FROM (
            SELECT *, row_number() OVER (PARTITION BY {key} ORDER BY observed_at)
                    - row_number() OVER (PARTITION BY {key}, _in ORDER BY observed_at) AS _run
            FROM (SELECT *, coalesce({when}, false) AS _in FROM {table})
        )
        WHERE _in GROUP BY {key}, _run
    """

"""Columns of text to records and rejects, batch by batch; every cell is counted once, so that all adds up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
from msgspec import Struct

from ecoflow.observations.account import Account
from ecoflow.observations.distinct import Codes, Combined, Encoded, Flags, combine, encode, nothing
from ecoflow.observations.layout import NOWHERE, Layout, Results, Values
from ecoflow.observations.mapping import Mapping
from ecoflow.observations.outcomes import Numbers, Outcomes
from ecoflow.observations.rowkeys import File, Keys, RowKeys
from ecoflow.observations.scratch import LAYOUT, MonthFiles
from ecoflow.observations.tables.ahead import ahead
from ecoflow.observations.tables.table import Batch, Table
from ecoflow.observations.text_values import NOT_MEASURED
from ecoflow.standards.headings import key

_REASON: Final = Numbers._fields.index("reason")
_SUMMARY, _AFTER = "summary-row", "after-end"


class Columnar(Struct):
    """Reads one table with a known layout into the months of a run."""

    layout: Layout
    mapping: Mapping
    table: Table
    file: File
    account: Account
    outcomes: Outcomes
    months: MonthFiles
    ended: bool = False

    def read(self) -> None:
        """Read all batches. Raises `UnreadableTable` when the file breaks off; what came before has been kept then."""
        account = self.account
        keys = RowKeys(self.layout, self.mapping, self.file, account.stations, account.sources, account.reasons)
        for batch in ahead(self.table.read(self.layout.skip, len(self.layout.headings))):
            self._batch(batch, keys)

    def _batch(self, batch: Batch, keys: RowKeys) -> None:
        for ragged in batch.ragged:
            self._ragged(ragged.row, ragged.cells)
        rows = len(batch.rows)
        if not rows:
            return
        columns = {at: encode(column, self.table.encodings) for at, column in enumerate(batch.columns)}
        columns[NOWHERE] = nothing(rows)
        filled = np.logical_or.reduce([~c.where(c.blank()) for at, c in columns.items() if at != NOWHERE])
        outside = self._outside(columns)
        self._aside(columns, batch, filled)
        shared = keys.read(columns.__getitem__)
        for cells in self._cells(columns):
            alive = filled.copy()
            alive[list(batch.covered.get(cells.place, ()))] = False
            self._take(cells, shared, alive, outside, batch)

    def _ragged(self, row: int, cells: tuple[str, ...]) -> None:
        self.account.cells += max(1, len(cells))
        for at, text in enumerate(cells or ("",)):
            heading = self.layout.headings[at] if at < len(self.layout.headings) else ""
            self.account.refuse(self.file.name, row, heading, text, "row-shape")

    def _outside(self, columns: dict[int, Encoded]) -> Codes:
        """Of each row 0, or the number of the reason why it is none of the table's results."""
        places = {0, *(self.layout.place(use) for use in ("section", "time", "date"))} - {NOWHERE}
        found = np.zeros(len(columns[NOWHERE].codes), dtype=bool)
        for place in places:
            found |= columns[place].where(np.array([self._is_stop(text) for text in columns[place].texts], dtype=bool))
        reason = _AFTER if self.mapping.stop else _SUMMARY
        if self.mapping.stop:
            found = np.logical_or.accumulate(found) | self.ended
            self.ended = bool(found[-1])
        return np.where(found, 1 + self.account.reasons.number(reason), 0)

    def _is_stop(self, text: str | None) -> bool:
        if not text or len(text) > 200:
            return False
        whole = key(text)
        return whole in self.layout.stop or whole.partition(":")[0] in self.layout.stop

    def _aside(self, columns: dict[int, Encoded], batch: Batch, filled: Flags) -> None:
        """Cells of columns that are ignored on purpose are counted, of columns nobody knows are rejects."""
        account = self.account
        for place in self.layout.ignored():
            count = int((~columns[place].where(columns[place].blank()) & filled).sum())
            account.cells += count
            account.ignored[self.layout.headings[place] or str(place + 1)] += count
        bare = [at for at, text in enumerate(self.layout.headings) if not text.strip() and at not in self.layout.used()]
        for place in (*self.layout.unknown, *bare):
            column = columns[place]
            here = np.flatnonzero(~column.where(column.blank()))
            account.cells += len(here)
            reason = "unknown-item" if self.layout.headings[place].strip() else "no-heading"
            heading = self.layout.headings[place] or str(place + 1)
            for at in here.tolist():
                account.refuse(self.file.name, int(batch.rows[at]), heading, column.texts[column.codes[at]] or "", reason)

    def _cells(self, columns: dict[int, Encoded]) -> Iterator[_Cells]:
        """The columns of results, each cell with all that decides on it."""
        results = self.layout.results
        if results is not None:
            yield self._long(results, columns)
            return
        for values in self.layout.values:
            yield self._wide(values, columns)

    def _wide(self, values: Values, columns: dict[int, Encoded]) -> _Cells:
        unit = columns[values.unit_place]
        if values.unit_place == NOWHERE:
            unit = Encoded(unit.codes, [values.unit])
        indicator = Encoded(unit.codes * 0, [values.indicator])
        places = (values.place, NOWHERE, values.flag, values.limit, *(NOWHERE,) * 3)
        found = combine([indicator, unit, *(columns[place] for place in places)])
        return _Cells(values.place, values.heading, found, columns[values.place])

    def _long(self, results: Results, columns: dict[int, Encoded]) -> _Cells:
        unit = columns[results.unit_place]
        if results.unit_place == NOWHERE:
            unit = Encoded(unit.codes, [results.unit])
        places = (results.value, *results.beside)
        found = combine([columns[results.indicator], unit, *(columns[place] for place in places)])
        return _Cells(results.value, results.heading, found, columns[results.value])

    def _take(self, cells: _Cells, keys: Keys, alive: Flags, outside: Codes, batch: Batch) -> None:
        """Every cell of one column: its fate, then the records of those that are results, then the rejects."""
        account = self.account
        known = self.outcomes.of(cells.outcome.rows)
        fate = known[:, _REASON][cells.outcome.codes]
        fate = np.where((fate == 0) & (keys.fault > 0), keys.fault, fate)
        # A cell of a row that is no result is no result either; an empty one there was never meant as one.
        fate = np.where(outside > 0, outside, fate)
        alive &= ~((outside > 0) & cells.text.where(cells.text.blank()))
        account.cells += int(alive.sum())
        measured = fate != 1 + account.reasons.number(NOT_MEASURED)
        account.not_measured += int((alive & ~measured).sum())
        self._keep(cells, known, keys, np.flatnonzero(alive & (fate == 0)), batch)
        words = account.reasons.words()
        for at in np.flatnonzero(alive & (fate > 0) & measured).tolist():
            text = cells.text.texts[cells.text.codes[at]] or ""
            account.refuse(self.file.name, int(batch.rows[at]), cells.heading, text, words[fate[at] - 1])

    def _keep(self, cells: _Cells, known: Codes, keys: Keys, taken: Codes, batch: Batch) -> None:
        """Records of the cells that are results, and the count of what was rounded and converted."""
        if not len(taken):
            return
        of = known[cells.outcome.codes[taken]]
        self.account.rounded += int(of[:, Numbers._fields.index("rounded")].sum())
        made = self.account.made.words()
        for number, count in enumerate(np.bincount(of[:, Numbers._fields.index("made")]).tolist()):
            if number and count:
                self.account.conversions[made[number - 1]] += count
        records = np.zeros(len(taken), dtype=LAYOUT)
        for at, name in enumerate(Numbers._fields):
            if name in {"indicator", "value", "flag", "unit"}:
                records[name] = of[:, at]
        for name in ("section", "observed", "recorded", "source"):
            records[name] = getattr(keys, name)[taken]
        records["file"], records["row"], records["shown"] = self.file.number, batch.rows[taken], -1
        texts = pa.array(["" if t is None else t for t in cells.text.texts], pa.large_string())
        self.months.add_many(records, texts.take(pa.array(cells.text.codes[taken])))


class _Cells(Struct, frozen=True):
    """One column of results: its place and heading, what decides on each cell, and the cells' texts."""

    place: int
    heading: str
    outcome: Combined
    text: Encoded



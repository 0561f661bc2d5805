"""Importing files of any origin: their tables into an observations folder, with an account of every cell."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from msgspec import Struct, field, to_builtins

from ecoflow.observations.account import Account
from ecoflow.observations.columnar import Columnar
from ecoflow.observations.documents import TABLES, Document, Intake
from ecoflow.observations.importing import write_sections
from ecoflow.observations.layout import Layout, NoLayout, find_layout
from ecoflow.observations.mapping import Mapping
from ecoflow.observations.months import Words, Written, write_months
from ecoflow.observations.outcomes import Outcomes
from ecoflow.observations.rejects import Cells, Rejects
from ecoflow.observations.rowkeys import File, day_in
from ecoflow.observations.scratch import MonthFiles
from ecoflow.observations.tables.opening import open_tables
from ecoflow.observations.tables.table import Table, UnreadableTable
from ecoflow.observations.write import NewFolder

MANUAL = "manual"


class TableReport(Struct, frozen=True):
    """What came of an import of tables; the same inputs give the same report.

    Attributes:
        files: Files of which at least one table was read.
        unreadable_files: Files or sheets left out as a whole, and files that broke off; each is one reject.
        skipped_files: Files in folders and archives of another kind, or not of the mapping's names.
        cells_read: Cells of results, of ignored columns and of columns nobody knows; one for each file left out.
        observations: Rows written; with `--append` the new ones only.
        revisions: Of these, later records of a key that was known with another value.
        contradictions: Of these, other values of a known key that nothing makes later: a settlement will refuse them.
        repeats: Cells that said again what was known; counted once.
        rejects: Cells that could not be used, by reason.
        ignored: Cells of columns the mapping ignores on purpose, by column.
        not_measured: Cells the source says nobody measured.
        rounded: Cells rounded half to even to 6 decimals.
        converted: Cells converted to the indicator's unit: indicator, unit of the file, unit, factor, cells.
        sections: Number of sections.
        first: First time of observation, `YYYY-MM-DD HH:MM`, civil time; empty without observations.
        last: Last time of observation.
        by_indicator: Rows written per indicator.
        renamed: Sections that share a name and therefore carry their province.
        source_assumed: Whether no source was stated, so that `manual` was taken.
        layouts: How each kind of table was read: its first file, and of each column its use.
        rejects_file: Where the rejects are, below the output folder.
    """

    files: int
    unreadable_files: int
    skipped_files: int
    cells_read: int
    observations: int
    revisions: int
    contradictions: int
    repeats: int
    rejects: dict[str, int]
    ignored: dict[str, int]
    not_measured: int
    rounded: int
    converted: list[dict[str, str | int]]
    sections: int
    first: str
    last: str
    by_indicator: dict[str, int]
    renamed: tuple[str, ...]
    source_assumed: bool
    layouts: list[dict[str, object]]
    rejects_file: str = "_import/rejects.csv"

    def cells(self) -> Cells:
        """The fates of the cells; with those ignored on purpose their sum is `cells_read`."""
        return Cells(self.observations, self.repeats, sum(self.rejects.values()), self.not_measured)

    def as_json(self) -> dict[str, object]:
        """The report as one JSON object; no times of the run, no machine paths."""
        found: dict[str, object] = to_builtins(self)
        return found


def import_tables(
    inputs: Sequence[Path],
    out: Path,
    mapping: Mapping,
    progress: Callable[[int, int], None] | None = None,
    *,
    replace: bool = False,
    append: bool = False,
) -> TableReport:
    """Import files (CSV, Excel, JSON, folders and archives of them) into the folder `out` as the mapping says.

    Whatever is wrong with a cell, a row or a file is one reject or several and stops nothing. Refuses (`Refusal`) a
    missing input and a folder that must not be replaced; `append` adds to a folder: what it knows is a repeat, another
    value a later record; nothing is left behind then, or after any failure.
    """
    intake = Intake(inputs, progress, TABLES, whole=False)
    intake.check()
    with NewFolder(out, replace=replace, append=append) as folder:
        with Rejects(folder.aside / "rejects.csv") as rejects:
            account = Account(rejects)
            outcomes = Outcomes(mapping.values, _names(mapping), account)
            reading = _Reading(mapping, account, MonthFiles(folder.scratch), outcomes)
            for document in intake.documents():
                reading.take(document)
        written = write_months(folder, reading.months, reading.words())
        report = reading.report(written, intake.skipped)
        write_sections(folder.aside, reading.account, written.by_section)
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n"
        (folder.aside / "report.json").write_text(text, encoding="utf-8")
    return report


def _names(mapping: Mapping) -> dict[str, str]:
    return dict(mapping.long.names) if mapping.long else {}


class _Reading(Struct):
    """Takes documents one by one; `paths` are those of the files by number, which order records of one second."""

    mapping: Mapping
    account: Account
    months: MonthFiles
    outcomes: Outcomes
    paths: list[str] = field(default_factory=list)
    layouts: dict[str, dict[str, object]] = field(default_factory=dict)
    files: int = 0
    other_names: int = 0
    broken: int = 0

    def take(self, document: Document) -> None:
        """Read one document; whatever is wrong with it is recorded and stays with it."""
        if self.mapping.files and not fnmatch(PurePosixPath(document.name).name, self.mapping.files):
            self.other_names += 1
            return
        if document.fault or document.stream is None:
            self._leave_out(document.name, document.fault or "unreadable", document.detail)
            return
        before = self.files
        try:
            for table in self._chosen(open_tables(document.name, document.stream)):
                layout = find_layout(table, self.mapping)
                self.files = before + 1
                self._read(document, table, layout)
        except (UnreadableTable, NoLayout) as error:
            self._leave_out(document.name, error.reason, str(error))

    def _chosen(self, tables: tuple[Table, ...]) -> tuple[Table, ...]:
        """The sheets the mapping names; the first one without."""
        wanted = self.mapping.sheet
        if not wanted:
            return tables[:1]
        if wanted == "all":
            return tables
        named = tuple(table for table in tables if table.part == wanted)
        if not named and wanted.isascii() and wanted.isdigit():
            named = tables[int(wanted) - 1 : int(wanted)] if int(wanted) else ()
        if not named:
            raise UnreadableTable("、".join(table.part for table in tables), "no-sheet")
        return named

    def _read(self, document: Document, table: Table, layout: Layout) -> None:
        name = f"{document.name}[{table.part}]" if table.part else document.name
        self._remember(name, layout)
        file = File(name, len(self.paths), day_in(document.name), MANUAL)
        self.paths.append(name)
        Columnar(layout, self.mapping, table, file, self.account, self.outcomes, self.months).read()

    def _remember(self, name: str, layout: Layout) -> None:
        told = layout.told()
        self.layouts.setdefault(json.dumps(told, ensure_ascii=False), {"file": name, "columns": told})

    def _leave_out(self, name: str, reason: str, detail: str) -> None:
        self.account.cells += 1
        self.account.refuse(name, None, "", detail, reason)

    def words(self) -> Words:
        """What the numbers of the run stand for."""
        account = self.account
        return Words(account.stations.names(), account.indicators.words(), account.units.words(), account.flags.words(),
                     account.sources.words(), tuple(self.paths), apart=False)

    def report(self, written: Written, skipped: int) -> TableReport:
        """The account of the run."""
        account = self.account
        assumed = not self.mapping.source.word and MANUAL in account.sources.words() and not self.mapping.source.column
        return TableReport(
            files=self.files,
            unreadable_files=account.rejects.whole_files(),
            skipped_files=skipped + self.other_names,
            cells_read=account.cells,
            observations=written.added,
            revisions=written.revisions,
            contradictions=written.contradictions,
            repeats=written.repeats,
            rejects=account.rejects.summary(),
            ignored=dict(sorted((name, count) for name, count in account.ignored.items() if count)),
            not_measured=account.not_measured,
            rounded=account.rounded,
            converted=[
                dict(zip(("indicator", "from", "to", "factor"), made.split("\n"), strict=True)) | {"cells": count}
                for made, count in sorted(account.conversions.items())
            ],
            sections=len(written.by_section),
            first=written.first,
            last=written.last,
            by_indicator=written.by_indicator,
            renamed=tuple(sorted(name for name in written.by_section if "@" in name)),
            source_assumed=assumed,
            layouts=list(self.layouts.values()),
        )

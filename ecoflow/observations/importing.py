"""Importing: from the platform's files to an observations folder, with an account of every cell."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field, to_builtins

from ecoflow.observations.cnemc import Run, layout, read
from ecoflow.observations.documents import Document, Intake
from ecoflow.observations.page import UnreadablePage, read_page
from ecoflow.observations.rejects import Cells, Rejects, neutral
from ecoflow.observations.stamp import file_day
from ecoflow.observations.write import NewFolder

if TYPE_CHECKING:
    from ecoflow.observations.months import Words
    from ecoflow.observations.scratch import MonthFiles


class ImportReport(Struct, frozen=True):
    """What came of an import; the same inputs give the same report.

    Attributes:
        files: Files read as pages.
        unreadable_files: Files left out as a whole; each is one reject.
        skipped_files: Files in folders and archives that are neither .json nor .csv.
        rows_not_delivered: Rows the platform announced (`records`) that its answers did not hold.
        cells_read: Cells of value columns, plus one for each file left out.
        observations: Rows written, of which `revisions` give a key another value later.
        revisions: Later records of a key that was known with another value.
        repeats: Cells that said again what was known; counted once.
        rejects: Cells that could not be used, by reason.
        not_measured: Cells marked `*`, not measured at that station.
        rounded: Cells with more than 6 decimals, rounded half to even to 6.
        sections: Number of sections.
        first: First time of observation, `YYYY-MM-DD HH:MM`, civil time; empty without observations.
        last: Last time of observation.
        by_indicator: Rows written per indicator.
        renamed: Sections that share a name and therefore carry their province.
        rejects_file: Where the rejects are, below the output folder.
    """

    files: int
    unreadable_files: int
    skipped_files: int
    rows_not_delivered: int
    cells_read: int
    observations: int
    revisions: int
    repeats: int
    rejects: dict[str, int]
    not_measured: int
    rounded: int
    sections: int
    first: str
    last: str
    by_indicator: dict[str, int]
    renamed: tuple[str, ...]
    rejects_file: str = "_import/rejects.csv"

    def cells(self) -> Cells:
        """The four fates of the cells; their sum is `cells_read`."""
        return Cells(self.observations, self.repeats, sum(self.rejects.values()), self.not_measured)

    def as_json(self) -> dict[str, object]:
        """The report as one JSON object; no times of the run, no machine paths."""
        found: dict[str, object] = to_builtins(self)
        return found


def import_cnemc(
    inputs: Sequence[Path],
    out: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    replace: bool = False,
    append: bool = False,
) -> ImportReport:
    """Import files of the national platform (folders, .json, .csv, .tar.gz, any mix) into the folder `out`.

    Writes the observations, and under `_import` the rejects, the sections and this report. A file that cannot be
    read is one reject and stops nothing. `append` adds to the folder: what it knows is a repeat, another value a
    later record. `progress` hears of bytes read and bytes in all. Refuses (`Refusal`) a missing input and a folder
    that must not be replaced; nothing is left behind then, or after any failure.
    """
    from ecoflow.observations.months import write_months
    from ecoflow.observations.scratch import MonthFiles

    intake = Intake(inputs, progress)
    intake.check()
    with NewFolder(out, replace=replace, append=append) as folder:
        with Rejects(folder.aside / "rejects.csv") as rejects:
            run = Run(rejects)
            reading = _Reading(run, MonthFiles(folder.scratch))
            for document in intake.documents():
                reading.take(document)
        written = write_months(folder, reading.months, reading.words())
        report = ImportReport(
            files=reading.files,
            unreadable_files=rejects.whole_files(),
            skipped_files=intake.skipped,
            rows_not_delivered=reading.not_delivered,
            cells_read=run.cells,
            observations=written.added,
            revisions=written.revisions,
            repeats=written.repeats,
            rejects=rejects.summary(),
            not_measured=run.not_measured,
            rounded=run.rounded,
            sections=len(written.by_section),
            first=written.first,
            last=written.last,
            by_indicator=written.by_indicator,
            renamed=tuple(sorted(name for name in run.stations.names() if "@" in name)),
        )
        write_sections(folder.aside, run, written.by_section)
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n"
        (folder.aside / "report.json").write_text(text, encoding="utf-8")
    return report


class _Reading(Struct):
    """Takes documents one by one; `paths` are those of the files by number, which order records of one second."""

    run: Run
    months: MonthFiles
    paths: list[str] = field(default_factory=list)
    files: int = 0
    not_delivered: int = 0

    def take(self, document: Document) -> None:
        """Read one document; whatever is wrong with it is recorded and stays with it."""
        day = None if document.fault else file_day(document.path)
        if document.fault or day is None:
            self._leave_out(document, document.fault or "no-day", document.detail)
            return
        try:
            page = read_page(document.name, document.content)
        except UnreadablePage as error:
            self._leave_out(document, "unreadable", str(error))
            return
        if layout(page.heads) is None:
            self._leave_out(document, "bad-header", "、".join(page.heads))
            return
        number = len(self.paths)
        self.paths.append(document.path)
        self.months.add(read(page, document.name, number, day, self.run))
        self.files += 1
        self.not_delivered += max(0, (page.announced or 0) - len(page.rows))

    def words(self) -> Words:
        """What the numbers of the run stand for; records of one second are in the order of their file."""
        from ecoflow.observations.months import Words

        run = self.run
        return Words(run.stations.names(), run.indicators.words(), run.units.words(), run.flags.words(), ("automatic",),
                     tuple(self.paths), apart=True)

    def _leave_out(self, document: Document, reason: str, detail: str) -> None:
        self.run.cells += 1
        self.run.refuse(document.name, None, "", detail, reason)


def write_sections(folder: Path, run: Run, rows: Counter[str]) -> None:
    """Write `sections.csv`, who is who, for a mapping to an agreement's sections, beside the rejects."""
    with (folder / "sections.csv").open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("section", "province", "basin", "city", "river", "rows"))
        for words in run.stations.rows():
            lines.writerow((*(neutral(word) for word in words), rows[words[0]]))

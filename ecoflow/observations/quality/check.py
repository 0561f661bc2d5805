"""Checking an observations folder: batch by batch, rule by rule; every finding counted, the first of each rule told."""

from __future__ import annotations

import heapq
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from ecoflow.observations.quality import batch, names
from ecoflow.observations.quality.classes import set_published
from ecoflow.observations.quality.folder import parquet_files, reading
from ecoflow.observations.quality.located import located
from ecoflow.observations.quality.names import Span
from ecoflow.observations.quality.rule import Hit, Rule, Severity, text_of
from ecoflow.observations.quality.settings import Setting, Settings
from ecoflow.observations.quality.targets import Target
from ecoflow.observations.quality.thresholds import Numbers, unmet
from ecoflow.observations.refusal import Refusal

if TYPE_CHECKING:
    import duckdb

_MEMORY: Final = "1GB"
_MINUTE: Final = "%Y-%m-%d %H:%M"
_OWN: Final = ("section", "indicator", "source", "unit", "first", "last", "n")
_OWNERS: Final = MappingProxyType({
    # the answer's own column -> the answer with the words for whose it is
    "series": """
        SELECT section, indicator, source, unit, found.* EXCLUDE (series) FROM found JOIN series ON series.id = found.series
        WHERE series IN (SELECT series FROM limits)
    """,
    "spot": """
        SELECT section, '' AS indicator, source, '' AS unit, found.* EXCLUDE (spot)
        FROM found JOIN (
            SELECT DISTINCT spot, section, source FROM series JOIN limits ON limits.series = series.id
        ) USING (spot)
    """,
    "": "SELECT *, '' AS unit FROM found",
})


class Asked(Struct, frozen=True):
    """What a check is asked: the rules that run, their settings, what some of them need, how many findings to keep."""

    rules: tuple[Rule, ...]
    settings: Settings = Settings()
    targets: tuple[Target, ...] = ()
    published: Path | None = None
    sections: tuple[str, ...] = ()
    keep: int = 1_000


class Outcome(Struct, frozen=True):
    """What one rule found: how many findings, over how many results or slots, by section, and the first of them."""

    rule: Rule
    severity: Severity
    count: int
    results: int
    by_section: tuple[tuple[str, int], ...]
    hits: tuple[Hit, ...]


class Checked(Struct, frozen=True):
    """What a check found; the same data and rules give the same.

    Attributes:
        rows: Rows looked at.
        sections: Sections looked at.
        first: First time of observation.
        last: Last time of observation.
        outcomes: One a rule that ran, in the order of the rules.
        idle: Rules that were asked for and could not run, for want of what they need.
        unmet: Settings for sections that the data do not hold.
    """

    rows: int
    sections: tuple[str, ...]
    first: str
    last: str
    outcomes: tuple[Outcome, ...]
    idle: tuple[Rule, ...]
    unmet: tuple[Setting, ...]

    def count(self, severity: Severity) -> int:
        """How many findings are so grave."""
        return sum(o.count for o in self.outcomes if o.severity == severity)


class _Tally(Struct):
    """The findings of one rule as they come in; the first `keep` by their order are kept."""

    count: int = 0
    results: int = 0
    by_section: Counter[str] = field(default_factory=Counter)
    hits: list[Hit] = field(default_factory=list)


def check(path: Path, asked: Asked, progress: Callable[[int, int], None] | None = None) -> Checked:
    """Check a folder of observations, or one Parquet file; `progress` hears of rows done and rows in all.

    Raises Refusal where there are no observations or a section asked for is not there, and InvalidObservations where
    they cannot be read.
    """
    with connected(path) as (connection, source):
        spans = located(batch.spans(connection, source, asked.sections), path)
        _refuse_unknown(connection, source, asked, spans)
        tallies = _over(connection, source, spans, asked, progress)
    return _outcome(asked, spans, tallies)


@contextmanager
def connected(path: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """A database of bounded memory, and the SQL that reads the observations at a path; raises as `check` does."""
    import duckdb

    files = parquet_files(path)
    with tempfile.TemporaryDirectory(prefix="ecoflow-") as spill, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute("SET temp_directory = $1", [spill])
        connection.execute("SET preserve_insertion_order = false")
        yield connection, reading(connection, files)


def _over(connection: duckdb.DuckDBPyConnection, source: str, spans: Sequence[Span], asked: Asked,
          progress: Callable[[int, int], None] | None) -> dict[str, _Tally]:
    running = tuple(rule for rule in asked.rules if _can_run(rule, asked))
    numbers = {rule.id: Numbers(rule, asked.settings) for rule in running}
    tallies = {rule.id: _Tally() for rule in running}
    if asked.published is not None:
        set_published(connection, asked.published)
    done, total = 0, sum(span.rows for span in spans)
    for sections in batch.batches(spans):
        series = batch.load(connection, source, sections)
        if asked.targets:
            batch.set_targets(connection, asked.targets, series)
        for rule in running:
            if rule.find:
                batch.set_limits(connection, rule, numbers[rule.id], series)
                _ask(connection, rule, tallies[rule.id], asked.keep)
        held = frozenset(sections)
        done += sum(span.rows for span in spans if span.section in held)
        if progress:
            progress(done, total)
    for rule, found in ((names.RENAMED, names.renamed), (names.SHARED_NAME, names.shared)):
        if rule.id in tallies:
            _take(tallies[rule.id], tuple(found(span for span in spans if span.section)), asked.keep)
    return tallies


def _ask(connection: duckdb.DuckDBPyConnection, rule: Rule, tally: _Tally, keep: int) -> None:
    """Ask one rule of the tables of a batch; where it is switched off it has no row in `limits`, and is not heard."""
    columns = [row[0] for row in connection.execute(f"DESCRIBE {rule.find}").fetchall()]
    owner = next((name for name in _OWNERS if name in columns), "")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS {rule.find}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE hits AS {_OWNERS[owner]}")
    counted = connection.execute("SELECT section, count(*), sum(n)::BIGINT FROM hits GROUP BY section").fetchall()
    for section, count, results in counted:
        tally.count += count
        tally.results += results
        tally.by_section[section] += count
    if counted:
        told = connection.execute("SELECT * FROM hits ORDER BY section, indicator, source, first, last, n LIMIT $1", [keep])
        named = [column[0] for column in told.description or ()]
        _keep(tally, (_hit(dict(zip(named, row, strict=True))) for row in told.fetchall()), keep)


def _hit(row: dict[str, Any]) -> Hit:
    details = tuple((key, text_of(value)) for key, value in row.items() if key not in _OWN)
    return Hit(row["section"], row["indicator"], row["source"], _minute(row["first"]), _minute(row["last"]), row["n"],
               row["unit"], details)


def _minute(moment: datetime | None) -> str:
    return moment.strftime(_MINUTE) if moment else ""


def _take(tally: _Tally, hits: Sequence[Hit], keep: int) -> None:
    tally.count += len(hits)
    tally.results += sum(hit.n for hit in hits)
    tally.by_section.update(hit.section for hit in hits)
    _keep(tally, iter(hits), keep)


def _keep(tally: _Tally, hits: Iterator[Hit], keep: int) -> None:
    tally.hits = heapq.nsmallest(keep, (*tally.hits, *hits))


def _can_run(rule: Rule, asked: Asked) -> bool:
    if not asked.settings.runs(rule):
        return False
    return {"": True, "agreement": bool(asked.targets), "published": asked.published is not None}[rule.needs]


def _outcome(asked: Asked, spans: Sequence[Span], tallies: dict[str, _Tally]) -> Checked:
    ran = tuple(
        Outcome(rule, asked.settings.severity(rule), tally.count, tally.results, tuple(sorted(tally.by_section.items())),
                tuple(tally.hits))
        for rule in asked.rules if (tally := tallies.get(rule.id)) is not None
    )
    idle = tuple(rule for rule in asked.rules if asked.settings.runs(rule) and rule.id not in tallies)
    return Checked(
        rows=sum(span.rows for span in spans),
        sections=tuple(span.section for span in spans),
        first=min((span.first for span in spans if span.first), default=""),
        last=max((span.last for span in spans), default=""),
        outcomes=ran, idle=idle, unmet=unmet(asked.settings, (span.section for span in spans)),
    )


def _refuse_unknown(connection: duckdb.DuckDBPyConnection, source: str, asked: Asked, spans: Sequence[Span]) -> None:
    """A section asked for by name that is not there is wrong use; near names are told."""
    held = {span.section for span in spans}
    missing = [name for name in asked.sections if name not in held]
    if not missing:
        return
    near = connection.execute(
        f"SELECT DISTINCT section FROM ({source}) ORDER BY levenshtein(section, $1), section LIMIT 3", [missing[0]],
    ).fetchall()
    listed = [row[0] for row in near]
    raise Refusal(
        zh=f"数据中没有断面 {missing[0]}。", en=f"The data hold no section {missing[0]}.",
        hint_zh=f"相近的有：{'、'.join(listed)}", hint_en=f"Near: {', '.join(listed)}",
    )

"""The gaps of the files `validate` looks at: as findings, as one line, or held against a file of known ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from ecoflow.agreement.gap import STATES, Gap
from ecoflow.agreement.gap_baseline import is_beside, judge
from ecoflow.agreement.gaps import gap_findings, gap_line, gaps
from ecoflow.agreement.known_gaps import Entry, read_known, without, write_known
from ecoflow.agreement.model import Agreement
from ecoflow.agreement.yaml_tree import BOM
from ecoflow.diagnostics.finding import Finding, Lang, has_errors, in_order

GapsOption = Annotated[
    bool, typer.Option("--gaps", help="List every number that rests on less than an official text. 列出全部缺口"),
]
BaselineOption = Annotated[
    Path | None, typer.Option("--baseline", metavar="FILE", help="Known gaps; a new one is an error. 已知缺口文件"),
]
UpdateOption = Annotated[
    bool, typer.Option("--update-baseline", help="Take closed gaps out of the file; never add. 删去已补的缺口"),
]


class Gaps:
    """The gaps of one run, gathered file by file."""

    def __init__(self, baseline: Path | None, *, update: bool, listed: bool, whole: bool, lang: Lang) -> None:
        """Read the known gaps. With `whole`, folders are looked at: an agreement that is not in them is absent.

        Raises typer.BadParameter where the file cannot be read, or is not named and needed.
        """
        self.baseline, self.listed, self.lang = baseline, listed, lang
        self.held: dict[str, list[tuple[Agreement, tuple[Gap, ...]]]] = {}
        self.broken: set[str] = set()
        self.files: list[Path] = []
        self.update, self.whole = update, whole
        if update and baseline is None:
            said = _said(lang, "须与 --baseline 同用", "it needs --baseline")
            raise typer.BadParameter(said, param_hint="'--update-baseline'")
        self.text = None if baseline is None else self._read(baseline)

    def _read(self, baseline: Path) -> str | None:
        """The file's text; None where it is still to be made."""
        if self.update and not baseline.exists():
            return None
        try:
            return baseline.read_bytes().decode("utf-8").removeprefix(BOM)
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or str(error)
            said = _said(self.lang, f"不能读取 '{baseline}'：{why}；新建用 --update-baseline",
                         f"'{baseline}' cannot be read: {why}; --update-baseline makes a new one")
            raise typer.BadParameter(said, param_hint="'--baseline'") from None

    def take(self, file: str, agreement: Agreement | None, examined: Iterable[Finding]) -> list[Finding]:
        """The findings of one file, its gaps among them. Gaps are looked for in agreements without errors only."""
        found = list(examined)
        self.files.append(Path(file))
        if agreement is None or has_errors(found):
            self.broken |= {Path(file).stem, agreement.id if agreement else ""}
            return found
        held = gaps(agreement)
        self.held.setdefault(agreement.id, []).append((agreement, held))
        found = [f for f in found if f.code not in STATES]
        shown = self.listed or self.baseline is None
        return [*in_order([*found, *(gap_findings(agreement, held, notes=self.listed) if shown else ())])]

    def close(self) -> tuple[Finding, ...]:
        """What the known gaps say, once every file has been taken; rewrites their file where that is asked for."""
        if self.baseline is None:
            return ()
        if self.text is None:
            # the one time it grows; not while a file with errors would leave its own gaps out
            if not self.broken:
                self._write(write_known({k: [g for _, f in v for g in f] for k, v in self.held.items()}))
            return ()
        entries, findings = read_known(self.text, str(self.baseline))
        if findings:
            return tuple(findings)
        judged = judge(entries, self.held, self._unjudged(entries))
        if not self.update:
            return (*judged.new, *judged.stale, *judged.absent)
        self._write(without(self.text, entries, judged.closed, judged.bettered))
        return (*judged.new, *judged.absent)

    def _unjudged(self, entries: Iterable[Entry]) -> frozenset[str]:
        """The agreements that were not asked for, or that cannot be judged."""
        absent = {e.agreement for e in entries} - set(self.held)
        if not self.whole:
            return frozenset(absent)
        looked_at = {f.stem for f in self.files}
        return frozenset(a for a in absent if a in self.broken or (a not in looked_at and is_beside(a, self.files)))

    def _write(self, text: str) -> None:
        """The file whole or not at all: killed at any moment, it holds the old gaps or the new ones."""
        if self.baseline is None or text == self.text:
            return
        part = self.baseline.with_name(f".{self.baseline.name}.part")
        try:
            part.write_bytes(text.encode())
            part.replace(self.baseline)
        except OSError as error:
            raise typer.BadParameter(f"{self.baseline}: {error.strerror}", param_hint="'--baseline'") from None

    def line(self, lang: Lang) -> str:
        """The closing line for one file by itself; empty where there is nothing to say or the gaps have been listed."""
        files = [pair for held in self.held.values() for pair in held]
        if self.listed or self.baseline is not None or len(self.files) != 1 or not files:
            return ""
        return gap_line(*files[0], lang)


def _said(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en

"""The writer of an observations folder: `year=YYYY/month=MM/part.parquet`, all of it or nothing of it.

Everything goes into a hidden sibling folder that takes the folder's place at the end, so a reader never sees half a
folder and a failure leaves what was there untouched. The same rows give the same bytes.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from ecoflow.observations.publish import Lock, publish, sweep
from ecoflow.observations.refusal import Refusal
from ecoflow.observations.schema import RAW, SORT_ORDER, WORDS, arrow_schema, footer

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP: Final = 131_072

MARK: Final = "_ecoflow.json"
"""The file that says "this is an ecoflow observations folder"; written last."""


def is_observations_folder(path: Path) -> bool:
    """Whether the folder was finished by this writer."""
    return (path / MARK).is_file()


class NewFolder:
    """An observations folder in the making; a context manager that publishes it only if the block ends well.

    Files for people (rejects, report) go under `aside`; its name starts with `_`, so Parquet readers pass it by. With
    `append`, months that are not written again are taken over as they are, and so are the papers of earlier imports.
    """

    def __init__(self, out: Path, *, synthetic: bool = False, replace: bool = False, append: bool = False) -> None:
        """Refuse (`Refusal`) a file, other folders and, without `replace` or `append`, observations already there."""
        self.out = out.absolute()
        self.synthetic = synthetic
        self.rows = 0
        self.months = 0
        _check_target(out, replace=replace or append)
        self.former = self.out if append and is_observations_folder(self.out) else None
        if self.former and _is_synthetic(self.former):
            raise _made_up(out)
        self._work = self.out.parent / f".{self.out.name}.{secrets.token_hex(4)}.part"

    @property
    def aside(self) -> Path:
        """Where reports go while the folder is being made."""
        return self._work / "_import"

    @property
    def scratch(self) -> Path:
        """A place for intermediate files; gone before the folder is published."""
        return self._work / ".scratch"

    def __enter__(self) -> Self:
        self.out.parent.mkdir(parents=True, exist_ok=True)
        sweep(self.out)
        self._lock = Lock(self._work)
        self._work.mkdir()
        self.aside.mkdir()
        self.scratch.mkdir()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._publish()
        finally:
            shutil.rmtree(self._work, ignore_errors=True)
            self._lock.release()

    def write_month(self, year: int, month: int, table: pa.Table, *, ordered: bool = False) -> None:
        """Write one month's rows (columns of `arrow_schema()`, `raw` or not), sorted here unless `ordered` already."""
        import pyarrow.parquet as pq

        rows = table if ordered else table.sort_by([(name, "ascending") for name in SORT_ORDER])
        folder = self._work / f"year={year:04d}" / f"month={month:02d}"
        folder.mkdir(parents=True)
        with pq.ParquetWriter(
            folder / "part.parquet",
            rows.schema.remove_metadata(),
            compression="zstd",
            use_dictionary=[name for name in (*WORDS, RAW) if name in rows.schema.names],
            store_decimal_as_integer=True,
            store_schema=False,
        ) as file:
            file.write_table(rows, row_group_size=ROW_GROUP)
            # Without the Arrow schema the table's own metadata is dropped, so the footer is written by hand.
            file.add_key_value_metadata(footer(synthetic=self.synthetic))
        self.rows += rows.num_rows
        self.months += 1

    def known(self, year: int, month: int) -> Path | None:
        """The file of a month that was there before, in a folder that is added to."""
        found = self.former / f"year={year:04d}" / f"month={month:02d}" / "part.parquet" if self.former else None
        return found if found and found.is_file() else None

    def _take_over(self) -> None:
        """Bring in the months and papers of the former folder that this run has not written anew."""
        for file in self._former_files():
            target = self._work / file
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.out / file, target)
            if file.suffix == ".parquet":
                self.rows += _rows(target)
                self.months += 1

    def _former_files(self) -> Iterator[Path]:
        if self.former is None:
            return
        for path in sorted(self.former.glob("year=*/month=*/*.parquet")):
            yield path.relative_to(self.former)
        papers = self.former / "_import"
        if not papers.is_dir():
            return
        earlier = self.aside / "earlier"
        if (papers / "earlier").is_dir():
            shutil.copytree(papers / "earlier", earlier)
        number = 1 + (len(list(earlier.iterdir())) if earlier.is_dir() else 0)
        (earlier / f"{number:03d}").mkdir(parents=True)
        for path in sorted(papers.iterdir()):
            if path.is_file():
                shutil.copyfile(path, earlier / f"{number:03d}" / path.name)

    def _publish(self) -> None:
        shutil.rmtree(self.scratch)
        self._take_over()
        if not any(self.aside.iterdir()):
            self.aside.rmdir()
        mark = footer(synthetic=self.synthetic) | {"months": str(self.months), "rows": str(self.rows)}
        (self._work / MARK).write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")
        publish(self._work, self.out)


def _rows(file: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(file).num_rows)


def _is_synthetic(folder: Path) -> bool:
    return '"ecoflow.synthetic"' in (folder / MARK).read_text("utf-8")


def _made_up(out: Path) -> Refusal:
    return Refusal(
        zh=f"{out} 是合成数据，不与监测数据混合。",
        en=f"{out} holds synthetic data, which are not mixed with monitoring data.",
        hint_zh="请为 --out 指定一个新文件夹。",
        hint_en="Give --out the name of a new folder.",
    )


def write_observations(table: pa.Table, out: Path, *, synthetic: bool = False, replace: bool = False) -> None:
    """Write a whole table of observations (columns and types of `arrow_schema()`, any order) as a folder.

    Raises `Refusal` for a target that must not be replaced and `ValueError` for a table of another shape.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if table.schema.names != arrow_schema().names:
        raise ValueError(f"columns are {table.schema.names}, not {arrow_schema().names}")
    if any(table.column(name).null_count for name in table.schema.names if name != "value"):
        raise ValueError("only `value` may be null")
    rows = table.cast(arrow_schema())
    rows.validate(full=True)
    times = rows["observed_at"]
    months = pc.add(pc.multiply(pc.year(times), 12), pc.subtract(pc.month(times), 1))
    with NewFolder(out, synthetic=synthetic, replace=replace) as folder:
        for number in sorted(pc.unique(months).to_pylist()):
            chosen = rows.filter(pc.equal(months, pa.scalar(number, months.type)))
            folder.write_month(number // 12, number % 12 + 1, chosen)


def _check_target(out: Path, *, replace: bool) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise Refusal(
            zh=f"{out} 不是文件夹。",
            en=f"{out} is not a folder.",
            hint_zh="请为 --out 指定一个新文件夹。",
            hint_en="Give --out the name of a new folder.",
        )
    if not out.exists() or not any(out.iterdir()):
        return
    if not is_observations_folder(out):
        raise Refusal(
            zh=f"{out} 已有其他内容，不是 ecoflow 观测数据文件夹，不会覆盖。",
            en=f"{out} holds something other than ecoflow observations and will not be overwritten.",
            hint_zh="请为 --out 指定一个新文件夹。",
            hint_en="Give --out the name of a new folder.",
        )
    if not replace and any(out.glob("year=*")):
        raise Refusal(
            zh=f"{out} 已有观测数据。",
            en=f"{out} already holds observations.",
            hint_zh="加 --replace 以整体替换，或指定一个新文件夹。",
            hint_en="Add --replace to replace them as a whole, or name a new folder.",
        )

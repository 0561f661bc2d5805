"""The writer of an observations folder: `year=YYYY/month=MM/part.parquet`, all of it or nothing of it.

Everything goes into a hidden sibling folder that is renamed at the end, so a reader never sees half a folder and a
failure leaves what was there untouched. The same rows give the same bytes.
"""

from __future__ import annotations

import json
import secrets
import shutil
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

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

    Files for people (rejects, report) go under `aside`; its name starts with `_`, so Parquet readers pass it by.
    """

    def __init__(self, out: Path, *, synthetic: bool = False, replace: bool = False) -> None:
        """Refuse (`Refusal`) a file, other folders and, without `replace`, observations already there."""
        self.out = out.absolute()
        self.synthetic = synthetic
        self.rows = 0
        self.months = 0
        _check_target(out, replace=replace)
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
        self._work.mkdir(parents=True)
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

    def _publish(self) -> None:
        shutil.rmtree(self.scratch)
        if not any(self.aside.iterdir()):
            self.aside.rmdir()
        mark = footer(synthetic=self.synthetic) | {"months": str(self.months), "rows": str(self.rows)}
        (self._work / MARK).write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")
        if not self.out.exists():
            self._work.rename(self.out)
            return
        former = self._work.with_suffix(".former")
        self.out.rename(former)
        try:
            self._work.rename(self.out)
        except BaseException:
            former.rename(self.out)
            raise
        shutil.rmtree(former)


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

# ruff: noqa: DTZ001  (civil time, as the table has it)
from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ecoflow.observations.describe import Series, describe
from ecoflow.observations.refusal import Refusal
from ecoflow.observations.schema import COLUMNS, arrow_schema
from ecoflow.observations.write import write_observations


def observations(*rows):
    """Rows as (section, indicator, time, flag, day it became known); the value does not matter here."""
    full = [(s, t, i, Decimal("0.1"), "mg/L", f, "manual", k) for s, i, t, f, k in rows]
    return pa.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in full], schema=arrow_schema())


def test_counts_gaps_and_the_latest_record(tmp_path):
    known, later = datetime(2021, 1, 1), datetime(2021, 2, 1)
    table = observations(
        ("a", "TP", datetime(2020, 11, 1, 8), "", known),
        ("a", "TP", datetime(2020, 12, 1, 8), "", known),
        ("a", "TP", datetime(2020, 12, 1, 8), "DEL", later),  # struck out later: December is empty now
        ("a", "TP", datetime(2021, 1, 1, 8), "D", known),
        ("a", "TP", datetime(2021, 1, 1, 8), "", later),  # repaired later: January counts
        ("a", "TP", datetime(2021, 2, 1, 8), "L", known),
        ("a", "TP", datetime(2021, 4, 1, 8), "Z", known),
        ("b", "TN", datetime(2021, 1, 1, 8), "odd", known),
    )
    write_observations(table, tmp_path / "out", synthetic=True)
    found = describe(tmp_path / "out")
    assert found.series == (
        Series(
            "a", "TP", 7, 2, 1, 2, "2020-11-01 08:00", "2021-04-01 08:00", ("2020-12", "2021-03", "2021-04")
        ),
        Series("b", "TN", 1, 0, 0, 1, "2021-01-01 08:00", "2021-01-01 08:00", ("2021-01",)),
    )
    assert found.sources == ("manual",)
    assert found.units == (("TN", "mg/L"), ("TP", "mg/L"))
    assert found.synthetic


def test_one_file_is_described_too_and_real_data_is_not_synthetic(tmp_path):
    write_observations(
        observations(("a", "TP", datetime(2020, 1, 1), "", datetime(2020, 1, 2))), tmp_path / "out"
    )
    found = describe(tmp_path / "out/year=2020/month=01/part.parquet")
    assert not found.synthetic
    assert len(found.series) == 1
    assert found.as_json()["series"][0]["empty_months"] == []


def test_what_is_not_observations_is_refused(tmp_path):
    with pytest.raises(Refusal, match="does not exist"):
        describe(tmp_path / "nowhere")
    with pytest.raises(Refusal, match="is not observations"):
        describe(tmp_path)
    pq.write_table(pa.table({"x": [1]}), tmp_path / "x.parquet")
    with pytest.raises(Refusal, match="is not observations"):
        describe(tmp_path)
    (tmp_path / "y.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(Refusal, match="is not observations"):
        describe(tmp_path / "y.parquet")

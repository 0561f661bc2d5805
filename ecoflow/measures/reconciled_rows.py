"""The values two parties agree on, as rows of the observations table: source `joint:agreed`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ecoflow.measures.joint import own_unit
from ecoflow.measures.reconcile import Reconciled
from ecoflow.observations.schema import VALUE_DECIMALS, arrow_schema
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.rounding import decimal_text, round_places

if TYPE_CHECKING:
    import pyarrow as pa

SOURCE = "joint:agreed"


def agreed_table(found: Reconciled) -> pa.Table:
    """One row for each sample that counts, in the indicator's own unit, rounded half to even to the column's decimals.

    It is known as soon as the last of the records it rests on is; where none says, since the sample was taken.
    """
    import pyarrow as pa

    rows = [
        {
            "section": one.section, "observed_at": one.judged.sample.at, "indicator": one.indicator,
            "value": Decimal(decimal_text(round_places(
                (cell.limits if cell.below else cell.total) / own_unit(one.indicator), VALUE_DECIMALS), VALUE_DECIMALS)),
            "unit": INDICATORS[one.indicator].unit, "flag": "L" if cell.below else "", "source": SOURCE,
            "recorded_at": max(r.known or r.at for r in one.judged.sample.records),
        }
        for one in found.compared if (cell := one.judged.cell).usable
    ]
    return pa.Table.from_pylist(rows, schema=arrow_schema())

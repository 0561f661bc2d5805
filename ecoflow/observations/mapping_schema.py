"""The mapping language as JSON Schema (draft 2020-12), from the declaration the reader goes by."""

from __future__ import annotations

from ecoflow.agreement.json_schema import document_of
from ecoflow.observations.mapping_language import MAPPING


def schema() -> dict[str, object]:
    """The schema, ready for `json.dumps`; the same on every call."""
    return document_of(
        MAPPING,
        "ecoflow 映射文件，版本 1 / ecoflow mapping, version 1",
        "监测数据文件如何导入；`ecoflow data import --mapping` 的结论为准 / "
        "How files of monitoring data are read; `ecoflow data import --mapping` has the last word",
    )

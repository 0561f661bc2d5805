"""The accounts of codes about mapping files, which say how a file of monitoring data is to be read."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E316": Cause(
        zh="单位写在列名之下。行号从文件的第 1 行数起，标题行也算。",
        en="Units stand below the headings. Rows count from the first of the file, titles included.",
        wrong="header: {row: 4, units: 3}",
        right="header: {row: 3, units: 4}",
    ),
    "E317": Cause(
        zh="协议按来源取数，来源只有手工、自动和联合监测三类，联合监测写明由哪一方出具。",
        en="Agreements choose observations by source: manual, automatic, or joint monitoring with its party.",
        wrong="source: laboratory",
        right="source: manual",
    ),
    "E318": Cause(
        zh="recorded 说明数据何时得知：更正凭它排在原值之后，--as-of 凭它回到当时。",
        en="The key recorded says when the data became known: a correction follows the first value by it, and --as-of goes "
           "back by it.",
        wrong="recorded: yesterday",
        right="recorded: 2021-05-01",
    ),
    "E319": Cause(
        zh="年、月、日是整数；写在文件名里的用 file，写在列里的用 column。",
        en="Year, month and day are whole numbers; file takes them from the file's name, and column from a column.",
        wrong="time: {column: 日期, year: 21}",
        right="time: {column: 日期, year: 2021}",
    ),
    "E320": Cause(
        zh="没有时间列时，至少要知道年和月。",
        en="Without a column of times, at least year and month must be known.",
        wrong="time: {day: 15}",
        right="time: {year: {column: 年}, month: {column: 月}, day: 15}",
    ),
    "E321": Cause(
        zh="指标用编号、中英文名称或 HJ 525 代码写。不认识的指标无从知道单位。",
        en="Indicators go by their id, Chinese or English name or HJ 525 code; the unit of any other is not known.",
        wrong="columns: {氨: {indicator: NH4X, unit: mg/L}}",
        right="columns: {氨: {indicator: NH3N, unit: mg/L}}",
    ),
    "E322": Cause(
        zh="长表每行一个结果，指标写在行里；宽表每列一个指标。一份表只能是其一。",
        en="A long table has one result a row and names its indicator there; a wide one has a column for each. A table is "
           "one of the two.",
        wrong="columns: {氨氮: {indicator: NH3N}}\nlong: {indicator: 项目, value: 结果}",
        right="long: {indicator: 项目, value: 结果}",
    ),
    "E323": Cause(
        zh="单位须与指标是同一种量，才有确切的换算系数。",
        en="Only a unit of the same quantity has an exact factor to the unit of the indicator.",
        wrong="columns: {氨氮: {indicator: NH3N, unit: kg}}",
        right="columns: {氨氮: {indicator: NH3N, unit: μg/L}}",
    ),
    "E324": Cause(
        zh="观测数据的标记是一份固定的清单，每个标记都说明结果是否有效。",
        en="The flags of observations are a closed list, and each says whether its result counts.",
        wrong="values: {flags: {停: STOP}}",
        right="values: {flags: {停: D}}",
    ),
    "E325": Cause(
        zh="同一个词（不论全角半角、大小写）在结果列中只能有一个含义，否则结果取决于先后。",
        en="A word among the values, whatever its width and case, means one thing; otherwise the order would decide.",
        wrong='values: {missing: ["/"], not_measured: ["/"]}',
        right='values: {missing: ["/"]}',
    ),
    "E326": Cause(
        zh="检出限须大于零，单位须能换算为该指标的单位。",
        en="A detection limit is above zero, in a unit that becomes the unit of the indicator.",
        wrong="values: {below: {limits: {NH3N: 0.025 kg}}}",
        right="values: {below: {limits: {NH3N: 0.025 mg/L}}}",
    ),
    "E327": Cause(
        zh="一列写了两个用途，看不出哪个是本意。",
        en="One column is given two uses, and nothing says which is meant.",
        wrong="time: {column: 日期}\nsection: {column: 日期}",
        right="time: {column: 日期}\nsection: {column: 断面}",
    ),
    "E328": Cause(
        zh="文件里没有任何内容，或只有注释。映射至少要有 ecoflow-import: 1。",
        en="There is nothing in the file but comments. A mapping has at least ecoflow-import: 1.",
        wrong="# mapping of the laboratory's table",
        right="ecoflow-import: 1",
    ),
})

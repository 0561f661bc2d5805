"""The accounts of codes about the observations: files, columns, units, contradictions."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E310": Cause(
        zh="--data 所指的位置没有 Parquet 文件，多半是路径写错，或数据尚未导入。没有监测数据，就没有可供结算的依据。",
        en="There is no Parquet file where --data points: the path is misspelt, or the data have not been imported yet. "
           "Without observations there is nothing to settle on.",
        wrong="ecoflow settle willow.yaml --period 2022 --data rivver",
        right="ecoflow settle willow.yaml --period 2022 --data river",
    ),
    "E311": Cause(
        zh="监测数据须有断面、时间、指标、数值、单位和标记各列。缺少单位或标记，就分不清毫克与微克，也分不清有效值与无效"
           "值。",
        en="Observations need the columns section, observed_at, indicator, value, unit and flag. Without the unit or "
           "the flag nobody could tell milligrams from micrograms, or a valid value from one that is not.",
        wrong="# observations\n"
              "section, observed_at, indicator, value\n"
              "ford, 2022-07-05, TP, 0.1",
        right="# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,",
    ),
    "E312": Cause(
        zh="文件不是 Parquet、已经损坏，或某列的类型无法按原值读取（例如数值列是文字）。与其猜测，不如不读。",
        en="The file is not Parquet, is damaged, or holds a column that cannot be read as it stands, such as values "
           "kept as text. Nothing is read rather than guessed.",
        wrong="ecoflow settle willow.yaml --period 2022 --data river.csv",
        right="ecoflow settle willow.yaml --period 2022 --data river",
    ),
    "E313": Cause(
        zh="二进制浮点数存不下 0.1 这样的十进制小数，求和、修约时会差出最后一位，足以改变类别或金额。数值须以十进制保存。",
        en="Binary floating point cannot hold a decimal such as 0.1. Sums and roundings would be off in the last digit, "
           "which is enough to change a class or an amount; values are kept as decimals.",
        wrong="# columns of the observations\n"
              "value: double",
        right="# columns of the observations\n"
              "value: decimal(18,6)",
    ),
    "E314": Cause(
        zh="数据中的单位不是该指标的单位，无法换算：浓度不能以千克记。若不问单位直接取数，结果可能差出千倍。",
        en="The unit in the data is none of this indicator and cannot be converted: a concentration is not in "
           "kilograms. Taken without its unit, the number could be wrong by a factor of a thousand.",
        wrong="# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, kg,",
        right="# observations\n"
              "section, observed_at, indicator, value, unit, flag\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,",
    ),
    "E315": Cause(
        zh="同一断面、指标和时刻有两个不同的值，又看不出哪个是更正。系统不替双方选择；更正值应以更晚的 recorded_at 追加。",
        en="Two records of one section, indicator and moment differ, and nothing says which corrects the other. The "
           "choice is not made for the parties; a correction is added with a later recorded_at.",
        wrong="# observations\n"
              "section, observed_at, indicator, value, unit, flag, recorded_at\n"
              "ford, 2022-07-05, TP, 0.10, mg/L, , 2022-08-01\n"
              "ford, 2022-07-05, TP, 0.14, mg/L, , 2022-08-01",
        right="# observations\n"
              "section, observed_at, indicator, value, unit, flag, recorded_at\n"
              "ford, 2022-07-05, TP, 0.10, mg/L, , 2022-08-01\n"
              "ford, 2022-07-05, TP, 0.14, mg/L, , 2022-09-15",
    ),
})

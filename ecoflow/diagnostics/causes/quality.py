"""The accounts of codes about the rules file of `ecoflow data check`."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

_FILE = "ecoflow-quality: 1\nrules:\n"

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E350": Cause(
        zh="规则的数超出了它能取的范围：计数、倍数和比例不为负，小数不超过 6 位（与监测数据的精度一致）。",
        en="The number is none the rule can take: counts, multiples and shares are not negative, and no number has more "
           "than 6 decimals, as fine as the observations themselves.",
        wrong=f"{_FILE}  stuck-sensor: {{rows: -3}}",
        right=f"{_FILE}  stuck-sensor: {{rows: 18}}",
    ),
    "E351": Cause(
        zh="带单位的数须是该指标的单位，而且只能写在 indicators 下；倍数、计数和小时数没有单位。",
        en="A number with a unit must be in a unit of its indicator, and stand under indicators; multiples, counts and "
           "hours have none.",
        wrong=f"{_FILE}  impossible-value: {{high: 50 mg/L}}",
        right=f"{_FILE}  impossible-value: {{indicators: {{NH3N: {{high: 50 mg/L}}}}}}",
    ),
    "E352": Cause(
        zh="indicators 下的键须是已知指标的编号或名称，否则这项设定对谁都不起作用。",
        en="A key under indicators is the id or name of an indicator; with any other, the setting would reach nothing.",
        wrong=f"{_FILE}  jump: {{indicators: {{NH3M: {{times: 40}}}}}}",
        right=f"{_FILE}  jump: {{indicators: {{NH3N: {{times: 40}}}}}}",
    ),
    "E354": Cause(
        zh="--rules 所指的文件是空的，或不是键值对。它以 'ecoflow-quality: 1' 开头，rules 下按规则编号写。",
        en="The file of --rules is empty or no mapping. It begins with 'ecoflow-quality: 1' and lists rules by their ids.",
        wrong="- stuck-sensor",
        right=f"{_FILE}  stuck-sensor: {{rows: 18}}",
    ),
    "W353": Cause(
        zh="规则文件为某断面设了数，而数据中没有这个断面：多半是名称写错。其余设定照常使用。",
        en="The rules file sets a number for a section that the data do not hold, most likely misspelt. All other settings "
           "are used.",
        wrong="ecoflow data check river --rules other-river.yaml",
        right="ecoflow data check river --rules river.yaml",
    ),
})

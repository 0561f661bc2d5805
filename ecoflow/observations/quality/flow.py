"""Which way the water runs."""

from __future__ import annotations

from ecoflow.observations.quality.rule import Rule
from ecoflow.observations.quality.stretches import stretches

REVERSE_FLOW = Rule(
    id="reverse-flow", severity="warning", zh="流量为负", en="negative flow",
    means=(
        "流量为负：感潮或平原河网中可以是倒流，别处多为符号写反。通量按流量的符号计算，须先弄清正负的含义。",
        ("The flow is negative: a tide or a plain's canals may turn it, elsewhere the sign is mostly a slip. Loads follow "
         "the sign, so its meaning must be settled first."),
    ),
    says=("连续 {n} 个流量为负，最低 {value} {unit}", "{n} flows in a row are negative, down to {value} {unit}"),
    find=stretches(
        "(SELECT steps.* FROM steps JOIN series ON series.id = steps.series WHERE indicator = 'Q')", "series",
        "value < 0", ", min(value) AS value",
    ),
    example="街口, 2021-03-01 08:00, Q, -12.5, m3/s, , automatic",
)

RULES = (REVERSE_FLOW,)

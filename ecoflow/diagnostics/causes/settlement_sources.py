"""The accounts of codes about sources of data: joint monitoring, which source prevails, detection limits."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

_JOINT = "monitoring: {joint: {tolerance: 20%, agreed: mean}}\n"
_ROWS = "# observations\nsection, observed_at, indicator, value, unit, flag, source\n"

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E431": Cause(
        zh="两方对同一样品的结果相差超出协议的允许偏差，又没有备样结果，样品不能计入；该月没有其他有效值，故不予结算。"
           "取任何一方的值，另一方都可以不认。",
        en="The two parties' results of one sample differ by more than the agreement's tolerance and there is no reserve "
           "sample, so it does not count; the month has nothing else. Either side could refuse the other's value.",
        wrong=f"{_JOINT}{_ROWS}ford, 2022-07-05, TP, 0.05, mg/L,, joint:upland\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,, joint:valley",
        right=f"{_JOINT}{_ROWS}ford, 2022-07-05, TP, 0.05, mg/L,, joint:upland\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,, joint:valley\nford, 2022-07-05, TP, 0.08, mg/L,, joint:reserve",
    ),
    "E432": Cause(
        zh="联合监测须有双方的结果。该月的样品只有一方有有效结果，也没有其他有效值，故不予结算；由缺少结果的一方补交。",
        en="Joint monitoring is the results of both parties. The month's samples have a valid result of one side only, and "
           "there is nothing else; the side that is missing can supply its own.",
        wrong=f"{_JOINT}{_ROWS}ford, 2022-07-05, TP, 0.1, mg/L,, joint:upland",
        right=f"{_JOINT}{_ROWS}ford, 2022-07-05, TP, 0.1, mg/L,, joint:upland\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,, joint:valley",
    ),
    "N406": Cause(
        zh="检出限高于所评类别的限值时，“低于检出限”不能说明是否达到该类。按检出限的一半参与统计会得出一个类别，"
           "但数据本身并不能证明。",
        en="Where the detection limit lies above the limit of the class, 'below detection' does not say whether the class "
           "is kept. Counting half the detection limit yields a class that the data by themselves do not prove.",
        wrong=f"{_ROWS}ford, 2022-07-05, TP, 0.3, mg/L, L, manual",
        right=f"{_ROWS}ford, 2022-07-05, TP, 0.02, mg/L, L, manual",
    ),
    "N407": Cause(
        zh="同一断面、指标、月份既有手工数据又有自动数据等，而协议没有规定以何者为准，所有有效数据一并参与统计。"
           "样品多的来源左右结果，双方未必都有此意。",
        en="A section's indicator has data of more than one source in a month and the agreement does not say which prevails"
           ": all valid data count together. The source with more samples then decides, which nobody may have meant.",
        wrong=f"{_ROWS}ford, 2022-07-05, TP, 0.1, mg/L,, manual\nford, 2022-07-20, TP, 0.1, mg/L,, automatic",
        right="monitoring: {prevails: [automatic, manual]}\n"
              f"{_ROWS}ford, 2022-07-05, TP, 0.1, mg/L,, manual\nford, 2022-07-20, TP, 0.1, mg/L,, automatic",
    ),
    "N408": Cause(
        zh="该月有联合监测样品未计入：双方结果相差过大且没有备样，或只有一方有结果。该月另有有效数据，结算因此成立；"
           "列出未计入的样品和双方的结果，以便双方处理。",
        en="A joint sample of the month does not count: the two results are too far apart without a reserve sample, or "
           "there is one only. The month has other valid data, so it was settled; the sample is named with both values.",
        wrong=f"{_JOINT}{_ROWS}ford, 2022-07-05, TP, 0.05, mg/L,, joint:upland\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,, joint:valley\nford, 2022-07-20, TP, 0.1, mg/L,, manual",
        right=f"{_JOINT}{_ROWS}ford, 2022-07-05, TP, 0.1, mg/L,, joint:upland\n"
              "ford, 2022-07-05, TP, 0.1, mg/L,, joint:valley\nford, 2022-07-20, TP, 0.1, mg/L,, manual",
    ),
    "N409": Cause(
        zh="协议规定了来源的优先次序，该月以排在前面的有效来源为准，其他来源的有效数据没有采用。列出以便双方核对。",
        en="The agreement orders the sources. In this month the first valid one counts and valid data of the others do not; "
           "they are named so that both sides can check.",
        wrong="monitoring: {prevails: [automatic, manual]}\n"
              f"{_ROWS}ford, 2022-07-05, TP, 0.1, mg/L,, manual\nford, 2022-07-20, TP, 0.1, mg/L,, automatic",
        right="monitoring: {prevails: [automatic, manual]}\n"
              f"{_ROWS}ford, 2022-07-20, TP, 0.1, mg/L,, automatic",
    ),
})
"""The examples are agreement blocks and the observations of one month."""

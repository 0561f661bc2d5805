"""The accounts of the codes about the rules of monitoring, E360 to E365."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E360": Cause(
        zh="from 使所列来源的数据一并参与统计，prevails 则逐月只取排在前面的有效来源。两者并存，就有两种答案。",
        en="With 'from' the data of all sources it lists count together; with 'prevails' one source counts in each month, "
           "the first that is valid. Both at once would be two answers to one question.",
        wrong="monitoring: {from: [manual, automatic], prevails: [automatic, manual]}",
        right="monitoring: {prevails: [automatic, manual]}",
    ),
    "E361": Cause(
        zh="两方结果相差多少仍算一致，由协议规定；没有允许偏差的指标无法判定。pH 的允许偏差以 pH 单位单独写明。",
        en="How far apart two results may be and still agree is for the agreement to say; an indicator without a "
           "tolerance cannot be judged. That of pH is stated on its own, in pH units.",
        wrong="monitoring: {joint: {tolerance: {CODMn: 20%}, agreed: mean}}",
        right="monitoring: {joint: {tolerance: {CODMn: 20%, TP: 10%}, agreed: mean}}",
    ),
    "E362": Cause(
        zh="允许偏差写作比例，或以该指标的单位表示的差。pH 是对数，百分比对它没有意义，写作 pH 单位的差。",
        en="A tolerance is a share, or a difference in the unit of the indicator. pH is a logarithm: a percentage of it "
           "means nothing, and its tolerance is a difference in pH units.",
        wrong="monitoring: {joint: {tolerance: {CODMn: 20%, TP: 3 t}, agreed: mean}}",
        right="monitoring: {joint: {tolerance: {CODMn: 20%, TP: 0.02 mg/L}, agreed: mean}}",
    ),
    "E363": Cause(
        zh="联合监测由断面的上下游双方各自记录。不写明双方，就不知道应有谁的结果、缺谁的结果。",
        en="Joint monitoring is what the section's upstream and downstream parties each record. Unless both are stated, "
           "nobody knows whose results belong together and whose are missing.",
        wrong="sections:\n"
              "  ford: {zh: 渡口, river: 柳河, upstream: upland}\n"
              "monitoring: {joint: {tolerance: 20%, agreed: mean}}",
        right="sections:\n"
              "  ford: {zh: 渡口, river: 柳河, upstream: upland, downstream: valley}\n"
              "monitoring: {joint: {tolerance: 20%, agreed: mean}}",
    ),
    "E364": Cause(
        zh="联合监测的记录以 joint:<方> 为来源，joint:reserve 是备样，joint:agreed 是双方商定的结果。当事方不能与之同名。",
        en="Records of joint monitoring bear the source joint:<party>; joint:reserve is the reserve sample and "
           "joint:agreed a value both sides settled on. A party of that name could not be told from them.",
        wrong="parties:\n"
              "  reserve: {zh: 备用县, en: Reserve}\n"
              "monitoring: {joint: {tolerance: 20%, agreed: mean}}",
        right="parties:\n"
              "  spare: {zh: 备用县, en: Spare}\n"
              "monitoring: {joint: {tolerance: 20%, agreed: mean}}",
    ),
    "E365": Cause(
        zh="valid 中按来源写的要求，只在某月单独以该来源计时适用。没有 prevails（或只采用一个来源的 from），各来源一并计算，"
           "这一要求永远用不上。",
        en="What 'valid' asks of one kind of source applies to a month that rests on that source alone. Without "
           "'prevails' (or a 'from' of one source) all sources count together, and it would never be asked.",
        wrong="monitoring: {valid: {automatic: {days: 75%}, manual: {samples: 1}}}",
        right="monitoring: {prevails: [automatic, manual], valid: {automatic: {days: 75%}, manual: {samples: 1}}}",
    ),
})
"""The examples are blocks as they stand in an agreement file."""

"""The fixed words of the workbook, in Chinese and English."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.words import Pair, pick

WORDS: MappingProxyType[str, Pair] = MappingProxyType(
    {
        # sheets
        "p_summary": ("结算汇总", "Summary"),
        "p_missing": ("缺少的数据", "What is missing"),
        "p_inputs": ("条款数值与事实", "Terms and facts"),
        "p_limits": ("标准限值", "Class limits"),
        "p_data": ("监测数据", "Monitoring data"),
        "p_measures": ("监测统计", "Measures"),
        "p_quantities": ("指数与计算量", "Quantities"),
        "p_steps": ("中间步骤", "Steps"),
        "p_clauses": ("条款判定", "Clauses"),
        "p_splits": ("分摊", "Splits"),
        "p_payments": ("支付明细", "Payments"),
        "p_balances": ("各方收支", "Balances"),
        "p_charts": ("图表", "Charts"),
        "p_basis": ("依据与证据", "Provenance"),
        "p_notes": ("说明", "Notes"),
        # remarks below the titles
        "n_inputs": (
            "黄底单元格可改；改后各表随之重算。※ 为未见于公布文本者。",
            "Cells on yellow may be changed; everything follows. ※ is not from a published text.",
        ),
        "n_limits": (
            "GB 3838-2002，各类别的限值；溶解氧为下限。",
            "GB 3838-2002, the limit of each class; of dissolved oxygen the least.",
        ),
        "n_data": (
            "均值 =（有效值合计 + 检出限合计 × 未检出取值）÷ 个数。改均值、合计或个数，支付随之变化；灰底为直接列入的数值。",
            (
                "Mean = (sum of valid values + sum of detection limits x share of a non-detect) / count. Change "
                "a mean, a sum or a "
                "count and the payments follow; what stands on grey enters as a value."
            ),
        ),
        "n_calc": (
            "“修约前”为公式结果；“至修约位”为放大到修约位并保留 14 位有效数字（除去浮点尾差）；“取值”供后续使用。",
            (
                "Before rounding: the formula. At the step: taken to the step of the rounding and kept to 14 "
                "significant digits, "
                "which frees it of the doubles' last digits. Value used: what everything else uses."
            ),
        ),
        "n_steps": ("公式过长或多次用到的部分单列于此。", "Parts of formulas that are long or used several times."),
        "n_clauses": (
            "每条每处的各种情形：条件是否成立，是否适用，应付金额。",
            "Every case of every clause at every place: does it hold, does it apply, what is due.",
        ),
        "n_splits": (
            "按比例分摊，先取整步，余数按协议规则分配，合计不差一分。",
            "Whole steps first; the steps left over go by the rule of the agreement, and nothing is lost.",
        ),
        "n_payments": (
            "负数为反向支付（接受方付给支付方）。零额行可用筛选隐去。",
            "A negative amount is paid back, by the one named last. Rows of zero can be filtered away.",
        ),
        "n_balances": (
            "现值为本工作簿当前计算结果，结算值为导出时的结算结果。",
            "Now: what this workbook comes to. As settled: the result when it was written.",
        ),
        # columns
        "c_id": ("名称", "Name"),
        "c_meaning": ("含义", "Meaning"),
        "c_unit": ("单位", "Unit"),
        "c_shown": ("类别", "Class"),
        "c_status": ("状态", "Status"),
        "c_count": ("个数", "Count"),
        "c_sum": ("有效值合计", "Sum of valid"),
        "c_limits": ("检出限合计", "Sum of limits"),
        "c_share": ("未检出取值", "Non-detect share"),
        "c_value": ("数值", "Value"),
        "c_mean_value": ("均值或数值", "Mean, or value"),
        "c_days": ("天数", "Days"),
        "c_volume": ("水量（m³）", "Volume (m³)"),
        "c_formula": ("公式", "Formula"),
        "c_scaled": ("至修约位", "At the step"),
        "c_class_no": ("类别号", "Class no."),
        "c_case": ("情形", "Case"),
        "c_condition": ("条件", "Condition"),
        "c_holds": ("成立", "Holds"),
        "c_applies": ("适用", "Applies"),
        "c_amount_formula": ("金额公式", "Formula of the amount"),
        "c_due": ("应付金额（元）", "Due (CNY)"),
        "c_side": ("收付", "Side"),
        "c_weight": ("比例", "Weight"),
        "c_exact": ("应得步数", "Exact steps"),
        "c_floor": ("整步", "Whole steps"),
        "c_fraction": ("不足一步", "Fraction"),
        "c_order": ("次序", "Order"),
        "c_extra": ("余数", "Extra"),
        "c_part": ("分得（元）", "Share (CNY)"),
        "c_upto": ("累计（元）", "Up to here (CNY)"),
        "c_amount": ("金额（元）", "Amount (CNY)"),
        "c_from_id": ("支付方代码", "From, id"),
        "c_to_id": ("接受方代码", "To, id"),
        "c_receives": ("收入", "Receives"),
        "c_pays": ("付出", "Pays"),
        "c_now": ("现值（元）", "Now (CNY)"),
        "c_settled": ("结算值（元）", "As settled (CNY)"),
        "c_change": ("差额（元）", "Change (CNY)"),
        "c_opening": ("期初（元）", "Opening (CNY)"),
        "c_step": ("步骤", "Step"),
        "c_used_for": ("用于", "For"),
        "c_check": ("核对", "Check"),
        "c_result": ("结果", "Result"),
        # words in cells
        "used": ("计入", "used"),
        "exempt": ("豁免", "exempt"),
        "left_out": ("不计", "left out"),
        "as_value": ("按值列入", "entered as a value"),
        "ph": ("pH 均值经氢离子浓度计算，按值列入", "mean pH through the hydrogen ion, entered as a value"),
        "extreme": ("单样最值，按值列入", "a single sample, entered as a value"),
        "judged": ("{name}评价值", "{name}, value judged"),
        "month_class": ("当月类别", "class of the month"),
        "payer": ("付", "pays"),
        "payee": ("收", "receives"),
        "pool_before": ("{pool}（本条之前）", "{pool}, before this clause"),
        "at_export": ("导出时的结论", "Outcome when written"),
        "check_zero": ("各方净额与资金池变动合计为零", "Net amounts and the change of the pools sum to zero"),
        "check_choice": ("每个“恰有一种”条款恰有一种情形成立", "In every choice exactly one case holds"),
        "check_pools": ("应清零的资金池余额为零", "Pools that must close are at zero"),
        "check_same": ("现值与结算值相同（数据未改动）", "The workbook gives what was settled (nothing was changed)"),
        "chart_net": ("各方净额（元）", "Net of each party (CNY)"),
        "footer": ("第 {page} 页，共 {pages} 页", "page {page} of {pages}"),
        # notes
        "live": (
            "自监测数据至支付的各表均为公式：改动一个浓度、条款数值或事实，支付随之改变。",
            (
                "From the monitoring data to the payments every sheet is formulas: change a concentration, a "
                "term or a fact, and the "
                "payments change."
            ),
        ),
        "not_live": (
            (
                "以下各项不能由工作簿重算，按值列入：单个样品到月合计；经氢离子浓度的 pH 均值；单样最高、最低值；逐日通量；"
                "由上期结转的资金池期初；哪些月份计入或豁免。"
            ),
            (
                "These cannot be calculated here and enter as values: samples to the sums of a month; mean pH "
                "through the hydrogen "
                "ion; highest and lowest single samples; loads by the day; what a pool carried on from the "
                "period before; which "
                "months count or are exempt."
            ),
        ),
        "doubles": (
            (
                "结算以精确有理数计算；工作簿以双精度计算。比较与取整前先除去浮点尾差，修约前保留 14 位有效数字；"
                "距修约中点或界限不足其第 14 位有效数字者，两者可能差一步。"
            ),
            (
                "The settlement was calculated in exact rationals, a workbook calculates in doubles. Before "
                "numbers are compared or "
                "cut, the doubles' last digits are taken off; before they are rounded, 14 significant digits "
                "are kept. A number "
                "nearer to a bound or a middle than its fourteenth digit may come out one step apart."
            ),
        ),
        "na": (
            "#N/A 表示此处没有数值：缺少依据，或金额为负而协议不允许。",
            ("#N/A: there is no value here, or an amount is negative where the agreement does not allow it."),
        ),
        "record": (
            "结算以所附证据对应的结算书为准，本工作簿供核对与试算。",
            "The settlement of record is the one with this evidence; the workbook is for checking and for trying.",
        ),
    }
)


def say(key: str, lang: Lang, **fill: object) -> str:
    """The fixed word or sentence, its braces filled. Raises KeyError for a word that is not in the table."""
    return pick(WORDS[key], lang).format_map(fill) if fill else pick(WORDS[key], lang)

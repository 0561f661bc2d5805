"""The fixed words of the papers, in Chinese and English; everything else on a paper comes from the agreement."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.finding import Lang

Pair = tuple[str, str]
"""Chinese, English."""

WORDS: MappingProxyType[str, Pair] = MappingProxyType(
    {
        # the paper
        "settled": ("已结算", "settled"),
        "settlement": ("结算书", "Settlement"),
        "verdict": ("结论", "Outcome"),
        "mark": ("※", "※"),
        "net_desc": ("左侧为净付出，右侧为净收入。", "Left of the line pays on balance, right of it receives."),
        "cannot-settle": ("不能结算", "cannot settle"),
        "separator": ("，", ", "),
        "colon": ("：", ": "),
        "end": ("；", "; "),
        "none": ("—", "—"),
        "space": ("", " "),
        "list": ("、", ", "),
        "range": ("{first} 至 {last}", "{first} to {last}"),
        "needed": ("要求 {what}", "{what} needed"),
        "bracket": ("{text}（{inside}）", "{text} ({inside})"),
        # headline
        "one_pays_one": ("{payer}应向{payee}支付 {amount}", "{payer} pays {payee} {amount}"),
        "one_receives": ("{payee}应收 {amount}", "{payee} receives {amount}"),
        "one_pays": ("{payer}应付 {amount}", "{payer} pays {amount}"),
        "pays": ("{party}付 {amount}", "{party} pays {amount}"),
        "receives": ("{party}收 {amount}", "{party} receives {amount}"),
        "nothing": ("本期无需支付", "Nothing is to be paid"),
        "evens_out": ("各方收支相抵，净额为零", "Payments cancel out: every net amount is zero"),
        "grade": ("{name} {mean}，{grade}类", "{name} {mean}: class {grade}"),
        "grade_rounded": (
            "{name} {mean}，按 {compared} 评价为{grade}类",
            "{name} {mean}, judged as {compared}: class {grade}",
        ),
        "why": ("{clause}：{case}，{numbers}", "{clause}: {case}, {numbers}"),
        "cannot": ("不能结算：{why}", "Cannot be settled: {why}"),
        "gaps": (
            "{sections}的 {indicators} 项指标缺少有效监测数据：{when}",
            "valid monitoring data are missing at {sections}, {when} (indicators: {indicators})",
        ),
        "short_year": (
            "{year} 年有效月 {found} 个，要求至少 {wanted} 个",
            "{year} has {found} valid months, {wanted} needed",
        ),
        "many_places": ("共 {count} 个月", "{count} months"),
        "many_weeks": ("共 {count} 周", "{count} weeks"),
        "many_days": ("共 {count} 天", "{count} days"),
        "many_stretches": ("共 {count} 段时间", "{count} stretches of time"),
        "and_more": ("{text}，另有 {count} 条", "{text}, and {count} more"),
        "many_sections": ("{count} 个断面", "{count} sections"),
        # stamps
        "stamp_synthetic": ("合成数据", "Synthetic data"),
        "stamp_synthetic_text": (
            "本结算书使用合成监测数据，只供演示与测试，不反映真实水质，不得作为付款依据。",
            (
                "Made from synthetic observations, for demonstration and tests only. It says nothing of"
                " the real river and is no ground for any payment."
            ),
        ),
        "stamp_unpublished": ("含未公布内容", "Leans on what is not published"),
        "stamp_unpublished_text": (
            "结论依据中有 {count} 项未见于公布文本：",
            ("Of what this outcome rests on, {count} not from a published text:"),
        ),
        "stamp_draft": ("协议草案", "Draft agreement"),
        "stamp_draft_text": (
            "所依据的协议尚为草案，本结算书只供试算。",
            "The agreement is a draft; this is a trial.",
        ),
        "stamp_outside": ("协议期外", "Outside the term"),
        "stamp_outside_text": (
            "结算期不在协议期限 {first}-{last} 年之内，本结算书只供试算。",
            "The period is outside the term of the agreement, {first}-{last}; this is a trial.",
        ),
        "stamp_given": ("数值由使用者给定", "Values given, not measured"),
        "stamp_given_text": (
            "下列数值未由监测数据算出，而是直接给定：",
            "These values were given, not made from observations:",
        ),
        # headings
        "h_net": ("各方净额", "Net of each party"),
        "h_pools": ("资金池", "Pools"),
        "h_payments": ("支付明细", "Payments"),
        "h_gaps": ("待补数据清单", "Data to be obtained"),
        "h_problems": ("其他待解决事项", "What else has to be settled first"),
        "h_clauses": ("适用的条款", "Clauses that applied"),
        "h_idle": ("未适用的条款", "Clauses that did not apply"),
        "h_indices": ("指数与计算量", "Indices and quantities"),
        "h_measured": ("监测统计结果", "Results of monitoring"),
        "h_series": ("逐月监测数据", "Monitoring data by month"),
        "h_baseline": ("基准时段数据", "Data of baseline periods"),
        "h_basis": ("依据的数值与出处", "Numbers relied on and where they stand"),
        "h_confidence": ("可信度说明", "What the confidence labels mean"),
        "h_notes": ("说明", "Notes"),
        "h_evidence": ("证据", "Evidence"),
        # columns
        "c_party": ("当事方", "Party"),
        "c_net": ("净额", "Net"),
        "c_paid": ("付出", "Pays"),
        "c_received": ("收入", "Receives"),
        "c_pool": ("资金池", "Pool"),
        "c_left": ("期末余额", "Left at the end"),
        "c_opening": ("期初余额", "Held at the start"),
        "c_carried": ("结转下期", "Carried on"),
        "c_clause": ("条款", "Clause"),
        "c_for": ("适用于", "For"),
        "c_from": ("支付方", "From"),
        "c_to": ("接受方", "To"),
        "c_amount": ("金额", "Amount"),
        "c_section": ("断面", "Section"),
        "c_indicator": ("指标", "Indicator"),
        "c_months": ("时段", "When"),
        "c_why": ("情况", "What was found"),
        "c_cure": ("如何解决", "What would cure it"),
        "c_month": ("月份", "Month"),
        "c_year": ("年份", "Year"),
        "c_samples": ("有效样品", "Valid samples"),
        "c_below": ("其中未检出", "Below detection"),
        "c_invalid": ("无效", "Not valid"),
        "c_mean": ("月均值", "Mean"),
        "c_max": ("月最高值", "Highest"),
        "c_min": ("月最低值", "Lowest"),
        "c_total": ("月累计量", "Total"),
        "c_year_mean": ("年均值", "Mean of the year"),
        "c_year_max": ("年最高值", "Highest of the year"),
        "c_year_min": ("年最低值", "Lowest of the year"),
        "c_year_total": ("年累计量", "Total of the year"),
        "c_valid_months": ("有效月", "Valid months"),
        "c_remark": ("备注", "Remark"),
        "c_item": ("项目", "Item"),
        "c_value": ("数值", "Value"),
        "c_source": ("出处", "Source"),
        "c_confidence": ("可信度", "Confidence"),
        "c_quantity": ("统计量", "Measure"),
        "c_exact": ("修约前", "Before rounding"),
        "c_final": ("取值", "Value used"),
        "c_working": ("代入数值", "With its numbers"),
        "c_window": ("时段", "Window"),  # clauses
        "condition": ("条件", "Condition"),
        "with_numbers": ("代入数值", "With its numbers"),
        "formula": ("公式", "Formula"),
        "source": ("出处", "Source"),
        "otherwise": ("其余情形", "otherwise"),
        "always": ("无条件适用", "applies without condition"),
        "pay_line": ("{payer} → {payee}：{amount}", "{payer} → {payee}: {amount}"),
        "amount_line": ("金额 = {formula} = {numbers}", "Amount = {formula} = {numbers}"),
        "told_each": ("逐{dims}：", "for each {dims}: "),
        "told_signed": ("{payer} → {payee}（负值反向）：{amount}", "{payer} → {payee} (back where negative): {amount}"),
        "told_by": ("各方（按{name}）", "the parties (by {name})"),
        "pays_nothing": ("此情形不支付", "Nothing is paid in this case"),
        "no_case": ("没有一种情形成立", "no case holds"),
        "amount_zero": ("金额为零，不支付", "The amount is zero: nothing is paid"),
        "does_not_hold": ("不成立：{numbers}", "does not hold: {numbers}"),
        "taken_before": ("未轮到：前一情形已适用", "not reached: an earlier case applied"),
        "at_cells": ("{text}。{count} 处：{cells}", "{text}. In {count} places: {cells}"),
        "more_cells": ("等", "…"),
        "more_clauses": ("另有 {count} 条条款适用", "and {count} more clauses applied"),
        "places": ("{text}，共 {count} 处", "{text}, in {count} places"),
        "place": ("{text}，{cell}", "{text}, {cell}"),
        "named_value": ("{name} {value}", "{name} {value}"),
        "more_reasons": ("另有 {count} 种数值不成立", "and {count} more sets of numbers that do not hold"),
        "amount_formula": ("金额 = {formula}", "Amount = {formula}"),
        "c_payments": ("支付", "Payments"),
        # numbers
        "rounded_places": ("修约到 {count} 位小数（{mode}）", "rounded to {count} decimals ({mode})"),
        "rounded_step": ("修约到 {step}的整数倍（{mode}）", "rounded to multiples of {step} ({mode})"),
        "rounded_figures": ("修约到 {count} 位有效数字（{mode}）", "rounded to {count} significant figures ({mode})"),
        "not_rounded": ("不修约", "not rounded"),
        "workings_left": (
            "另有 {count} 个值的代入过程未列出，见下表取值；可用 ecoflow explain 查看",
            "the workings of {count} more values are not written out; `ecoflow explain` shows them",
        ),
        "six_figures": (
            "浓度显示为 6 位有效数字；计算与判定一律使用未经舍入的精确值。",
            "Concentrations are shown to 6 significant figures; every calculation used the exact value.",
        ),
        "monthly_note": ("“有效样品”含未检出样品。", "Valid samples include those below the detection limit."),
        "mean_unit": ("{name}（{unit}）", "{name} ({unit})"),
        "exempt": ("豁免：{reason}", "exempt: {reason}"),
        "missing": ("缺测", "missing"),
        "gap_key": ("缺测或豁免", "missing or exempt"),
        "none_valid": ("无有效数据", "no valid value"),
        "no_valid": ("无有效数据（{found}）", "no valid value ({found})"),
        "series_title": ("{section} {indicator} {window}", "{section}, {indicator}, {window}"),
        "used_by": ("用于：{names}", "used by: {names}"),
        # charts
        "chart_mean": ("{section} {indicator}逐月均值", "{section}: monthly mean of {indicator}"),
        "chart_max": ("{section} {indicator}逐月最高值", "{section}: highest {indicator} of each month"),
        "chart_min": ("{section} {indicator}逐月最低值", "{section}: lowest {indicator} of each month"),
        "chart_total": ("{section} {indicator}逐月累计量", "{section}: monthly total of {indicator}"),
        "chart_desc": (
            "{count} 个月中 {valid} 个月有值，最低 {low}，最高 {high} {unit}。",
            "{valid} of {count} months have a value, lowest {low}, highest {high} {unit}.",
        ),
        "chart_lines": ("参考线：{lines}。", "Reference lines: {lines}."),
        "chart_gaps": ("无值的月份：{months}。", "Months without a value: {months}."),
        "chart_empty": ("没有可显示的值。", "There is no value to show."),
        "class_limit": ("{grade}类限值", "limit of class {grade}"),
        "net_chart": ("各方净额", "Net of each party"),
        # basis
        "given": ("给定", "given"),
        "default": ("协议默认", "default of the agreement"),
        "given_else": ("给定；其余按协议默认，{value}", "given; elsewhere the default of the agreement, {value}"),
        "carried_from": ("由{period}的结算结转", "carried on from the settlement of {period}"),
        "measure_words": (
            "{kind}，{indicators}，{sections}，{window}",
            "{kind} of {indicators} at {sections}, {window}",
        ),
        "each_confidence": ("带 ※ 者未见于公布文本。", "What carries ※ is not from a published text."),
        # evidence
        "e_agreement": ("协议文件 SHA-256", "Agreement file, SHA-256"),
        "e_data": ("监测数据 SHA-256", "Observations, SHA-256"),
        "e_rows": ("使用的记录数", "Records used"),
        "e_sources": ("数据来源", "Sources of data"),
        "e_engine": ("计算引擎", "Engine"),
        "e_facts": ("给定的事实与数值", "Facts and values given"),
        "e_as_of": ("数据截至", "As recorded by"),
        "e_version": ("软件版本", "Version"),
        "e_id": ("协议编号", "Agreement id"),
        "e_period": ("结算期", "Period"),
        "e_file": ("协议文件", "Agreement file"),
        "no_data": ("未使用监测数据", "no observations were used"),
        "unnamed": ("未注明", "not named"),
        # overview
        "o_agreement": ("协议", "Agreement"),
        "o_period": ("结算期", "Period"),
        "o_index": ("指数", "Index"),
        "o_net": ("各方净额", "Net receipt, CNY million"),
        "o_nothing": ("无支付", "nothing is paid"),
        "o_even": ("收付相抵，各方净额为零", "payments cancel out"),
        "o_stamped": ("{title}：{count}/{all} 份", "{title}: {count} of {all}"),
        "o_total": ("{settled} 份已结算，{left} 份不能结算", "{settled} settled, {left} cannot be settled"),
        "more_rows": ("……另有 {count} 行，见报告", "… {count} more rows, see the report"),
    }
)


def pick(pair: Pair, lang: Lang) -> str:
    """The word of a pair in the reader's language."""
    return pair[0] if lang == "zh" else pair[1]


def say(key: str, lang: Lang, **fill: object) -> str:
    """The fixed word or sentence, its braces filled. Raises KeyError for a word that is not in the table."""
    return pick(WORDS[key], lang).format_map(fill) if fill else pick(WORDS[key], lang)

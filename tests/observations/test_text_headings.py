from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.observations.heading_roles import ROLE_BY_NAME, ROLES
from ecoflow.observations.text_headings import Heading, read_heading
from ecoflow.observations.text_units import factor
from ecoflow.standards.headings import key
from ecoflow.standards.indicators import INDICATORS, named
from ecoflow.standards.names_abroad import NAMES_ABROAD


@pytest.mark.parametrize(("text", "indicator", "unit", "remark"), [
    *((text, "NH3N", "mg/L", "") for text in (
        "氨氮(mg/L)", "氨氮\n(mg/L)", "氨氮\r\nmg/L", "氨氮（mg/L）", "氨氮 mg/L", "氨氮mg/L", "氨氮，mg/L", "氨氮_mg/L",
        "氨氮[mg/L]",
        "氨氮/(mg/L)",
        "NH3-N mg/L", "NH₃-N(mg/L)", "NH₄⁺-N（ｍｇ／Ｌ）", "氨氮（NH3-N）(mg/L)", "Ammoniacal Nitrogen as N (mg/L)",
        "w21003(mg/L)",
        "氨氮<br/><span class='unit'>(mg/L)</span>", "氨氮(NH3-N, mg/L)", "氨氮浓度(mg/L)", "氨 氮（mg/L）",
    )),
    ("总磷/mg·L-1", "TP", "mg·L-1", ""), ("总磷/(mg·L⁻¹)", "TP", "mg·L^-1", ""),
    ("总磷(以P计)(mg/L)", "TP", "mg/L 以P计", ""),
    ("总磷（湖、库）(mg/L)", "TP", "mg/L", "湖、库"), ("氨氮(以N计,mg/L)", "NH3N", "mg/L 以N计", ""),
    ("Nitrate as N mg/L", "NO3", "mg/L", ""),
    ("Total Nitrogen (mg/l as N)", "TN", "mg/l as N", ""), ("水温℃", "WT", "℃", ""), ("水温(℃)", "WT", "℃", ""),
    ("pH", "pH", "", ""),
    ("pH(无量纲)", "pH", "无量纲", ""), ("浊度(NTU)", "TURB", "NTU", ""), ("Turbidity (NTU)", "TURB", "NTU", ""),
    ("氟化物(F)", "F", "", ""),
    ("铬（六价）(mg/L)", "Cr6", "mg/L", ""), ("SO₄²⁻(mg/L)", "SO4", "mg/L", ""), ("BOD₅", "BOD5", "", ""),
    ("流量(m³/s)", "Q", "m^3/s", ""),
    ("藻密度（万个/L）", "ALGAE", "万个/L", ""), ("藻密度万个/L", "ALGAE", "万个/L", ""),
    ("藻密度(×10⁴个/L)", "ALGAE", "×10^4个/L", ""),
    ("亚硝酸盐氮(μg/L)", "NO2N", "μg/L", ""), ("PM2.5(μg/m3)", "PM25", "μg/m3", ""), ("w21003-Avg", "NH3N", "", ""),
    ("BOD : 5 Day ATU", "BOD5", "", ""), ("Orthophosphate, reactive as P", "PO4P", "", ""),
    ("Chloride as Cl (mg/L)", "CL", "mg/L", ""),
])
def test_columns_of_results(text, indicator, unit, remark):
    assert read_heading(text) == Heading(indicator, "value", unit, remark)
    assert not unit or not isinstance(factor(unit, INDICATORS[indicator].unit), str)


@pytest.mark.parametrize(("text", "role"), [
    ("断面名称", "section"), ("站点名称", "section"), ("站名", "section"), ("点位", "section"), ("测 站", "section"),
    ("Station", "section"),
    ("site_name", "section"), ("MonitoringLocationName", "section"), ("sample.samplingPoint.label", "section"),
    ("断面编码", "code"), ("MonitoringLocationIdentifier", "code"), ("监测时间", "time"), ("采样时间", "time"),
    ("DateTime", "time"),
    ("sample.sampleDateTime", "time"), ("采样日期", "date"), ("sampling date", "date"), ("ActivityStartDate", "date"),
    ("小时", "clock"),
    ("ActivityStartTime/Time", "clock"), ("年份", "year"), ("月", "month"), ("日", "day"), ("监测值", "value"),
    ("结果", "value"),
    ("ResultMeasureValue", "value"), ("result", "value"), ("项目", "indicator"), ("指标", "indicator"),
    ("CharacteristicName", "indicator"),
    ("determinand.definition", "indicator"), ("Determinand", "indicator"), ("单位", "unit"),
    ("ResultMeasure/MeasureUnitCode", "unit"),
    ("标记", "flag"), ("标识", "flag"), ("qualifier", "flag"), ("ResultDetectionConditionText", "flag"),
    ("resultQualifier.notation", "flag"),
    ("resultQualityObservedValueBelowLOQ", "below"), ("检出限", "limit"), ("MDL", "limit"), ("procedureLOQValue", "limit"),
    ("DetectionQuantitationLimitMeasure/MeasureValue", "limit"),
    ("DetectionQuantitationLimitMeasure/MeasureUnitCode", "limit-unit"),
    ("水质类别", "class"), ("综合水质等级", "class"), ("省份", "province"), ("流域", "basin"), ("河流名称", "river"),
    ("数据来源", "source"),
    ("备注", "remark"), ("所在县(市、区)", "remark"), ("检测日期", "analysed"), ("入库时间", "recorded"),
    ("MethodSpecificationName", "basis"),
    ("ResultSampleFractionText", "fraction"), ("时区", "zone"),
])
def test_roles(text, role):
    assert read_heading(text) == Heading("", role)


@pytest.mark.parametrize(("text", "heading"), [
    ("监测值(mg/L)", Heading("", "value", "mg/L")), ("MDL(mg/L)", Heading("", "limit", "mg/L")),
    ("氨氮等级", Heading("NH3N", "class")),
    ("COD等级", Heading("COD", "class")), ("氨氮(水质类别)", Heading("NH3N", "class")),
    ("氨氮标记", Heading("NH3N", "flag")),
    ("NH3N_flag", Heading("NH3N", "flag")), ("w21003-Flag", Heading("NH3N", "flag")),
    ("氨氮检出限", Heading("NH3N", "limit")),
    ("氨氮检出限(mg/L)", Heading("NH3N", "limit", "mg/L")), ("氨氮单位", Heading("NH3N", "unit")),
    ("断面（自动）", Heading("", "section", "", "自动")),
])
def test_what_belongs_to_an_indicator(text, heading):
    assert read_heading(text) == heading


@pytest.mark.parametrize("text", [
    "", " ", "硝酸盐(以NO3计)(mg/L)", "Nitrate as NO3", "Ammonium as NH4", "总磷(NH3-N)", "站点(总磷)", "COD(2)",
    "氨氮(最大值)",
    "NO2(mg/L)",
    "w21003-Max", "KMnOAmmonia nitrogen", "N2", "phosphorus", "wt_raw", "氨氮 总磷", "x" * 1000, "Conductivity at 20 C",
    "总磷(达标率)",
    "氨氮(mg/L)总磷", "磷酸盐(mg/L)",
])
def test_what_is_not_known_has_no_role(text):
    found = read_heading(text)
    assert (found.indicator, found.role, found.unit) == ("", "", "")
    assert found.remark == text.strip()[:200]


def test_no_name_has_two_roles_nor_is_an_indicator():
    from ecoflow.observations import heading_roles

    roles = defaultdict(set)
    for role, names in heading_roles._NAMES.items():
        for name in names.split("|"):
            roles[key(name)].add(role)
    assert {name: many for name, many in roles.items() if len(many) > 1} == {}
    assert {name for name in ROLE_BY_NAME if named(name)} == set()
    assert set(ROLE_BY_NAME.values()) < set(ROLES)


def test_every_name_and_unit_of_every_indicator_is_read():
    for indicator in INDICATORS.values():
        for name in (indicator.id, indicator.zh, indicator.en, *indicator.aliases, *NAMES_ABROAD.get(indicator.id, ())):
            unit = "无量纲" if indicator.unit == "1" else indicator.unit
            for text in (f"{name}({unit})", f"{name}（{unit}）", f"{name}\n({unit})"):
                found = read_heading(text)
                assert (found.indicator, found.role, found.unit) == (indicator.id, "value", unit), text


@given(st.text(max_size=40) | st.text("氨氮总磷(mg/L)（）[]<br/>_ ,-·⁻¹NH3as以计等级断面", max_size=20))
def test_any_text_has_an_answer(text):
    found = read_heading(text)
    assert found.role in ROLES
    assert found.indicator in INDICATORS or not found.indicator
    assert found.role or not (found.indicator or found.unit)

"""What columns are called, by role: Chinese, English, and the archives of other countries."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ecoflow.standards.headings import key

_NAMES: Final = {
    "section": (
        "断面名称|断面|断面名|监测断面|监测断面名称|考核断面|考核断面名称|交接断面|控制断面|水质断面|跨界断面|站点名称|"
        "站点|站名|测站|测站名称|水站|水站名称|自动站|自动站名称|监测站|监测站名称|监测站点|监测站点名称|站位|监测点|"
        "监测点名称|监测点位|监测点位名称|点位|点位名称|测点|测点名称|采样点|采样点位|采样点名称|采样点位名称|采样地点|"
        "采样位置|取样点|取样地点|stnm|section|station|station name|site|site name|sampling point|sampling point name|"
        "sampling site|sampling location|monitoring site|monitoring site name|monitoring station|monitoring location|"
        "location|location name|MonitoringLocationName|sample.samplingPoint.label|samplingPoint.prefLabel|"
        "monitoringSiteName"
    ),
    "code": (
        "断面编码|断面代码|断面编号|站点编码|站点代码|站点编号|测站编码|测站代码|测站编号|站码|站号|站点ID|点位编码|"
        "点位代码|点位编号|观测站代码|stcd|station code|station id|station no|station number|site code|site id|site no|"
        "sampling point code|sampling point id|location id|GEMS Station Number|MonitoringLocationIdentifier|"
        "sample.samplingPoint|sample.samplingPoint.notation|samplingPoint.notation|monitoringSiteIdentifier"
    ),
    "time": (
        "监测时间|采样时间|取样时间|检测时间|测量时间|测定时间|观测时间|数据时间|时间|监测日期时间|采样日期时间|日期时间|"
        "tm|time|datetime|date time|date/time|timestamp|sample time|sampling time|sample datetime|sampling datetime|"
        "monitoring time|observed at|observation time|sample.sampleDateTime|phenomenonTime|ActivityStartDateTime"
    ),
    "date": (
        "采样日期|取样日期|监测日期|测量日期|测定日期|观测日期|日期|数据日期|date|sample date|sampling date|"
        "monitoring date|observation date|collection date|ActivityStartDate|phenomenonTimeSamplingDate"
    ),
    "clock": (
        "时刻|监测时刻|采样时刻|取样时刻|小时|时|钟点|clock|hour|time of day|ActivityStartTime/Time|ActivityStartTime"
    ),
    "year": "年|年份|年度|监测年份|采样年份|year|phenomenonTimeReferenceYear",
    "month": "月|月份|监测月份|采样月份|month",
    "day": "日|day|day of month",
    "value": (
        "监测值|监测结果|监测数据|检测值|检测结果|测定值|测定结果|分析结果|实测值|结果|结果值|数值|值|浓度|浓度值|"
        "监测浓度|value|result|result value|measured value|measurement|concentration|reading|ResultMeasureValue|"
        "resultObservedValue"
    ),
    "indicator": (
        "项目|项目名称|指标|指标名称|监测项目|监测项目名称|监测指标|检测项目|检测指标|分析项目|水质指标|参数|参数名称|"
        "因子|因子名称|监测因子|污染物|污染物名称|项目编码|项目代码|指标编码|指标代码|因子编码|因子代码|污染物编码|"
        "污染物代码|parameter|parameter name|parameter code|determinand|determinand name|indicator|analyte|variable|"
        "characteristic|characteristic name|CharacteristicName|determinand.definition|determinand.label|"
        "determinand.prefLabel|observedPropertyDeterminandLabel"
    ),
    "unit": (
        "单位|计量单位|浓度单位|结果单位|unit|units|uom|unit of measure|unit of measurement|result unit|resultUom|"
        "ResultMeasure/MeasureUnitCode|determinand.unit.label"
    ),
    "flag": (
        "标记|标识|标志|数据标识|数据标记|结果标识|结果标记|限定符|数据状态|flag|flags|value flags|data flag|"
        "quality flag|qc flag|qualifier|result qualifier|data qualifier|remark code|resultQualifier.notation|"
        "ResultDetectionConditionText|MeasureQualifierCode"
    ),
    "below": (
        "是否低于检出限|低于检出限|below detection limit|below detection|censored|resultQualityObservedValueBelowLOQ"
    ),
    "source": "来源|数据来源|监测方式|监测手段|采样方式|source|data source",
    "limit": (
        "检出限|方法检出限|检测限|检测下限|最低检出限|最低检出浓度|测定下限|定量限|mdl|lod|loq|dl|detection limit|"
        "method detection limit|limit of detection|limit of quantification|"
        "DetectionQuantitationLimitMeasure/MeasureValue|procedureLOQValue"
    ),
    "limit-unit": "检出限单位|limit unit|DetectionQuantitationLimitMeasure/MeasureUnitCode",
    "class": (
        "水质类别|水质等级|水质级别|类别|综合类别|综合水质类别|综合水质等级|综合等级数|水质现状|现状类别|实际类别|"
        "实测类别|断面水质类别|class|water quality class|water quality|waterquality|quality class|grade"
    ),
    "province": "省份|省|省级|省名|所属省份|所在省份|所在省|province|state",
    "basin": "流域|流域名称|所属流域|所在流域|basin|river basin|catchment",
    "river": (
        "河流|河流名称|河名|河道|河道名称|所在河流|所属河流|水体|水体名称|所在水体|所属水体|河湖名称|湖库名称|"
        "所在水体名称|river|river name|water body|waterbody|water body name|stream"
    ),
    "basis": "MethodSpecificationName|ResultMeasure/MethodSpecificationName|表示形式",
    "fraction": "ResultSampleFractionText|procedureAnalysedFraction|sample fraction|fraction",
    "zone": "ActivityStartTime/TimeZoneCode|时区|time zone|timezone",
    "analysed": (
        "检测日期|分析日期|分析时间|化验日期|检验日期|analysis date|date analysed|date analyzed|AnalysisStartDate"
    ),
    "recorded": (
        "入库时间|上报时间|上报日期|发布时间|发布日期|更新时间|审核时间|录入时间|recorded at|published|publish time|"
        "update time|file date"
    ),
    "remark": (
        "备注|说明|注|序号|编号|样品编号|样品号|站点情况|站点状态|运行状态|方式|城市|地市|市|所属城市|所在城市|所在地市|"
        "所在设区市|区县|县区|所在区县|所在县(市、区)|地区|行政区|行政区划|水系|所属水系|经度|纬度|水质目标|目标类别|"
        "考核目标|主要污染指标|超标项目|超标倍数|台站代码|采样人|分析人|审核人|分析方法|监测方法|方法|source_path|city|"
        "remark|remarks|comment|comments|note|notes|no|id|index|longitude|latitude|lon|lat|sample id|method|"
        "analytical method|OrganizationIdentifier|OrganizationFormalName|ActivityIdentifier|ActivityTypeCode|"
        "ActivityMediaName|ResultStatusIdentifier|ResultValueTypeName|ProjectIdentifier|ProviderName|@id|"
        "sample.purpose.label|sample.sampledMaterialType.label|sample.isComplianceSample|determinand.notation|"
        "codedResultInterpretation.interpretation|sample.samplingPoint.easting|sample.samplingPoint.northing|"
        "monitoringSiteIdentifierScheme|observedPropertyDeterminandCode"
    ),
}

ROLES: Final = (*_NAMES, "")
"""Roles of columns; empty for a column that is not known.

Beyond what their names say: `time` has date and clock or, beside a `date`, the clock alone; `code` names a station where
no `section` does; `below` is true or false; `basis` (`as N`) belongs to the unit; `fraction` (dissolved, total) to the
indicator; `analysed` is the laboratory's date, never the sample's; `remark` holds no result.
"""

ROLE_BY_NAME: Final[Mapping[str, str]] = MappingProxyType(
    {key(name): role for role, names in _NAMES.items() for name in names.split("|")},
)
"""Key of every name -> its role."""

CLASS_ENDS: Final = ("水质类别", "水质等级", "等级", "类别", "级别", "评价", "class", "grade")
FLAG_ENDS: Final = ("数据标识", "标记", "标识", "标志", "flag", "qualifier", "qc")
VALUE_ENDS: Final = ("监测值", "检测值", "实测值", "浓度值", "浓度", "含量", "数值", "结果", "concentration", "value",
                     "result")
LIMIT_ENDS: Final = ("方法检出限", "检出限", "检测限", "mdl", "lod", "loq", "detection limit")
UNIT_ENDS: Final = ("单位", "unit", "units")

"""The indicators: names in both languages, units, codes and decimals; and finding one by any of its names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from ecoflow.standards.headings import is_remark, key, split_tail
from ecoflow.standards.names_abroad import NAMES_ABROAD

Better = Literal["lower", "higher", "band", "none"]


class Indicator(Struct, frozen=True):
    """One indicator.

    Attributes:
        id: The name agreements and observations use (`NH3N`).
        zh: Chinese name.
        en: English name.
        unit: The unit of its values as text (`mg/L`); `1` if it has none.
        hj525: Code in HJ 525-2009, None if that standard has none.
        evaluation_places: Decimals of a value to be classified (环办监测函〔2020〕82号), None if not stated.
        display_places: Decimals of a displayed 4-hour value (总站水字〔2020〕90号), None if not stated.
        better: Which direction is cleaner water; `band` is an interval, `none` says nothing about quality.
        aliases: Other names, as column headings have them.
    """

    id: str
    zh: str
    en: str
    unit: str
    hj525: str | None
    evaluation_places: int | None
    display_places: int | None
    better: Better
    aliases: tuple[str, ...] = ()


MG = "mg/L"
AIR = "μg/m3"

_ALL = (
    Indicator("WT", "水温", "water temperature", "℃", "w01010", 1, 1, "none"),
    Indicator("pH", "pH值", "pH", "1", "w01001", 0, 2, "band", ("酸碱度",)),
    Indicator("DO", "溶解氧", "dissolved oxygen", MG, "w01009", 1, 2, "higher"),
    Indicator("EC", "电导率", "conductivity", "μS/cm", "w01014", None, 1, "none",
              ("electrical conductivity", "specific conductance")),
    Indicator("TURB", "浊度", "turbidity", "NTU", "w01003", None, 1, "lower", ("NTU", "浑浊度")),
    Indicator("CODMn", "高锰酸盐指数", "permanganate index", MG, "w01019", 1, 2, "lower",
              ("IMn", "高锰酸钾指数", "CODMn指数", "permanganate value")),
    Indicator("COD", "化学需氧量", "chemical oxygen demand", MG, "w01018", 1, 2, "lower",
              ("CODCr", "chemical oxygen demand (CODCr)", "重铬酸盐指数")),
    Indicator("BOD5", "五日生化需氧量", "5-day biochemical oxygen demand", MG, "w01017", 1, None, "lower",
              ("BOD", "生化需氧量", "biochemical oxygen demand")),
    Indicator("NH3N", "氨氮", "ammonia nitrogen", MG, "w21003", 2, 3, "lower", ("氨态氮",)),
    Indicator("TN", "总氮", "total nitrogen", MG, "w21001", 2, 2, "lower",
              ("total nitrogen, lake/reservoir (as N)",)),
    Indicator("TP", "总磷", "total phosphorus", MG, "w21011", 3, 3, "lower",
              ("TP_LAKE", "total phosphorus, lake/reservoir (as P)")),
    Indicator("CHLA", "叶绿素a", "chlorophyll a", MG, "w01016", None, 3, "lower",
              ("叶绿素", "叶绿素α", "Chl-a", "chlorophyll")),
    Indicator("ALGAE", "藻密度", "algal density", "cells/L", None, None, 0, "lower", ("alg", "藻类密度")),
    Indicator("Q", "流量", "flow", "m3/s", None, None, None, "none", ("瞬时流量", "discharge", "streamflow")),
    Indicator("Cu", "铜", "copper", MG, "w20122", 3, None, "lower", ("总铜",)),
    Indicator("Zn", "锌", "zinc", MG, "w20123", 3, None, "lower", ("总锌",)),
    Indicator("F", "氟化物", "fluoride", MG, "w21017", 3, None, "lower"),
    Indicator("Se", "硒", "selenium", MG, "w20128", 4, None, "lower", ("总硒",)),
    Indicator("As", "砷", "arsenic", MG, "w20141", 4, None, "lower", ("总砷",)),
    Indicator("Hg", "汞", "mercury", MG, "w20111", 5, None, "lower", ("总汞",)),
    Indicator("Cd", "镉", "cadmium", MG, "w20115", 5, None, "lower", ("总镉",)),
    Indicator("Cr6", "六价铬", "chromium (VI)", MG, "w20117", 3, None, "lower",
              ("铬(六价)", "铬六价", "Cr6+", "Cr(VI)", "hexavalent chromium")),
    Indicator("Pb", "铅", "lead", MG, "w20120", 3, None, "lower", ("总铅",)),
    Indicator("CN", "氰化物", "cyanide", MG, "w21016", 3, None, "lower", ("总氰化物",)),
    Indicator("VP", "挥发酚", "volatile phenols", MG, "w23002", 4, None, "lower", ("volatile phenol",)),
    Indicator("OIL", "石油类", "petroleum hydrocarbons", MG, "w22001", 2, None, "lower", ("petroleum",)),
    Indicator("LAS", "阴离子表面活性剂", "anionic surfactants", MG, "w19002", 2, None, "lower",
              ("anionic surfactant",)),
    Indicator("S2", "硫化物", "sulfide", MG, "w21019", 3, None, "lower", ("sulphide", "S2-")),
    Indicator("FC", "粪大肠菌群", "faecal coliforms", "个/L", "w02003", 0, None, "lower",
              ("fecal coliforms", "粪大肠菌群数")),
    Indicator("SO4", "硫酸盐", "sulfate", MG, "w21038", None, None, "lower", ("sulphate", "SO42-")),
    Indicator("CL", "氯化物", "chloride", MG, "w21022", None, None, "lower"),
    Indicator("NO3", "硝酸盐", "nitrate", MG, "w21007", None, None, "lower",
              ("NO3-N", "硝酸盐氮", "硝氮", "nitrate nitrogen")),
    Indicator("NO2N", "亚硝酸盐氮", "nitrite nitrogen", MG, None, None, None, "lower",
              ("NO2-N", "亚硝氮", "亚硝态氮", "亚硝酸盐(以N计)")),
    Indicator("TON", "硝酸盐氮与亚硝酸盐氮", "total oxidised nitrogen", MG, None, None, None, "lower",
              ("NO3-N+NO2-N", "硝酸盐氮+亚硝酸盐氮")),
    Indicator("PO4P", "正磷酸盐磷", "orthophosphate as P", MG, None, None, None, "lower",
              ("PO4-P", "PO43--P", "磷酸盐磷", "活性磷酸盐磷", "磷酸盐(以P计)")),
    Indicator("SS", "悬浮物", "suspended solids", MG, "w01012", None, None, "lower", ("悬浮质", "悬浮固体", "总悬浮物")),
    Indicator("SD", "透明度", "transparency", "m", None, None, None, "higher", ("Secchi", "SDD")),
    Indicator("DEPTH", "水深", "water depth", "m", None, None, None, "none"),
    Indicator("WL", "水位", "water level", "m", None, None, None, "none"),
    Indicator("DOSAT", "溶解氧饱和度", "dissolved oxygen saturation", "%", None, None, None, "none"),
    Indicator("TOC", "总有机碳", "total organic carbon", MG, "w01020", None, None, "lower"),
    Indicator("DOC", "溶解有机碳", "dissolved organic carbon", MG, None, None, None, "lower",
              ("溶解性总有机碳", "溶解性有机碳")),
    Indicator("FE", "铁", "iron", MG, "w20125", None, None, "lower", ("总铁",)),
    Indicator("MN", "锰", "manganese", MG, "w20124", None, None, "lower", ("总锰",)),
    Indicator("PM25", "细颗粒物", "fine particulate matter", AIR, None, None, None, "lower", ("PM2.5",)),
    Indicator("PM10", "可吸入颗粒物", "inhalable particulate matter", AIR, None, None, None, "lower"),
    Indicator("SO2", "二氧化硫", "sulfur dioxide", AIR, None, None, None, "lower", ("sulphur dioxide",)),
    Indicator("NO2", "二氧化氮", "nitrogen dioxide", AIR, None, None, None, "lower"),
    Indicator("O3", "臭氧", "ozone", AIR, None, None, None, "lower"),
    Indicator("WASTE", "垃圾", "waste", "t", None, None, None, "lower", ("垃圾量", "漂浮垃圾")),
    Indicator("GEPR", "生态系统调节服务价值", "regulating part of the gross ecosystem product", "元",
              None, None, None, "higher", ("GEP-R",)),
)

INDICATORS: Mapping[str, Indicator] = MappingProxyType({indicator.id: indicator for indicator in _ALL})


def find(text: str) -> Indicator | None:
    """The indicator with this id, name, HJ 525 code or common heading; None if there is none.

    Case, width, spaces, hyphens do not matter, nor brackets at the end with a unit (`氨氮（mg/L）`) or the
    indicator's own other name (`高锰酸盐指数(CODMn)`). Brackets with anything else (`氨氮(水质类别)`) make it
    another column. The unit in the heading is not read.
    """
    found = _index().get(key(text))
    if found is not None:
        return found
    parts = split_tail(text)
    if parts is None:
        return None
    name, inside = parts
    indicator = find(name)
    return indicator if is_remark(inside) or _index().get(key(inside)) is indicator else None


def named(text: str) -> Indicator | None:
    """The indicator with exactly this name, up to case, width, spaces and hyphens; brackets belong to the name."""
    return _index().get(key(text))


@cache
def _index() -> Mapping[str, Indicator]:
    """Key of every name -> indicator; built at the first question, not at import."""
    return {
        key(name): indicator
        for indicator in _ALL
        for name in (indicator.id, indicator.zh, indicator.en, indicator.hj525, *indicator.aliases,
                     *NAMES_ABROAD.get(indicator.id, ()))
        if name is not None
    }

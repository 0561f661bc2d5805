"""Names of the indicators in the headings and determinand columns of other countries' river data, and of laboratories.

Seen in the archives of England's Environment Agency, the US Water Quality Portal, the European Waterbase and the GEMStat
database. A name stands here only where it says the same quantity as ours: no dissolved part of a total, no `NO3` for
`NO3-N`, no conductivity at 20 degrees, no bare `Phosphorus`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NAMES_ABROAD: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "WT": ("Temperature of Water", "Temp Water", "Water Temp", "Temperature, water", "Temperature water", "水体温度"),
    "pH": ("pH units", "pH; lab", "pH, field", "pH (field)", "Hydrogen ion concentration (pH)"),
    "DO": ("Oxygen, Dissolved as O2", "Oxygen Dissolved", "Oxygen Diss", "Dissolved oxygen (DO)", "Oxygen, dissolved",
           "Dissolved Oxygen Concentration", "Dissolved O2", "溶氧"),
    "EC": ("Conductivity at 25 C", "Cond @ 25C", "Conductivity @25C", "Electrical conductance", "Specific conductivity",
           "Conductivity, Electrical"),
    "TURB": ("Turbidity NTU", "Turb", "混浊度", "浑浊度NTU"),
    "CODMn": ("高锰酸钾", "高锰酸盐", "高猛酸盐指数", "高锰酸盐指数(以O2计)", "Permanganate oxidisability", "KMnO4 index"),
    "COD": ("Chemical Oxygen Demand as O2", "COD as O2", "Chemical oxygen demand CODCr", "CODCr法", "化学需氧量CODCr"),
    "BOD5": ("BOD : 5 Day ATU", "BOD ATU", "BOD 5 day", "BOD5 20", "BOD, 5 day", "5日生化需氧量",
             "Biochemical oxygen demand, BOD5",
             "Biochemical oxygen demand, standard conditions", "Biochemical oxygen demand; standard conditions"),
    "NH3N": ("Ammoniacal Nitrogen as N", "Ammonia(N)", "Ammonia as N", "Ammonium as N", "Ammonia-N", "Ammonium-N", "NH4-N",
             "NH4+-N",
             "Ammonia-nitrogen", "Ammoniacal nitrogen", "Ammonia nitrogen as N", "Nitrogen, ammonia as N", "铵氮", "铵态氮",
             "氨氮NH3-N"),
    "TN": ("Nitrogen, Total as N", "Nitrogen - Total", "Total Nitrogen as N", "Total nitrogen, mixed forms",
           "Total nitrogen (unfiltered)", "Nitrogen Total"),
    "TP": ("Phosphorus, Total as P", "Phosphorus-P", "Phosphorus - Total", "Total Phosphorus as P",
           "Total Phosphorus, mixed forms",
           "Total Phosphorus; mixed forms", "Phosphorus Total"),
    "CHLA": ("Chlorophyll : Acetone Extract", "Chl a", "Chla", "叶绿素A"),
    "ALGAE": ("藻类", "藻类细胞密度", "藻细胞密度", "浮游植物密度", "phytoplankton density"),
    "Q": ("Flow rate", "Stream flow, instantaneous", "Stream flow", "River flow", "流量Q", "日均流量",
          "日平均流量", "平均流量", "Flow, stream"),
    "NO3": ("Nitrate as N", "Nitrate-N", "Nitrogen, nitrate as N", "硝态氮", "硝酸盐(以N计)", "硝酸根氮", "Nitrate (as N)"),
    "NO2N": ("Nitrite as N", "Nitrite-N", "Nitrite nitrogen", "Nitrogen, nitrite as N"),
    "TON": ("Nitrogen, Total Oxidised as N", "N Oxidised", "Total Oxidised Nitrogen", "Nitrate + nitrite as N",
            "Oxidised nitrogen",
            "Inorganic nitrogen (nitrate and nitrite) as N"),
    "PO4P": ("Orthophosphate, reactive as P", "Orthophospht", "Orthophosphate as P", "Soluble reactive phosphorus", "SRP",
             "Phosphate as P", "Phosphate-P", "Orthophosphate-P"),
    "SS": ("Solids, Suspended at 105 C", "Sld Sus@105C", "Suspended solids", "Total Suspended Solids", "TSS"),
    "SD": ("Secchi disc depth", "Secchi disk depth", "Secchi depth", "Depth, Secchi disk depth"),
    "DOSAT": ("Oxygen, Dissolved, % Saturation", "O Diss %sat", "Dissolved oxygen saturation", "溶解氧饱和率"),
    "TOC": ("Carbon, Organic, Total as C", "总有机碳(TOC)"),
    "DOC": ("Carbon, Organic, Dissolved as C", "Carbon, Organic, Dissolved as C :- {DOC}", "溶解性有机碳"),
    "SO4": ("Sulphate as SO4",), "CL": ("Chloride as Cl", "Chloride Ion"), "F": ("Fluoride as F",),
    "CN": ("Cyanide as CN", "Cyanide, Total"), "LAS": ("阴离子合成洗涤剂", "阴离子表面活性剂(LAS)"),
    "FC": ("Fecal Coliform", "Faecal coliform", "Coliforms, Faecal", "粪大肠菌"),
    "Cr6": ("Chromium, Hexavalent", "Chromium hexavalent"), "OIL": ("油类", "石油"), "VP": ("挥发性酚", "挥发酚类"),
    "WL": ("Water level", "Gage height", "Stage"),
})

"""Published outcomes outside the three great rivers, typed from the fact sheets and not from the agreement files."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest

from ecoflow.agreement.loader import load
from ecoflow.settlement.replay import replay

AGREEMENTS = Path(__file__).resolve().parent.parent / "agreements"
WAN = 10_000

# who received (paid) how many 10,000 yuan; a party not named moves nothing, `others` is what the province nets
OUTCOMES = {
    # Henan-Shandong: 12,600 = 2 x 6,000 and 6 points of 100 over two years; 6,207 for 2024
    ("henan-shandong-2", "2024"): {"henan": "6207", "shandong": "-6207"},
    # Hebei: COD a step of 30 for each 0.2 times over, NH3-N for each 0.5
    ("hebei-1", "2016-12"): {"langfang": "-60", "cities": "-780", "province": "840"},
    # Shaanxi, Wei River: Xi'an 40, Xianyang 10
    ("shaanxi-weihe-1", "2010-01"): {"xian": "-40", "xianyang": "-10", "province": "50"},
    # Henan water, May 2017
    ("henan-water-1", "2017-05"): {
        "anyang": "-480", "sanmenxia": "-440", "pingdingshan": "-70", "jiyuan": "-50", "luoyang": "-50", "jiaozuo": "-20",
        "hebi": "-10", "zhengzhou": "170", "zhumadian": "130", "luohe": "110", "puyang": "80", "xinxiang": "70",
        "xinyang": "70", "xuchang": "40", "shangqiu": "40", "kaifeng": "20"},
    # Chongqing: Jiangjin to Yongchuan 878.3; Liangping pays 500, later receives 300
    ("chongqing-districts-1", "2019"): {"yongchuan": "878.3", "jiangjin": "-878.3"},
    ("chongqing-districts-1", "2023"): {"liangping": "300"},
    # Anhui air: Anqing 94.5 for PM2.5 from 30 to 24 and PM10 from 47 to 44
    ("anhui-air-1", "2018"): {"anqing": "94.5", "province": "-94.5"},
    # Tuo Lake
    ("tuohu-1", "2021-07"): {"suzhou": "-100", "bengbu": "-500"},
    ("tuohu-1", "2021-08"): {"suzhou": "-300", "bengbu": "-300"},
    ("tuohu-1", "2021-09"): {"suzhou": "400", "bengbu": "-400"},
    ("tuohu-1", "2021-12"): {"suzhou": "-100", "bengbu": "-300"},
}


def replays(name):
    return [r for r in replay(load(AGREEMENTS / f"{name}.yaml")) if r.example.confidence in {"published", "derived"}]


def nets(name, period):
    found = [r.settlement.net for r in replays(name) if r.example.period.name == period]
    assert found, (name, period)
    return [{party: amount / WAN for party, amount in net.items() if amount} for net in found]


@pytest.mark.parametrize(("name", "period"), OUTCOMES)
def test_the_published_amounts_come_out(name, period):
    wanted = {party: Fraction(amount) for party, amount in OUTCOMES[name, period].items()}
    assert any(wanted.items() <= net.items() for net in nets(name, period))


def test_hebei_january_2016_by_plain_arithmetic():
    # two provincial sections over on COD by 0.025 and 1.25 times, 240; two over on NH3-N by 0.13 and 0.615, 90;
    # three city sections over by 0.15 to 0.5, 90
    cod = sum(30 * ceil(Fraction(m) / Fraction("0.2")) for m in ("0.025", "1.25"))
    ammonia = sum(30 * ceil(Fraction(m) / Fraction("0.5")) for m in ("0.13", "0.615"))
    cities = sum(30 * ceil(Fraction(m) / Fraction("0.5")) for m in ("0.15", "0.3", "0.5"))
    assert (cod, ammonia, cities) == (240, 90, 90)
    moved = [{p: a for p, a in net.items() if p != "cities"} for net in nets("hebei-1", "2016-01")]
    assert {"province": 240} in moved
    assert {"province": 90, "counties": -90} in moved


def test_anguo_pays_30_and_what_came_in_worse_costs_nothing():
    (found,) = nets("hebei-1", "2018-02")
    assert found == {"anguo": -30, "baoding": 30}


def test_henan_shandong_first_round_adds_up_to_12600():
    years = {r.example.period.name: r.settlement.net["henan"] / WAN for r in replays("henan-shandong-1")
             if r.example.name == r.example.period.name}
    assert years.keys() == {"2020", "2021"}
    assert sum(years.values()) == 2 * 6000 + 600


def test_henan_air_october_2024_adds_up():
    # ten cities pay, eight are paid
    paid = ["1689.5", "1157.5", "942.5", "925.5", "657.5", "488", "423", "245.5", "139", "4.5"]
    got = ["1447.5", "1295.5", "1096", "364.5", "266", "230", "105.5", "78.5"]
    (found,) = [n for n in nets("henan-air-2", "2024-10") if n]
    cities = sorted(v for k, v in found.items() if k != "province")
    assert cities == sorted([*(-Fraction(p) for p in paid), *map(Fraction, got)])
    assert sum(map(Fraction, paid)) == Fraction("6672.5")
    assert sum(map(Fraction, got)) == Fraction("4883.5")
    assert found["province"] == Fraction("6672.5") - Fraction("4883.5")


def test_henan_air_may_2017_anyang_pays_three_factors():
    (found,) = nets("henan-air-1", "2017-05")
    assert -found["anyang"] == 625 + 120 + 160
    assert found["xinyang"] == 1143
    assert -sum(v for k, v in found.items() if v < 0 and k != "province") <= Fraction("2266.4")


def test_henan_water_may_2017_takes_1144_and_awards_748():
    (found,) = nets("henan-water-1", "2017-05")
    assert found["province"] == 1144 - 748


def test_dongjiang_first_round_is_three_years_of_100_million():
    assert sum(r.settlement.net["guangdong"] for r in replays("dongjiang-1")) == -3 * 10_000 * WAN

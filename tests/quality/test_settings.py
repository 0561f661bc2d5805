"""The rules file: strict, with lines, and the most particular word wins."""

from __future__ import annotations

import pytest

from ecoflow.diagnostics.finding import InvalidAgreement
from ecoflow.observations.quality.settings import read_settings

HEAD = "ecoflow-quality: 1\nrules:\n"

BAD = [
    ("", "E354", 1, 1),
    ("- jump\n", "E354", 1, 1),
    ("rules: {}\n", "E112", 1, 1),
    ("ecoflow-quality: 2\nrules: {}\n", "E117", 1, 18),
    (HEAD + "  stuck: {rows: 3}\n", "E111", 3, 3),
    (HEAD + "  jump: {rows: 3}\n", "E111", 3, 10),
    (HEAD + "  jump: {on: no}\n", "E116", 3, 14),
    (HEAD + "  jump: {severity: fatal}\n", "E117", 3, 20),
    (HEAD + "  jump: {times: -3}\n", "E350", 3, 17),
    (HEAD + "  jump: {times: 3.0000001}\n", "E350", 3, 17),
    (HEAD + "  jump: {times: 1e3}\n", "E116", 3, 17),
    (HEAD + "  jump: {hours: 3 mg/L}\n", "E351", 3, 17),
    (HEAD + "  impossible-value: {high: 3 mg/L}\n", "E351", 3, 28),
    (HEAD + "  impossible-value: {indicators: {WT: {high: 3 mg/L}}}\n", "E351", 3, 46),
    (HEAD + "  jump: {indicators: {NH3M: {times: 3}}}\n", "E352", 3, 23),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), BAD)
def test_a_wrong_file_is_told_with_its_place(text, code, line, column):
    with pytest.raises(InvalidAgreement) as told:
        read_settings(text, "rules.yaml")
    places = {(f.code, f.place.line, f.place.column) for f in told.value.findings}
    assert places == {(code, line, column)}
    assert all(f.message(lang) and f.hint(lang) for f in told.value.findings for lang in ("zh", "en"))


def rows(make_row):
    return [make_row(section, "2021-03-01 08:00", indicator, "30", unit)
            for section in ("街口", "古北口") for indicator, unit in (("NH3N", "mg/L"), ("TN", "mg/L"))]


@pytest.mark.parametrize(("said", "wanted"), [
    ("", set()),
    ("{high: 29}", {("街口", "NH3N"), ("街口", "TN"), ("古北口", "NH3N"), ("古北口", "TN")}),
    ("{indicators: {氨氮: {high: 29 mg/L}}}", {("街口", "NH3N"), ("古北口", "NH3N")}),
    ("{high: 29, indicators: {NH3N: {high: 30}}}", {("街口", "TN"), ("古北口", "TN")}),
    ("{high: 29, sections: {街口: {high: 30}}}", {("古北口", "NH3N"), ("古北口", "TN")}),
    ("{high: 29, indicators: {TN: {high: 30}}, sections: {街口: {high: 29}}}",
     {("街口", "NH3N"), ("街口", "TN"), ("古北口", "NH3N")}),
    ("{sections: {街口: {high: 30, indicators: {TN: {high: 29}}}}}", {("街口", "TN")}),
    ("{high: 29, sections: {街口: {on: false}}}", {("古北口", "NH3N"), ("古北口", "TN")}),
    ("{high: 29, on: false, sections: {街口: {on: true}}}", set()),
])
def test_the_most_particular_word_wins(said, wanted, bench, make_row):
    settings = read_settings(HEAD + (f"  impossible-value: {said}\n" if said else "  {}\n"), "rules.yaml")
    found = bench.found(rows(make_row), "impossible-value", settings=settings)
    assert {(section, indicator) for _, section, indicator, *_ in found} == wanted


def test_numbers_follow_the_unit_of_the_data(bench, make_row):
    said = "{indicators: {TP: {high: 0.2}, TN: {high: 300 μg/L}}}"
    settings = read_settings(f"{HEAD}  impossible-value: {said}\n", "rules.yaml")
    given = [make_row("街口", "2021-03-01 08:00", "TP", value, unit, source=source)
             for source, value, unit in (("manual", "200", "μg/L"), ("automatic", "200.000001", "ug/L"),
                                         ("joint:a", "0.2", "mg/L"))]
    given += [make_row("街口", "2021-03-01 08:00", "TN", value) for value in ("0.300001",)]
    checked = bench.check(given, "impossible-value", settings=settings)
    assert [(h.indicator, h.source, h.value()) for h in checked.outcomes[0].hits] == [
        ("TN", "automatic", "0.300001"), ("TP", "automatic", "200.000001")]


def test_a_section_the_data_do_not_hold_is_told(bench, make_row):
    settings = read_settings(HEAD + "  jump: {sections: {街囗: {times: 3}, 街口: {times: 3}}}\n", "rules.yaml")
    checked = bench.check(rows(make_row), "jump", settings=settings)
    assert [(s.rule, s.spot[0], s.place.line) for s in checked.unmet] == [("jump", "街囗", 3)]


def test_severity_is_for_the_reader_of_the_data_to_say(bench, make_row):
    settings = read_settings(HEAD + "  impossible-value: {high: 29, severity: note}\n", "rules.yaml")
    checked = bench.check(rows(make_row), "impossible-value", settings=settings)
    assert (checked.count("error"), checked.count("note")) == (0, 4)

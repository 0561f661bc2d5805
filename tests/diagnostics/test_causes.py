"""Every code has its account, and the examples in it are true: wrong gives the code, right gives none."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecoflow.agreement.gap_baseline import judge
from ecoflow.agreement.gaps import gaps
from ecoflow.agreement.known_gaps import read_known
from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.yaml_tree import LARGEST
from ecoflow.cli.app import app
from ecoflow.diagnostics.causes.account import CAUSES, GROUPS, MODULES, account, near_codes
from ecoflow.diagnostics.causes.cause import is_command
from ecoflow.diagnostics.causes.facts import CAUSES as OF_FACTS
from ecoflow.diagnostics.causes.gaps import CAUSES as OF_GAPS
from ecoflow.diagnostics.causes.proofs import CAUSES as OF_PROOFS
from ecoflow.diagnostics.codes import CODES
from ecoflow.proofs.prove import prove

WILLOW, POPLAR = ((Path(__file__).parent.parent / "agreement" / name).read_text("utf-8")
                  for name in ("willow.yaml", "poplar.yaml"))
OF_A_FILE = sorted(code for code in CAUSES
                    if code.startswith(("E1", "E2", "W30", "E36")) and not is_command(CAUSES[code].wrong))
COMMANDS = ("E100", "E104", "E110", "E123", "E124", "E125", "E286", "E298")
CHINESE = re.compile(r"[\u4e00-\u9fff]")

_HEADER = re.compile(r"([\w-]+):")
_ENTRY = re.compile(r" {2}(?:- \{?(?:id|name): *)?([^\s:,{}?][^:,{}]*)")


def pieces(lines, start):
    """(name, lines) of every piece that begins where `start` matches; lines before the first belong to ''."""
    found = [("", [])]
    for line in lines:
        begins = start.match(line)
        if begins:
            found.append((begins[1], []))
        found[-1][1].append(line)
    return [piece for piece in found if piece[1]]


def spliced(snippet, model=WILLOW):
    """The model agreement with the blocks of the snippet in it, as the module `cause` tells."""
    blocks = pieces(snippet.splitlines(), _HEADER)
    if not any(name for name, _ in blocks):
        return snippet + "\n"
    base = pieces(model.splitlines(), _HEADER)
    written = [line for name, lines in base if name not in dict(blocks) for line in lines]
    kept = dict(base)
    for name, lines in blocks:
        own = {entry for entry, _ in pieces(lines[1:], _ENTRY)}
        stay = pieces(kept.pop(name, [""])[1:], _ENTRY) if lines[0] == f"{name}:" else []
        written += [lines[0], *(line for entry, rows in stay if entry not in own for line in rows), *lines[1:]]
    return "\n".join(written) + "\n"


def errors(text):
    return {f.code for f in examine_text(text, "willow.yaml")[1] if f.severity == "error"}


def test_every_code_has_one_account_and_stands_in_one_group():
    assert set(CAUSES) == set(CODES)
    assert Counter(code for module in MODULES for code in module.CAUSES).most_common(1)[0][1] == 1
    assert sorted(code for group in GROUPS for code in group.codes) == sorted(CODES)


@pytest.mark.parametrize("code", CAUSES)
def test_an_account_is_written_in_both_languages(code):
    cause = CAUSES[code]
    assert CHINESE.search(cause.zh)
    assert cause.zh.endswith("。")
    assert cause.en.endswith(".")
    assert not CHINESE.search(re.sub(r"1亿|[万亿]?元|劣V", "", cause.en))
    assert not re.search(r"[一-鿿][,;:]|, *[一-鿿]", cause.zh), "Chinese has its own punctuation"
    for text in (cause.zh, cause.en, cause.wrong, cause.right):
        assert text == text.strip()
        assert text
    assert cause.wrong != cause.right


def test_the_willow_agreement_itself_has_nothing_wrong():
    assert examine_text(WILLOW, "willow.yaml")[1] == ()


@pytest.mark.parametrize("code", OF_A_FILE)
def test_the_wrong_example_has_this_code_and_no_other_error(code):
    found = examine_text(spliced(CAUSES[code].wrong), "willow.yaml")[1]
    assert {f.code for f in found if f.severity == "error"} | {code} == {code}, found
    assert code in {f.code for f in found}, found


@pytest.mark.parametrize("code", OF_A_FILE)
def test_the_right_example_has_no_error_and_not_this_code(code):
    found = {f.code for f in examine_text(spliced(CAUSES[code].right), "willow.yaml")[1]}
    assert code not in found
    assert errors(spliced(CAUSES[code].right)) == set()


def proved(snippet):
    """The willow agreement with the snippet in it is without errors; what the proofs find in it, by code."""
    agreement, found = examine_text(spliced(snippet), "willow.yaml")
    assert [f for f in found if f.severity == "error"] == []
    return {f.code: f for f in prove(agreement)}


def test_the_proofs_find_nothing_in_the_willow_agreement_itself():
    assert proved("note: n") == {}


@pytest.mark.parametrize("code", OF_PROOFS)
def test_of_the_wrong_example_the_proofs_find_this_code_and_of_the_right_one_nothing(code):
    assert set(proved(OF_PROOFS[code].wrong)) == {code}
    assert proved(OF_PROOFS[code].right) == {}


@pytest.mark.parametrize(("code", "zh", "en"), [
    ("E501", "条款 'wager'：P = 1 [2021] 时没有一种情形成立，应恰有一种",
     "clause 'wager': no case holds when P = 1 [2021]; exactly one must"),
    ("W504", "P 修约到 0.001 的整数倍，永远不等于 0.9505", "P is rounded to multiples of 0.001: it is never 0.9505"),
    ("E507", "条款 'wager'：水质变好，upland 的净得反而减少：P = 1.001 [2021] 时为 100万元；P = 1 [2021] 时为 -100万元",
     ("clause 'wager': cleaner water leaves upland with less: CNY 1,000,000 when P = 1.001 [2021]; "
      "CNY -1,000,000 when P = 1 [2021]")),
    ("E508", "split 的百分比合计为 90%，应为 100%", "the percentages of split sum to 90%, not 100%"),
    ("W509", "权重 'weight' 合计为 1.1，不为 1", "the weights 'weight' sum to 1.1, not 1"),
])
def test_what_the_proofs_find_is_said_to_people(code, zh, en):
    found = proved(OF_PROOFS[code].wrong)[code]
    assert (found.message("zh"), found.message("en")) == (zh, en)


@pytest.mark.parametrize(("when", "same"), [
    ("P <= 0.9505", " P <= 0.95"), ("P < 0.9505", " P <= 0.95"), ("P > 0.9505", " P >= 0.951"), ("0.9505 > P", " P <= 0.95"),
    ("P = 0.9505", "永不成立的条件"), ("P != 0.9505", "总是成立的条件"),
])
def test_a_bound_between_two_values_is_the_same_as_one_on_a_value(when, same):
    snippet = OF_PROOFS["W504"].wrong.replace("choose:", "first:").replace("P <= edge", when)
    assert proved(snippet)["W504"].hint("zh").endswith(f"现在等同于{same}")


def test_a_division_that_a_condition_keeps_from_zero_is_no_note():
    wrong = OF_PROOFS["N510"].wrong
    for part, noted in (("if(sum(W) <= 0, 0, W[ford] / sum(W))", False), ("if(sum(W) > 0, 0, W[ford] / sum(W))", True)):
        assert ("N510" in proved(wrong.replace("W[ford] / sum(W)", part))) is noted, part
    direct = wrong.replace("rate * part", '"rate * W[ford] / sum(W)"').replace('"W[ford] / sum(W)"}', '"W[ford] * 1"}')
    assert "N510" in proved(direct)
    assert "N510" not in proved(direct.replace("pay: {", "when: sum(W) > 0, pay: {"))


def of_poplar(code, example):
    """(code, subject) of the gaps, where the example is an agreement's; else the codes of what is wrong with known gaps."""
    known = code.startswith("E")
    agreement, found = examine_text(POPLAR if known else spliced(example, POPLAR), "poplar.yaml")
    assert found == ()
    if not known:
        return {(g.code, g.subject) for g in gaps(agreement)}
    entries, broken = read_known(f"{example}\n", "known.yaml")
    judged = judge(entries, {agreement.id: [(agreement, gaps(agreement))]}, frozenset())
    return {(f.code, "") for f in broken or (*judged.new, *judged.stale, *judged.absent)}


@pytest.mark.parametrize("code", OF_GAPS)
def test_the_wrong_example_is_a_gap_of_this_code_that_the_right_one_closes(code):
    wrong, right = (of_poplar(code, example) for example in (OF_GAPS[code].wrong, OF_GAPS[code].right))
    assert [c for c, _ in wrong - right] == [code]
    assert right <= wrong
    assert code not in {c for c, _ in right}
    assert not code.startswith("E") or right == set()


@pytest.mark.parametrize(("code", "said"), [
    ("E207", "只有数值才有 most，accident 不是 | 'most' belongs to a number, and accident is none"),
    ("E208", "bonus 的上限低于下限 50万元 | 'most' of bonus is below its 'least', 50万元"),
    ("E209", ("bonus 的默认值 80万元 超出范围：0万元 至 50万元 | "
              "the default of bonus, 80万元, is outside its bounds: from 0万元 to 50万元")),
])
def test_bounds_that_do_not_fit_a_fact_are_said_to_people(code, said):
    (found,) = examine_text(spliced(OF_FACTS[code].wrong), "willow.yaml")[1]
    assert f"{found.message('zh')} | {found.message('en')}" == said


@pytest.mark.parametrize("code", COMMANDS)
def test_the_commands_of_an_example_do_what_it_says(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("willow.yaml", "willow-utf8.yaml", "willow-copy.yaml"):
        Path(name).write_text(WILLOW, "utf-8")
    Path("willow-gbk.yaml").write_text(WILLOW, "gbk")
    Path("willow-utf16.yaml").write_text(WILLOW, "utf-16")
    Path("observations.csv").write_bytes(b"0" * (LARGEST + 1))
    Path("generated.yaml").write_text("note:\n" + "- 1\n" * 50_000, "utf-8")
    Path("repeated.yaml").write_text(WILLOW + "status: draft\n" * 600, "utf-8")
    chain = "".join(f"  q{n}: {{formula: q{n + 1}}}\n" for n in range(50))
    Path("chained.yaml").write_text(WILLOW.replace("  P: {", f"{chain}  q50: {{formula: k0}}\n  P: {{"), "utf-8")
    wrong, right = ([*text.split()[1:], "--lang", "en"] for text in (CAUSES[code].wrong, CAUSES[code].right))
    said = CliRunner().invoke(app, wrong)
    # a name that means nothing is wrong use, and has no place a code could stand at
    assert (said.exit_code, said.output.count(f" {code} ")) == ((2, 0) if code == "E100" else (1, 1)), said.output
    assert CliRunner().invoke(app, right).exit_code == 0


def test_an_agreement_with_blocks_put_in_keeps_the_others():
    text = spliced("terms:\n  k0: {value: 1}\nclauses:\n  - id: dirty\n    pay: x\nnote: n\nsettle: month\n")
    assert text.count("k0: {") == text.count("id: dirty") == text.count("settle:") == 1
    for kept in ("  weight: {", "  - id: wager", "    choose:", "id: willow", "note: n", "k0: {value: 1}", "settle: month"):
        assert kept in text, kept
    assert spliced("# nothing") == "# nothing\n"


def test_what_a_finding_fills_in_is_an_ellipsis():
    assert account("E214", "en").sentence == "there is no dimension '…' here"
    assert account("E214", "zh").hint == "", "only a finding knows the names"
    assert account("E121", "en").hint == "a comma inside {...} separates entries: put quotes around the text"


def test_a_sentence_that_is_nearly_all_filled_in_is_the_first_of_the_cause():
    told = account("E100", "en")
    assert told.sentence == "What the command names is neither an existing file or folder nor the id of a shipped agreement"
    # E407: clause '{clause}'{at}: {problem}: {conditions}
    for code in sorted({"E100", "E407", "N401"} & set(CAUSES)):
        for lang, said in (("zh", CAUSES[code].zh), ("en", CAUSES[code].en)):
            assert said.startswith(account(code, lang).sentence)
    assert account("E275", "en").sentence == "'…' lacks …"


@pytest.mark.parametrize(("text", "near"), [
    ("E2205", ("E225", "E220", "E205")), ("W214", ("E214",)), ("214", ("E214",)), ("FOO", ()), ("", ()),
])
def test_a_mistyped_code_is_near_to_those_with_a_near_number(text, near):
    assert near_codes(text)[: len(near) or None] == near

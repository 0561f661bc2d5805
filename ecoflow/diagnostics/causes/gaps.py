"""What lies behind E531 to N533: what a reviewer asks of an agreement, and the file of known gaps."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

_KNOWN = "poplar:\n  N531:\n    articles.breach: not-public\n  N533:\n    terms.k0: recalled"
"""The gaps of the Poplar River agreement."""


def _breach(words: str) -> str:
    return f"articles:\n  breach: {{{words}}}"


def _index(cited: str) -> str:
    return f"quantities:\n  P: {{formula: k0 * sum(C / C0), round: {{places: 3}}{cited}}}"


def _k0(confidence: str) -> str:
    return f"terms:\n  k0: {{value: 0.9, source: paper, confidence: {confidence}}}"


CAUSES: MappingProxyType[str, Cause] = MappingProxyType({
    "E531": Cause(
        "已知缺口文件只有一种写法：协议编号、代码、“对象：状态”三层，每个缺口一行。这样删去一个缺口就是删去一行，"
        "审阅时看得清楚。",
        "A file of known gaps is written in one way: the agreement's id, the code, then 'subject: state', one gap a line. "
        "Closing a gap then deletes one line, and a reviewer sees which.",
        "poplar: {N531: {articles.breach: not-public}, N533: {terms.k0: recalled}}", _KNOWN),
    "E532": Cause(
        "已知缺口文件提到的协议，在所校验的文件夹中没有：编号写错，或协议已删去、改名。其条目不会自动删除，须由人确认。",
        "The file of known gaps names an agreement that is not in the folders looked at: its id is misspelt, or it was "
        "deleted or renamed. Its entries stay until a person takes them out.",
        f"{_KNOWN}\npoplra:\n  N533:\n    terms.stake: recalled", _KNOWN),
    "E533": Cause(
        "已知缺口文件的第二层写缺口的代码，而这不是缺口的代码。错误不能列为已知缺口，只能改正。",
        "The second level of a file of known gaps is the code of a gap, and this is none. An error cannot be listed as a "
        "known gap; it has to be mended.",
        _KNOWN.replace("N533", "N532"), _KNOWN),
    "E534": Cause(
        "协议有一个已知缺口文件中没有的缺口，或某个缺口比文件所记的更差。修改协议不得悄悄降低依据；应按正式文本补写，"
        "确需接受的，由人写入文件。",
        "The agreement has a gap that the file of known gaps has not, or one that is worse than the file says. A change of "
        "an agreement must not weaken what it rests on unnoticed: state it from the official text, or have a person add it "
        "to the file.",
        _KNOWN.partition("\n  N533")[0], _KNOWN),
    "E535": Cause(
        "文件所记的缺口已经补上，或已有改善。删去或改写这一行，它就不会再回来；--update-baseline 可代为修改。",
        "A gap of the file is closed, or has become better. Taking the line out, or rewriting it, keeps it from coming "
        "back; --update-baseline does that.",
        _KNOWN.replace("recalled", "assumed"), _KNOWN),
    "E536": Cause(
        "已知缺口文件提到协议中没有的内容：名称写错，或该项已删去、改名。",
        "The file of known gaps is about something the agreement has not: the name is misspelt, or the entry was deleted or "
        "renamed.",
        f"{_KNOWN}\n    terms.k00: recalled", _KNOWN),
    "E537": Cause(
        "每种缺口有自己的几种状态，如 N533 为 seed、derived、recalled、assumed；这里写的不在其中。",
        "Each kind of gap has states of its own, for N533 seed, derived, recalled and assumed; this is none of them.",
        _KNOWN.replace("recalled", "guessed"), _KNOWN),
    "W531": Cause(
        "《生态保护补偿条例》第十七条列出书面协议应当载明的七项内容，这份协议文件缺少其中的一项或几项。照协议文本补写；"
        "手头文本未载明的，写“未见公布”，以示不是遗漏。",
        "Article 17 of the ecological-compensation regulation lists seven items a written agreement has to state; this file "
        "lacks one or more. Write what the text says; where the text at hand does not give it, 'Not public' shows that it "
        "was not forgotten.",
        _breach(""), _breach("zh: 退还当年补偿金, en: The sum of the year is returned")),
    "W532": Cause(
        "协议中的数都须写明出处和可信度，条款数值之外的数也一样：修约位数、基准年、有效月数、默认值、算例的结果。",
        "Every number of an agreement states its source and how sure it is, also those that are no terms: decimals, "
        "baseline years, valid months, defaults, the outcome of an example.",
        _index(""), _index(", source: paper, confidence: published")),
    "N531": Cause(
        "第十七条的这一项写的是未公布或未定，等于没有载明。只作提示：公布或商定之后写明。",
        "This item of Article 17 says only that it is not public or not decided, so nothing is stated. It is a note; write "
        "the item once it is published or agreed.",
        _breach("zh: 未见公布, en: Not public"), _breach("zh: 退还当年补偿金, en: The sum of the year is returned")),
    "N533": Cause(
        "这个数不是读自正式文本：来自研究报告、推算、记忆，或为演算而假定。可以试算，但每份文书都会注明，"
        "--official 拒绝采用。",
        "This number was not read in an official text: it comes from a report, was worked out, is remembered, or is assumed "
        "so that the terms can be run. It serves for trials; every paper says so, and --official refuses it.",
        _k0("recalled"), _k0("published")),
})
"""The examples of E531 to E537 are files of known gaps, held against `tests/agreement/poplar.yaml`; the others are blocks
of that agreement."""

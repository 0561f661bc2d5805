"""The reference of codes as Markdown, in both languages: an index by group, then a section a code."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.diagnostics.causes.account import GROUPS, Account, Group, account
from ecoflow.diagnostics.causes.cause import is_command
from ecoflow.diagnostics.finding import Lang
from ecoflow.report.findings import severity_word
from ecoflow.report.markdown import escape

_LANGS: tuple[Lang, ...] = ("zh", "en")
_INTRO = """# 代码一览 · The codes of findings

由 `make codes` 从 `ecoflow/diagnostics` 生成，请勿手改。每个代码一节：含义、成因、例子（✗ 错，✓ 对）、改法；
`ecoflow code E214` 在终端中给出同样的文字。代码一经使用，含义不变。E 为错误，W 为警告，N 为说明；“…”处由具体结果填写。
协议文件的例子写在[柳河协议](../tests/agreement/willow.yaml)里即可重现；
E531 至 N533 用[杨河协议](../tests/agreement/poplar.yaml)，其中 E53x 的例子是已知缺口文件。

Written by `make codes` from `ecoflow/diagnostics`; do not edit. One section a code: what it says, why it arises, an
example (✗ wrong, ✓ right), its cure; `ecoflow code E214` tells the same in a terminal. A code keeps its meaning. E is an
error, W a warning, N a note; a finding names something where "…" stands. The examples of agreement files show themselves
when put into the [agreement of Willow River](../tests/agreement/willow.yaml); those of E531 to N533 belong to
[Poplar River](../tests/agreement/poplar.yaml), and the ones of E53x are files of known gaps.
"""


def page() -> str:
    """The whole reference."""
    groups = [group for group in GROUPS if group.codes]
    index = [line for group in groups for line in _index(group)]
    return "\n".join([_INTRO, *index, *(section(code) for group in groups for code in group.codes)])


def section(code: str) -> str:
    """The section of one code. Raises KeyError for no code of ours."""
    return "\n".join(_lines(code))


def _index(group: Group) -> Iterator[str]:
    yield f"**{group.zh} · {group.en}**\n"
    yield "| | 中文 | English |"
    yield "|---|---|---|"
    for code in group.codes:
        zh, en = (escape(account(code, lang).sentence) for lang in _LANGS)
        yield f"| [{code}](#{code.lower()}) | {zh} | {en} |"
    yield ""


def _lines(code: str) -> Iterator[str]:
    zh, en = both = tuple(account(code, lang) for lang in _LANGS)
    yield f"## {code}\n"
    yield f"**{_severity(zh)}** {escape(zh.sentence)}<br>{escape(en.sentence)}\n"
    yield from (f"{escape(told.cause)}\n" for told in both if told.cause)
    for mark, example in (("✗", zh.wrong), ("✓", zh.right)):
        if example:
            yield f"{mark}\n\n```{'sh' if is_command(example) else 'yaml'}\n{example}\n```\n"
    if zh.hint:
        yield f"建议：{escape(zh.hint)}<br>Hint: {escape(en.hint)}\n"


def _severity(told: Account) -> str:
    return " ".join(severity_word(told.severity, lang) for lang in _LANGS)
